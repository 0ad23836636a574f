import Bytes
import Kernels
package import Snapshots
package import Text

/// Where a message names what: a chain of tags, the best by sums of weights of features and of pairs of
/// neighbouring tags.
///
/// Tags are 0 for outside, then 2·slot + 1 where a slot begins and 2·slot + 2 where it goes on; a slot
/// goes on only behind its own tags. Weights are those of an averaged perceptron: Collins,
/// *Discriminative training methods for hidden Markov models*, EMNLP 2002.
///
/// In a file, for S slots, T = 2·S + 1 tags in ⌈T/16⌉·16 columns, F features:
///
///     slots.names         identifiers, S
///     slots.trained       U8, S: what training had of it, see ``SlotTraining``
///     slots.features      U64, see ``HashTable``
///     slots.weights       I8, F × columns;   slots.scales F32, F: what a row is multiplied by
///     slots.transitions   F32, T × T: from a tag to the next
package struct SlotTagger: Sendable {
  package let names: IdentifierTable
  private let trained: Column<UInt8>
  private let features: HashTable
  private let weights: Matrix<Int8>
  private let scales: Column<Float>
  private let transitions: Matrix<Float>
  /// Those whose slot a pattern is of; one per ``SlotPattern``.
  private let patternSlots: [Int?]
  package let gazetteer: Gazetteer

  package var tagCount: Int { 2 * names.count + 1 }

  /// - Throws: when a tensor is missing or misshapen, or a value cannot be. O(bytes of the tensors).
  package init(opening file: borrowing TensorFile) throws(SnapshotError) {
    names = try file.identifiers("slots.names")
    guard (1...100).contains(names.count) else {
      throw file.error("slots.names.offsets", "names \(names.count) slots; 1...100 are accepted")
    }
    let tags = 2 * names.count + 1
    trained = try file.column("slots.trained", count: names.count)
    for slot in 0..<trained.count where trained[slot] > 2 {
      throw file.error("slots.trained", "contains \(trained[slot]) at \(slot); 0...2 is accepted")
    }
    scales = try file.column("slots.scales")
    try file.checkFinite(scales, "slots.scales")
    features = try file.hashTable("slots.features", count: scales.count)
    weights = try file.matrix(
      "slots.weights", rows: scales.count, columns: (tags + 15) / 16 * 16)
    transitions = try file.matrix("slots.transitions", rows: tags, columns: tags)
    try file.checkFinite(transitions.elements, "slots.transitions")
    let names = names
    patternSlots = SlotPattern.allCases.map { names.index(of: Array($0.slot.utf8).rawSpan) }
    gazetteer = try Gazetteer(opening: file, slotCount: names.count)
  }

  /// Adds the slots of a message to `found`, in order. Allocates nothing after the first messages.
  ///
  /// - Parameters:
  ///   - message: what `text` was read from
  ///   - scratch: its hints have been read
  package func read(
    _ text: borrowing TokenizedText, message: RawSpan, _ scratch: inout SlotScratch,
    into found: inout [FoundSlot]
  ) {
    guard text.tokens.count > 0 else { return }
    SlotFeatures.prepare(text, message: message, &scratch)
    for position in 0..<scratch.words.count {
      // A word that training did not have is looked at as training's hidden ones, and so is a way to write.
      let word = SlotFeatures.feature(1, scratch.words[position])
      scratch.hidden[position] = features.index(of: word) == nil
      let shape = SlotFeatures.feature(2, scratch.shapes[position])
      scratch.isOdd[position] = features.index(of: shape) == nil
    }
    score(&scratch)
    scratch.decode(tagCount: tagCount, columns: weights.columns, transitions.elements.span)
    freeUntrained(&scratch)
    collect(text, scratch, &found)
  }

  private func score(_ scratch: inout SlotScratch) {
    let count = scratch.words.count
    scratch.scores.removeAll(keepingCapacity: true)
    for _ in 0..<count * weights.columns { scratch.scores.append(0) }
    var scores = scratch.scores
    scratch.scores = []
    for position in 0..<count {
      let lower = position * weights.columns
      SlotFeatures.read(position, scratch) { hash in
        guard let index = features.index(of: hash) else { return }
        var sums = scores.mutableSpan
        Kernels.add(weights.row(index).span, times: scales[index], to: &sums, from: lower)
      }
    }
    scratch.scores = scores
  }

  /// What was tagged, and besides what gazetteer and patterns know of slots that training had nothing of.
  private func collect(
    _ text: borrowing TokenizedText, _ scratch: borrowing SlotScratch, _ found: inout [FoundSlot]
  ) {
    var position = 0
    let count = scratch.tags.count
    while position < count {
      var end = position + 1
      if scratch.tags[position] > 0 {
        let slot = (scratch.tags[position] - 1) / 2
        while end < count, scratch.tags[end] == 2 * slot + 2 { end += 1 }
        // A phrase of several words is the value as a whole, though training had none as long, and
        // whatever it takes the later words for.
        for match in scratch.hints.matches
        where match.slot == slot && match.tokens.lowerBound == position {
          end = max(end, match.tokens.upperBound)
        }
        append(slot, position..<end, text, scratch, &found)
      } else if let (slot, tokens) = untrained(scratch, at: position),
        scratch.tags[tokens].allSatisfy({ $0 == 0 })
      {
        end = tokens.upperBound
        append(slot, tokens, text, scratch, &found)
      }
      position = end
    }
  }

  /// Takes tags away from what training had nothing of, nor anything that looks like it: the tagger has
  /// never seen its like, and can only guess.
  private func freeUntrained(_ scratch: inout SlotScratch) {
    for position in 0..<scratch.tags.count {
      guard let (slot, tokens) = untrained(scratch, at: position),
        trained[slot] == SlotTraining.none.rawValue
      else { continue }
      for token in tokens { scratch.tags[token] = 0 }
    }
  }

  private func untrained(
    _ scratch: borrowing SlotScratch, at position: Int
  ) -> (slot: Int, tokens: Range<Int>)? {
    let marked = SlotTraining.marked.rawValue
    func run(_ hints: [Hints.Hint]) -> Range<Int> {
      var end = position + 1
      while end < hints.count, hints[end - 1].continues { end += 1 }
      return position..<end
    }
    let known = scratch.hints.known[position]
    if known.begins, trained[Int(known.kind) - 1] != marked {
      return (Int(known.kind) - 1, run(scratch.hints.known))
    }
    let pattern = scratch.hints.patterned[position]
    if pattern.begins, let slot = patternSlots[Int(pattern.kind) - 1], trained[slot] != marked {
      return (slot, run(scratch.hints.patterned))
    }
    return nil
  }

  private func append(
    _ slot: Int, _ tokens: Range<Int>, _ text: borrowing TokenizedText,
    _ scratch: borrowing SlotScratch, _ found: inout [FoundSlot]
  ) {
    // A sign that training never saw is looked at as a word that it never saw; no value is of signs alone.
    guard text.tokens[tokens].contains(where: { $0.kind != .punctuation && $0.kind != .emoji })
    else { return }
    let first = text.tokens[tokens.lowerBound].bytes.lowerBound
    let last = text.tokens[tokens.upperBound - 1].bytes.upperBound
    var value: Int?
    for match in scratch.hints.matches where match.slot == slot && match.tokens.overlaps(tokens) {
      value = match.value
    }
    found.append(FoundSlot(slot: slot, bytes: first..<last, value: value))
  }
}

/// A slot of a message.
package struct FoundSlot: Equatable, Sendable {
  /// Index of ``SlotTagger/names``.
  package let slot: Int
  /// Bytes of the message.
  package let bytes: Range<Int>
  /// Index of ``Gazetteer/names``: what the catalogue calls it; `nil` where it knows nothing like it.
  package let value: Int?
}
