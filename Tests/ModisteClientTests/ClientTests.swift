import Foundation
import ModisteClient
import Synchronization
import Testing
import Wire

/// The duties of a client, PROTOCOL.md section 11: every call ends exactly once, in time, and is
/// sent again only where that is safe.
@Suite(.timeLimit(.minutes(1)))
struct ClientTests {
  private func failure(
    _ body: () async throws(ModisteError) -> some Any
  ) async -> ModisteError? {
    do {
      _ = try await body()
      return nil
    } catch {
      return error
    }
  }

  @Test func `a thousand tasks share one connection and each gets its own answer`() async throws {
    let connections = Mutex(0)
    let server = try ScriptedServer { peer, _ in
      connections.withLock { $0 += 1 }
      // Answered from the last, a hundred at a time: order means nothing.
      var held: [Peer.Frame] = []
      while let frame = peer.receive() {
        held.append(frame)
        if held.count == 100 {
          for frame in held.reversed() { peer.answer(frame) }
          held = []
        }
      }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let wrong = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<1000 {
        group.addTask {
          let payload = Array("\(index)".utf8)
          do {
            let answer = try await client.ping(payload: payload, timeout: .seconds(30))
            return answer.payload == payload && answer.generation == "g"
          } catch {
            Issue.record(error)
            return false
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 0 : 1) }
    }
    #expect(wrong == 0)
    #expect(connections.withLock { $0 } == 1)
  }

  @Test func `a server that never answers is given up at the deadline, and told so`() async throws {
    let kinds = Mutex<[FrameKind]>([])
    let budget = Mutex<UInt32>(0)
    let server = try ScriptedServer { peer, _ in
      while let frame = peer.receive() {
        kinds.withLock { $0.append(frame.header.kind) }
        if frame.header.kind == .request { budget.withLock { $0 = frame.header.micros } }
      }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let began = ContinuousClock.now
    let error = await failure { () throws(ModisteError) in
      try await client.ping(timeout: .milliseconds(50))
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.message == "no answer to Admin.Ping before its deadline")
    #expect(ContinuousClock.now - began >= .milliseconds(50))
    #expect((1...50_000).contains(budget.withLock { $0 }))
    while kinds.withLock({ $0.count }) < 2 { try await Task.sleep(for: .milliseconds(1)) }
    #expect(kinds.withLock { $0 } == [.request, .cancel])
  }

  @Test func `a cancelled task ends at once and sends a cancel frame`() async throws {
    let cancelled = Mutex<[UInt32]>([])
    let requests = Mutex<[UInt32]>([])
    let server = try ScriptedServer { peer, _ in
      while let frame = peer.receive() {
        if frame.header.kind == .cancel {
          cancelled.withLock { $0.append(frame.header.callID) }
        } else {
          requests.withLock { $0.append(frame.header.callID) }
        }
      }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let task = Task { try await client.ping(timeout: .seconds(30)) }
    while requests.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
    task.cancel()
    let result = await task.result
    #expect(throws: ModisteError.self) { try result.get() }
    while cancelled.withLock({ $0.isEmpty }) { try await Task.sleep(for: .milliseconds(1)) }
    #expect(cancelled.withLock { $0 } == requests.withLock { $0 })
  }

  @Test func `a task cancelled before it calls sends nothing`() async throws {
    let server = try ScriptedServer { peer, _ in peer.serveAll() }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await client.ping()
    }
    task.cancel()
    let result = await task.result
    let error = #expect(throws: ModisteError.self) { try result.get() }
    #expect(error?.code == .cancelled)
  }

  @Test func `calls beyond accepted are sent once more, whatever the method`() async throws {
    let server = try ScriptedServer { peer, index in
      guard index == 0 else { return peer.serveAll() }
      guard let first = peer.receive(), peer.receive() != nil else { return }
      peer.send { $0.appendGoAway(.drain, "stopping", accepted: 1) }
      peer.answer(first)
      while peer.receive() != nil {}
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    async let first = client.call(method: 0xFF03, body: [1], timeout: .seconds(5))
    async let second = client.call(method: 0xFF03, body: [1], timeout: .seconds(5))
    #expect(try await first.generation == "g")
    #expect(try await second.generation == "g")
  }

  @Test func `a broken frame's goAway fails the unaccepted calls`() async throws {
    let server = try ScriptedServer { peer, _ in
      _ = peer.receive()
      peer.send { $0.appendGoAway(.brokenFrame, "frame kind is 9", accepted: 0) }
      while peer.receive() != nil {}
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let error = await failure { () throws(ModisteError) in try await client.ping() }
    #expect(error?.code == .unavailable)
    #expect(error?.message == "the server goes away: frame kind is 9")
    #expect(error?.isRetryable == false)
  }

  @Test func `a lost connection sends what may be repeated once more`() async throws {
    let server = try ScriptedServer { peer, index in
      guard index == 0 else { return peer.serveAll() }
      _ = peer.receive()
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    #expect(try await client.ping(payload: [7], timeout: .seconds(5)).payload == [7])
  }

  @Test func `a lost connection fails what may not be repeated`() async throws {
    let requests = Mutex(0)
    let server = try ScriptedServer { peer, _ in
      if peer.receive() != nil { requests.withLock { $0 += 1 } }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let error = await failure { () throws(ModisteError) in
      try await client.reload(timeout: .seconds(5))
    }
    #expect(error?.code == .unavailable)
    #expect(requests.withLock { $0 } == 1)
  }

  @Test func `a connection lost twice fails the call`() async throws {
    let server = try ScriptedServer { peer, _ in _ = peer.receive() }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let error = await failure { () throws(ModisteError) in
      try await client.ping(timeout: .seconds(5))
    }
    #expect(error?.code == .unavailable)
    #expect(error?.isRetryable == true)
  }

  @Test func `where nobody listens the call fails at its deadline with the reason`() async throws {
    let path = NSTemporaryDirectory() + "modiste-nobody.sock"
    let client = try ModisteClient(address: "unix:\(path)")
    let error = await failure { () throws(ModisteError) in
      try await client.ping(timeout: .milliseconds(80))
    }
    #expect(error?.code == .unavailable)
    #expect(error?.isRetryable == true)
    #expect(error?.message.contains("connect") == true)
  }

  @Test func `a refusal keeps the server's words, its hint and its verdict`() async throws {
    let server = try ScriptedServer { peer, _ in
      while let frame = peer.receive() {
        peer.refuse(frame, RPCError(.resourceExhausted, "the queue is full", retryMicros: 1500))
      }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let error = await failure { () throws(ModisteError) in try await client.ping() }
    #expect(
      error
        == ModisteError(
          .resourceExhausted, "the queue is full", isRetryable: true,
          retryAfter: .microseconds(1500), isLocal: false))
  }

  @Test func `a ping is answered by a pong with the same body`() async throws {
    let pong = Mutex<Peer.Frame?>(nil)
    let server = try ScriptedServer { peer, _ in
      guard let request = peer.receive() else { return }
      peer.send { buffer in
        buffer.append(FrameHeader(bodySize: 2, kind: .ping, callID: 77))
        buffer.append(UInt8(1))
        buffer.append(UInt8(2))
      }
      let frame = peer.receive()
      pong.withLock { $0 = frame }
      peer.answer(request)
      peer.serveAll()
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    _ = try await client.ping()
    let frame = pong.withLock { $0 }
    #expect(frame?.header.kind == .pong)
    #expect(frame?.header.callID == 77)
    #expect(frame?.body == [1, 2])
  }

  @Test func `closing fails the calls in flight, and later ones`() async throws {
    let requests = Mutex(0)
    let server = try ScriptedServer { peer, _ in
      while peer.receive() != nil { requests.withLock { $0 += 1 } }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let task = Task { try await client.ping(timeout: .seconds(30)) }
    while requests.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
    client.close()
    let result = await task.result
    #expect(throws: ModisteError.self) { try result.get() }
    let error = await failure { () throws(ModisteError) in try await client.ping() }
    #expect(error?.message == "this client was closed")
  }

  @Test func `an address that cannot be one is refused with those that can`() {
    let error = #expect(throws: ModisteError.self) { try ModisteClient(address: "shop.example") }
    #expect(
      error?.message == "address is 'shop.example'; accepted: unix:/path, tcp:127.0.0.1:port")
  }

  @Test func `a request that the server would end the connection for is refused here`() async throws
  {
    let client = try ModisteClient(
      address: "unix:/nowhere", options: ModisteClient.Options(bodySizeMax: 100))
    let error = await failure { () throws(ModisteError) in
      try await client.call(method: 0xFF01, body: [UInt8](repeating: 0, count: 101))
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message == "the request to Admin.Ping is 101 bytes; at most 100 are sent")
  }

  /// Whatever a server does, every call of many ends once: a continuation that is resumed twice
  /// traps, one that never is runs into the time limit.
  @Test func `a server that does anything ends every call once`() async throws {
    let server = try ScriptedServer { peer, index in
      var random = SystemRandomNumberGenerator()
      while let frame = peer.receive() {
        guard frame.header.kind == .request else { continue }
        switch UInt8.random(in: 0..<40, using: &random) {
        case 0: return
        case 1: peer.send { $0.appendGoAway(.drain, "drain", accepted: .random(in: 0...9)) }
        case 2: peer.send { $0.append(UInt64(0x55), field: 9) }
        case 3, 4, 5: continue
        case 6: for _ in 0..<2 { peer.answer(frame) }
        default: peer.answer(frame)
        }
      }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let ended = await withTaskGroup(of: Int.self) { group in
      for index in 0..<400 {
        group.addTask {
          for _ in 0..<5 {
            let task = Task { try await client.ping(timeout: .milliseconds(200)) }
            if index % 7 == 0 { task.cancel() }
            _ = await task.result
          }
          return 5
        }
      }
      return await group.reduce(0, +)
    }
    #expect(ended == 2000)
  }
}
