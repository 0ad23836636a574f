import Learning
import RealModule
import Testing

/// Defends: optima are found, and functions have the values that tables give.
@Suite struct QuasiNewtonTests {
  /// Rosenbrock's valley, whose lowest place is (1, 1).
  @Test(arguments: [[-1.2, 1], [0, 0], [3, -4]])
  func `the lowest place of a curved valley is found from anywhere`(start: [Double]) {
    let best = QuasiNewton().minimum(from: start) { point, gradient in
      let (x, y) = (point[0], point[1])
      gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x)
      gradient[1] = 200 * (y - x * x)
      return (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x)
    }
    #expect(best.hasConverged)
    #expect(abs(best.point[0] - 1) < 1e-6 && abs(best.point[1] - 1) < 1e-6, "\(best)")
  }

  @Test func `no step goes where the function is not defined`() {
    let best = QuasiNewton().minimum(from: [5]) { point, gradient in
      guard point[0] > 0 else { return .nan }
      gradient[0] = 1 - 1 / point[0]
      return point[0] - Double.log(point[0])
    }
    #expect(abs(best.point[0] - 1) < 1e-7)
  }

  /// Abramowitz, Stegun, table 6.1 and equation 6.3.2.
  @Test(arguments: [
    (1.0, -0.5772156649015329), (0.5, -1.9635100260214235), (1.5, 0.03648997397857652),
    (10, 2.251752589066721), (1e-3, -1000.5755719318103),
  ])
  func `digamma is as tables have it`(x: Double, expected: Double) {
    #expect(abs(digamma(x) - expected) < 1e-12 * max(1, abs(expected)))
  }

  @Test(arguments: [0.0, 0.1, 0.5, 0.9, 0.99])
  func `the hypergeometric function has its closed forms`(z: Double) {
    // 15.1.8: (1 − z)^(−a) when b = c; 15.1.3: −ln(1 − z) / z for 1, 1; 2.
    #expect(abs(hypergeometric(0.7, 1.3, 1.3, z) * Double.pow(1 - z, 0.7) - 1) < 1e-12)
    let logarithm = z == 0 ? 1 : -Double.log(1 - z) / z
    #expect(abs(hypergeometric(1, 1, 2, z) / logarithm - 1) < 1e-12)
    #expect(hypergeometric(1, 1, -2, z).isNaN)
  }

  @Test func `the area under the curve counts pairs in order, ties by half`() {
    // Pairs: (.9, .1) (.9, .5) (.5, .1) in order, (.5, .5) a tie.
    #expect(areaUnderCurve([0.9, 0.5, 0.5, 0.1], [true, true, false, false]) == 3.5 / 4)
    #expect(areaUnderCurve([1, 2, 3], [true, false, false]) == 0)
    #expect(areaUnderCurve([1, 2], [true, true]).isNaN)
  }

  @Test func `a logistic regression finds the odds of a yes-or-no feature`() {
    // 3 of 4 with the feature, 1 of 4 without: odds 3 and 1/3, their ratio 9.
    let rows: [Double] = [1, 1, 1, 1, 0, 0, 0, 0]
    let happened = [true, true, true, false, true, false, false, false]
    let model = LogisticRegression.fit(
      rows: rows, featureCount: 1, happened: happened, ridge: 0)
    #expect(abs(model.probability([1]) - 0.75) < 1e-6)
    #expect(abs(model.probability([0]) - 0.25) < 1e-6)
    #expect(abs(model.weights[0] / model.deviations[0] - Double.log(9)) < 1e-5)
  }

  @Test func `a feature that never changes says nothing`() {
    let rows: [Double] = [5, 1, 5, 0, 5, 1, 5, 0]
    let model = LogisticRegression.fit(
      rows: rows, featureCount: 2, happened: [true, false, false, false])
    #expect(model.weights[0] == 0)
    #expect(model.weights[1] > 0)
  }
}
