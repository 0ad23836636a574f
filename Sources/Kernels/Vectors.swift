import CKernels

/// Σ x[i]·y[i].
///
/// - Precondition: both have the same count.
package func dot(_ x: Span<Float>, _ y: Span<Float>) -> Float {
  precondition(x.count == y.count, "dot of \(x.count) and \(y.count) elements")
  let count = x.count
  // Safe: both are readable for `count` elements, and the pointers do not leave the call.
  return unsafe x.withUnsafeBufferPointer { x in
    unsafe y.withUnsafeBufferPointer { y in
      guard let x = x.baseAddress, let y = y.baseAddress else { return 0 }
      return unsafe kernels_dot(x, y, count)
    }
  }
}

/// y[offset + i] += scale·x[i]; BLAS calls it axpy.
///
/// - Precondition: `y` has `x.count` elements from `offset` on.
package func add(
  _ x: Span<Float>, times scale: Float, to y: inout MutableSpan<Float>, from offset: Int = 0
) {
  let count = x.count
  precondition(
    offset >= 0 && offset + count <= y.count, "axpy of \(count) from \(offset) of \(y.count)")
  // Safe: `y` reaches as far by the line above, and is lent exclusively, so that the two do not
  // overlap.
  unsafe x.withUnsafeBufferPointer { x in
    unsafe y.withUnsafeMutableBufferPointer { y in
      guard let x = x.baseAddress, let y = y.baseAddress else { return }
      unsafe kernels_axpy(scale, x, y + offset, count)
    }
  }
}

/// The instruction set that the inner loops of this process use, for the start-up line.
package var instructionSet: String { unsafe String(cString: kernels_instruction_set()) }
