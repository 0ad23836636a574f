/// How good ranked lists are at one cutoff, as means of ``RankingScores`` over users.
package struct RankingMetrics: Sendable, Equatable {
  package let cutoff: Int
  package private(set) var userCount = 0
  private var recallSum = 0.0
  private var precisionSum = 0.0
  private var hitSum = 0.0
  private var gainSum = 0.0

  package init(cutoff: Int) {
    precondition(cutoff >= 1, "cutoff is \(cutoff)")
    self.cutoff = cutoff
  }

  /// Counts one user. Users without relevant items say nothing and are left out.
  package mutating func add(ranked: some Collection<Int32>, relevant: Set<Int32>) {
    guard !relevant.isEmpty else { return }
    let scores = RankingScores(ranked: ranked, relevant: relevant, cutoff: cutoff)
    userCount += 1
    recallSum += scores.recall
    precisionSum += scores.precision
    hitSum += scores.hitRate
    gainSum += scores.ndcg
  }

  /// Counts the users of another part of the same evaluation.
  package mutating func add(_ other: RankingMetrics) {
    precondition(cutoff == other.cutoff, "cutoffs \(cutoff) and \(other.cutoff) differ")
    userCount += other.userCount
    recallSum += other.recallSum
    precisionSum += other.precisionSum
    hitSum += other.hitSum
    gainSum += other.gainSum
  }

  /// Each in 0...1, larger is better; 0 when no user was counted.
  package var recall: Double { mean(of: recallSum) }
  package var precision: Double { mean(of: precisionSum) }
  package var hitRate: Double { mean(of: hitSum) }
  package var ndcg: Double { mean(of: gainSum) }

  private func mean(of sum: Double) -> Double { sum / Double(max(userCount, 1)) }
}
