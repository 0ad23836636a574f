import ModisteClient
import Synchronization
import Testing
import Wire

/// A stream gives its parts in order as fast as they are taken, ends once, and disturbs no other
/// call.
@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
  private let request = RecommendBatchRequest(
    userIDs: ["a", "b", "c"], question: RecommendRequest(limit: 1))

  /// The parts' users, and what the stream threw.
  private func take(
    _ client: ModisteClient, timeout: Duration = .seconds(30)
  ) async -> (users: [String], error: ModisteError?) {
    var users: [String] = []
    do {
      for try await part in client.recommendBatch(request, timeout: timeout) {
        users.append(part.userID)
      }
      return (users, nil)
    } catch {
      return (users, error)
    }
  }

  @Test func `parts come in order, each of the generation that the first names`() async throws {
    let server = try ScriptedServer { peer, _ in
      guard let frame = peer.receive() else { return }
      for number in 0..<1000 { peer.sendPart(of: frame, "u\(number)", isFirst: number == 0) }
      peer.endStream(frame)
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    var parts: [RecommendBatchPart] = []
    for try await part in client.recommendBatch(request, timeout: .seconds(30)) {
      parts.append(part)
    }
    #expect(parts.map(\.userID) == (0..<1000).map { "u\($0)" })
    #expect(Set(parts.map(\.answer.generation)) == ["g"])
  }

  @Test func `a stream without parts ends`() async throws {
    let server = try ScriptedServer { peer, _ in
      if let frame = peer.receive() { peer.endStream(frame) }
    }
    defer { server.stop() }
    let (users, error) = await take(try ModisteClient(address: server.address))
    #expect(users == [])
    #expect(error == nil)
  }

  @Test func `an error in the middle comes behind the parts before it`() async throws {
    let server = try ScriptedServer { peer, _ in
      guard let frame = peer.receive() else { return }
      peer.sendPart(of: frame, "a", isFirst: true)
      peer.sendPart(of: frame, "b")
      peer.refuse(frame, RPCError(.unavailable, "a file was cut short"))
    }
    defer { server.stop() }
    let (users, error) = await take(try ModisteClient(address: server.address))
    #expect(users == ["a", "b"])
    #expect(error?.code == .unavailable)
    #expect(error?.message == "a file was cut short")
    #expect(error?.isLocal == false)
  }

  @Test func `leaving the loop ends the connection, and other calls go on`() async throws {
    let ended = Mutex(0)
    let server = try ScriptedServer { peer, index in
      guard let frame = peer.receive() else { return }
      guard frame.header.method == 0x0107 else {
        peer.answer(frame)
        return peer.serveAll()
      }
      peer.sendPart(of: frame, "a", isFirst: true)
      while peer.receive() != nil {}
      ended.withLock { $0 += 1 }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    for try await part in client.recommendBatch(request, timeout: .seconds(30)) {
      #expect(part.userID == "a")
      #expect(try await client.ping(payload: [1]).payload == [1])
      break
    }
    while ended.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
    #expect(try await client.ping(payload: [2]).payload == [2])
  }

  @Test func `a task that takes slowly makes the server wait`() async throws {
    let sent = Mutex(0)
    let server = try ScriptedServer { peer, _ in
      guard let frame = peer.receive() else { return }
      for number in 0..<2000 {
        peer.sendPart(of: frame, "u\(number)", padding: 10_000, isFirst: number == 0)
        sent.withLock { $0 += 1 }
      }
      peer.endStream(frame)
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    var count = 0
    for try await _ in client.recommendBatch(request, timeout: .seconds(50)) {
      count += 1
      if count < 20 { try await Task.sleep(for: .milliseconds(20)) }
      // 20 MB are to be sent; the socket and the queue hold less than 1.
      if count == 20 { #expect(sent.withLock { $0 } < 200) }
    }
    #expect(count == 2000)
  }

  @Test func `a stream is given up at its deadline, behind the parts that came`() async throws {
    let server = try ScriptedServer { peer, _ in
      guard let frame = peer.receive() else { return }
      peer.sendPart(of: frame, "a", isFirst: true)
      while peer.receive() != nil {}
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let (users, error) = await take(client, timeout: .milliseconds(200))
    #expect(users == ["a"])
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.message == "no answer to Recommend.RecommendBatch before its deadline")
  }

  @Test func `a cancelled task ends its stream at once`() async throws {
    let server = try ScriptedServer { peer, _ in
      guard let frame = peer.receive() else { return }
      peer.sendPart(of: frame, "a", isFirst: true)
      while peer.receive() != nil {}
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let hasBegun = Mutex(false)
    let task = Task { [request] in
      for try await _ in client.recommendBatch(request, timeout: .seconds(30)) {
        hasBegun.withLock { $0 = true }
      }
    }
    while !hasBegun.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    task.cancel()
    let result = await task.result
    let error = #expect(throws: ModisteError.self) { try result.get() }
    #expect(error?.code == .cancelled)
  }

  @Test func `a stream lost before its first part is begun again, a later one fails`() async throws
  {
    let connections = Mutex(0)
    let server = try ScriptedServer { peer, index in
      connections.withLock { $0 += 1 }
      guard let frame = peer.receive() else { return }
      // The first connection is lost at once, the second after a part.
      if index == 1 { peer.sendPart(of: frame, "a", isFirst: true) }
    }
    defer { server.stop() }
    let (users, error) = await take(try ModisteClient(address: server.address))
    #expect(users == ["a"])
    #expect(error?.code == .unavailable)
    #expect(connections.withLock { $0 } == 2)
  }

  @Test func `closing the client ends its streams`() async throws {
    let server = try ScriptedServer { peer, _ in
      guard let frame = peer.receive() else { return }
      peer.sendPart(of: frame, "a", isFirst: true)
      while peer.receive() != nil {}
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    var users: [String] = []
    let error = await #expect(throws: ModisteError.self) {
      for try await part in client.recommendBatch(request, timeout: .seconds(30)) {
        users.append(part.userID)
        client.close()
      }
    }
    #expect(users == ["a"])
    #expect(error?.code == .unavailable)
  }

  @Test func `a part of a method that does not stream closes the connection`() async throws {
    let server = try ScriptedServer { peer, _ in
      guard let frame = peer.receive() else { return }
      peer.sendPart(of: frame, "a", isFirst: true)
      while peer.receive() != nil {}
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let error = await #expect(throws: ModisteError.self) { try await client.reload() }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("the server sent a part, which is not expected") == true)
  }
}

extension Peer {
  /// A RecommendBatchPart, of generation `g` when it is the first.
  fileprivate func sendPart(
    of frame: Frame, _ user: String, padding: Int = 0, isFirst: Bool = false
  ) {
    send { buffer in
      let start = buffer.count
      buffer.append(
        FrameHeader(
          kind: .part, method: frame.header.method, callID: frame.header.callID,
          metadataSize: isFirst ? 3 : 0))
      if isFirst { buffer.appendMetadata(generation: "g") }
      buffer.append(user, field: 1)
      let answer = buffer.beginMessage(field: 2)
      buffer.append(String(repeating: "x", count: padding), field: 3)
      buffer.endMessage(answer)
      buffer.endFrame(at: start)
    }
  }
}
