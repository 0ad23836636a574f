public import Bytes

// Protocol buffers, written straight into the output buffer: no struct is built and none is
// walked. Fields are written in the order of their numbers and left out when they have their
// default, as protobuf-c packs them; a test holds the bytes against it.
//
// Source: <https://protobuf.dev/programming-guides/encoding/>

extension ByteBuffer {
  /// Nearly all are one byte, and of a tag that is known when it is compiled: then one store is left.
  @inlinable @inline(__always)
  package mutating func appendVarint(_ value: UInt64) {
    if value < 0x80 { append(UInt8(truncatingIfNeeded: value)) } else { appendLongVarint(value) }
  }

  @usableFromInline
  mutating func appendLongVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  @inlinable @inline(__always)
  package mutating func appendTag(_ field: Int, _ type: WireType) {
    appendVarint(UInt64(field << 3) | UInt64(type.rawValue))
  }

  @inlinable
  package mutating func append(_ value: UInt64, field: Int) {
    guard value != 0 else { return }
    appendTag(field, .varint)
    appendVarint(value)
  }

  @inlinable
  package mutating func append(_ value: Bool, field: Int) {
    append(value ? 1 : 0 as UInt64, field: field)
  }

  @inlinable
  package mutating func append(_ value: Float, field: Int) {
    // Compared as bits: the negative zero is not the default.
    guard value.bitPattern != 0 else { return }
    appendTag(field, .fixed32)
    appendLittleEndian(value.bitPattern)
  }

  @inlinable
  package mutating func append(_ value: Double, field: Int) {
    guard value.bitPattern != 0 else { return }
    appendTag(field, .fixed64)
    appendLittleEndian(value.bitPattern)
  }

  @inlinable
  package mutating func append(_ value: ByteView, field: Int) {
    guard !value.isEmpty else { return }
    appendElement(value, field: field)
  }

  /// An element of a repeated string, which is written even when it is empty.
  @inlinable
  package mutating func appendElement(_ value: ByteView, field: Int) {
    appendTag(field, .lengthDelimited)
    appendVarint(UInt64(value.count))
    append(value.bytes)
  }

  package mutating func append(_ value: String, field: Int) {
    guard !value.isEmpty else { return }
    appendElement(value, field: field)
  }

  package mutating func appendElement(_ value: String, field: Int) {
    appendTag(field, .lengthDelimited)
    appendVarint(UInt64(value.utf8.count))
    var copy = value
    // Safe: the bytes are used only inside the call that lends them.
    copy.withUTF8 { utf8 in append(unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(utf8))) }
  }

  /// Begins a message field of unknown size; `endMessage` must be called with what it returns.
  @inlinable
  package mutating func beginMessage(field: Int) -> Int {
    appendTag(field, .lengthDelimited)
    append(0 as UInt8)
    return count
  }

  /// Most messages are shorter than 128 bytes and their size fits where room was left for it; a
  /// longer one is moved.
  @inlinable
  package mutating func endMessage(_ begin: Int) {
    let size = count - begin
    if size < 0x80 {
      overwrite(at: begin - 1, with: UInt8(size))
    } else {
      moveMessage(begin, size)
    }
  }

  @usableFromInline
  mutating func moveMessage(_ begin: Int, _ size: Int) {
    var extra = 0
    var rest = size >> 7
    while rest > 0 {
      extra += 1
      rest >>= 7
    }
    openGap(at: begin, of: extra)
    rest = size
    for offset in 0..<extra {
      overwrite(at: begin - 1 + offset, with: UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    overwrite(at: begin - 1 + extra, with: UInt8(rest))
  }
}

/// How a field lies on the wire. Groups (3 and 4) are obsolete and refused.
@usableFromInline package enum WireType: UInt8, Sendable {
  case varint = 0
  case fixed64 = 1
  case lengthDelimited = 2
  case fixed32 = 5
}
