import Expressions
import Kernels
import Snapshots

extension ProductSearch {
  /// Leaves in `scratch` the items that fulfil a question, best first: those whose titles say most of the
  /// words left over (BM25), of equal ones the more popular, of equal ones the first of the catalogue.
  ///
  /// Where nothing fulfils all, the least important condition is given up that helps, or as many as it takes
  /// (``ProductRole/importance``); what an item is never is. A question without conditions finds the
  /// items whose titles have a word of it.
  ///
  /// A scan of the codes of each attribute that is named, and after it a look at the items that are left.
  /// Allocates nothing after the first questions.
  ///
  /// - Parameter popularity: of each item, 0 and above; empty for none
  /// - Precondition: `limit` is at least 0; `popularity` is empty or has a value for each item.
  package func search(
    _ question: borrowing ProductQuestion, limit: Int, popularity: Span<Float> = Span(),
    scratch: inout ProductScratch
  ) {
    precondition(
      popularity.isEmpty || popularity.count == itemCount,
      "\(popularity.count) popularities of \(itemCount) items")
    scratch.hits.removeAll(keepingCapacity: true)
    scratch.relaxed.removeAll(keepingCapacity: true)
    scratch.matchCount = 0
    guard itemCount > 0 else { return }
    addUp(question, &scratch)
    defer { scratch.endSums() }
    if question.hasConditions {
      split(question, &scratch)
      select(question, &scratch)
      scratch.matchCount = scratch.candidateCount
      rank(limit: limit, popularity, needsWord: false, &scratch)
    } else {
      guard scratch.sums.touchedCount > 0 else { return }
      scratch.setAll(itemCount)
      removeExcludedWords(question, &scratch)
      rank(limit: limit, popularity, needsWord: true, &scratch)
    }
  }

  private func addUp(_ question: borrowing ProductQuestion, _ scratch: inout ProductScratch) {
    scratch.sums.prepare(count: itemCount)
    for word in question.words {
      guard let index = titles.index(of: word) else { continue }
      let row = titles.postings.row(index)
      scratch.sums.add(row.indices.span, row.values.span, times: 1)
    }
  }

  // MARK: Conditions

  /// The parts of a question: what it says of each attribute, of all that say what an item is together, and
  /// of the price.
  private func split(_ question: borrowing ProductQuestion, _ scratch: inout ProductScratch) {
    scratch.parts.removeAll(keepingCapacity: true)
    for condition in question.conditions {
      let aspect = part(of: condition)
      guard !scratch.parts.contains(where: { $0.aspect == aspect }) else { continue }
      scratch.parts.append(
        ProductScratch.Part(
          aspect: aspect, importance: roles[condition.attribute].importance))
    }
    if price != nil, question.leastPrice != nil || question.mostPrice != nil {
      scratch.parts.append(
        ProductScratch.Part(aspect: .price, importance: ProductRole.importanceOfPrice))
    }
    while scratch.sets.count < scratch.parts.count { scratch.sets.append([]) }
  }

  /// Attributes that say what an item is are one.
  private func part(of condition: ProductQuestion.Condition) -> ProductAspect {
    guard roles[condition.attribute] == .kind else { return .attribute(condition.attribute) }
    return .attribute(roles.firstIndex(of: .kind) ?? condition.attribute)
  }

  /// Sets `candidates` to the items that fulfil the parts.
  private func select(_ question: borrowing ProductQuestion, _ scratch: inout ProductScratch) {
    for index in scratch.parts.indices {
      if !needsRows(scratch.parts[index].aspect) { scan(index, question, &scratch) }
    }
    intersect(question, &scratch)
    removeExcludedWords(question, &scratch)
    guard scratch.candidateCount == 0 else { return }
    // From here on every part is needed for itself.
    for index in scratch.parts.indices where !scratch.parts[index].isScanned {
      scratch.setAll(itemCount)
      filter(index, question, &scratch)
      scratch.keepSet(index)
    }
    relax(question, &scratch)
  }

  private func relax(_ question: borrowing ProductQuestion, _ scratch: inout ProductScratch) {
    // One alone, the least important first; then the least important together.
    for isTogether in [false, true] {
      for importance in 0..<ProductRole.kind.importance {
        for index in scratch.parts.indices where scratch.parts[index].importance == importance {
          scratch.parts[index].isGivenUp = true
          intersect(question, &scratch)
          if scratch.candidateCount > 0 {
            noteGivenUp(&scratch)
            return
          }
          if !isTogether { scratch.parts[index].isGivenUp = false }
        }
      }
    }
    noteGivenUp(&scratch)
  }

  private func noteGivenUp(_ scratch: inout ProductScratch) {
    for part in scratch.parts where part.isGivenUp { scratch.relaxed.append(part.aspect) }
  }

  private func intersect(_ question: borrowing ProductQuestion, _ scratch: inout ProductScratch) {
    scratch.setAll(itemCount)
    for index in scratch.parts.indices
    where scratch.parts[index].isScanned && !scratch.parts[index].isGivenUp {
      scratch.intersect(with: index)
    }
    for index in scratch.parts.indices
    where !scratch.parts[index].isScanned && !scratch.parts[index].isGivenUp {
      filter(index, question, &scratch)
    }
  }

  /// Lists and numbers are looked at item by item, once the other parts have left few.
  private func needsRows(_ aspect: ProductAspect) -> Bool {
    switch aspect {
    case .price: true
    case .attribute(let attribute):
      if case .list = columns[attribute] { true } else { hasListOfKinds(attribute) }
    }
  }

  private func hasListOfKinds(_ attribute: Int) -> Bool {
    guard roles[attribute] == .kind else { return false }
    for other in columns.indices where roles[other] == .kind {
      if case .list = columns[other] { return true }
    }
    return false
  }

  /// Sets the part's own set: a scan for each value.
  private func scan(
    _ index: Int, _ question: borrowing ProductQuestion, _ scratch: inout ProductScratch
  ) {
    let aspect = scratch.parts[index].aspect
    let words = (itemCount + 63) / 64
    var wanted: [UInt64] = []
    swap(&wanted, &scratch.sets[index])
    wanted.fill(words, with: 0)
    scratch.excluded.fill(words, with: 0)
    var isWanted = false
    for condition in question.conditions where part(of: condition) == aspect {
      guard case .text(let codes, _) = columns[condition.attribute] else { continue }
      if condition.isExcluded {
        var span = scratch.excluded.mutableSpan
        insert(where: codes.span, are: condition.value, into: &span)
      } else {
        isWanted = true
        // A value that no item has must not find those that have none.
        guard condition.value != Self.noValue else { continue }
        var span = wanted.mutableSpan
        insert(where: codes.span, are: condition.value, into: &span)
      }
    }
    if !isWanted { wanted.fill(words, with: .max) }
    for word in 0..<words { wanted[word] &= ~scratch.excluded[word] }
    swap(&wanted, &scratch.sets[index])
    scratch.parts[index].isScanned = true
  }

  /// Keeps the candidates that fulfil a part, item by item.
  private func filter(
    _ index: Int, _ question: borrowing ProductQuestion, _ scratch: inout ProductScratch
  ) {
    let aspect = scratch.parts[index].aspect
    let (least, most) = (question.leastPrice ?? -.infinity, question.mostPrice ?? .infinity)
    for word in scratch.candidates.indices {
      var rest = scratch.candidates[word]
      while rest != 0 {
        let bit = rest.trailingZeroBitCount
        rest &= rest - 1
        let item = word * 64 + bit
        let isKept: Bool
        switch aspect {
        case .price: isKept = price.map { least <= $0[item] && $0[item] <= most } ?? true
        case .attribute: isKept = fulfils(item, aspect, question)
        }
        if !isKept { scratch.candidates[word] &= ~(1 << UInt64(bit)) }
      }
    }
  }

  /// What finds others of an item's kind, colour and gender.
  func question(like item: Int) -> ProductQuestion {
    var question = ProductQuestion()
    for attribute in columns.indices where [.kind, .color, .gender].contains(roles[attribute]) {
      guard case .text(let codes, _) = columns[attribute], codes[item] != Self.noValue else {
        continue
      }
      question.conditions.append(
        ProductQuestion.Condition(
          attribute: attribute, value: codes[item], isExcluded: false, bytes: 0..<0))
    }
    return question
  }

  /// Whether an item has what a question's conditions ask for; prices and words are not looked at.
  func fulfils(_ item: Int, _ question: borrowing ProductQuestion) -> Bool {
    for condition in question.conditions where !fulfils(item, part(of: condition), question) {
      return false
    }
    return true
  }

  private func fulfils(
    _ item: Int, _ aspect: ProductAspect, _ question: borrowing ProductQuestion
  ) -> Bool {
    var (isWanted, isFound) = (false, false)
    for condition in question.conditions where part(of: condition) == aspect {
      let has = has(item, condition)
      if condition.isExcluded {
        if has { return false }
      } else {
        isWanted = true
        isFound = isFound || has
      }
    }
    return isFound || !isWanted
  }

  private func has(_ item: Int, _ condition: ProductQuestion.Condition) -> Bool {
    guard condition.value != Self.noValue else { return false }
    switch columns[condition.attribute] {
    case .text(let codes, _): return codes[item] == condition.value
    case .list(let indptr, let codes, _):
      // Cut to what exists: a file damaged after it was checked must not loop for long.
      var position = max(Int(indptr[item]), 0)
      let end = min(Int(indptr[item + 1]), codes.count)
      while position < end {
        if codes[position] == condition.value { return true }
        position += 1
      }
      return false
    case .number: return false
    }
  }

  /// Whoever wants no print wants no title that says so; unless that leaves nothing.
  private func removeExcludedWords(
    _ question: borrowing ProductQuestion, _ scratch: inout ProductScratch
  ) {
    guard !question.excludedWords.isEmpty else { return }
    scratch.excluded.fill(scratch.candidates.count, with: 0)
    for word in question.excludedWords {
      guard let index = titles.index(of: word) else { continue }
      let row = titles.postings.row(index).indices
      for entry in 0..<row.count {
        let item = min(Int(row[entry]), itemCount - 1)
        scratch.excluded[item / 64] |= 1 << UInt64(item % 64)
      }
    }
    guard
      scratch.candidates.indices.contains(where: {
        scratch.candidates[$0] & ~scratch.excluded[$0] != 0
      })
    else { return }
    for word in scratch.candidates.indices { scratch.candidates[word] &= ~scratch.excluded[word] }
  }

  // MARK: Ranking

  /// What popularity may add to a score: less than any word of a title does.
  private static let popularityShare: Float = 0.01

  private func rank(
    limit: Int, _ popularity: Span<Float>, needsWord: Bool, _ scratch: inout ProductScratch
  ) {
    scratch.best.reset(k: min(limit, itemCount))
    let hasScores = scratch.sums.touchedCount > 0 || !popularity.isEmpty
    var found = 0
    candidates: for word in scratch.candidates.indices {
      var rest = scratch.candidates[word]
      while rest != 0 {
        let item = word * 64 + rest.trailingZeroBitCount
        rest &= rest - 1
        // Without scores the first are the best.
        if !hasScores, scratch.best.count == scratch.best.capacity { break candidates }
        var score = scratch.sums[item]
        if needsWord, score == 0 { continue }
        found += 1
        if !popularity.isEmpty {
          let known = max(popularity[item], 0)
          score += Self.popularityShare * (known / (1 + known))
        }
        let index = Int32(truncatingIfNeeded: item)
        if scratch.best.accepts(score, index) { scratch.best.insert(score, index) }
      }
    }
    if needsWord { scratch.matchCount = found }
    scratch.best.sort()
    for position in 0..<scratch.best.count {
      let (score, index) = scratch.best[position]
      scratch.hits.append(ProductHit(item: Int(index), score: score))
    }
  }
}

extension ProductScratch {
  mutating func setAll(_ count: Int) {
    candidates.fill((count + 63) / 64, with: .max)
    if count % 64 > 0 { candidates[count / 64] = (1 << UInt64(count % 64)) - 1 }
  }

  mutating func intersect(with index: Int) {
    for word in candidates.indices { candidates[word] &= sets[index][word] }
  }

  mutating func keepSet(_ index: Int) {
    sets[index].removeAll(keepingCapacity: true)
    sets[index].append(contentsOf: candidates)
    parts[index].isScanned = true
  }

  var candidateCount: Int { commonCount(candidates.span, candidates.span) }

  mutating func endSums() {
    for position in 0..<sums.touchedCount { _ = sums.take(position) }
    sums.endTaking()
  }
}

extension [UInt64] {
  mutating func fill(_ count: Int, with value: UInt64) {
    if self.count != count { self = [UInt64](repeating: value, count: count) }
    for index in indices { self[index] = value }
  }
}
