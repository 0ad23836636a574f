import Bytes
import Platform
import Serving
import TestSupport
import Testing
import Wire

/// Whatever bytes a peer sends, it gets the documented answer, and other connections notice
/// nothing.
@Suite struct FrameRulesTests {
  struct BrokenFrame: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let reason: GoAwayReason
    let message: String
  }

  static let brokenFrames: [BrokenFrame] = [
    BrokenFrame(
      testDescription: "a later version", bytes: ping(changing: 4, to: 2), reason: .version,
      message: "frame version is 2; this side speaks 1"),
    BrokenFrame(
      testDescription: "an unknown kind", bytes: ping(changing: 5, to: 8), reason: .brokenFrame,
      message: "frame kind is 8; accepted: 1...7"),
    BrokenFrame(
      testDescription: "a reserved byte that is set", bytes: ping(changing: 19, to: 1),
      reason: .brokenFrame, message: "reserved byte of a frame is 1; it must be 0"),
    BrokenFrame(
      testDescription: "a body over the limit", bytes: ping(changing: 3, to: 1),
      reason: .brokenFrame, message: "frame body is 16777216 bytes; the limit is 4194304"),
    BrokenFrame(
      testDescription: "metadata longer than the body", bytes: ping(changing: 16, to: 9),
      reason: .brokenFrame, message: "frame metadata is 9 bytes, its body only 0"),
    BrokenFrame(
      testDescription: "a request with a status", bytes: ping(changing: 18, to: 3),
      reason: .brokenFrame, message: "status of a request frame is 3; only responses have one"),
    BrokenFrame(
      testDescription: "a response from a client", bytes: frame(.response, method: pingMethod),
      reason: .brokenFrame, message: "a client sent a response frame; only servers do"),
    BrokenFrame(
      testDescription: "a part from a client", bytes: frame(.part, method: pingMethod),
      reason: .brokenFrame, message: "a client sent a part frame; only servers do"),
    BrokenFrame(
      testDescription: "a ping that is too long",
      bytes: frame(.ping, body: [UInt8](repeating: 0, count: 65)), reason: .brokenFrame,
      message: "ping body is 65 bytes; at most 64 are echoed"),
  ]

  @Test(arguments: brokenFrames)
  func `a broken frame is answered by a goAway after the whole frames before it`(
    broken: BrokenFrame
  ) throws {
    let running = try RunningServer()
    let bystander = try running.peer()
    let peer = try running.peer()

    peer.send(frame(.request, method: pingMethod, callID: 7) + broken.bytes)
    #expect(try peer.receive()?.header.callID == 7)
    let answer = try #require(try peer.receive())
    #expect(answer.goAway?.reason == broken.reason)
    #expect(answer.goAway?.accepted == 1)
    #expect(answer.message == broken.message)
    peer.closeForWriting()
    #expect(try peer.receive() == nil)

    #expect(try bystander.call(pingMethod)?.status == .ok)
  }

  @Test func `a stream that ends inside a frame is closed, at every byte`() throws {
    let running = try RunningServer()
    let whole = frame(
      .request, method: pingMethod, metadata: encoded { $0.appendMetadata(client: "test") },
      body: encoded { append in append.append(ByteView(), field: 1) })
    for length in 1..<whole.count {
      let peer = try running.peer()
      peer.send(Array(whole[..<length]))
      peer.closeForWriting()
      #expect(try peer.receive() == nil)
    }
    #expect(try running.peer().call(pingMethod)?.status == .ok)
  }

  @Test(arguments: [1, 2, 3, 7, 19, 20, 21, 40])
  func `frames survive the stream being cut into chunks`(chunkSize: Int) throws {
    let running = try RunningServer()
    let peer = try running.peer()
    var stream: [UInt8] = []
    for callID in 1...5 as ClosedRange<UInt32> {
      stream += frame(.request, method: pingMethod, callID: callID, body: [0x10, 40])
    }
    for start in stride(from: 0, to: stream.count, by: chunkSize) {
      peer.send(Array(stream[start..<min(start + chunkSize, stream.count)]))
    }
    for callID in 1...5 as ClosedRange<UInt32> {
      let answer = try #require(try peer.receive())
      #expect(answer.header.callID == callID)
      #expect(answer.body.count == 42)
    }
  }

  @Test func `a flood of cancels for unknown calls is ignored and counted`() throws {
    let running = try RunningServer()
    let peer = try running.peer()
    for _ in 0..<100 {
      peer.send((0..<1000).flatMap { frame(.cancel, callID: UInt32($0)) })
    }
    #expect(try peer.call(pingMethod)?.status == .ok)
    #expect(running.server.status().ignoredFrames == 100_000)
  }

  @Test func `a ping is answered by a pong with the same callID and body`() throws {
    let peer = try RunningServer().peerKeepingServer()
    peer.peer.send(frame(.ping, callID: 9, body: [1, 2, 3]))
    let pong = try #require(try peer.peer.receive())
    #expect(pong.header.kind == .pong)
    #expect(pong.header.callID == 9)
    #expect(pong.body == [1, 2, 3])
  }

  @Test func `an unknown method is unimplemented, and the connection stays`() throws {
    let running = try RunningServer()
    let peer = try running.peer()
    let answer = try #require(try peer.call(0x1234))
    #expect(answer.status == .unimplemented)
    #expect(
      answer.message == "method 0x1234 is unknown; Admin.ListMethods names those there are")
    #expect(try peer.call(pingMethod)?.status == .ok)
  }

  struct BadBody: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let body: [UInt8]
    let status: StatusCode
    let message: String
  }

  static let recommendMethod: UInt16 = 0x0101
  static let badBodies: [BadBody] = [
    BadBody(
      testDescription: "truncated", body: [0x0A, 5, 65], status: .invalidArgument,
      message: "modiste.v1.RecommendRequest ends inside a field"),
    BadBody(
      testDescription: "a group", body: [0x0B], status: .invalidArgument,
      message: "modiste.v1.RecommendRequest has no valid field tag at byte 0"),
    BadBody(
      testDescription: "a string where a number should be", body: [0x1A, 1, 65],
      status: .invalidArgument,
      message:
        "field 'limit' of modiste.v1.RecommendRequest has another wire type than its definition"),
    BadBody(
      testDescription: "invalid UTF-8", body: [0x0A, 2, 0xC3, 0x28], status: .invalidArgument,
      message: "field 'user_id' of modiste.v1.RecommendRequest is not UTF-8"),
    BadBody(
      testDescription: "a zero byte in a string", body: [0x0A, 3, 65, 0, 66],
      status: .invalidArgument,
      message: "field 'user_id' of modiste.v1.RecommendRequest contains a zero byte; text must not"),
    BadBody(
      testDescription: "invalid UTF-8 in a nested message", body: [0x12, 3, 0x0A, 1, 0xFF],
      status: .invalidArgument, message: "field 'item_id' of modiste.v1.Event is not UTF-8"),
    BadBody(
      testDescription: "structs beyond the arena's limit",
      body: [UInt8](repeating: 0, count: 1_000_000).enumerated().map {
        $0.offset % 2 == 0 ? 0x12 : 0
      },
      status: .resourceExhausted,
      message: "a body of 1000000 bytes would need more than 16004096 bytes when decoded"),
  ]

  @Test(arguments: badBodies)
  func `a body that is not the message gets a status, and the connection stays`(
    bad: BadBody
  ) throws {
    let running = try RunningServer()
    let peer = try running.peer()
    let answer = try #require(try peer.call(Self.recommendMethod, body: bad.body))
    #expect(answer.status == bad.status)
    #expect(answer.message == bad.message)
    #expect(try peer.call(pingMethod)?.status == .ok)
  }

  @Test func `metadata that is not the message is an invalid argument`() throws {
    let running = try RunningServer()
    let peer = try running.peer()
    peer.send(frame(.request, method: pingMethod, metadata: [0x1A, 1, 0xFF]))
    let answer = try #require(try peer.receive())
    #expect(answer.status == .invalidArgument)
    #expect(answer.message == "field 'client' of modiste.v1.Metadata is not UTF-8")
  }

  /// Every changed byte of a header gets some answer or a close; none brings the server down.
  @Test(arguments: 0..<FrameHeader.byteCount)
  func `no corrupt header brings the server down`(position: Int) throws {
    let running = try RunningServer()
    for byte in [0x00, 0x01, 0x02, 0x7F, 0x80, 0xFF] as [UInt8] {
      var bytes = frame(.request, method: pingMethod, callID: 3, body: [0x10, 8])
      bytes[position] = byte
      let peer = try running.peer()
      peer.send(bytes)
      peer.closeForWriting()
      while let _ = try peer.receive() {}
    }
    #expect(try running.peer().call(pingMethod)?.status == .ok)
  }

  private static func ping(changing position: Int, to byte: UInt8) -> [UInt8] {
    var bytes = frame(.request, method: pingMethod, callID: 8)
    bytes[position] = byte
    return bytes
  }
}

extension RunningServer {
  /// For tests in which the server would otherwise be let go of at once.
  fileprivate func peerKeepingServer() throws -> (peer: Peer, server: RunningServer) {
    (try peer(), self)
  }
}
