/// Bytes that somebody else owns, for the length of a call: an id in a request's arena, a title
/// in a mapped file.
///
/// It exists because a `RawSpan` cannot be an element of an array, and a request has arrays of
/// ids. Rule: a view is made by the owner of its bytes, and is never kept past the call or the
/// generation that it was lent by.
@safe @usableFromInline package struct ByteView: @unchecked Sendable {
  // Readable for `count` bytes as long as the rule above is kept; never written through.
  @usableFromInline let start: UnsafePointer<UInt8>
  @usableFromInline package let count: Int

  /// - Precondition: `count` bytes at `start` stay valid for as long as the view is used.
  @inlinable
  @unsafe package init(start: UnsafePointer<UInt8>, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// No bytes.
  @inlinable
  package init() {
    unsafe start = UnsafePointer(noBytes)
    count = 0
  }

  /// - Precondition: the bytes of `span` stay where they are for as long as the view is used.
  @unsafe package init(_ span: RawSpan) {
    // Safe: by the precondition; an empty span may have no address.
    self = unsafe span.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return ByteView() }
      return unsafe ByteView(
        start: start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    }
  }

  @inlinable
  package var isEmpty: Bool { count == 0 }

  @inlinable
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: readable for `count` bytes by the type's rule.
      let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(start), byteCount: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Some of its bytes; they live as long as it does.
  ///
  /// - Precondition: `range` lies within.
  package func part(_ range: Range<Int>) -> ByteView {
    precondition(range.upperBound <= count, "\(range) of \(count) bytes")
    // Safe: by the line above.
    return unsafe ByteView(start: start + range.lowerBound, count: range.count)
  }

  /// A copy; malformed UTF-8 is repaired.
  package var string: String {
    unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  @usableFromInline package static func == (left: ByteView, right: ByteView) -> Bool {
    left.bytes.hasSameBytes(as: right.bytes)
  }
}

extension ByteView: Equatable {}

/// What an empty view points at.
@usableFromInline
nonisolated(unsafe) let noBytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)

extension RawSpan {
  /// Whether both hold the same bytes. O(byteCount).
  package func hasSameBytes(as other: RawSpan) -> Bool {
    guard byteCount == other.byteCount else { return false }
    var offset = 0
    while offset + 8 <= byteCount {
      guard loadLittleEndian(at: offset, as: UInt64.self) == other.loadLittleEndian(at: offset)
      else { return false }
      offset += 8
    }
    while offset < byteCount {
      guard loadLittleEndian(at: offset, as: UInt8.self) == other.loadLittleEndian(at: offset)
      else { return false }
      offset += 1
    }
    return true
  }

  /// A 64-bit hash for tables in snapshots: the same bytes hash alike on every machine, for ever.
  ///
  /// Not for tables that a stranger can fill: collisions can be made.
  package var stableHash: UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(byteCount)
    var offset = 0
    while offset + 8 <= byteCount {
      hash = mix(hash ^ loadLittleEndian(at: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while offset < byteCount {
      rest |= UInt64(loadLittleEndian(at: offset, as: UInt8.self)) << shift
      offset += 1
      shift += 8
    }
    return mix(hash ^ rest)
  }
}

/// The finaliser of SplitMix64: Steele, Lea, Flood, *Fast splittable pseudorandom number
/// generators*, OOPSLA 2014, figure 15 (with Stafford's variant 13 constants).
private func mix(_ value: UInt64) -> UInt64 {
  var mixed = value
  mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
  mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
  return mixed ^ (mixed >> 31)
}

extension ByteView {
  /// - Precondition: `0 <= count && count <= self.count`.
  package func prefix(_ count: Int) -> ByteView {
    precondition(count >= 0 && count <= self.count)
    // Safe: within this view.
    return unsafe ByteView(start: start, count: count)
  }

  /// - Precondition: `0 <= count && count <= self.count`.
  package func dropFirst(_ count: Int) -> ByteView {
    precondition(count >= 0 && count <= self.count)
    // Safe: within this view.
    return unsafe ByteView(start: start + count, count: self.count - count)
  }
}
