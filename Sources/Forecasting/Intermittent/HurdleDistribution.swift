import RealModule

/// Nothing with one probability, otherwise one unit and a ``CountDistribution`` more.
///
/// Mullahy, *Specification and testing of some modified count data models*, Journal of Econometrics 1986.
package struct HurdleDistribution: Sendable, Equatable {
  /// That there is a demand at all, in 0...1.
  package let probability: Double
  /// Units beyond the first.
  package let excess: CountDistribution

  /// - Parameters:
  ///   - size: mean of a demand; one below 1 is a demand of 1 that is rarer
  ///   - sizeVariance: of a demand
  package init(probability: Double, size: Double, sizeVariance: Double) {
    precondition(probability >= 0 && probability <= 1 && size >= 0, "no distribution")
    self.probability = size < 1 ? probability * size : probability
    excess = CountDistribution(mean: max(0, size - 1), variance: sizeVariance)
  }

  /// Of a demand `factor` times as large: more often some, and more of it.
  ///
  /// Chances without a demand multiply, as they do over a time that is `factor` times as long; the mean of a
  /// demand is what is left to reach the whole mean, and the square of its spread beyond a Poisson
  /// distribution's grows with the square of it.
  package func times(_ factor: Double) -> HurdleDistribution {
    guard factor != 1, mean > 0 else { return self }
    guard factor > 0 else { return HurdleDistribution(probability: 0, size: 0, sizeVariance: 0) }
    let whole = factor * mean
    // 1 − (1 − probability)^factor, also of a probability that is nothing beside 1.
    let chance =
      probability < 1
      ? -Double.expMinusOne(factor * Double.log(onePlus: -probability)) : 1
    // A demand is one unit at least.
    let scaled = min(chance, whole)
    guard scaled > 0 else { return HurdleDistribution(probability: 0, size: 0, sizeVariance: 0) }
    let size = max(1, whole / scaled)
    let (old, new) = (excess.mean, size - 1)
    let ratio = old > 0 ? min(new / old, Self.ratioMax) : 1
    return HurdleDistribution(
      probability: scaled, size: size,
      sizeVariance: new + (excess.variance - old) * ratio * ratio)
  }

  /// Beyond, a square says nothing of a spread any more.
  private static let ratioMax = 1e6

  package var mean: Double { probability * (1 + excess.mean) }

  package var variance: Double {
    let size = 1 + excess.mean
    return probability * (excess.variance + (1 - probability) * size * size)
  }

  /// P(X ≤ count).
  package func cumulative(through count: Double) -> Double {
    guard count >= 0 else { return 0 }
    return 1 - probability + probability * excess.cumulative(through: count - 1)
  }

  /// The least whole number k with P(X ≤ k) ≥ level.
  ///
  /// - Precondition: `level` lies between 0 and 1.
  package func quantile(_ level: Double) -> Double {
    precondition(0 < level && level < 1, "level is \(level)")
    let inner = (level - (1 - probability)) / probability
    guard inner > 0 else { return 0 }
    return 1 + excess.quantile(min(inner, 1 - 1e-12))
  }

  /// The quantiles of ascending levels, one after the other.
  package func appendQuantiles(_ levels: [Double], to output: inout [Double]) {
    var inner = CountDistribution.Quantiles(of: excess)
    for level in levels {
      let share = (level - (1 - probability)) / probability
      output.append(share > 0 ? 1 + inner.quantile(min(share, 1 - 1e-12)) : 0)
    }
  }

  /// E[X | X ≥ count].
  package func mean(atLeast count: Double) -> Double {
    count > 0 ? 1 + excess.mean(atLeast: count - 1) : mean
  }
}
