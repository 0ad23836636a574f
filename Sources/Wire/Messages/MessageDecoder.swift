public import Bytes
import CMessages
import CProtobufC

/// A generated struct, seen without copying it. Valid until its decoder decodes the next message.
@usableFromInline package protocol MessageView {
  static var schema: MessageSchema { get }

  /// - Precondition: `message` points at the struct that `schema` describes.
  init(_ message: UnsafeRawPointer)
}

/// Decodes messages into memory that is used again for the next one.
///
/// Belongs to one thread. A view it gave is valid until the next `decode`.
@safe @usableFromInline package final class MessageDecoder {
  /// Any body may use so much, or a struct with all its pointers would not fit that of a small one.
  @usableFromInline package static let arenaFloor = 4096
  private static let expansionMax = 16
  private static let arenaMax = 32 << 20
  /// Kept between calls: more than nearly all requests need.
  private static let arenaKept = 64 << 10

  private let arena = unsafe message_arena_create(MessageDecoder.arenaKept)

  private let arenaFloor: Int

  /// - Parameter arenaFloor: Bytes that any body may use, however small it is.
  package init(arenaFloor: Int = MessageDecoder.arenaFloor) { self.arenaFloor = arenaFloor }

  deinit {
    unsafe message_arena_destroy(arena)
  }

  /// - Throws: `MessageError` for bytes that are not such a message.
  @inlinable
  package func decode<View: MessageView>(
    _ type: View.Type, from body: ByteView
  ) throws(MessageError) -> View {
    // Safe: `unpack` gives the struct that the schema describes.
    unsafe View(try unpack(body, as: View.schema))
  }

  @usableFromInline
  func unpack(
    _ body: ByteView, as schema: MessageSchema
  ) throws(MessageError) -> UnsafeRawPointer {
    try schema.validate(body.bytes)
    let limit = min(Self.arenaMax, arenaFloor + Self.expansionMax * body.count)
    unsafe message_arena_reset(arena, limit)
    // Safe: protobuf-c reads `count` bytes and writes into the arena.
    let message = unsafe body.bytes.withUnsafeBytes { bytes in
      unsafe protobuf_c_message_unpack(
        schema.descriptor, message_arena_allocator(arena), bytes.count,
        bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
    guard let message = unsafe message else {
      throw unsafe message_arena_is_exhausted(arena)
        ? .tooLarge(byteCount: body.count, limit: limit)
        : .undecodable(message: schema.name)
    }
    return UnsafeRawPointer(message)
  }
}

extension ByteView {
  /// A string of a decoded message; empty where the pointer is nil.
  init(cString: UnsafePointer<CChar>?) {
    guard let cString = unsafe cString else {
      self.init()
      return
    }
    var count = 0
    // Safe: protobuf-c ends strings with a zero byte, and validated text has none inside.
    while unsafe cString[count] != 0 { count += 1 }
    unsafe self.init(
      start: UnsafeRawPointer(cString).assumingMemoryBound(to: UInt8.self), count: count)
  }

  init(_ data: ProtobufCBinaryData) {
    guard let start = unsafe data.data else {
      self.init()
      return
    }
    unsafe self.init(start: UnsafePointer(start), count: data.len)
  }
}
