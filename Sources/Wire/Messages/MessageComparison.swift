import Bytes

extension MessageSchema {
  /// Whether two encoded messages of this type say the same, up to a relative `tolerance` of their
  /// floating point numbers.
  ///
  /// Both must be encoded by this code: fields in order, repeated numbers packed. What is none of the
  /// type's fields has to have the same bytes.
  package func isSame(_ left: RawSpan, _ right: RawSpan, tolerance: Double) -> Bool {
    if left.hasSameBytes(as: right) { return true }
    var here = 0
    var there = 0
    while here < left.byteCount {
      guard let tag = left.varint(at: &here), right.varint(at: &there) == tag,
        let type = WireType(rawValue: UInt8(tag & 7))
      else { return false }
      switch type {
      case .varint:
        guard let value = left.varint(at: &here), right.varint(at: &there) == value else {
          return false
        }
      case .fixed32, .fixed64:
        let size = type == .fixed32 ? 4 : 8
        guard let mine = left.bytes(size, at: &here), let other = right.bytes(size, at: &there),
          isClose(mine, other, size, tolerance)
        else { return false }
      case .lengthDelimited:
        guard let size = left.varint(at: &here), let otherSize = right.varint(at: &there),
          let mine = left.bytes(size, at: &here), let other = right.bytes(otherSize, at: &there),
          isSame(mine, other, asField: tag >> 3, tolerance)
        else { return false }
      }
    }
    return there == right.byteCount
  }

  /// What is length-delimited is text, a message, or numbers side by side.
  private func isSame(
    _ left: RawSpan, _ right: RawSpan, asField number: UInt64, _ tolerance: Double
  ) -> Bool {
    if left.hasSameBytes(as: right) { return true }
    guard number <= UInt64(Self.fieldNumberMax) else { return false }
    // Safe: there are fieldNumberMax + 1 rules.
    let rule = unsafe rules[Int(number)]
    switch rule.kind {
    case .message: return rule.submessage?.isSame(left, right, tolerance: tolerance) ?? false
    case .fixed32: return isClose(left, right, 4, tolerance)
    case .fixed64: return isClose(left, right, 8, tolerance)
    case .unknown, .varint, .string, .bytes: return false
    }
  }

  /// Of floating point numbers of `size` bytes, side by side.
  private func isClose(
    _ left: RawSpan, _ right: RawSpan, _ size: Int, _ tolerance: Double
  ) -> Bool {
    guard left.byteCount == right.byteCount, left.byteCount % size == 0 else { return false }
    for offset in stride(from: 0, to: left.byteCount, by: size) {
      let number = left.number(of: size, at: offset)
      guard number.isClose(to: right.number(of: size, at: offset), tolerance) else { return false }
    }
    return true
  }
}

extension RawSpan {
  /// - Returns: `nil` when there are not as many
  @_lifetime(copy self)
  fileprivate func bytes(_ size: some BinaryInteger, at offset: inout Int) -> RawSpan? {
    guard size <= byteCount - offset else { return nil }
    defer { offset += Int(size) }
    return extracting(offset..<offset + Int(size))
  }

  fileprivate func number(of size: Int, at offset: Int) -> Double {
    size == 4
      ? Double(Float(bitPattern: loadLittleEndian(at: offset)))
      : Double(bitPattern: loadLittleEndian(at: offset))
  }
}

extension Double {
  fileprivate func isClose(to other: Double, _ tolerance: Double) -> Bool {
    // Not a number says that something is not known, and then both have to say so.
    guard isFinite, other.isFinite else { return self == other || (isNaN && other.isNaN) }
    return abs(self - other) <= tolerance * max(abs(self), abs(other))
  }
}
