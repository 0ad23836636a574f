// The only file in which bytes become integers and integers become bytes.

extension RawSpan {
  /// Traps when the integer does not lie wholly inside the span. No alignment is required.
  @inlinable
  package func loadLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: T.Type = T.self
  ) -> T {
    // Safe: the load is bounds-checked, and every bit pattern is a valid integer.
    T(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
  }
}

extension [UInt8] {
  package var rawSpan: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: an array of bytes has no padding, so no byte of it is uninitialised.
      unsafe span.bytes
    }
  }

  package mutating func append(_ bytes: RawSpan) {
    // Safe: the pointer is used only inside the call that lends it.
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  @inlinable
  package mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    for byte in 0..<value.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: value >> (8 * byte)))
    }
  }
}
