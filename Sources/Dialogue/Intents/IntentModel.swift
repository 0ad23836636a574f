import Kernels
package import Snapshots
package import Text

/// What a message is meant to get done: a score per intent, linear in n-grams and, where an encoder was
/// trained with, in what it says of the message.
///
///     score(c) = intercept(c) + Σ over n-grams g of x(g)·weight(g, c) + Σ over d of z(d)·dense(d, c)
///     x(g) = share(family of g) · idf(g) / ‖of its family‖, for each n-gram that the message has
///     probability(c) = softmax over c of factor·score(c)
///
/// In a file, for C intents, G n-grams, and ⌈C/16⌉·16 columns:
///
///     intents.labels       identifiers, C
///     intents.grams        U64, see ``HashTable``
///     intents.idf          F32, G
///     intents.families     U8, G: 0 words, 1 characters
///     intents.weights      I8, G × columns;   intents.scales F32, G: what a row is multiplied by
///     intents.intercepts   F32, columns
///     intents.dense        F32, D × columns; none where no encoder was trained with
///     intents.shape        I64, 4: shortest and longest n-gram of words, then of characters
///     intents.numbers      F32, 3: shares of words and of characters, factor
///     intents.in_scope     U8, C: 0 for an intent that stands for what is out of scope
///     intents.gate         F32, see ``ScopeGate``
package struct IntentModel: Sendable {
  package let labels: IdentifierTable
  let grams: HashTable
  let idf: Column<Float>
  let families: Column<UInt8>
  let weights: Matrix<Int8>
  let scales: Column<Float>
  let intercepts: Column<Float>
  let dense: Matrix<Float>?
  let inScope: Column<UInt8>
  let reader: GramReader
  let shares: [Float]
  /// What scores are multiplied by before the softmax.
  package let factor: Float
  let gate: ScopeGate

  package var count: Int { labels.count }
  /// Dimensions of the encoder that it was trained with; 0 for none.
  package var denseCount: Int { dense?.rows ?? 0 }

  /// Sets `scratch.probabilities`, one per intent. Allocates nothing after the first messages.
  ///
  /// - Parameters:
  ///   - hints: of the gazetteer that the model was trained with
  ///   - encoding: of the message, of length 1, by the encoder that the model was trained with:
  ///     `denseCount` values; without one it is not looked at
  package func read(
    _ text: borrowing TokenizedText, _ hints: borrowing Hints, encoding: Span<Float>,
    into scratch: inout IntentScratch
  ) {
    collect(text, hints, &scratch)
    scratch.scores.removeAll(keepingCapacity: true)
    for column in 0..<weights.columns { scratch.scores.append(intercepts[column]) }
    add(&scratch)
    if let dense {
      precondition(encoding.count == dense.rows, "\(encoding.count) of \(dense.rows) dimensions")
      var sums = scratch.scores.mutableSpan
      for row in 0..<dense.rows {
        Kernels.add(dense.row(row).span, times: encoding[row], to: &sums)
      }
    }
    scratch.finish(count: count, factor: factor)
    scratch.judge(inScope, factor: factor, by: gate)
  }

  /// Whether training had one word, or two in a row, of its messages; of what a gazetteer knows it had none.
  ///
  /// - Parameter words: tokens; one or two
  package func knows(_ text: borrowing TokenizedText, words: Range<Int>) -> Bool {
    var last: UInt64?
    for index in words {
      var word = GramReader.wordSeed
      for at in text.tokens[index].scalars { word = GramReader.mix(word, text.scalars[at]) }
      last = last.map { GramReader.join($0, word) } ?? word
    }
    return last.map { grams.index(of: $0) != nil } ?? false
  }

  /// Finds the n-grams that training had.
  private func collect(
    _ text: borrowing TokenizedText, _ hints: borrowing Hints, _ scratch: inout IntentScratch
  ) {
    scratch.prepare(gramCount: idf.count)
    var masked = MaskedText()
    swap(&masked, &scratch.masked)
    masked.read(text, hints) { grams.index(of: $0) != nil }
    reader.read(masked) { family, hash in
      let index = grams.index(of: hash)
      guard let index else { return }
      if family == .words { scratch.knowsWord = true }
      scratch.touch(index)
    }
    swap(&masked, &scratch.masked)
  }

  private func add(_ scratch: inout IntentScratch) {
    var squares: [2 of Float] = [0, 0]
    for position in 0..<scratch.touched.count {
      let index = Int(scratch.touched[position])
      let value = idf[index]
      scratch.values[position] = value
      squares[Int(families[index] & 1)] += value * value
    }
    var factors: [2 of Float] = [0, 0]
    for family in 0..<2 where squares[family] > 0 {
      factors[family] = shares[family] / squares[family].squareRoot()
    }
    var scores: [Float] = []
    swap(&scores, &scratch.scores)
    var sums = scores.mutableSpan
    for position in 0..<scratch.touched.count {
      let index = Int(scratch.touched[position])
      let value = scratch.values[position] * factors[Int(families[index] & 1)]
      Kernels.add(weights.row(index).span, times: value * scales[index], to: &sums)
    }
    swap(&scores, &scratch.scores)
    scratch.clear()
  }
}
