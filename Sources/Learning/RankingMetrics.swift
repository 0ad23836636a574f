import RealModule

/// How good ranked lists are at one cutoff k, as means over users.
///
/// A user has `ranked` items, best first and each once, and a set of `relevant` (held-out) items,
/// at least one. With hits = the relevant items among the first k ranked:
///
///     recall     hits / min(k, relevant)     so that 1 can be reached when relevant > k
///     precision  hits / k                    also when fewer than k were ranked
///     hitRate    1 if hits ≥ 1, else 0
///     NDCG       DCG / ideal DCG,  DCG = Σ over hits of 1 / log2(rank + 1), rank from 1;
///                the ideal has its first min(k, relevant) ranks all relevant
///
/// NDCG: Järvelin, Kekäläinen, *Cumulated gain-based evaluation of IR techniques*, TOIS 2002, with
/// binary gain. With one relevant item, recall and hit rate are the same number.
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
    var hits = 0
    var gain = 0.0
    for (offset, item) in ranked.prefix(cutoff).enumerated() where relevant.contains(item) {
      hits += 1
      gain += discount(rank: offset + 1)
    }
    let reachable = min(cutoff, relevant.count)
    let ideal = (1...reachable).reduce(0) { $0 + discount(rank: $1) }
    userCount += 1
    recallSum += Double(hits) / Double(reachable)
    precisionSum += Double(hits) / Double(cutoff)
    hitSum += hits > 0 ? 1 : 0
    gainSum += gain / ideal
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

  private func discount(rank: Int) -> Double { 1 / Double.log2(Double(rank + 1)) }
}
