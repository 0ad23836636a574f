import Kernels

/// A vector per item, of length 1, or 0 where nothing is known of it.
package struct ItemVectors: Sendable, Equatable {
  package let width: Int
  /// Shape: items × width.
  private let rows: [Float]

  /// - Parameter rows: items × width, of any length
  /// - Precondition: `width` ≥ 1, and there are whole rows.
  package init(rows: [Float], width: Int) {
    precondition(width >= 1 && rows.count.isMultiple(of: width), "\(rows.count) of \(width)")
    self.width = width
    var scaled = rows
    for start in stride(from: 0, to: rows.count, by: width) {
      let length = rows[start..<start + width].reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
      for position in start..<start + width {
        scaled[position] = length > 0 && length.isFinite ? rows[position] / length : 0
      }
    }
    self.rows = scaled
  }

  package var count: Int { rows.count / width }

  /// Shape: width × items.
  var transposed: [Float] {
    var result = [Float](repeating: 0, count: rows.count)
    let count = count
    for item in 0..<count {
      for position in 0..<width { result[position * count + item] = rows[item * width + position] }
    }
    return result
  }

  /// The cosines of some items with all. O(items² · width) for all of them together.
  ///
  /// - Parameters:
  ///   - transposed: ``transposed``
  ///   - result: overwritten; shape: items of the range × items
  func multiply(_ items: Range<Int>, by transposed: [Float], into result: inout [Float]) {
    let left = Array(rows[items.lowerBound * width..<items.upperBound * width])
    if result.count != items.count * count {
      result = [Float](repeating: 0, count: items.count * count)
    }
    var span = result.mutableSpan
    Kernels.multiply(
      left.span, by: transposed.span, innerCount: width, columnCount: count, into: &span)
  }
}
