import Bytes
import Platform
import Serving
import TestSupport
import Testing
import Wire

/// No peer can hold more of the server than its share, and the server leaves nobody in doubt.
@Suite struct ConnectionRulesTests {
  @Test func `a peer that does not read is not read from, and gets everything once it reads`()
    throws
  {
    let running = try RunningServer()
    let peer = try running.peer()
    let request = frame(
      .request, method: pingMethod, callID: 1, body: encoded { $0.append(1 << 20, field: 2) })
    // 64 MiB of answers, of which the server may hold little more than its high mark.
    peer.send((0..<64).flatMap { _ in request })
    sleep(milliseconds: 300)
    #expect(running.server.status().bufferedBytes < 4 << 20)
    for _ in 0..<64 { #expect(try peer.receive()?.body.count == 4 + 1 << 20) }
  }

  @Test func `a peer that reads nothing for too long is disconnected`() throws {
    let running = try RunningServer { $0.slowReaderSeconds = 0.3 }
    let peer = try running.peer()
    let request = frame(
      .request, method: pingMethod, callID: 1, body: encoded { $0.append(1 << 20, field: 2) })
    peer.send((0..<8).flatMap { _ in request })
    waitUntil { running.server.status().connections == 0 }
    #expect(running.server.status().connections == 0)
    #expect(running.server.status().bufferedBytes == 0)
  }

  @Test func `a half-closed peer still gets its answers`() throws {
    let running = try RunningServer(methods: Method.standard + [sleepingMethod()])
    let peer = try running.peer()
    peer.request(sleepMethod, callID: 1, body: [UInt8](repeating: 0, count: 100))
    peer.request(pingMethod, callID: 2)
    peer.closeForWriting()
    #expect(try peer.receive()?.header.callID == 2)
    #expect(try peer.receive()?.header.callID == 1)
    #expect(try peer.receive() == nil)
  }

  @Test func `one connection more than there may be is told so`() throws {
    let running = try RunningServer { $0.connectionsMax = 2 }
    let first = try running.peer()
    let second = try running.peer()
    #expect(try first.call(pingMethod)?.status == .ok)
    #expect(try second.call(pingMethod)?.status == .ok)
    let third = try running.peer()
    #expect(try third.receive()?.goAway?.reason == .tooManyConnections)
    #expect(try third.receive() == nil)
    #expect(try first.call(pingMethod)?.status == .ok)
  }

  @Test func `an idle TCP connection is told and closed, one that speaks stays`() throws {
    let running = try RunningServer(tcp: true) { $0.idleSeconds = 0.3 }
    let peer = try running.peer()
    #expect(try peer.call(pingMethod)?.status == .ok)
    #expect(try peer.receive()?.goAway?.reason == .idle)
    #expect(try peer.receive() == nil)
  }

  @Test func `the rest of a frame must follow in time`() throws {
    let running = try RunningServer { $0.partialFrameSeconds = 0.3 }
    let peer = try running.peer()
    peer.send([1, 0, 0, 0])
    #expect(try peer.receive()?.goAway?.reason == .idle)
  }

  @Test func `a drain answers what was accepted, says goodbye, and leaves no socket file`() throws {
    let running = try RunningServer(methods: Method.standard + [sleepingMethod()])
    let peer = try running.peer()
    let idle = try running.peer()
    #expect(try idle.call(pingMethod)?.status == .ok)
    peer.request(sleepMethod, callID: 1, body: [UInt8](repeating: 0, count: 200))
    sleep(milliseconds: 50)
    let drain = try Thread(name: "drain") { [server = running.server] in server.drain() }
    let goAway = try #require(try peer.receive())
    #expect(goAway.goAway?.reason == .drain)
    #expect(goAway.goAway?.accepted == 1)
    #expect(try peer.receive()?.status == .ok)
    #expect(try peer.receive() == nil)
    #expect(try idle.receive()?.goAway?.reason == .drain)
    drain.join()
    #expect(try FileSystem.kind(of: "\(running.directory)/socket") == nil)
  }

  @Test func `the socket file of a dead server is replaced, that of a live one is not`() throws {
    let running = try RunningServer()
    let path = "\(running.directory)/socket"
    var configuration = Configuration()
    configuration.addresses = [.unix(path: path)]
    #expect(throws: ListenError.inUse(.unix(path: path))) {
      try Server(configuration).start()
    }
    #expect(try running.peer().call(pingMethod)?.status == .ok)

    let stale = "\(running.directory)/stale"
    try leaveStaleSocket(at: stale)
    configuration.addresses = [.unix(path: stale)]
    let second = Server(configuration)
    try second.start()
    #expect(try Peer(.unix(path: stale)).call(pingMethod)?.status == .ok)
    second.drain()
  }

  @Test func `a file that is not a socket is left alone`() throws {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-listen")
    defer { try? FileSystem.removeTree(directory) }
    let path = "\(directory)/file"
    let content: [UInt8] = [1, 2, 3]
    try FileSystem.createFile(at: path, with: content.rawSpan)
    #expect(throws: ListenError.notASocket(path)) { _ = try ListeningSocket(.unix(path: path)) }
    #expect(try FileSystem.read(path) == content)
  }

  /// A socket file whose server is gone: it was renamed before the server, which removes the name
  /// it knows, went away.
  private func leaveStaleSocket(at path: String) throws {
    let socket = try ListeningSocket(.unix(path: "\(path).first"))
    try FileSystem.rename("\(path).first", to: path)
    _ = socket.number
  }

  private func waitUntil(_ condition: () -> Bool) {
    for _ in 0..<100 where !condition() { sleep(milliseconds: 50) }
  }
}
