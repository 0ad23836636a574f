import RealModule

/// The normal distribution of mean 0 and variance 1.
enum StandardNormal {
  static func density(_ x: Double) -> Double {
    Double.exp(-x * x / 2) * 0.39894228040143267794
  }

  static func cumulative(_ x: Double) -> Double { Double.erfc(-x * 0.70710678118654752440) / 2 }

  /// E[max(0, X − x)].
  static func shortfall(above x: Double) -> Double {
    max(0, density(x) - x * cumulative(-x))
  }

  /// Acklam's rational approximation (relative error 1.2e-9), and one of Halley's steps towards
  /// ``cumulative(_:)``.
  ///
  /// - Precondition: `level` lies between 0 and 1.
  static func quantile(_ level: Double) -> Double {
    precondition(0 < level && level < 1, "level is \(level)")
    let tail = min(level, 1 - level)
    var x: Double
    if tail < 0.02425 {
      let q = (-2 * Double.log(tail)).squareRoot()
      let upper =
        ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
          - 2.549732539343734) * q + 4.374664141464968) * q + 2.938163982698783
      let lower =
        (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
          + 3.754408661907416) * q + 1
      x = upper / lower
    } else {
      let q = tail - 0.5
      let r = q * q
      let upper =
        ((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
          + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239
      let lower =
        ((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
          + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1
      x = upper * q / lower
    }
    let error = (cumulative(x) - tail) / density(x)
    x -= error / (1 + x * error / 2)
    return level < 0.5 ? x : -x
  }
}
