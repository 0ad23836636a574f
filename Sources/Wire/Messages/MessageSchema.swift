import Bytes
import CMessages
import CProtobufC

/// What the validator knows of a message type: the kind of each field, by its number.
///
/// Made from the generated descriptor, once per type, and kept for the life of the process.
@safe @usableFromInline package struct MessageSchema: Sendable {
  /// Fields have numbers below this; a test holds the descriptors to it.
  package static let fieldNumberMax = 31

  // Allocated once per message type and never freed or written after `init`.
  nonisolated(unsafe) let descriptor: UnsafePointer<ProtobufCMessageDescriptor>
  nonisolated(unsafe) let rules: UnsafePointer<FieldRule>

  /// - Parameter initialize: The generated `…__init`: the one way to the descriptor's address, as
  ///   taking the address of the imported constant gives that of a copy.
  init<M>(_ message: M, _ initialize: (UnsafeMutablePointer<M>) -> Void) {
    var message = message
    // Safe: every generated struct begins with a ProtobufCMessage, whose descriptor is set by
    // `initialize` and lives as long as the process.
    unsafe initialize(&message)
    let descriptor = unsafe withUnsafeBytes(of: &message) {
      unsafe $0.load(as: ProtobufCMessage.self).descriptor
    }
    guard let descriptor = unsafe descriptor else {
      preconditionFailure("generated init sets the descriptor")
    }
    unsafe self.init(descriptor)
  }

  init(_ descriptor: UnsafePointer<ProtobufCMessageDescriptor>) {
    unsafe self.descriptor = descriptor
    let rules = UnsafeMutablePointer<FieldRule>.allocate(capacity: Self.fieldNumberMax + 1)
    unsafe rules.initialize(repeating: FieldRule(), count: Self.fieldNumberMax + 1)
    for index in 0..<Int(unsafe descriptor.pointee.n_fields) {
      // Safe: the descriptor has n_fields fields.
      let field = unsafe descriptor.pointee.fields[index]
      precondition(unsafe field.id <= Self.fieldNumberMax)
      unsafe rules[Int(field.id)] = unsafe FieldRule(field)
    }
    unsafe self.rules = UnsafePointer(rules)
  }

  /// Of a message that may be a body, or the front of one, by its full name.
  package static func named(_ name: String) -> MessageSchema? { byName[name] }

  /// A schema is never freed, so there is one per type.
  private static let byName = MessageDescription.all.mapValues { type in
    unsafe MessageSchema(type.descriptor)
  }

  package var name: String { unsafe String(cString: descriptor.pointee.name) }

  package func fieldName(_ number: Int) -> String {
    // Safe: the functions of protobuf-c take any number.
    guard
      let field = unsafe protobuf_c_message_descriptor_get_field(descriptor, UInt32(number)),
      let name = unsafe field.pointee.name
    else { return "\(number)" }
    return unsafe String(cString: name)
  }
}

/// How one field must lie on the wire.
package struct FieldRule {
  package enum Kind: UInt8, Sendable {
    case unknown, varint, fixed64, fixed32, string, bytes, message
  }

  package internal(set) var kind = Kind.unknown
  /// A repeated number, which may also come packed into one length-delimited field.
  package internal(set) var isPackable = false
  package internal(set) var submessage: MessageSchema?

  init() {}

  init(_ field: ProtobufCFieldDescriptor) {
    switch unsafe field.type {
    case PROTOBUF_C_TYPE_STRING:
      kind = .string
    case PROTOBUF_C_TYPE_BYTES:
      kind = .bytes
    case PROTOBUF_C_TYPE_MESSAGE:
      kind = .message
      // Safe: the descriptor of a message field is that of its message.
      if let descriptor = unsafe field.descriptor {
        submessage = unsafe MessageSchema(
          descriptor.assumingMemoryBound(to: ProtobufCMessageDescriptor.self))
      }
    case PROTOBUF_C_TYPE_FIXED64, PROTOBUF_C_TYPE_SFIXED64, PROTOBUF_C_TYPE_DOUBLE:
      kind = .fixed64
    case PROTOBUF_C_TYPE_FIXED32, PROTOBUF_C_TYPE_SFIXED32, PROTOBUF_C_TYPE_FLOAT:
      kind = .fixed32
    default:
      kind = .varint
    }
    let isNumber = kind == .varint || kind == .fixed32 || kind == .fixed64
    isPackable = unsafe isNumber && field.label == PROTOBUF_C_LABEL_REPEATED
  }
}
