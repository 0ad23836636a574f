import RealModule

/// How many units are asked for: negative binomial, or Poisson where the variance is no more than the
/// mean.
///
///     P(X = k) = Γ(k + r) / (Γ(r) k!) · (r / (r + μ))^r · (μ / (r + μ))^k,     r = μ² / (variance − μ)
///
/// Sums of the first thousand terms are exact to rounding. Beyond, the distribution function comes from
/// the incomplete beta function, or, where r is so large that X is all but normal, from Cornish and
/// Fisher's expansion (error below half a unit). Nothing allocates.
package struct CountDistribution: Sendable, Equatable {
  /// Units, ≥ 0.
  package let mean: Double
  /// ≥ mean.
  package let variance: Double
  /// r; infinite for Poisson.
  private let shape: Double

  /// Probabilities are summed one by one up to here.
  private static let summedMax = 1000.0
  /// exp of less is no normal number.
  private static let logProbabilityMin = -700.0

  /// - Parameter variance: anything below the mean stands for the mean
  package init(mean: Double, variance: Double) {
    precondition(
      mean >= 0 && mean.isFinite && !variance.isNaN, "mean \(mean), variance \(variance)")
    self.mean = mean
    let excess = variance - mean
    if mean > 0, excess > 1e-6 * mean {
      shape = mean * mean / excess
      self.variance = variance
    } else {
      shape = .infinity
      self.variance = mean
    }
  }

  private init(mean: Double, shape: Double) {
    self.mean = mean
    self.shape = shape
    variance = shape.isFinite ? mean + mean * mean / shape : mean
  }

  /// P(X ≤ count).
  package func cumulative(through count: Double) -> Double {
    guard count >= 0 else { return 0 }
    let last = count.rounded(.down)
    if mean == 0 { return 1 }
    if last <= Self.summedMax, logProbabilityOfZero > Self.logProbabilityMin {
      var terms = Terms(self)
      while terms.count < last { terms.advance() }
      return min(1, terms.sum)
    }
    if last > mean + 60 * variance.squareRoot() + 60 { return 1 }
    if shape < 200 {
      return regularizedBeta(shape, last + 1, at: shape / (shape + mean))
    }
    return StandardNormal.cumulative(normalScore(last + 0.5))
  }

  /// The least whole number k with P(X ≤ k) ≥ level.
  ///
  /// - Precondition: `level` lies between 0 and 1.
  package func quantile(_ level: Double) -> Double {
    precondition(0 < level && level < 1, "level is \(level)")
    if mean == 0 { return 0 }
    if logProbabilityOfZero > Self.logProbabilityMin {
      var terms = Terms(self)
      while terms.sum < level, terms.count < Self.summedMax { terms.advance() }
      if terms.sum >= level { return terms.count }
    }
    let guess = max(0, (mean + variance.squareRoot() * expansion(level)).rounded())
    if shape >= 200 { return guess }
    // A bracket about the guess, then halves.
    var width = max(1, variance.squareRoot() / 8)
    var (low, high) = (guess, guess)
    while low >= 0, cumulative(through: low) >= level {
      low -= width.rounded(.up)
      width *= 2
    }
    width = max(1, variance.squareRoot() / 8)
    while cumulative(through: high) < level {
      high += width.rounded(.up)
      width *= 2
    }
    low = max(low, -1)
    while high - low > 1 {
      let middle = ((low + high) / 2).rounded(.down)
      if cumulative(through: middle) >= level { high = middle } else { low = middle }
    }
    return high
  }

  /// Quantiles of levels that do not fall, one after the other, in one pass over the probabilities.
  struct Quantiles {
    private let distribution: CountDistribution
    private var terms: Terms?

    init(of distribution: CountDistribution) {
      self.distribution = distribution
      terms =
        distribution.mean > 0 && distribution.logProbabilityOfZero > logProbabilityMin
        ? Terms(distribution) : nil
    }

    mutating func quantile(_ level: Double) -> Double {
      while let found = terms, found.sum < level, found.count < summedMax { terms?.advance() }
      if let terms, terms.sum >= level { return terms.count }
      return distribution.quantile(level)
    }
  }

  /// E[max(0, X − stock)]: units that cannot be served from `stock`.
  ///
  /// Of both distributions k · P(X = k) is μ times the probability of k − 1 in the one of shape r + 1
  /// and mean μ(r + 1) / r, so that the partial mean needs no sum of its own.
  package func shortfall(above stock: Double) -> Double {
    guard stock > 0 else { return mean - stock }
    let last = stock.rounded(.down)
    let tail = 1 - cumulative(through: last)
    let weighted = sizeBiased.cumulative(through: last - 1)
    return max(0, mean * (1 - weighted) - stock * tail)
  }

  /// E[X | X ≥ count]: what was asked for when `count` were sold, and then there were no more.
  package func mean(atLeast count: Double) -> Double {
    guard count > 0 else { return mean }
    let least = count.rounded(.up)
    let tail = 1 - cumulative(through: least - 1)
    // So far out that the distribution is of no help.
    guard tail > 1e-9 else { return count }
    return least + shortfall(above: least) / tail
  }

  /// Var[X | X ≥ count], from E[X(X − 1); X ≥ k] = E[X(X − 1)] · P(X″ ≥ k − 2) with the size-biased
  /// distribution of the size-biased one.
  package func variance(atLeast count: Double) -> Double {
    let first = count.rounded(.up)
    guard first > 0 else { return variance }
    let tail = 1 - cumulative(through: first - 1)
    guard tail > 1e-9 else { return 0 }
    let once = sizeBiased
    let factorial = mean * once.mean * (1 - once.sizeBiased.cumulative(through: first - 3)) / tail
    let conditional = self.mean(atLeast: count)
    return max(0, factorial + conditional - conditional * conditional)
  }

  private var sizeBiased: CountDistribution {
    shape.isFinite
      ? CountDistribution(mean: mean * (shape + 1) / shape, shape: shape + 1) : self
  }

  private var logProbabilityOfZero: Double {
    shape.isFinite ? -shape * Double.log(onePlus: mean / shape) : -mean
  }

  private var skewness: Double {
    guard shape.isFinite else { return 1 / mean.squareRoot() }
    let odds = mean / shape
    return (1 + 2 * odds) / (shape * odds * (1 + odds)).squareRoot()
  }

  /// Cornish, Fisher, *Moments and cumulants in the specification of distributions*, 1938, to the first
  /// power of the skewness.
  private func expansion(_ level: Double) -> Double {
    let z = StandardNormal.quantile(level)
    return z + skewness * (z * z - 1) / 6
  }

  /// The expansion backwards.
  private func normalScore(_ value: Double) -> Double {
    // Beyond 3 / skewness the parabola turns back.
    let x = min((value - mean) / variance.squareRoot(), 3 / skewness)
    return x - skewness * (x * x - 1) / 6
  }

  /// The probabilities of 0, 1, 2, …, one after the other.
  private struct Terms {
    private let shape: Double
    private let ratio: Double
    private let poissonMean: Double
    private var term: Double
    private(set) var sum: Double
    private(set) var count = 0.0

    init(_ distribution: CountDistribution) {
      shape = distribution.shape
      ratio = shape.isFinite ? distribution.mean / (shape + distribution.mean) : 0
      poissonMean = distribution.mean
      term = Double.exp(distribution.logProbabilityOfZero)
      sum = term
    }

    mutating func advance() {
      count += 1
      term *= shape.isFinite ? (count - 1 + shape) / count * ratio : poissonMean / count
      sum += term
    }
  }
}

/// I_x(a, b), by Lentz's continued fraction: Press et al., *Numerical Recipes*, section 6.4.
func regularizedBeta(_ a: Double, _ b: Double, at x: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  let front = Double.exp(
    Double.logGamma(a + b) - Double.logGamma(a) - Double.logGamma(b) + a * Double.log(x)
      + b * Double.log(onePlus: -x))
  return x < (a + 1) / (a + b + 2)
    ? front * betaFraction(a, b, x) / a : 1 - front * betaFraction(b, a, 1 - x) / b
}

private func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
  func awayFromZero(_ value: Double) -> Double { value.magnitude < 1e-300 ? 1e-300 : value }
  var upper = 1.0
  var lower = 1 / awayFromZero(1 - (a + b) * x / (a + 1))
  var fraction = lower
  for index in 1...10_000 {
    let m = Double(index)
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    lower = 1 / awayFromZero(1 + even * lower)
    upper = awayFromZero(1 + even / upper)
    fraction *= lower * upper
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    lower = 1 / awayFromZero(1 + odd * lower)
    upper = awayFromZero(1 + odd / upper)
    fraction *= lower * upper
    if (lower * upper - 1).magnitude < 1e-14 { break }
  }
  return fraction
}
