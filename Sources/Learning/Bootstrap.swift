/// A figure and how far chance may have moved it.
package struct Estimate: Sendable, Equatable {
  package let value: Double
  /// The interval's ends; `low` ≤ `high`.
  package let low: Double
  package let high: Double

  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  package func covers(_ truth: Double) -> Bool { low <= truth && truth <= high }

  /// The difference to an estimate of other users, with the interval that follows from both:
  ///
  ///     low = d − √((value − low)² + (other.high − other.value)²), and high likewise
  ///
  /// Zou, Donner, *Construction of confidence limits about effect measures*, Statistics in Medicine
  /// 2008, equation 3.
  package func minus(_ other: Estimate) -> Estimate {
    func root(_ first: Double, _ second: Double) -> Double {
      (first * first + second * second).squareRoot()
    }
    let difference = value - other.value
    return Estimate(
      value: difference, low: difference - root(value - low, other.high - other.value),
      high: difference + root(high - value, other.value - other.low))
  }
}

/// Percentile intervals of means: users (rows) are drawn with replacement, as many as there are, and
/// the middle 95 % of the means of such draws is the interval. Efron, Tibshirani, *An Introduction to
/// the Bootstrap*, 1993, section 13.3.
///
/// All columns see the same draws, so that the difference of two of them is a paired one. The same for
/// every number of threads.
///
///     let means = Bootstrap(seed: 1).means(of: rows, columns: 2, threads: 2)
///     means.estimate(0)                   // of the first column's mean
///     means.difference(0, minus: 1)       // of how far the first is ahead
package struct Bootstrap: Sendable {
  package let seed: UInt64
  /// Draws; 1,000 place the ends of a 95 % interval to about a twentieth of its width.
  package let resamples: Int
  /// The share of draws within the interval.
  package let confidence: Double

  package init(seed: UInt64, resamples: Int = 1000, confidence: Double = 0.95) {
    precondition(resamples >= 1, "resamples is \(resamples)")
    precondition(0 < confidence && confidence < 1, "confidence is \(confidence)")
    self.seed = seed
    self.resamples = resamples
    self.confidence = confidence
  }

  /// O(resamples · rows · columns).
  ///
  /// - Parameter rows: shape rows × columns, row-major.
  package func means(of rows: [Double], columns: Int, threads: Int) -> BootstrapMeans {
    precondition(columns >= 1 && rows.count.isMultiple(of: columns), "rows are ragged")
    let count = rows.count / columns
    let observed = Self.weightedMeans(
      of: rows, columns: columns, counts: [Double](repeating: 1, count: count))
    let draws = count == 0 ? 0 : resamples
    let drawn = parallelMap(count: draws, threads: threads) { (draw: Int) -> [Double] in
      var random = SeededRandom(seed: seed, stream: UInt64(draw))
      var counts = [Double](repeating: 0, count: count)
      for _ in 0..<count { counts[random.index(below: count)] += 1 }
      return Self.weightedMeans(of: rows, columns: columns, counts: counts)
    }
    return BootstrapMeans(
      rowCount: count, confidence: confidence, means: observed, draws: drawn)
  }

  /// Each row counted as often as it was drawn, in order: the memory is read once and forwards.
  private static func weightedMeans(
    of rows: [Double], columns: Int, counts: [Double]
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    var target = sums.mutableSpan
    let values = rows.span
    for row in counts.indices where counts[row] > 0 {
      let weight = counts[row]
      let start = row * columns
      for column in 0..<columns { target[column] += weight * values[start + column] }
    }
    let count = Double(max(1, counts.count))
    for column in 0..<columns { target[column] /= count }
    return sums
  }
}

/// Means of columns, observed and redrawn.
package struct BootstrapMeans: Sendable {
  package let rowCount: Int
  package let confidence: Double
  /// One per column; 0 without rows.
  package let means: [Double]
  /// Per draw the means of all columns.
  let draws: [[Double]]

  package func estimate(_ column: Int) -> Estimate {
    estimate(means[column], draws.map { $0[column] })
  }

  package func difference(_ column: Int, minus other: Int) -> Estimate {
    estimate(means[column] - means[other], draws.map { $0[column] - $0[other] })
  }

  /// Of a quotient of two means, such as a self-normalised one. A draw whose denominator is 0 says
  /// nothing and is left out.
  package func ratio(_ column: Int, over other: Int) -> Estimate {
    estimate(
      means[column] / means[other],
      draws.compactMap { $0[other] == 0 ? nil : $0[column] / $0[other] })
  }

  private func estimate(_ value: Double, _ drawn: [Double]) -> Estimate {
    guard !drawn.isEmpty else { return Estimate(value: value, low: value, high: value) }
    let sorted = drawn.sorted()
    let tail = (1 - confidence) / 2
    return Estimate(
      value: value, low: quantile(tail, of: sorted), high: quantile(1 - tail, of: sorted))
  }
}

/// Between two order statistics the quantile is on the straight line: Hyndman, Fan, *Sample quantiles
/// in statistical packages*, The American Statistician 1996, definition 7.
private func quantile(_ share: Double, of sorted: [Double]) -> Double {
  let place = share * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}
