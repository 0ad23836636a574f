/// What is assumed of the covariance W of the nodes' one-step errors.
package enum ReconciliationMethod: Sendable, Equatable, CaseIterable {
  /// Leaves are right, and totals are their sums.
  case bottomUp
  /// W = I.
  case leastSquares
  /// W = diag(number of leaves).
  case structural
  /// W = diag(variances of the errors).
  case variance
  /// W = λ·diag(variances) + (1 − λ)·covariance of the errors.
  case minimumTrace
}

/// W, never as a matrix: a diagonal and, of the errors' covariance, the errors themselves.
struct ErrorCovariance {
  /// One per node, > 0.
  let diagonal: [Double]
  /// Shape: periods × nodes, scaled so that their sum of outer products is the covariance's part of W.
  let factors: [[Double]]

  /// - Parameter errors: shape periods × nodes, for ``ReconciliationMethod/variance`` and
  ///   ``ReconciliationMethod/minimumTrace``
  init(_ method: ReconciliationMethod, _ hierarchy: Hierarchy, errors: [[Double]]) {
    let nodes = hierarchy.nodeCount
    switch method {
    case .bottomUp, .leastSquares:
      diagonal = [Double](repeating: 1, count: nodes)
      factors = []
    case .structural:
      diagonal = (0..<nodes).map { Double(hierarchy.leafCount(of: $0)) }
      factors = []
    case .variance:
      diagonal = Self.variances(errors, nodes)
      factors = []
    case .minimumTrace:
      let variances = Self.variances(errors, nodes)
      let shrinkage = Self.shrinkage(errors, variances)
      diagonal = variances.map { shrinkage * $0 }
      let scale = ((1 - shrinkage) / Double(errors.count)).squareRoot()
      factors = errors.map { $0.map { scale * $0 } }
    }
  }

  /// W·x. O(nodes · (1 + periods)).
  func times(_ x: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: x.count)
    var target = result.mutableSpan
    let values = x.span
    for index in 0..<x.count { target[index] = diagonal[index] * values[index] }
    for factor in factors {
      let factor = factor.span
      var product = 0.0
      for index in 0..<x.count { product += factor[index] * values[index] }
      for index in 0..<x.count { target[index] += factor[index] * product }
    }
    return result
  }

  /// Mean squares; of a node without error a small share of the mean of all, so that it is all but held
  /// fast and W stays positive definite.
  private static func variances(_ errors: [[Double]], _ nodes: Int) -> [Double] {
    var squares = [Double](repeating: 0, count: nodes)
    for row in errors { for node in 0..<nodes { squares[node] += row[node] * row[node] } }
    let count = Double(max(1, errors.count))
    let mean = squares.reduce(0, +) / count / Double(nodes)
    let least = mean > 0 ? 1e-6 * mean : 1
    return squares.map { max($0 / count, least) }
  }

  /// λ = Σ Var(r_ij) / Σ r_ij² over i ≠ j, cut to 0...1, of the correlations r.
  ///
  /// Schäfer, Strimmer, *A shrinkage approach to large-scale covariance matrix estimation*, Statistical
  /// Applications in Genetics and Molecular Biology 2005, section 2.4. Both sums are over nodes², but
  /// with the standardised errors X (periods × nodes), Σ_ij (Σ_t x_ti·x_tj)² is the squared norm of
  /// X·Xᵀ, and Σ_t Σ_ij (x_ti·x_tj)² = Σ_t (Σ_i x_ti²)²: O(nodes · periods²).
  private static func shrinkage(_ errors: [[Double]], _ variances: [Double]) -> Double {
    let periods = errors.count
    guard periods > 2 else { return 1 }
    let n = Double(periods)
    let deviations = variances.map { $0.squareRoot() }
    let rows = errors.map { row in zip(row, deviations).map { $0 / $1 } }
    var squaredSums = 0.0  // Σ_ij (Σ_t w_tij)²
    var sumsOfSquares = 0.0  // Σ_t Σ_ij w_tij²
    for first in 0..<periods {
      let left = rows[first]
      for second in 0...first {
        let right = rows[second]
        var product = 0.0
        for node in 0..<left.count { product += left[node] * right[node] }
        squaredSums += (first == second ? 1 : 2) * product * product
        if first == second { sumsOfSquares += product * product }
      }
    }
    for node in variances.indices {
      var sum = 0.0
      for row in rows {
        let square = row[node] * row[node]
        sum += square
        sumsOfSquares -= square * square
      }
      squaredSums -= sum * sum
    }
    guard squaredSums > 0 else { return 1 }
    // Var(r) = n / (n − 1)³ · (Σ_t w² − (Σ_t w)² / n), r = Σ_t w / n for mean squares.
    let variance = n / ((n - 1) * (n - 1) * (n - 1)) * (sumsOfSquares - squaredSums / n)
    // At 0 the diagonal would vanish, and W be as singular as there are fewer periods than nodes.
    return min(1, max(0.01, variance / (squaredSums / (n * n))))
  }
}
