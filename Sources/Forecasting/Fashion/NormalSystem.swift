import RealModule

/// Slope and curvature of the conditional likelihood of ``DemandEffects``, for a few features.
struct NormalSystem {
  private let count: Int
  private var slope: [Double]
  /// Shape: count × count, row-major, symmetric, positive definite.
  private var curvature: [Double]
  /// Σ over items of slope·slopeᵀ.
  private var scatter: [Double]

  init(_ count: Int) {
    self.count = count
    slope = [Double](repeating: 0, count: count)
    curvature = [Double](repeating: 0, count: count * count)
    scatter = curvature
  }

  mutating func reset(ridge: Double, at b: [Double]) {
    for row in 0..<count {
      for column in 0..<count {
        curvature[row * count + column] = row == column ? ridge : 0
        scatter[row * count + column] = 0
      }
      slope[row] = -ridge * b[row]
    }
  }

  /// An item's units y over weeks are multinomial with shares p ∝ exp(x·b): the slope is Σ (y − n·p)·x,
  /// the curvature n times the covariance of x under p.
  mutating func add(_ item: DemandEffects.Item, at b: [Double]) {
    let units = item.sales.reduce(0, +)
    guard units > 0 else { return }
    let x = item.features.span
    let exponents = item.sales.indices.map { week in
      (0..<count).reduce(0) { $0 + b[$1] * x[week * count + $1] }
    }
    let largest = exponents.max() ?? 0
    let weights = exponents.map { Double.exp($0 - largest) }
    let total = weights.reduce(0, +)
    var means = [Double](repeating: 0, count: count)
    for (week, weight) in weights.enumerated() {
      for row in 0..<count { means[row] += weight / total * x[week * count + row] }
    }
    var own = [Double](repeating: 0, count: count)
    for (week, weight) in weights.enumerated() {
      let expected = units * weight / total
      for row in 0..<count {
        let away = x[week * count + row] - means[row]
        own[row] += (item.sales[week] - expected) * away
        for column in 0...row {
          let product = expected * away * (x[week * count + column] - means[column])
          curvature[row * count + column] += product
          if column < row { curvature[column * count + row] += product }
        }
      }
    }
    for row in 0..<count {
      slope[row] += own[row]
      for column in 0..<count { scatter[row * count + column] += own[row] * own[column] }
    }
  }

  /// curvature⁻¹ · slope; nil when the curvature is not positive definite.
  func solution() -> [Double]? {
    guard let inverse = inverse() else { return nil }
    return (0..<count).map { row in
      (0..<count).reduce(0) { $0 + inverse[row * count + $1] * slope[$1] }
    }
  }

  /// Diagonal of curvature⁻¹ · scatter · curvature⁻¹ (White, Econometrica 1982), at least that of
  /// curvature⁻¹: of few items, scatter says less than the likelihood.
  func sandwich() -> [Double] {
    guard let inverse = inverse() else { return [Double](repeating: .infinity, count: count) }
    return (0..<count).map { index in
      var sum = 0.0
      for row in 0..<count {
        for column in 0..<count {
          sum +=
            inverse[index * count + row] * scatter[row * count + column]
            * inverse[index * count + column]
        }
      }
      return max(sum, inverse[index * (count + 1)])
    }
  }

  /// Gauss and Jordan's elimination: no pivoting is needed, the matrix being positive definite.
  private func inverse() -> [Double]? {
    var matrix = curvature
    for pivot in 0..<count {
      let value = matrix[pivot * (count + 1)]
      guard value > 0, value.isFinite else { return nil }
      matrix[pivot * (count + 1)] = 1
      for column in 0..<count { matrix[pivot * count + column] /= value }
      for row in 0..<count where row != pivot {
        let factor = matrix[row * count + pivot]
        matrix[row * count + pivot] = 0
        for column in 0..<count {
          matrix[row * count + column] -= factor * matrix[pivot * count + column]
        }
      }
    }
    return matrix
  }
}
