import CKernels

// Sets as bits: element i is bit i % 64 of word i / 64.

/// Keeps the elements i of `words` with `lower` ≤ x[i] ≤ `upper`; NaN lies in no range.
///
/// - Precondition: `words` has a bit for each of `x`.
package func keep(
  from lower: Float, through upper: Float, of x: Span<Float>, in words: inout MutableSpan<UInt64>
) {
  precondition(words.count == (x.count + 63) / 64, "\(words.count) words of \(x.count) elements")
  let count = x.count
  // Safe: both are as long as the kernel reads and writes, by the line above.
  unsafe x.withUnsafeBufferPointer { x in
    unsafe words.withUnsafeMutableBufferPointer { words in
      guard let x = x.baseAddress, let words = words.baseAddress else { return }
      unsafe kernels_and_range(x, count, lower, upper, words)
    }
  }
}

/// How many elements two sets have in common; of a set with itself, how many it has.
///
/// - Precondition: both have the same count.
package func commonCount(_ left: Span<UInt64>, _ right: Span<UInt64>) -> Int {
  precondition(left.count == right.count, "\(left.count) and \(right.count) words")
  let count = left.count
  // Safe: both are readable for `count` words.
  return unsafe left.withUnsafeBufferPointer { left in
    unsafe right.withUnsafeBufferPointer { right in
      guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
      return unsafe kernels_count_common(left, right, count)
    }
  }
}

/// sums[places[i]] += factor · halves[i]; places beyond the end are passed over.
///
/// - Precondition: `halves` and `places` have the same count.
package func add(
  _ halves: Span<Float16>, at places: Span<UInt32>, times factor: Float,
  to sums: inout MutableSpan<Float>
) {
  precondition(halves.count == places.count, "\(halves.count) halves, \(places.count) places")
  let count = places.count
  // Safe: both are readable for `count` elements, the kernel checks places against the end of
  // `sums`, and a Float16 is the two bytes of its bit pattern.
  unsafe halves.withUnsafeBytes { halves in
    unsafe places.withUnsafeBufferPointer { places in
      unsafe sums.withUnsafeMutableBufferPointer { sums in
        guard let start = halves.baseAddress, let places = places.baseAddress,
          let first = sums.baseAddress
        else { return }
        unsafe kernels_add_halves(
          start.assumingMemoryBound(to: UInt16.self), places, count, factor, first, sums.count)
      }
    }
  }
}

/// sums[i] += factor · z(i), where z(i) = (x[i] − mean) · scale, cut to ±limit, and 0 for NaN.
///
/// - Precondition: both have the same count.
package func addStandardised(
  _ x: Span<Float>, mean: Float, scale: Float, limit: Float, times factor: Float,
  to sums: inout MutableSpan<Float>
) {
  precondition(x.count == sums.count, "\(x.count) elements for \(sums.count) sums")
  let count = x.count
  // Safe: both have `count` elements.
  unsafe x.withUnsafeBufferPointer { x in
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      guard let x = x.baseAddress, let sums = sums.baseAddress else { return }
      unsafe kernels_add_standardised(x, count, mean, scale, limit, factor, sums)
    }
  }
}
