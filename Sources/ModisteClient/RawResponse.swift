import Bytes
import Wire

/// An answer as it came.
public struct RawResponse: Equatable, Sendable {
  /// The method's encoded response.
  public var body: [UInt8]
  /// The snapshot that answered; empty while none is loaded.
  public var generation: String

  package init(body: [UInt8], generation: String) {
    self.body = body
    self.generation = generation
  }

  /// - Throws: `internal` when the body is not such a message: the server is at fault.
  func decode<View: MessageView, Response>(
    _ type: View.Type, _ make: (View) -> Response
  ) throws(ModisteError) -> Response {
    // The view looks into the decoder's memory, so the decoder has to outlive `make`.
    let decoder = MessageDecoder()
    defer { withExtendedLifetime(decoder) {} }
    do {
      return try body.withView { bytes throws(MessageError) in
        make(try decoder.decode(type, from: bytes))
      }
    } catch {
      throw ModisteError(
        .internal, "the response cannot be decoded: \(error)", generation: generation)
    }
  }
}

/// Bytes that `write` appended.
func encodedBody(_ write: (inout ByteBuffer) -> Void) -> [UInt8] {
  var buffer = ByteBuffer(capacity: 256)
  write(&buffer)
  var bytes: [UInt8] = []
  bytes.append(buffer.span)
  return bytes
}

extension [UInt8] {
  /// Lends the bytes as a view, which must not be kept.
  func withView<Result, E: Error>(_ body: (ByteView) throws(E) -> Result) throws(E) -> Result {
    // Safe: the view is used only inside the call that lends it.
    try unsafe withUnsafeBufferPointer { buffer throws(E) in
      guard let start = buffer.baseAddress else { return try body(ByteView()) }
      return try body(unsafe ByteView(start: start, count: buffer.count))
    }
  }
}

extension ByteView {
  /// A copy.
  var array: [UInt8] {
    var copy: [UInt8] = []
    copy.append(bytes)
    return copy
  }
}

extension Duration {
  /// Rounded up, so that what is not nothing does not become nothing; at most a year, so that
  /// adding it to an instant cannot overflow.
  var wholeMicroseconds: UInt64 {
    let year: Int64 = 366 * 24 * 3600
    guard self > .zero else { return 0 }
    let (seconds, attoseconds) = components
    guard seconds < year else { return UInt64(year) * 1_000_000 }
    return UInt64(seconds) * 1_000_000 + UInt64((attoseconds + 999_999_999_999) / 1_000_000_000_000)
  }
}
