/// The inverse of a small symmetric positive definite matrix, by Cholesky's factors.
///
/// Reused from matrix to matrix: it allocates when it is made, and never again.
struct SymmetricInverse {
  let width: Int
  /// The lower factor L of A = L·Lᵀ, and then A⁻¹; row-major.
  private var factor: [Double]
  private var inverse: [Double]

  init(width: Int) {
    self.width = width
    factor = [Double](repeating: 0, count: width * width)
    inverse = factor
  }

  /// An element of A⁻¹.
  subscript(first: Int, second: Int) -> Double { inverse[first * width + second] }

  /// Inverts A = scale·matrix + diag(diagonal). O(width³).
  ///
  /// - Parameters:
  ///   - matrix: shape width × width, symmetric; its lower half is read
  ///   - diagonal: `width` numbers
  mutating func invert(_ matrix: [Float], times scale: Double, plus diagonal: [Double]) {
    precondition(matrix.count == width * width && diagonal.count == width, "not of this width")
    for row in 0..<width {
      for column in 0...row {
        var sum = scale * Double(matrix[row * width + column]) + (row == column ? diagonal[row] : 0)
        for inner in 0..<column {
          sum -= factor[row * width + inner] * factor[column * width + inner]
        }
        if row == column {
          // Rounding alone could take a positive definite matrix below 0.
          factor[row * width + row] = max(sum, 1e-12).squareRoot()
        } else {
          factor[row * width + column] = sum / factor[column * width + column]
        }
      }
    }
    invertFactor()
    // A⁻¹ = L⁻ᵀ·L⁻¹, with L⁻¹ in `factor`.
    for row in 0..<width {
      for column in 0...row {
        var sum = 0.0
        for inner in row..<width {
          sum += factor[inner * width + row] * factor[inner * width + column]
        }
        inverse[row * width + column] = sum
        inverse[column * width + row] = sum
      }
    }
  }

  /// Replaces L by L⁻¹.
  private mutating func invertFactor() {
    for column in 0..<width {
      factor[column * width + column] = 1 / factor[column * width + column]
      for row in column + 1..<width {
        var sum = 0.0
        for inner in column..<row {
          sum -= factor[row * width + inner] * factor[inner * width + column]
        }
        // The diagonal of this row is still L's.
        factor[row * width + column] = sum / factor[row * width + row]
      }
    }
  }
}
