extension [RankingReason] {
  /// Appends the causes of one answered item as reasons whose contributions add up to its score,
  /// exactly and in whichever order: they are rounded to multiples of the score's last bit, so that
  /// their sums are exact, and so is what remains for everything else. Where nothing else is, the
  /// largest takes the rounding; the order of the largest is kept.
  ///
  /// Where something speaks against the item, partial sums are larger than the score: all are then
  /// rounded to the last bit of the largest, the score too.
  ///
  /// - Parameter others: what contributed besides the causes, each rounded likewise
  mutating func append(
    causes: Causes, addingUpTo score: inout Float, others: [RankingReason] = []
  ) {
    let against = others.reduce(Float(0)) { $0 - Swift.min(0, $1.contribution) }
    let unit = (score + against).ulp
    score = (score / unit).rounded() * unit
    let start = count
    var rest = score
    for position in 0..<Swift.min(causes.count, Causes.limit) {
      let cause = causes[position]
      let contribution = (cause.contribution / unit).rounded() * unit
      rest -= contribution
      append(
        RankingReason(
          code: cause.source.reason, item: cause.item, count: Int32(clamping: cause.together),
          contribution: contribution))
    }
    for other in others {
      var reason = other
      reason.contribution = (reason.contribution / unit).rounded() * unit
      guard reason.contribution != 0 else { continue }
      rest -= reason.contribution
      append(reason)
    }
    if causes.count > Causes.limit, rest != 0 {
      append(RankingReason(code: .otherNeighbours, contribution: rest))
    } else if start < count {
      self[start].contribution += rest
    }
    sortByContribution(from: start)
  }

  /// Insertion sort: a handful, nearly in order; nothing is allocated.
  private mutating func sortByContribution(from start: Int) {
    for end in Swift.min(start + 1, count)..<count {
      var position = end
      while position > start, self[position - 1].contribution < self[position].contribution {
        swapAt(position - 1, position)
        position -= 1
      }
    }
  }
}

extension ItemSource {
  var reason: RankingReasonCode {
    switch self {
    case .neighbours, .factors: .neighbour
    case .ease: .chosenTogether
    case .nextItems, .transitions: .chosenNext
    case .content: .alike
    }
  }
}
