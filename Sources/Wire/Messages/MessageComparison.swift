import Bytes

extension RawSpan {
  /// Whether two encoded messages say the same, up to a relative `tolerance` of their floating
  /// point numbers.
  ///
  /// Neither needs its definition: a length-delimited field that differs is compared as a message
  /// where both sides are one. Both must be encoded by this code, fields in order.
  package func isMessage(like other: RawSpan, tolerance: Double) -> Bool {
    if hasSameBytes(as: other) { return true }
    var here = 0
    var there = 0
    while here < byteCount {
      guard there < other.byteCount, let tag = varint(at: &here), other.varint(at: &there) == tag,
        let type = WireType(rawValue: UInt8(tag & 7))
      else { return false }
      switch type {
      case .varint:
        guard let value = varint(at: &here), other.varint(at: &there) == value else {
          return false
        }
      case .fixed32:
        guard here + 4 <= byteCount, there + 4 <= other.byteCount else { return false }
        let left = Float(bitPattern: loadLittleEndian(at: here))
        let right = Float(bitPattern: other.loadLittleEndian(at: there))
        guard isClose(Double(left), Double(right), tolerance) else { return false }
        here += 4
        there += 4
      case .fixed64:
        guard here + 8 <= byteCount, there + 8 <= other.byteCount else { return false }
        let left = Double(bitPattern: loadLittleEndian(at: here))
        let right = Double(bitPattern: other.loadLittleEndian(at: there))
        guard isClose(left, right, tolerance) else { return false }
        here += 8
        there += 8
      case .lengthDelimited:
        guard let size = varint(at: &here), let otherSize = other.varint(at: &there),
          size <= UInt64(byteCount - here), otherSize <= UInt64(other.byteCount - there)
        else { return false }
        let content = extracting(here..<here + Int(size))
        let otherContent = other.extracting(there..<there + Int(otherSize))
        guard content.isMessage(like: otherContent, tolerance: tolerance) else { return false }
        here += Int(size)
        there += Int(otherSize)
      }
    }
    return there == other.byteCount
  }
}

private func isClose(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
  // Not a number says that something is not known, and then both have to say so.
  guard left.isFinite, right.isFinite else {
    return left == right || (left.isNaN && right.isNaN)
  }
  return abs(left - right) <= tolerance * max(abs(left), abs(right))
}
