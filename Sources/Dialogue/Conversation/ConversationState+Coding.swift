import Bytes
import Text

/// Why bytes are no state of a conversation.
package enum StateError: Error, Equatable {
  case malformed
  /// Written by a later version of this program.
  case version(UInt8)
}

/// The bytes of a state, before they are signed:
///
///     version     UInt8, 1
///     flags       UInt8: 1 a person has it, 2 English, 4 Chinese, 8 a task, 16 a call, 32 a question,
///                 64 a focus, 128 a question about a product
///     turn, missed                        numbers
///     task        tool, awaited           strings; if flagged
///     call        id, tool                strings; then its arguments; if flagged
///     known                               count, then names and values
///     question    see ``SearchMemory``; if flagged
///     shown                               count, then strings
///     focus, asked                        strings; if flagged
///
/// A number is a base-128 varint as protobuf's, a string its length and its bytes.
extension ConversationState {
  /// With the signature it stays below the 2,048 bytes that the protocol names.
  package static let encodedBytesMax = 1_984
  private static let version: UInt8 = 1

  /// What is needed least goes first where there is too much: products shown last in a row, then the
  /// search, then what was said longest ago.
  package func encoded() -> [UInt8] {
    var kept = self
    while true {
      let bytes = kept.bytes
      if bytes.count <= Self.encodedBytesMax { return bytes }
      if !kept.shown.isEmpty {
        kept.shown.removeLast()
      } else if kept.question != nil {
        kept.question = nil
      } else if !kept.known.isEmpty {
        kept.known.removeFirst()
      } else {
        kept.closeTask()
        kept.focus = nil
        kept.asked = nil
      }
    }
  }

  private var bytes: [UInt8] {
    var writer = StateWriter()
    var flags: UInt8 = isSilent ? 1 : 0
    if language == .english { flags |= 2 }
    if language == .chinese { flags |= 4 }
    if task != nil { flags |= 8 }
    if call != nil { flags |= 16 }
    if question != nil { flags |= 32 }
    if focus != nil { flags |= 64 }
    if asked != nil { flags |= 128 }
    writer.bytes = [Self.version, flags]
    writer.add(turn)
    writer.add(missed)
    if let task {
      writer.add(task.tool.rawValue)
      writer.add(task.awaited)
    }
    if let call {
      writer.add(call.id)
      writer.add(call.tool.rawValue)
      writer.add(call.arguments)
    }
    writer.add(known)
    question?.write(to: &writer)
    writer.add(shown.count)
    for id in shown { writer.add(id) }
    if let focus { writer.add(focus) }
    if let asked { writer.add(asked.rawValue) }
    return writer.bytes
  }

  package init(decoding bytes: RawSpan) throws(StateError) {
    var reader = StateReader(bytes)
    let version = try reader.byte()
    guard version == Self.version else { throw .version(version) }
    let flags = try reader.byte()
    isSilent = flags & 1 != 0
    language = flags & 2 != 0 ? .english : flags & 4 != 0 ? .chinese : nil
    turn = try reader.number()
    missed = try reader.number()
    if flags & 8 != 0 {
      task = Task(tool: try reader.tool(), awaited: try reader.string())
    }
    if flags & 16 != 0 {
      let id = try reader.string()
      call = Call(id: id, tool: try reader.tool(), arguments: try reader.values())
    }
    known = try reader.values()
    if flags & 32 != 0 { question = try SearchMemory(from: &reader) }
    for _ in 0..<(try reader.count()) { shown.append(try reader.string()) }
    if flags & 64 != 0 { focus = try reader.string() }
    if flags & 128 != 0 { asked = try reader.productTask() }
    guard reader.isAtEnd else { throw .malformed }
  }
}

struct StateWriter {
  var bytes: [UInt8] = []

  mutating func add(_ number: Int) {
    var rest = UInt64(number)
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func add(_ number: Double) { bytes.appendLittleEndian(number.bitPattern) }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes += text.utf8
  }

  mutating func add(_ values: [NamedValue]) {
    add(values.count)
    for value in values {
      add(value.name)
      add(value.value)
    }
  }
}

/// Reads nothing beyond its bytes, whatever they say.
struct StateReader: ~Escapable {
  private let bytes: RawSpan
  private var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.byteCount }

  mutating func byte() throws(StateError) -> UInt8 {
    guard offset < bytes.byteCount else { throw .malformed }
    offset += 1
    return bytes.loadLittleEndian(at: offset - 1)
  }

  /// Below 2^31.
  mutating func number() throws(StateError) -> Int {
    var (value, shift) = (0, 0)
    while true {
      let byte = try byte()
      value |= Int(byte & 0x7F) << shift
      guard value < 1 << 31 else { throw .malformed }
      if byte & 0x80 == 0 { return value }
      shift += 7
      guard shift <= 28 else { throw .malformed }
    }
  }

  /// Of things that follow, each at least a byte.
  mutating func count() throws(StateError) -> Int {
    let count = try number()
    guard count <= bytes.byteCount - offset else { throw .malformed }
    return count
  }

  mutating func double() throws(StateError) -> Double {
    guard bytes.byteCount - offset >= 8 else { throw .malformed }
    offset += 8
    return Double(bitPattern: bytes.loadLittleEndian(at: offset - 8))
  }

  mutating func string() throws(StateError) -> String {
    let length = try count()
    var text: [UInt8] = []
    text.append(bytes.extracting(offset..<offset + length))
    offset += length
    guard let string = String(validating: text, as: UTF8.self) else { throw .malformed }
    return string
  }

  mutating func tool() throws(StateError) -> Tool {
    guard let tool = Tool(rawValue: try string()) else { throw .malformed }
    return tool
  }

  mutating func productTask() throws(StateError) -> ProductTask {
    guard let task = ProductTask(rawValue: try string()) else { throw .malformed }
    return task
  }

  mutating func values() throws(StateError) -> [NamedValue] {
    var values: [NamedValue] = []
    for _ in 0..<(try count()) {
      let name = try string()
      values.append(NamedValue(name, try string()))
    }
    return values
  }
}
