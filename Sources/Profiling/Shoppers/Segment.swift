/// Groups of shoppers by the scores of recency and frequency. Every pair of scores is in one.
package enum Segment: String, CaseIterable, Sendable {
  case champions, loyal, promising, new, lost, hibernating
  case potentialLoyal = "potential loyal"
  case needsAttention = "needs attention"
  case aboutToSleep = "about to sleep"
  case atRisk = "at risk"
  case cannotLose = "cannot lose"

  /// The scores of recency and of frequency that make a segment.
  package var scores: (recency: ClosedRange<UInt8>, frequency: ClosedRange<UInt8>) {
    switch self {
    case .champions: (5...5, 4...5)
    case .loyal: (3...4, 4...5)
    case .potentialLoyal: (4...5, 2...3)
    case .new: (5...5, 1...1)
    case .promising: (4...4, 1...1)
    case .needsAttention: (3...3, 3...3)
    case .aboutToSleep: (3...3, 1...2)
    case .cannotLose: (1...2, 5...5)
    case .atRisk: (1...2, 3...4)
    case .hibernating: (2...2, 1...2)
    case .lost: (1...1, 1...2)
    }
  }

  /// `nil` for no scores.
  package init?(recency: UInt8, frequency: UInt8) {
    guard
      let found = Self.allCases.first(where: {
        $0.scores.recency.contains(recency) && $0.scores.frequency.contains(frequency)
      })
    else { return nil }
    self = found
  }

  /// All of them as a sentence.
  package static var rules: String {
    func text(_ range: ClosedRange<UInt8>) -> String {
      range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
    }
    return allCases.map {
      "\($0.rawValue): R \(text($0.scores.recency)), F \(text($0.scores.frequency))"
    }.joined(separator: "; ")
  }
}
