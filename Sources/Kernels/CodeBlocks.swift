import CKernels

/// How vectors lie as codes of 4 bits per dimension, in blocks of 32: `kernels_scan_codes` in
/// CKernels.h describes the bytes of a block.
///
///     x[d] ≈ scale · (code[d] − 7.5),   code in 0...15
///
/// The levels lie symmetrically about 0, and each vector has a scale of its own, so that short and
/// long vectors lose the same share.
package enum CodeBlocks {
  /// Vectors in a block.
  package static let blockSize = Int(KERNELS_SCAN_BLOCK)
  static let quadByteCount = 2 * blockSize
  /// Dimensions whose products are summed in 16 bits.
  static let chunkDimensions = 4 * Int(KERNELS_SCAN_CHUNK)

  package static func quadCount(dimensions: Int) -> Int { (dimensions + 3) / 4 }

  /// Bytes of a block.
  package static func byteCount(dimensions: Int) -> Int {
    quadCount(dimensions: dimensions) * quadByteCount
  }

  /// Writes the codes of a vector to its place in a block.
  ///
  /// The step is the one, of several that clip the largest elements more or less, that loses least:
  /// Σ (x − scale·(code − 7.5))², with the scale that is best for the codes. O(dimensions).
  ///
  /// - Parameters:
  ///   - block: `byteCount` bytes, those of this vector still 0
  ///   - position: in 0..<blockSize
  /// - Returns: the vector's scale; 0 for a vector of zeros
  package static func encode(
    _ vector: Span<Float>, at position: Int, of block: inout MutableSpan<UInt8>
  ) -> Float {
    precondition(
      block.count == byteCount(dimensions: vector.count), "block is \(block.count) bytes")
    precondition((0..<blockSize).contains(position), "position \(position) of a block")
    var largest: Float = 0
    for dimension in vector.indices { largest = max(largest, vector[dimension].magnitude) }
    guard largest > 0 else { return 0 }
    var best = (step: largest / 7.5, scale: largest / 7.5, gain: -Float.infinity)
    for clip in clips {
      let step = clip * largest / 7.5
      // ‖x − s·c‖² is least for s = x·c / c·c, where it is ‖x‖² − (x·c)² / c·c.
      var product: Float = 0
      var square: Float = 0
      for dimension in vector.indices {
        let level = Float(code(vector[dimension], step)) - 7.5
        product += vector[dimension] * level
        square += level * level
      }
      let gain = product * product / square
      if gain > best.gain { best = (step, product / square, gain) }
    }
    for dimension in vector.indices {
      // A quad's dimensions 0 and 1 are the low halves of an item's two bytes, 2 and 3 the high.
      let byte = dimension / 4 * quadByteCount + 2 * position + dimension % 2
      block[byte] |= UInt8(code(vector[dimension], best.step)) << (dimension % 4 < 2 ? 0 : 4)
    }
    return best.scale
  }

  /// Shares of the largest element that the outermost level may stand for.
  private static let clips: [Float] = [1, 0.9, 0.8, 0.7, 0.6]

  private static func code(_ value: Float, _ step: Float) -> Int {
    Int(min(max((value / step + 7.5).rounded(), 0), 15))
  }
}
