import Bytes
import Platform
import Serving
import TestSupport
import Testing
import Wire

/// A streamed answer is its parts in order and one response, and costs the server no more than the
/// connection's marks, whatever its peer does meanwhile.
@Suite struct StreamTests {
  private let stream = CountingStream()

  private func run(
    tcp: Bool = false, configure: (inout Configuration) -> Void = { _ in }
  ) throws -> RunningServer {
    try RunningServer(
      methods: Method.standard + [stream.method, sleepingMethod()], tcp: tcp, configure: configure)
  }

  private func begin(
    _ peer: Peer, _ request: CountRequest, callID: UInt32 = 1, micros: UInt32 = 60_000_000
  ) {
    peer.request(countMethod, callID: callID, micros: micros, body: request.body)
  }

  /// The numbers of the parts up to the response, which is checked to be the stream's own.
  private func receiveAll(
    _ peer: Peer, callID: UInt32 = 1
  ) throws -> (parts: [Int], end: Peer.Frame) {
    var parts: [Int] = []
    while true {
      let frame = try #require(try peer.receive())
      #expect(frame.header.callID == callID)
      #expect(frame.header.method == countMethod)
      guard frame.header.kind == .part else {
        #expect(frame.header.kind == .response)
        return (parts, frame)
      }
      parts.append(frame.number)
    }
  }

  @Test(arguments: [0, 1, 2, 1000, 5000])
  func `parts come in order, then one response with an empty body`(count: Int) throws {
    let running = try run()
    let peer = try running.peer()
    begin(peer, CountRequest(parts: count))
    let (parts, end) = try receiveAll(peer)
    #expect(parts == Array(0..<count))
    #expect(end.status == .ok)
    #expect(end.body.isEmpty)
    #expect(running.server.status().callsInFlight == 0)
  }

  @Test func `parts larger than a turn come one by one`() throws {
    let running = try run { $0.outputHighMark = 4096 }
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 20, byteCount: 100_000))
    #expect(try receiveAll(peer).parts == Array(0..<20))
  }

  @Test func `a failure in the middle comes behind the parts before it`() throws {
    let running = try run()
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 5000, failsAt: 3001))
    let (parts, end) = try receiveAll(peer)
    #expect(parts == Array(0..<3000))
    #expect(end.status == .internal)
    #expect(end.message == "part 3001 failed")
  }

  @Test func `a request that is refused has no parts`() throws {
    let running = try run()
    let peer = try running.peer()
    let answer = try #require(try peer.call(countMethod, body: [1]))
    #expect(answer.header.kind == .response)
    #expect(answer.status == .invalidArgument)
  }

  @Test func `two streams and short calls share a connection`() throws {
    let running = try run()
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 400, byteCount: 4096), callID: 1)
    begin(peer, CountRequest(parts: 400, byteCount: 4096), callID: 2)
    for callID in 3..<23 as Range<UInt32> { peer.request(pingMethod, callID: callID) }
    peer.request(sleepMethod, callID: 23)

    var parts: [UInt32: [Int]] = [:]
    var ended: [UInt32] = []
    while ended.count < 23 {
      let frame = try #require(try peer.receive())
      if frame.header.kind == .part {
        parts[frame.header.callID, default: []].append(frame.number)
      } else {
        #expect(frame.status == .ok)
        ended.append(frame.header.callID)
      }
    }
    #expect(parts == [1: Array(0..<400), 2: Array(0..<400)])
    // Neither the short calls nor the one that waits for the pool's only worker came last.
    #expect(Set(ended.suffix(2)) == [1, 2])
  }

  @Test(arguments: [false, true])
  func `a stream pauses while its peer does not read, and the rest follows`(tcp: Bool) throws {
    let running = try run(tcp: tcp)
    let peer = try running.peer()
    // 100 MiB, of which sockets and marks hold little.
    begin(peer, CountRequest(parts: 100_000, byteCount: 1024))
    waitUntilStill()
    let made = stream.made
    #expect(made > 100)
    #expect(made < 20_000)
    #expect(running.server.status().bufferedBytes < 1 << 20)
    // Input is read meanwhile.
    peer.request(pingMethod, callID: 2)
    var parts: [Int] = []
    var ended: [UInt32] = []
    while ended.count < 2 {
      let frame = try #require(try peer.receive())
      if frame.header.kind == .part {
        parts.append(frame.number)
      } else {
        ended.append(frame.header.callID)
      }
    }
    #expect(ended == [2, 1])
    #expect(parts == Array(0..<100_000))
  }

  @Test func `many streams of a peer that does not read hold no more than one`() throws {
    let running = try run()
    let peer = try running.peer()
    for callID in 1...500 as ClosedRange<UInt32> {
      begin(peer, CountRequest(parts: 1000, byteCount: 1024), callID: callID)
    }
    waitUntilStill()
    #expect(running.server.status().callsInFlight == 500)
    #expect(running.server.status().bufferedBytes < 1 << 20)
    #expect(stream.made < 2000)
    var ended = 0
    while ended < 500 {
      let frame = try #require(try peer.receive())
      if frame.header.kind == .response {
        #expect(frame.status == .ok)
        ended += 1
      }
    }
    #expect(stream.made == 500_000)
  }

  @Test(arguments: [false, true])
  func `a cancelled stream ends as cancelled, and no part follows`(isPaused: Bool) throws {
    let running = try run()
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 1_000_000, byteCount: 1024))
    for _ in 0..<10 { #expect(try peer.receive()?.header.kind == .part) }
    if isPaused { waitUntilStill() }
    peer.send(frame(.cancel, callID: 1))
    let (parts, end) = try receiveAll(peer)
    #expect(parts == Array(10..<10 + parts.count))
    #expect(end.status == .cancelled)
    #expect(try peer.call(pingMethod, callID: 1)?.status == .ok)
    #expect(running.server.status().callsInFlight == 0)
    #expect(stream.made < 20_000)
  }

  @Test func `a stream that is slow ends at its deadline`() throws {
    let running = try run()
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 1000, milliseconds: 5), micros: 200_000)
    let (parts, end) = try receiveAll(peer)
    #expect((1..<200).contains(parts.count))
    #expect(end.status == .deadlineExceeded)
    #expect(end.message == "the call's budget was used up before its last part")
  }

  @Test func `a stream that is not read ends at its deadline`() throws {
    let running = try run()
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 100_000, byteCount: 1024), micros: 300_000)
    waitUntil { running.server.status().callsInFlight == 1 }
    waitUntil { running.server.status().callsInFlight == 0 }
    let (parts, end) = try receiveAll(peer)
    #expect(parts == Array(0..<parts.count))
    #expect(end.status == .deadlineExceeded)
    #expect(end.message == "the call's budget was used up before its last part")
  }

  @Test(arguments: [false, true])
  func `a stream ends when its peer is gone`(isPaused: Bool) throws {
    let running = try run()
    do {
      let peer = try running.peer()
      begin(peer, CountRequest(parts: 1_000_000, byteCount: 1024))
      #expect(try peer.receive()?.header.kind == .part)
      if isPaused { waitUntilStill() }
    }
    waitUntil { running.server.status().callsInFlight == 0 }
    #expect(running.server.status().callsInFlight == 0)
    #expect(running.server.status().bufferedBytes == 0)
    waitUntilStill()
    #expect(stream.made < 1_000_000)
    #expect(try running.peer().call(sleepMethod)?.status == .ok)
  }

  @Test func `a half-closed peer still gets its stream`() throws {
    let running = try run()
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 5000, byteCount: 1024))
    peer.closeForWriting()
    let (parts, end) = try receiveAll(peer)
    #expect(parts == Array(0..<5000))
    #expect(end.status == .ok)
    #expect(try peer.receive() == nil)
  }

  @Test func `a drain finishes its streams`() throws {
    let running = try run()
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 5000, byteCount: 1024))
    for number in 0..<10 { #expect(try peer.receive()?.number == number) }
    let drain = try Thread(name: "drain") { [server = running.server] in server.drain() }
    var parts: [Int] = []
    var end: Peer.Frame?
    var goAways = 0
    while let frame = try peer.receive() {
      switch frame.header.kind {
      case .part: parts.append(frame.number)
      case .goAway:
        goAways += 1
        #expect(frame.goAway?.reason == .drain)
        #expect(frame.goAway?.accepted == 1)
      default: end = frame
      }
    }
    drain.join()
    #expect(parts == Array(10..<5000))
    #expect(end?.status == .ok)
    #expect(goAways == 1)
  }

  @Test func `streams count against the calls in flight`() throws {
    let running = try run { $0.limits.callsInFlightMax = 2 }
    let peer = try running.peer()
    for callID in 1...3 as ClosedRange<UInt32> {
      begin(peer, CountRequest(parts: 3, milliseconds: 30), callID: callID)
    }
    let refused = try #require(try peer.receive())
    #expect(refused.header.callID == 3)
    #expect(refused.status == .resourceExhausted)
  }

  @Test func `a full queue refuses a stream before its first part`() throws {
    let running = try run { $0.poolQueueMax = 1 }
    let busy = try running.peer()
    for callID in 1...2 as ClosedRange<UInt32> {
      busy.request(sleepMethod, callID: callID, body: [UInt8](repeating: 0, count: 300))
      sleep(milliseconds: 30)
    }
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 3))
    let (parts, end) = try receiveAll(peer)
    #expect(parts.isEmpty)
    #expect(end.status == .resourceExhausted)
    #expect(end.header.micros > 0)
  }

  @Test func `an interactive stream goes before one of a batch`() throws {
    let running = try run()
    let peer = try running.peer()
    let batch = encoded { $0.appendMetadata(client: "", priority: 2) }
    let request = CountRequest(parts: 200, milliseconds: 1)
    peer.send(
      frame(
        .request, method: countMethod, callID: 1, micros: 60_000_000, metadata: batch,
        body: request.body))
    begin(peer, request, callID: 2)
    var ended: [UInt32] = []
    while ended.count < 2 {
      let frame = try #require(try peer.receive())
      if frame.header.kind == .response { ended.append(frame.header.callID) }
    }
    #expect(ended == [2, 1])
  }

  @Test func `batches that wait are no reason to refuse an interactive call`() throws {
    let running = try run()
    let batch = encoded { $0.appendMetadata(client: "", priority: 2) }
    // Four turns of each connection wait: 24 of 5 ms, which the call could not wait for.
    let peers = try (0..<6).map { _ in try running.peer() }
    for peer in peers {
      for callID in 1...4 as ClosedRange<UInt32> {
        peer.send(
          frame(
            .request, method: countMethod, callID: callID, micros: 60_000_000, metadata: batch,
            body: CountRequest(parts: 1000, milliseconds: 5).body))
      }
    }
    waitUntil { stream.made > 50 }
    let answer = try #require(try running.peer().call(sleepMethod, micros: 80_000))
    #expect(answer.status == .ok)
  }

  @Test func `a peer that reads too slowly is told so, and its stream is dropped`() throws {
    let running = try run { $0.slowReaderSeconds = 0.3 }
    let peer = try running.peer()
    begin(peer, CountRequest(parts: 100_000, byteCount: 1024))
    waitUntil { running.server.status().callsInFlight == 1 }
    waitUntil { running.server.status().callsInFlight == 0 }
    var count = 0
    var last: Peer.Frame?
    while let frame = try peer.receive() {
      if frame.header.kind == .part { #expect(frame.number == count) }
      count += 1
      last = frame
    }
    // Whole parts, then the goAway, if it fitted: the peer began to read in time.
    #expect(last?.goAway?.reason == .slowReader)
    #expect(last?.goAway?.accepted == 1)
    #expect(last?.message == "nothing was read for 0.3 s")
    waitUntil { running.server.status().connections == 0 }
    #expect(running.server.status().bufferedBytes == 0)
  }

  private func waitUntil(_ condition: () -> Bool) {
    for _ in 0..<500 where !condition() { sleep(milliseconds: 10) }
  }

  /// Until no part was made for a while.
  private func waitUntilStill() {
    var made = -1
    while made != stream.made {
      made = stream.made
      sleep(milliseconds: 100)
    }
  }
}

extension Peer.Frame {
  /// Of a counting stream's part.
  fileprivate var number: Int {
    body.count < 4 ? -1 : Int(body.rawSpan.loadLittleEndian(at: 0, as: UInt32.self))
  }
}
