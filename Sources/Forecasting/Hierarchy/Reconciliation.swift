/// Forecasts of all nodes moved as little as W says they can be, until totals are the sums of their
/// leaves:
///
///     ỹ = ŷ − W·Cᵀ·(C·W·Cᵀ)⁻¹·C·ŷ
///
/// with C·y = 0 for coherent y. This equals S·(Sᵀ·W⁻¹·S)⁻¹·Sᵀ·W⁻¹·ŷ: Wickramasuriya, Athanasopoulos,
/// Hyndman, *Optimal forecast reconciliation for hierarchical and grouped time series through trace
/// minimization*, JASA 2019, equations 8 and 9 (the second form is their equation 10, with one unknown a
/// total instead of one a leaf). The system is solved by conjugate gradients, preconditioned by its
/// diagonal, so no matrix is ever made: O(iterations · (nodes · periods + leaves of all totals)).
package struct Reconciliation: Sendable {
  package let hierarchy: Hierarchy
  package let method: ReconciliationMethod
  private let covariance: ErrorCovariance
  /// 1 / diagonal of C·W·Cᵀ.
  private let preconditioner: [Double]

  private static let iterationLimit = 2000
  /// Of the gaps' length.
  private static let tolerance = 1e-10

  /// - Parameter errors: one-step errors inside of the history, shape periods × nodes; needed for
  ///   `variance` and `minimumTrace`
  /// - Throws: DemandError when these need errors and there are none, or a row has another length.
  package init(
    _ hierarchy: Hierarchy, _ method: ReconciliationMethod, errors: [[Double]] = []
  ) throws(DemandError) {
    if method == .variance || method == .minimumTrace {
      guard !errors.isEmpty else { throw .noObservations }
    }
    for row in errors {
      guard row.count == hierarchy.nodeCount else {
        throw .unequalCounts(
          name: "a period's errors", count: row.count, expected: hierarchy.nodeCount)
      }
      for value in row {
        try DemandError.check("an error", value, "finite", value.isFinite)
      }
    }
    self.hierarchy = hierarchy
    self.method = method
    covariance = ErrorCovariance(method, hierarchy, errors: errors)
    var diagonal = hierarchy.constraintDiagonal(covariance.diagonal)
    for factor in covariance.factors {
      for (total, gap) in hierarchy.gaps(factor).enumerated() { diagonal[total] += gap * gap }
    }
    preconditioner = diagonal.map { 1 / $0 }
  }

  /// - Parameters:
  ///   - forecasts: one per node, totals first
  ///   - isNonnegative: leaves below 0 are then 0, and totals their sums
  /// - Throws: DemandError when counts differ, or a forecast is not finite.
  package func reconcile(
    _ forecasts: [Double], isNonnegative: Bool = false
  ) throws(DemandError) -> [Double] {
    guard forecasts.count == hierarchy.nodeCount else {
      throw .unequalCounts(
        name: "forecasts", count: forecasts.count, expected: hierarchy.nodeCount)
    }
    for value in forecasts { try DemandError.check("a forecast", value, "finite", value.isFinite) }
    var result = forecasts
    if method != .bottomUp, hierarchy.totalCount > 0 {
      let weights = solve(hierarchy.gaps(forecasts))
      let move = covariance.times(hierarchy.spread(weights))
      for node in result.indices { result[node] -= move[node] }
    }
    if isNonnegative {
      for leaf in hierarchy.totalCount..<hierarchy.nodeCount { result[leaf] = max(0, result[leaf]) }
    }
    // What is left of the gaps after the last iteration.
    hierarchy.sum(&result)
    return result
  }

  /// C·W·Cᵀ·x = gaps. Golub, Van Loan, *Matrix computations*, 4th edition, algorithm 11.5.1.
  private func solve(_ gaps: [Double]) -> [Double] {
    var x = [Double](repeating: 0, count: gaps.count)
    var residual = gaps
    var scaled = zip(residual, preconditioner).map { $0 * $1 }
    var direction = scaled
    var product = dot(residual, scaled)
    let target = Self.tolerance * dot(gaps, gaps).squareRoot()
    for _ in 0..<Self.iterationLimit where dot(residual, residual).squareRoot() > target {
      let image = hierarchy.gaps(covariance.times(hierarchy.spread(direction)))
      let step = product / dot(direction, image)
      for index in x.indices {
        x[index] += step * direction[index]
        residual[index] -= step * image[index]
        scaled[index] = residual[index] * preconditioner[index]
      }
      let next = dot(residual, scaled)
      for index in x.indices {
        direction[index] = scaled[index] + next / product * direction[index]
      }
      product = next
    }
    return x
  }
}

extension Hierarchy {
  /// Diagonal of C·D·Cᵀ for a diagonal D.
  fileprivate func constraintDiagonal(_ d: [Double]) -> [Double] {
    (0..<totalCount).map { total in
      (starts[total]..<starts[total + 1]).reduce(d[total]) {
        $0 + d[totalCount + Int(leaves[$1])]
      }
    }
  }
}

private func dot(_ left: [Double], _ right: [Double]) -> Double {
  var sum = 0.0
  for index in left.indices { sum += left[index] * right[index] }
  return sum
}
