import Bytes

extension ByteView {
  /// A copy, which a parser may then trust to be UTF-8.
  func checkedUTF8() throws(FilterError) -> [UInt8] {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: Span(_bytes: bytes))
    } catch {
      let valid = bytes.extracting(first: error.byteOffsets.lowerBound)
      // Safe: the pointer is used only inside the call that lends it.
      let before = unsafe valid.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
      throw FilterError(column: before.unicodeScalars.count + 1, "text is not UTF-8")
    }
    var copy: [UInt8] = []
    copy.append(bytes)
    return copy
  }
}
