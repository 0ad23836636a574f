import Platform
import Serving
import TestSupport
import Testing
import Wire

/// Every request is ended by exactly one response, whatever becomes of it on the way.
@Suite struct CallRulesTests {
  private let methods = Method.standard + [sleepingMethod()]

  @Test func `answers come when they are ready, not in the order of their requests`() throws {
    let running = try RunningServer(methods: methods)
    let peer = try running.peer()
    peer.request(sleepMethod, callID: 1, body: [UInt8](repeating: 0, count: 100))
    peer.request(pingMethod, callID: 2)
    #expect(try peer.receive()?.header.callID == 2)
    #expect(try peer.receive()?.header.callID == 1)
  }

  @Test func `a thousand pipelined calls are each answered once`() throws {
    let running = try RunningServer(methods: methods)
    let peer = try running.peer()
    peer.send(
      (0..<1000).flatMap {
        frame(.request, method: $0 % 2 == 0 ? pingMethod : sleepMethod, callID: $0)
      })
    var answered = Set<UInt32>()
    for _ in 0..<1000 {
      let answer = try #require(try peer.receive())
      #expect(answer.status == .ok)
      #expect(answered.insert(answer.header.callID).inserted)
    }
  }

  @Test func `a budget of one microsecond is used up`() throws {
    let running = try RunningServer(methods: methods)
    let peer = try running.peer()
    for method in [pingMethod, sleepMethod] {
      let answer = try #require(try peer.call(method, micros: 1))
      #expect(answer.status == .deadlineExceeded)
    }
  }

  @Test func `a budget used up in the queue ends the call before a worker takes it`() throws {
    let running = try RunningServer(methods: methods)
    let peer = try running.peer()
    peer.request(sleepMethod, callID: 1, body: [UInt8](repeating: 0, count: 800))
    peer.request(sleepMethod, callID: 2, micros: 50_000)
    let first = try #require(try peer.receive())
    #expect(first.header.callID == 2)
    #expect(first.status == .deadlineExceeded)
    #expect(first.message == "the call's budget was used up while it waited for a worker")
    #expect(try peer.receive()?.header.callID == 1)
  }

  @Test func `a queued call that is cancelled ends at once`() throws {
    let running = try RunningServer(methods: methods)
    let peer = try running.peer()
    peer.request(sleepMethod, callID: 1, body: [UInt8](repeating: 0, count: 300))
    peer.request(sleepMethod, callID: 2)
    peer.send(frame(.cancel, callID: 2))
    let first = try #require(try peer.receive())
    #expect(first.header.callID == 2)
    #expect(first.status == .cancelled)
    #expect(try peer.receive()?.status == .ok)
  }

  @Test func `a running call that is cancelled ends as cancelled when it stops`() throws {
    let running = try RunningServer(methods: methods)
    let peer = try running.peer()
    peer.request(sleepMethod, callID: 1, body: [UInt8](repeating: 0, count: 200))
    sleep(milliseconds: 50)
    peer.send(frame(.cancel, callID: 1))
    #expect(try peer.receive()?.status == .cancelled)
  }

  @Test func `a callID may be used again once its call has ended`() throws {
    let running = try RunningServer(methods: methods)
    let peer = try running.peer()
    for _ in 0..<3 { #expect(try peer.call(sleepMethod, callID: 5)?.status == .ok) }
  }

  @Test func `a callID that is in flight breaks the protocol when it is used again`() throws {
    let running = try RunningServer(methods: methods)
    let peer = try running.peer()
    peer.request(sleepMethod, callID: 5, body: [UInt8](repeating: 0, count: 200))
    peer.request(pingMethod, callID: 5)
    let goAway = try #require(try peer.receive())
    #expect(goAway.goAway?.reason == .callIDInUse)
    #expect(goAway.goAway?.accepted == 1)
    #expect(goAway.message == "callID 5 is used by a call in flight")
    #expect(try peer.receive()?.status == .ok)
    peer.closeForWriting()
    #expect(try peer.receive() == nil)
  }

  @Test func `one call more than may be in flight is refused, and the connection stays`() throws {
    let running = try RunningServer(methods: methods) { $0.limits.callsInFlightMax = 4 }
    let peer = try running.peer()
    for callID in 1...5 as ClosedRange<UInt32> {
      peer.request(sleepMethod, callID: callID, body: [UInt8](repeating: 0, count: 50))
    }
    let refused = try #require(try peer.receive())
    #expect(refused.header.callID == 5)
    #expect(refused.status == .resourceExhausted)
    #expect(refused.header.micros > 0)
    #expect(refused.message == "4 calls of this connection are in flight, as many as may")
    for _ in 1...4 { #expect(try peer.receive()?.status == .ok) }
  }

  @Test func `a full queue refuses with a retry hint`() throws {
    let running = try RunningServer(methods: methods) { $0.poolQueueMax = 2 }
    let peer = try running.peer()
    for callID in 1...8 as ClosedRange<UInt32> {
      peer.request(sleepMethod, callID: callID, body: [UInt8](repeating: 0, count: 100))
    }
    var refused = 0
    for _ in 1...8 {
      let answer = try #require(try peer.receive())
      guard answer.status == .resourceExhausted else { continue }
      refused += 1
      #expect(answer.header.micros > 0)
    }
    #expect(refused >= 5)
  }

  @Test func `without a generation calls are unavailable`() throws {
    let running = try RunningServer()
    let answer = try #require(try running.peer().call(0x0101, body: [0x18, 3]))
    #expect(answer.status == .unavailable)
    #expect(answer.message == "no generation is loaded; publish one and reload")
  }

  @Test func `a ping answers as many bytes as were asked for`() throws {
    let running = try RunningServer()
    let peer = try running.peer()
    for (payload, size, expected) in [
      (0, 0, 0), (3, 0, 3), (3, 2, 2), (3, 5, 5), (0, 1 << 20, 1 << 20),
    ] {
      let body = encoded { buffer in
        if payload > 0 { buffer.appendElement(String(repeating: "x", count: payload), field: 1) }
        buffer.append(UInt64(size), field: 2)
      }
      let answer = try #require(try peer.call(pingMethod, body: body))
      #expect(answer.status == .ok)
      let overhead = expected == 0 ? 0 : expected < 128 ? 2 : 4
      #expect(answer.body.count == expected + overhead)
    }
    let refused = try #require(
      try peer.call(pingMethod, body: encoded { $0.append(1 << 20 + 1, field: 2) }))
    #expect(refused.status == .invalidArgument)
  }

  @Test func `status and reload are answered on Unix sockets only`() throws {
    let running = try RunningServer(tcp: true)
    let peer = try running.peer()
    for method in [0xFF02, 0xFF03] as [UInt16] {
      #expect(try peer.call(method)?.status == .permissionDenied)
    }
    #expect(try peer.call(0xFF04)?.status == .ok)
  }
}
