import CKernels

/// Adds to `words` the elements i with codes[i] = code; see ``keep(from:through:of:in:)`` for how sets lie.
///
/// - Precondition: `words` has a bit for each of `codes`.
package func insert(
  where codes: Span<UInt32>, are code: UInt32, into words: inout MutableSpan<UInt64>
) {
  precondition(
    words.count == (codes.count + 63) / 64, "\(words.count) words of \(codes.count) elements")
  let count = codes.count
  // Safe: both are as long as the kernel reads and writes, by the line above.
  unsafe codes.withUnsafeBufferPointer { codes in
    unsafe words.withUnsafeMutableBufferPointer { words in
      guard let codes = codes.baseAddress, let words = words.baseAddress else { return }
      unsafe kernels_or_equal(codes, count, code, words)
    }
  }
}
