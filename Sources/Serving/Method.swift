package import Bytes
package import Wire

/// One remote procedure.
///
/// A call is a function of its request and of one generation, which it is lent and cannot keep;
/// it has no other input and no effect. So a generation may be replaced at any time, any thread
/// may run any call, and a test of a method needs no server. (Admin.Reload and Admin.Status speak
/// of the server itself and are its own; they find it in the context.)
package struct Method: Sendable {
  /// Writes the response's message behind what `output` holds.
  ///
  /// - Throws: `RPCError` for everything the client should hear about; what was written by then is
  ///   dropped.
  package typealias Answer =
    @Sendable (
      _ body: ByteView, _ generation: Generation?, _ context: CallContext,
      _ output: inout ByteBuffer
    ) throws(RPCError) -> Void

  /// Reads the request of a streamed answer, of which nothing has been sent yet.
  ///
  /// - Throws: what the whole stream ends with instead: a request is refused before its first part.
  package typealias BeginParts =
    @Sendable (
      _ body: ByteView, _ generation: Generation?, _ context: CallContext
    ) throws(RPCError) -> any PartSource

  package enum Placement: Sendable {
    /// Short work: runs to completion on the connection's event loop.
    case loop
    /// Work that computes: runs in the bounded pool of its service.
    case pool
    /// Runs on the loader thread, one at a time.
    case loader
  }

  /// Service in the high byte, method in the low; never reused.
  package let number: UInt16
  package let name: String
  package let isRepeatable: Bool
  /// Answered on Unix sockets only.
  package let isLocal: Bool
  /// To whom it is answered. Analysts are told of many shoppers together, so that nothing is theirs
  /// unless it says so.
  package let callers: CallerRoles
  package var placement: Placement
  package let answer: Answer
  /// Of a streamed answer, which `answer` refuses: it always runs in its service's pool.
  package let beginParts: BeginParts?

  package init(
    _ number: UInt16, _ name: String, isRepeatable: Bool = true, isLocal: Bool = false,
    callers: CallerRoles = [.service, .agent], placement: Placement = .loop,
    answer: @escaping Answer
  ) {
    self.number = number
    self.name = name
    self.isRepeatable = isRepeatable
    self.isLocal = isLocal
    self.callers = callers
    self.placement = placement
    self.answer = answer
    beginParts = nil
  }

  /// A method whose answer is a stream of parts.
  package init(
    _ number: UInt16, _ name: String, isRepeatable: Bool = true, isLocal: Bool = false,
    callers: CallerRoles = [.service, .agent], beginParts: @escaping BeginParts
  ) {
    self.number = number
    self.name = name
    self.isRepeatable = isRepeatable
    self.isLocal = isLocal
    self.callers = callers
    placement = .pool
    answer = { _, _, _, _ throws(RPCError) in
      throw RPCError(.unimplemented, "\(name) answers in parts; only a server sends those")
    }
    self.beginParts = beginParts
  }

  var isStreamed: Bool { beginParts != nil }

  var service: Int { Int(number >> 8) }
}

/// The methods by number, found in one step.
package struct MethodTable: Sendable {
  package let methods: [Method]
  /// For each number, 1 + the method's index, or 0. 64 KiB: cheaper than hashing.
  private let indices: [UInt8]

  package init(_ methods: [Method]) {
    precondition(methods.count < 255)
    var indices = [UInt8](repeating: 0, count: 1 << 16)
    for (index, method) in methods.enumerated() {
      precondition(indices[Int(method.number)] == 0)
      indices[Int(method.number)] = UInt8(index + 1)
    }
    self.methods = methods
    self.indices = indices
  }

  func index(of number: UInt16) -> Int? {
    let found = indices[Int(number)]
    return found == 0 ? nil : Int(found) - 1
  }
}
