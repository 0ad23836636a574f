import Bytes
import Platform
import Serving
import Synchronization
import Wire

let countMethod: UInt16 = 0xFE07

/// What a test asks of the counting stream.
struct CountRequest {
  var parts: Int
  /// Of each part's message.
  var byteCount = 64
  /// That each part takes.
  var milliseconds = 0
  /// The part at which it fails; 0: none.
  var failsAt = 0

  var body: [UInt8] {
    var body: [UInt8] = []
    for value in [parts, byteCount, milliseconds, failsAt] {
      body.appendLittleEndian(UInt32(value))
    }
    return body
  }
}

/// A method that answers with numbered parts, and tells how many it has made.
final class CountingStream: Sendable {
  private let counter = Atomic(0)

  /// Parts made so far, of all its streams.
  var made: Int { counter.load(ordering: .relaxed) }

  var method: Method {
    Method(
      countMethod, "Test.Count",
      beginParts: { [self] body, _, _ throws(RPCError) in
        guard body.count == 16 else { throw RPCError(.invalidArgument, "a body of 16 bytes") }
        func value(_ index: Int) -> Int {
          Int(body.bytes.loadLittleEndian(at: 4 * index, as: UInt32.self))
        }
        return Source(
          self,
          CountRequest(
            parts: value(0), byteCount: value(1), milliseconds: value(2), failsAt: value(3)))
      })
  }

  // Safe to send: used by one thread at a time, which the job's lock hands over.
  private final class Source: PartSource, @unchecked Sendable {
    let stream: CountingStream
    let request: CountRequest
    var next = 0

    init(_ stream: CountingStream, _ request: CountRequest) {
      self.stream = stream
      self.request = request
    }

    func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError) {}

    func writePart(
      _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
    ) throws(RPCError) -> Bool {
      guard next < request.parts else { return false }
      if request.milliseconds > 0 { sleep(milliseconds: request.milliseconds) }
      output.appendLittleEndian(UInt32(next))
      output.appendZeros(request.byteCount - 4)
      next += 1
      if next == request.failsAt { throw RPCError(.internal, "part \(next) failed") }
      stream.counter.add(1, ordering: .relaxed)
      return true
    }
  }
}
