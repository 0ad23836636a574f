import RealModule

/// What one ranked list can be judged by, against what the user chose later.
package enum RankingMetric: String, CaseIterable, Sendable {
  case recall, precision, f1, ndcg, map, mrr, hitRate
}

/// How good one user's list is at one cutoff k.
///
/// The user has `ranked` items, best first and each once, and a set of `relevant` (held-out) items,
/// at least one. With rel(r) = 1 if the item at rank r is relevant and 0 otherwise, ranks from 1, and
/// hits = Σ rel(r) over r ≤ k:
///
///     recall     hits / min(k, relevant)     so that 1 can be reached when relevant > k
///     precision  hits / k                    also when fewer than k were ranked
///     f1         2·precision·recall / (precision + recall), 0 without hits
///     ndcg       DCG / ideal DCG,  DCG = Σ rel(r) / log2(r + 1) over r ≤ k;
///                the ideal has its first min(k, relevant) ranks all relevant
///     map        Σ rel(r)·(hits up to r)/r over r ≤ k, divided by min(k, relevant): the average
///                precision, whose mean over users is MAP
///     mrr        1 / rank of the first hit, 0 without hits
///     hitRate    1 if hits ≥ 1, else 0
///
/// Precision, recall and F: van Rijsbergen, *Information Retrieval*, 1979, chapter 7. NDCG:
/// Järvelin, Kekäläinen, *Cumulated gain-based evaluation of IR techniques*, TOIS 2002, with binary
/// gain. Average precision: Manning, Raghavan, Schütze, *Introduction to Information Retrieval*, 2008,
/// equation 8.8, cut off at k. Reciprocal rank: Voorhees, *The TREC-8 question answering track
/// report*, 1999. With one relevant item, recall and hit rate are the same number, and so are MAP and
/// MRR.
package struct RankingScores: Sendable, Equatable {
  package let recall: Double
  package let precision: Double
  package let f1: Double
  package let ndcg: Double
  package let map: Double
  package let mrr: Double
  package let hitRate: Double

  /// O(cutoff).
  ///
  /// - Precondition: there are relevant items, and `cutoff` is at least 1.
  package init(ranked: some Collection<Int32>, relevant: Set<Int32>, cutoff: Int) {
    precondition(cutoff >= 1, "cutoff is \(cutoff)")
    precondition(!relevant.isEmpty, "nothing is relevant")
    var hits = 0
    var gain = 0.0
    var precisions = 0.0
    var first = 0
    for (offset, item) in ranked.prefix(cutoff).enumerated() where relevant.contains(item) {
      hits += 1
      gain += Self.discount(rank: offset + 1)
      precisions += Double(hits) / Double(offset + 1)
      if first == 0 { first = offset + 1 }
    }
    let reachable = min(cutoff, relevant.count)
    let ideal = (1...reachable).reduce(0) { $0 + Self.discount(rank: $1) }
    recall = Double(hits) / Double(reachable)
    precision = Double(hits) / Double(cutoff)
    f1 = hits == 0 ? 0 : 2 * precision * recall / (precision + recall)
    ndcg = gain / ideal
    map = precisions / Double(reachable)
    mrr = first == 0 ? 0 : 1 / Double(first)
    hitRate = hits > 0 ? 1 : 0
  }

  package subscript(metric: RankingMetric) -> Double {
    switch metric {
    case .recall: recall
    case .precision: precision
    case .f1: f1
    case .ndcg: ndcg
    case .map: map
    case .mrr: mrr
    case .hitRate: hitRate
    }
  }

  private static func discount(rank: Int) -> Double { 1 / Double.log2(Double(rank + 1)) }
}
