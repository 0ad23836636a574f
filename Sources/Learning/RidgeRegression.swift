/// A number as a weighted sum of others, by least squares.
package enum RidgeRegression {
  /// Minimises Σ (target − row · weights)² + Σ ridge(f) · weight(f)². O(rows · features² + features³).
  ///
  /// - Parameters:
  ///   - rows: shape: rows × ridge.count, row-major; a column of 1 is an intercept
  ///   - ridge: one per feature, at least 0; above 0 for whatever could be the sum of others
  package static func fit(rows: [Double], targets: [Double], ridge: [Double]) -> [Double] {
    let width = ridge.count
    precondition(rows.count == targets.count * width, "rows are ragged")
    var products = [Double](repeating: 0, count: width * width)
    var sums = [Double](repeating: 0, count: width)
    for row in targets.indices {
      let start = row * width
      for feature in 0..<width {
        let value = rows[start + feature]
        // Most are one of a text's values, hence 0.
        guard value != 0 else { continue }
        sums[feature] += value * targets[row]
        for other in 0...feature {
          products[feature * width + other] += value * rows[start + other]
        }
      }
    }
    for feature in 0..<width { products[feature * width + feature] += ridge[feature] }
    return solve(&products, sums)
  }

  /// By Cholesky's factors A = L·Lᵀ, of which the lower half is read.
  private static func solve(_ matrix: inout [Double], _ sums: [Double]) -> [Double] {
    let width = sums.count
    for row in 0..<width {
      for column in 0...row {
        var sum = matrix[row * width + column]
        for inner in 0..<column {
          sum -= matrix[row * width + inner] * matrix[column * width + inner]
        }
        if row == column {
          // Rounding alone could take it below 0.
          matrix[row * width + row] = max(sum, 1e-9).squareRoot()
        } else {
          matrix[row * width + column] = sum / matrix[column * width + column]
        }
      }
    }
    var weights = sums
    for row in 0..<width {
      for inner in 0..<row { weights[row] -= matrix[row * width + inner] * weights[inner] }
      weights[row] /= matrix[row * width + row]
    }
    for row in (0..<width).reversed() {
      for inner in row + 1..<max(width, row + 1) {
        weights[row] -= matrix[inner * width + row] * weights[inner]
      }
      weights[row] /= matrix[row * width + row]
    }
    return weights
  }
}
