import Bytes
import Serving
import TestSupport
import Testing
import Wire

/// The hot path of the loop allocates nothing after its first calls.
@Suite(.enabled(if: AllocationCounter.isMeaningful, "needs an optimised build"))
struct AllocationTests {
  /// Runs on the loop, and answers how many allocations the loop's thread has made.
  private static let countMethod = Method(0xFE02, "Test.Allocations") {
    _, _, _, output throws(RPCError) in
    output.append(UInt64(AllocationCounter.ofThisThread), field: 1)
  }

  @Test func `ten thousand pings, alone and pipelined, allocate nothing on the loop`() throws {
    let running = try RunningServer(methods: Method.standard + [Self.countMethod]) {
      $0.loopCount = 1
    }
    let peer = try running.peer()
    let body = encoded { buffer in
      buffer.appendElement(String(repeating: "x", count: 64), field: 1)
      buffer.append(512 as UInt64, field: 2)
    }
    let one = frame(.request, method: pingMethod, callID: 1, micros: 1_000_000, body: body)
    let batch = (0..<16).flatMap { frame(.request, method: pingMethod, callID: $0, body: body) }

    func callMany() throws {
      for _ in 0..<1000 {
        peer.send(one)
        _ = try peer.receive()
      }
      for _ in 0..<600 {
        peer.send(batch)
        for _ in 0..<16 { _ = try peer.receive() }
      }
    }
    try callMany()
    let before = try peer.call(0xFE02)?.body
    try callMany()
    let after = try peer.call(0xFE02)?.body
    #expect(before != nil)
    #expect(before == after)
  }
}
