import Kernels
import Snapshots

extension Factors {
  /// Newest events that are folded in. More would make one call expensive, a millisecond at 128
  /// factors, and would hardly move the taste of somebody who chose so much.
  static let foldInLimit = 1_000

  /// Puts the factors of whom is asked about into `space.factors`: those of the snapshot, or, when the
  /// call brings events that it does not know, those that training would have found with them, given
  /// the items' (``NormalEquations``).
  ///
  /// O(events · factors² + factors³) when events are folded in.
  ///
  /// - Parameter gather: puts the user's items into `space.sources`, with their weights
  /// - Returns: the step of the answer; `nil` when nothing is known that could be ranked by
  func locate(
    _ query: borrowing RankingQuery, hasHistory: Bool, in space: inout RankingSpace,
    gather: (inout RankingSpace) -> Void
  ) -> RankingStep? {
    let isPacked = load(query.user, in: &space)
    guard let foldIn, !query.recent.isEmpty || (!isPacked && hasHistory) else {
      return isPacked ? .personal : nil
    }
    gather(&space)
    let y = itemFactors.elements
    let factorCount = itemFactors.columns
    space.equations.reset(gram: foldIn.gram.elements.span, factorCount: factorCount)
    for source in space.sources {
      let row = y.extracting(Int(source.item) * factorCount..<(Int(source.item) + 1) * factorCount)
      space.equations.add(row.span, confidence: foldIn.alpha * source.weight)
    }
    // Not solvable only when confidences are below 1 and contradict the rest, or the file was damaged
    // after it was checked: then what the snapshot says has to do.
    guard space.equations.solve() else { return isPacked ? .personal : nil }
    guard space.equations.vector.contains(where: { $0 != 0 }) else { return nil }
    space.factors.replaceSubrange(0..<space.factors.count, with: space.equations.vector)
    return hasHistory || isPacked ? .personal : .session
  }

  /// - Returns: whether the snapshot has factors of the user, other than zeros
  private func load(_ user: Int?, in space: inout RankingSpace) -> Bool {
    if space.factors.count != userFactors.columns {
      space.factors = [Float](repeating: 0, count: userFactors.columns)
    }
    guard let user else { return false }
    let row = userFactors.row(user)
    var isZero = true
    for factor in 0..<row.count {
      space.factors[factor] = row[factor]
      isZero = isZero && row[factor] == 0
    }
    return !isZero
  }
}
