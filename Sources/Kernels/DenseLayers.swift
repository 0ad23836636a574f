import CKernels

/// What a dense layer does with a sum.
package enum DenseFunction: Int32, Sendable {
  case plain = 0
  /// x/2 · (1 + erf(x/√2)): Hendrycks, Gimpel, *Gaussian Error Linear Units*, arXiv:1606.08415.
  case gelu = 1
}

/// How the weights of a dense layer lie: CKernelsDense.h describes both forms.
package enum DensePanels {
  /// Columns of a panel.
  package static let width = Int(KERNELS_PANEL)
  /// Sums of so many products of codes fit into 32 bits.
  package static let codesInnerMax = 65_536

  private static func panelCount(_ columns: Int) -> Int { (columns + width - 1) / width }

  /// Elements that the panels of `floats` take.
  package static func floatCount(columns: Int, inner: Int) -> Int {
    panelCount(columns) * width * inner
  }

  /// Elements that the panels of codes take.
  package static func codeCount(columns: Int, inner: Int) -> Int {
    panelCount(columns) * width * paddedInner(inner)
  }

  /// Codes of a row, filled up to whole quads.
  package static func paddedInner(_ inner: Int) -> Int { (inner + 3) / 4 * 4 }

  /// - Parameter weights: columns × inner, row-major, as PyTorch's `Linear` has them
  package static func panels(_ weights: Span<Float>, columns: Int, inner: Int) -> [Float] {
    precondition(weights.count == columns * inner, "\(weights.count) weights")
    var panels = [Float](repeating: 0, count: floatCount(columns: columns, inner: inner))
    for column in 0..<columns {
      let start = column / width * width * inner + column % width
      for index in 0..<inner { panels[start + index * width] = weights[column * inner + index] }
    }
    return panels
  }

  /// Weights rounded to 255 levels that are symmetric about 0, with a step per column.
  package struct Codes: Sendable {
    package var panels: [Int8]
    /// Per column: weight = scale · code.
    package var scales: [Float]
    /// Per column: the sum of its codes.
    package var sums: [Int32]
  }

  /// A column's step is the least whose codes are in −127...127, and of which neighbours of the same sign
  /// sum to 128 at most: `kernels_dense_codes` says why. It is seldom a quarter larger for that.
  ///
  /// - Parameter weights: columns × inner, row-major; finite
  package static func codes(_ weights: Span<Float>, columns: Int, inner: Int) -> Codes {
    precondition(weights.count == columns * inner, "\(weights.count) weights")
    let padded = paddedInner(inner)
    var codes = Codes(
      panels: [Int8](repeating: 0, count: codeCount(columns: columns, inner: inner)),
      scales: [Float](repeating: 0, count: columns), sums: [Int32](repeating: 0, count: columns))
    for column in 0..<columns {
      let row = weights.extracting(column * inner..<(column + 1) * inner)
      // Rounding two codes adds at most 1 to their sum.
      let scale = max(largest(row), largestPair(row)) / 127
      let rounded = rounded(row, scale: scale)
      codes.scales[column] = scale
      let start = column / width * width * padded + column % width * 4
      for index in 0..<inner {
        codes.panels[start + index / 4 * 4 * width + index % 4] = rounded[index]
        codes.sums[column] += Int32(rounded[index])
      }
    }
    return codes
  }

  /// Codes in −127...127 and their step, which is the largest magnitude's 127th.
  package static func roundedRow(_ row: Span<Float>) -> (codes: [Int8], scale: Float) {
    let scale = largest(row) / 127
    return (rounded(row, scale: scale), scale)
  }

  private static func rounded(_ row: Span<Float>, scale: Float) -> [Int8] {
    var codes = [Int8](repeating: 0, count: row.count)
    // Subnormal weights may have a step of 0.
    guard scale > 0 else { return codes }
    for index in row.indices {
      codes[index] = Int8(max(-127, min(127, (row[index] / scale).rounded())))
    }
    return codes
  }

  private static func largest(_ row: Span<Float>) -> Float {
    var largest: Float = 0
    for index in row.indices { largest = max(largest, row[index].magnitude) }
    return largest
  }

  /// The largest magnitude of the sum of two neighbours, 2·i and 2·i + 1, of one sign.
  private static func largestPair(_ row: Span<Float>) -> Float {
    var largest: Float = 0
    for index in stride(from: 0, to: row.count - 1, by: 2)
    where (row[index] < 0) == (row[index + 1] < 0) {
      largest = max(largest, (row[index] + row[index + 1]).magnitude)
    }
    return largest
  }

  /// Where codes of a panel break the rule of pairs; `nil` when nowhere.
  package static func firstWidePair(_ panels: Span<Int8>) -> Int? {
    for index in stride(from: 0, to: panels.count - 1, by: 2)
    where isWidePair(panels[index], panels[index + 1]) {
      return index
    }
    return nil
  }

  private static func isWidePair(_ left: Int8, _ right: Int8) -> Bool {
    max(Int16(left), 0) + max(Int16(right), 0) > 128
      || min(Int16(left), 0) + min(Int16(right), 0) < -128
  }
}

/// out = f(x·weightsᵀ + bias), with float weights.
///
/// - Parameters:
///   - x: rows × inner; as many rows as `rows`, and perhaps more behind them
///   - panels: as ``DensePanels/panels(_:columns:inner:)`` makes them
///   - out: the first rows × columns are overwritten
package func dense(
  _ x: Span<Float>, rows: Int, inner: Int, panels: Span<Float>, bias: Span<Float>,
  function: DenseFunction, into out: inout MutableSpan<Float>
) {
  let columns = bias.count
  precondition(rows >= 0 && inner > 0 && x.count >= rows * inner, "x has \(x.count) elements")
  precondition(
    panels.count == DensePanels.floatCount(columns: columns, inner: inner),
    "panels have \(panels.count) elements")
  precondition(out.count >= rows * columns, "out has \(out.count) elements")
  // Safe: every count that the kernel relies on is checked above; `out` is lent exclusively.
  unsafe x.withUnsafeBufferPointer { x in
    unsafe panels.withUnsafeBufferPointer { panels in
      unsafe bias.withUnsafeBufferPointer { bias in
        unsafe out.withUnsafeMutableBufferPointer { out in
          unsafe kernels_dense_floats(
            x.baseAddress, inner, rows, inner, panels.baseAddress, bias.baseAddress, columns,
            function.rawValue, out.baseAddress, columns)
        }
      }
    }
  }
}

/// Rows rounded to codes of 8 bits, each with its own step and zero. Room is made once.
package struct QuantisedRows: Sendable {
  private var codes: [UInt8]
  private var steps: [Float]
  private var zeros: [Int32]
  private var rows = 0
  private var inner = 0

  package init(rowsMax: Int, innerMax: Int) {
    codes = [UInt8](repeating: 0, count: rowsMax * DensePanels.paddedInner(innerMax))
    steps = [Float](repeating: 0, count: rowsMax)
    zeros = [Int32](repeating: 0, count: rowsMax)
  }

  /// - Parameter x: rows × inner, and perhaps more behind them
  package mutating func quantise(_ x: Span<Float>, rows: Int, inner: Int) {
    precondition(rows >= 0 && inner > 0 && x.count >= rows * inner, "x has \(x.count) elements")
    precondition(
      rows <= steps.count && rows * DensePanels.paddedInner(inner) <= codes.count,
      "\(rows) rows of \(inner) are more than there is room for")
    self.rows = rows
    self.inner = inner
    // Safe: there is room for as many rows, by the preconditions.
    unsafe x.withUnsafeBufferPointer { x in
      unsafe codes.withUnsafeMutableBufferPointer { codes in
        unsafe steps.withUnsafeMutableBufferPointer { steps in
          unsafe zeros.withUnsafeMutableBufferPointer { zeros in
            unsafe kernels_quantise_rows(
              x.baseAddress, rows, inner, codes.baseAddress, steps.baseAddress, zeros.baseAddress)
          }
        }
      }
    }
  }

  /// out = f(x·weightsᵀ + bias), with weights of codes.
  ///
  /// - Parameters:
  ///   - panels: as ``DensePanels/codes(_:columns:inner:)`` makes them; likewise scales and sums
  ///   - out: the first rows × columns are overwritten
  package func dense(
    panels: Span<Int8>, scales: Span<Float>, sums: Span<Int32>, bias: Span<Float>,
    function: DenseFunction, into out: inout MutableSpan<Float>
  ) {
    let columns = bias.count
    precondition(inner > 0 && inner <= DensePanels.codesInnerMax, "rows are \(inner) wide")
    precondition(
      panels.count == DensePanels.codeCount(columns: columns, inner: inner)
        && scales.count == columns && sums.count == columns,
      "panels have \(panels.count) elements")
    precondition(out.count >= rows * columns, "out has \(out.count) elements")
    let (rows, inner) = (rows, inner)
    // Safe: every count that the kernel relies on is checked above; `out` is lent exclusively.
    unsafe codes.withUnsafeBufferPointer { codes in
      unsafe steps.withUnsafeBufferPointer { steps in
        unsafe zeros.withUnsafeBufferPointer { zeros in
          unsafe panels.withUnsafeBufferPointer { panels in
            unsafe scales.withUnsafeBufferPointer { scales in
              unsafe sums.withUnsafeBufferPointer { sums in
                unsafe bias.withUnsafeBufferPointer { bias in
                  unsafe out.withUnsafeMutableBufferPointer { out in
                    unsafe kernels_dense_codes(
                      codes.baseAddress, steps.baseAddress, zeros.baseAddress, rows, inner,
                      panels.baseAddress, scales.baseAddress, sums.baseAddress, bias.baseAddress,
                      columns, function.rawValue, out.baseAddress, columns)
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}
