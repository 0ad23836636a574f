/// How well scores tell those to whom something happened from those to whom it did not: the
/// probability that one of the former has the higher score, ties counted half.
///
/// The statistic of Mann and Whitney over n₁·n₀: Hanley, McNeil, *The meaning and use of the area under
/// a receiver operating characteristic curve*, Radiology 1982. NaN when all or none happened.
/// O(n log n).
package func areaUnderCurve(_ scores: [Double], _ happened: [Bool]) -> Double {
  precondition(scores.count == happened.count, "\(scores.count) scores for \(happened.count)")
  let order = scores.indices.sorted { scores[$0] < scores[$1] }
  var rankSum = 0.0
  var start = 0
  while start < order.count {
    var end = start
    var positives = 0
    while end < order.count, scores[order[end]] == scores[order[start]] {
      if happened[order[end]] { positives += 1 }
      end += 1
    }
    // Ranks start + 1 … end share their mean.
    rankSum += Double(positives) * Double(start + 1 + end) / 2
    start = end
  }
  let positives = Double(happened.count { $0 })
  let negatives = Double(happened.count) - positives
  guard positives > 0, negatives > 0 else { return .nan }
  return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
}
