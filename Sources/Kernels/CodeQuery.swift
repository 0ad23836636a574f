import CKernels

/// A vector made ready to be multiplied with ``CodeBlocks``, and the scan that does so.
///
///     query.prepare(x)
///     let scanned = query.scan(codes, scales, from: 0, least: threshold, into: &hits)
///
/// The vector is rounded to whole numbers of at most 7 bits, so that score ≈ x · vector with an error
/// of at most Σ over dimensions of scale · (½·step·|code − 7.5|), besides that of the codes. It
/// allocates only in `prepare`, and there only when the dimensions change.
package struct CodeQuery: Sendable {
  /// As `kernels_scan_codes` wants it.
  private var pairs: [Int8] = []
  private var quadCount = 0
  /// −7.5 · Σ q, which turns Σ code·q into Σ (code − 7.5)·q, to the half.
  private var bias: Int32 = 0
  /// One unit of the rounded vector.
  package private(set) var step: Float = 0

  package init() {}

  /// - Precondition: the vector is finite.
  package mutating func prepare(_ vector: Span<Float>) {
    let quads = CodeBlocks.quadCount(dimensions: vector.count)
    if quads != quadCount {
      quadCount = quads
      pairs = [Int8](repeating: 0, count: quads * CodeBlocks.quadByteCount)
    }
    step = Self.step(for: vector)
    let reciprocal = step > 0 ? 1 / step : 0
    var sum: Int32 = 0
    var pairs = pairs.mutableSpan
    for dimension in 0..<quads * 4 {
      let value = dimension < vector.count ? vector[dimension] : 0
      let rounded = Int8(max(-127, min(127, (value * reciprocal).rounded())))
      sum += Int32(rounded)
      let half = dimension % 4 / 2 * CodeBlocks.blockSize
      var byte = dimension / 4 * CodeBlocks.quadByteCount + half + dimension % 2
      for _ in 0..<CodeBlocks.blockSize / 2 {
        pairs[byte] = rounded
        byte += 2
      }
    }
    bias = -(15 * sum) / 2
  }

  /// Large enough that no element exceeds 127, and that 15 · Σ |q| of a chunk fits into 16 bits.
  private static func step(for vector: Span<Float>) -> Float {
    // Rounding adds at most ½ per dimension.
    let sumMax = Float(Int16.max) / 15 - Float(CodeBlocks.chunkDimensions) / 2
    var step: Float = 0
    var start = 0
    while start < vector.count {
      var sum: Float = 0
      for dimension in start..<min(start + CodeBlocks.chunkDimensions, vector.count) {
        sum += vector[dimension].magnitude
        step = max(step, vector[dimension].magnitude / 127)
      }
      step = max(step, sum / sumMax)
      start += CodeBlocks.chunkDimensions
    }
    return step
  }

  /// What a scan found: positions from the first block's first vector on, and scores in units of
  /// `step`.
  package struct Hits: Sendable {
    /// A multiple of the block's size; more would leave the threshold unchanged for longer.
    private static let capacity = 8 * CodeBlocks.blockSize
    fileprivate var positions = [UInt32](repeating: 0, count: capacity)
    fileprivate var scores = [Float](repeating: 0, count: capacity)
    package fileprivate(set) var count = 0

    package init() {}

    package subscript(index: Int) -> (position: Int, score: Float) {
      precondition(index < count, "hit \(index) of \(count)")
      return (Int(positions[index]), scores[index])
    }
  }

  /// Scores blocks in order, and puts the vectors that are not below `least` into `hits`.
  ///
  /// - Parameters:
  ///   - codes: whole blocks
  ///   - scales: one per vector
  ///   - least: in units of `step`
  /// - Returns: how many blocks were scanned: all, unless `hits` became full
  package func scan(
    _ codes: Span<UInt8>, _ scales: Span<Float>, least: Float, into hits: inout Hits
  ) -> Int {
    let blockCount = scales.count / CodeBlocks.blockSize
    precondition(
      codes.count == blockCount * quadCount * CodeBlocks.quadByteCount
        && scales.count == blockCount * CodeBlocks.blockSize,
      "\(codes.count) bytes of codes and \(scales.count) scales are not whole blocks")
    guard blockCount > 0, quadCount > 0 else {
      hits.count = 0
      return blockCount
    }
    let (quadCount, bias) = (quadCount, bias)
    let capacity = hits.positions.count
    var hitCount = 0
    // Safe: the kernel reads as many bytes and scales as the blocks have, by the precondition, the
    // pairs of `quadCount` quads, and writes at most `capacity` hits.
    let scanned = unsafe codes.withUnsafeBufferPointer { codes in
      unsafe scales.withUnsafeBufferPointer { blockScales in
        unsafe pairs.withUnsafeBufferPointer { pairs in
          unsafe hits.positions.withUnsafeMutableBufferPointer { positions in
            unsafe hits.scores.withUnsafeMutableBufferPointer { scores in
              unsafe kernels_scan_codes(
                codes.baseAddress, blockScales.baseAddress, blockCount, pairs.baseAddress,
                quadCount,
                bias, least, positions.baseAddress, scores.baseAddress, capacity, &hitCount)
            }
          }
        }
      }
    }
    hits.count = hitCount
    return scanned
  }
}
