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

  /// E[X | X ≥ count].
  package func mean(atLeast count: Double) -> Double {
    count > 0 ? 1 + excess.mean(atLeast: count - 1) : mean
  }
}
