import RealModule

/// ψ, the derivative of ln Γ, for positive x.
///
/// Abramowitz, Stegun, *Handbook of Mathematical Functions*, 6.3.5 (recurrence) until 6.3.18
/// (asymptotic series) is exact to rounding.
package func digamma(_ x: Double) -> Double {
  precondition(x > 0, "digamma of \(x)")
  var x = x
  var sum = 0.0
  while x < 10 {
    sum -= 1 / x
    x += 1
  }
  let square = 1 / (x * x)
  let series =
    square
    * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (5 / 660)))))
  return sum + Double.log(x) - 0.5 / x - series
}

/// Gauss's hypergeometric function ₂F₁(a, b; c; z) by its series, for 0 ≤ z < 1.
///
/// Abramowitz, Stegun, 15.1.1. The number of terms grows as 1 / (1 − z). NaN where c is 0 or a negative
/// whole number, or the series has not settled after a million terms.
package func hypergeometric(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double {
  precondition(0 <= z && z < 1, "hypergeometric at \(z)")
  if c <= 0, c == c.rounded() { return .nan }
  var term = 1.0
  var sum = 1.0
  for index in 0..<1_000_000 {
    let n = Double(index)
    term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
    sum += term
    // Beyond this, terms fall at least as fast as a geometric series; what is left is below
    // term · z / (1 − z).
    if term == 0 { return sum }
    if n > c.magnitude + a.magnitude + b.magnitude || n > 50,
      term.magnitude <= 1e-16 * (1 - z) * sum.magnitude
    {
      return sum
    }
  }
  return .nan
}
