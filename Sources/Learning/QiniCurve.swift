/// What would have been gained, had only those been treated who were thought to be moved most.
///
/// Of the shoppers in order of falling score, the first φ of whom hold nₜ treated with yₜ conversions and n꜀
/// untreated with y꜀:
///
///     curve(φ) = yₜ − y꜀ · nₜ / n꜀
///
/// The coefficient is the area between the curve and the straight line to its end, which is what targeting at
/// random gives, per treated shopper. Radcliffe, *Using control groups to target on predicted lift*, 2007;
/// Gutierrez, Gérardy, *Causal inference and uplift modelling: a review*, PMLR 67, 2017, section 4.
///
/// Shoppers with the same score count as in random order: their part of the curve is straight.
package struct QiniCurve: Sendable, Equatable {
  /// Points of ``incremental``, from share 0 to 1.
  package static let pointCount = 21

  /// Conversions beyond those of as many untreated, at equal steps of the share.
  package let incremental: [Double]
  /// In conversions per treated shopper.
  package let coefficient: Estimate

  /// `nil` where one of the arms is empty. O(n log n + resamples · n).
  ///
  /// - Parameter resamples: draws of shoppers for the coefficient's 95 % interval (percentiles); 0: there is
  ///   none, and the ends are the value
  package init?(
    scores: [Double], isTreated: [Bool], hasConverted: [Bool], resamples: Int, seed: UInt64
  ) {
    precondition(scores.count == isTreated.count && scores.count == hasConverted.count)
    let treatedCount = isTreated.count { $0 }
    guard treatedCount > 0, treatedCount < isTreated.count else { return nil }
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    // Ends of runs of equal scores.
    var runs: [Int] = []
    for place in order.indices
    where place + 1 == order.count || scores[order[place + 1]] != scores[order[place]] {
      runs.append(place + 1)
    }
    let shoppers = order.map { (isTreated[$0], hasConverted[$0]) }
    let once = [UInt32](repeating: 1, count: order.count)
    let (points, area) = Self.curve(shoppers, runs, weights: once)
    incremental = Self.sampled(points)
    var drawn: [Double] = []
    for draw in 0..<resamples {
      var random = SeededRandom(seed: seed, stream: UInt64(draw))
      var weights = [UInt32](repeating: 0, count: order.count)
      for _ in order.indices { weights[random.index(below: order.count)] += 1 }
      let redrawn = Self.curve(shoppers, runs, weights: weights).area
      if redrawn.isFinite { drawn.append(redrawn) }
    }
    drawn.sort()
    func quantile(_ share: Double) -> Double {
      drawn.isEmpty ? area : drawn[Int((share * Double(drawn.count - 1)).rounded())]
    }
    coefficient = Estimate(
      value: area, low: min(area, quantile(0.025)), high: max(area, quantile(0.975)))
  }

  /// The curve at the ends of runs, with shoppers counted by their weights, and the coefficient.
  private static func curve(
    _ shoppers: [(isTreated: Bool, hasConverted: Bool)], _ runs: [Int], weights: [UInt32]
  ) -> (points: [(share: Double, gain: Double)], area: Double) {
    var (treated, control, converted, controlConverted) = (0.0, 0.0, 0.0, 0.0)
    var points: [(share: Double, gain: Double)] = [(0, 0)]
    points.reserveCapacity(runs.count + 1)
    var place = 0
    for end in runs {
      while place < end {
        let weight = Double(weights[place])
        let (isTreated, hasConverted) = shoppers[place]
        if isTreated {
          treated += weight
          if hasConverted { converted += weight }
        } else {
          control += weight
          if hasConverted { controlConverted += weight }
        }
        place += 1
      }
      let gain = converted - (control > 0 ? controlConverted * treated / control : 0)
      points.append((treated + control, gain))
    }
    let (all, last) = points[points.count - 1]
    var area = 0.0
    for index in 1..<points.count {
      let (from, to) = (points[index - 1], points[index])
      area += (to.share - from.share) * (from.gain + to.gain) / 2
    }
    for index in points.indices { points[index].share /= all }
    return (points, (area / all - last / 2) / treated)
  }

  private static func sampled(_ points: [(share: Double, gain: Double)]) -> [Double] {
    var next = 0
    return (0..<pointCount).map { step in
      let share = Double(step) / Double(pointCount - 1)
      while next + 1 < points.count, points[next].share < share { next += 1 }
      guard next > 0 else { return points[0].gain }
      let (from, to) = (points[next - 1], points[next])
      guard to.share > from.share else { return to.gain }
      return from.gain + (to.gain - from.gain) * (share - from.share) / (to.share - from.share)
    }
  }
}
