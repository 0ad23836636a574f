package import Bytes

/// Strings, read in place from a mapped file.
///
/// Two tensors: `name.bytes` (U8: all strings, one after the other) and `name.offsets` (I64,
/// count + 1: where each begins and the last ends). Every string is UTF-8.
package struct StringColumn: Sendable {
  package let bytes: Column<UInt8>
  package let offsets: Column<Int64>

  @inlinable
  package var count: Int { max(offsets.count - 1, 0) }

  /// The string at `index`, or another when there is none at `index`.
  @inlinable
  package subscript(index: Int) -> ByteView {
    let clamped = min(UInt(bitPattern: index), UInt(bitPattern: max(count, 1) &- 1))
    let lower = Int(offsets[Int(bitPattern: clamped)])
    let upper = Int(offsets[Int(bitPattern: clamped) &+ 1])
    // A damaged offset can run backwards; a range must not.
    let string = bytes.extracting(lower..<max(lower, upper))
    // Safe: the column's bytes live as long as a view may, by the rules of both types.
    return unsafe ByteView(start: string.start, count: string.count)
  }
}

extension TensorFile {
  /// - Throws: when a part is absent or misshapen, the offsets are not monotone from 0 to the number
  ///   of bytes, or a string is not UTF-8. O(bytes + count).
  package func strings(_ name: String) throws(SnapshotError) -> StringColumn {
    let bytes = try column("\(name).bytes", as: UInt8.self)
    let offsets = try offsets("\(name).offsets", count: nil, end: bytes.count)
    do { _ = try UTF8Span(validating: bytes.span) } catch {
      throw self.error("\(name).bytes", "is not UTF-8: \(error)")
    }
    // The whole is valid, so a string is too unless it begins in the middle of a character.
    // Read through the columns, which clamp: a file may be damaged while it is checked.
    for position in 0..<offsets.count {
      let offset = Int(offsets[position])
      guard offset == bytes.count || bytes[offset] & 0b1100_0000 != 0b1000_0000 else {
        throw error(
          "\(name).offsets", "cuts a character at byte \(offset); whole characters are accepted")
      }
    }
    return StringColumn(bytes: bytes, offsets: offsets)
  }
}
