import CKernels

/// y[offset + i] += scale·x[i], of weights rounded to bytes.
///
/// - Precondition: `y` has `x.count` elements from `offset` on.
package func add(
  _ x: Span<Int8>, times scale: Float, to y: inout MutableSpan<Float>, from offset: Int = 0
) {
  let count = x.count
  precondition(
    offset >= 0 && offset + count <= y.count, "\(count) bytes from \(offset) of \(y.count)")
  // Safe: `y` reaches as far by the line above, and is lent exclusively, so that the two do not
  // overlap.
  unsafe x.withUnsafeBufferPointer { x in
    unsafe y.withUnsafeMutableBufferPointer { y in
      guard let x = x.baseAddress, let y = y.baseAddress else { return }
      unsafe kernels_add_bytes(scale, x, y + offset, count)
    }
  }
}
