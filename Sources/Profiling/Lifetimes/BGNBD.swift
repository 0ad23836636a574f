import Learning
import RealModule

/// How often a shopper buys, and whether they still do: beta-geometric / NBD.
///
/// While alive, a shopper buys at a rate λ ~ Gamma(r, α) per day; after each purchase they are lost with
/// probability p ~ Beta(a, b). Fader, Hardie, Lee, *"Counting Your Customers" the Easy Way: An
/// Alternative to the Pareto/NBD Model*, Marketing Science 2005. Units of α are those of the ages.
package struct BGNBD: Sendable, Equatable {
  package let r: Double
  package let alpha: Double
  package let a: Double
  package let b: Double

  /// - Precondition: all are above 0.
  package init(r: Double, alpha: Double, a: Double, b: Double) {
    precondition(min(r, alpha, a, b) > 0, "parameters are \([r, alpha, a, b])")
    self.r = r
    self.alpha = alpha
    self.a = a
    self.b = b
  }

  /// P(alive | x, t_x, T), as in Hardie's note *Computing P(alive) Using the BG/NBD Model*, 2008, equation 1:
  ///
  ///     1 / (1 + a / (b + x − 1) · ((α + T) / (α + t_x))^(r + x)),   1 when x = 0
  package func probabilityAlive(_ history: PurchaseHistory) -> Double {
    guard history.frequency > 0 else { return 1 }
    let x = history.frequency
    let odds =
      (r + x) * (Double.log(alpha + history.age) - Double.log(alpha + history.recency))
      + Double.log(a) - Double.log(b + x - 1)
    return 1 / (1 + Double.exp(odds))
  }

  /// E[purchases in (T, T + horizon] | x, t_x, T], equation 10:
  ///
  ///     (a + b + x − 1) / (a − 1) · [1 − ((α + T) / (α + T + t))^(r + x) · ₂F₁(r + x, b + x; a + b + x − 1; z)]
  ///     · P(alive),   z = t / (α + T + t)
  ///
  /// By Euler's transformation (Abramowitz, Stegun 15.3.3) power times ₂F₁ is
  /// (1 − z)^(a − 1) · ₂F₁(a + b − 1 − r, a − 1; a + b + x − 1; z), in which nothing grows with x.
  package func expectedPurchases(within horizon: Double, _ history: PurchaseHistory) -> Double {
    let x = history.frequency
    // Removable singularities: both sides of them differ from the limit by the same, to first order.
    let width = 1e-4
    if (a - 1).magnitude < width {
      return
        (with(a: 1 - 2 * width).expectedPurchases(within: horizon, history)
        + with(a: 1 + 2 * width).expectedPurchases(within: horizon, history)) / 2
    }
    let c = a + b + x - 1
    if c.magnitude < width / 2 {
      return
        (with(b: b - c - width).expectedPurchases(within: horizon, history)
        + with(b: b - c + width).expectedPurchases(within: horizon, history)) / 2
    }
    let z = horizon / (alpha + history.age + horizon)
    let lost =
      Double.pow(1 - z, a - 1) * hypergeometric(a + b - 1 - r, a - 1, c, z)
    return max(0, c / (a - 1) * (1 - lost) * probabilityAlive(history))
  }

  private func with(a: Double? = nil, b: Double? = nil) -> BGNBD {
    BGNBD(r: r, alpha: alpha, a: a ?? self.a, b: max(b ?? self.b, 1e-12))
  }
}

/// What BG/NBD knows of a shopper.
package struct PurchaseHistory: Sendable, Hashable {
  /// x: purchases after the first.
  package var frequency: Double
  /// t_x: from the first purchase to the last; 0 when x is 0.
  package var recency: Double
  /// T: from the first purchase until now.
  package var age: Double

  package init(frequency: Double, recency: Double, age: Double) {
    self.frequency = frequency
    self.recency = recency
    self.age = age
  }
}
