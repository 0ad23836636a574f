import Bytes
import Platform
import Wire

// From bytes to answers: what each frame asks of this side. The state rules are those of
// proto/PROTOCOL.md.
extension Reactor {
  /// Answers the whole frames at the front of `bytes` into `output`.
  ///
  /// - Returns: how many bytes were consumed; the rest is the beginning of a frame, or waits for
  ///   the peer to read.
  mutating func answerFrames(of bytes: RawSpan, for connection: UnsafeMutablePointer<Connection>)
    -> Int
  {
    var offset = 0
    while unsafe connection.pointee.state == .open,
      bytes.byteCount - offset >= FrameHeader.byteCount
    {
      if output.count > configuration.outputHighMark {
        unsafe connection.pointee.isThrottled = true
        break
      }
      let rest = bytes.extracting(offset..<bytes.byteCount)
      let header: FrameHeader
      do throws(FrameError) {
        header = try FrameHeader(decoding: rest, bodySizeMax: limits.bodySizeMax)
      } catch {
        unsafe refuseFrame(error, connection)
        return bytes.byteCount
      }
      let size = FrameHeader.byteCount + Int(header.bodySize)
      guard rest.byteCount >= size else { break }
      // Safe: the bytes stay where they are until this frame has been answered.
      let body = unsafe ByteView(rest.extracting(FrameHeader.byteCount..<size))
      unsafe handle(header, body, connection)
      offset += size
    }
    return unsafe connection.pointee.state == .open ? offset : bytes.byteCount
  }

  private mutating func handle(
    _ header: FrameHeader, _ body: ByteView, _ connection: UnsafeMutablePointer<Connection>
  ) {
    switch header.kind {
    case .request:
      unsafe handleRequest(header, body, connection)
    case .cancel:
      unsafe cancel(header.callID, connection)
    case .ping where body.count <= 64:
      let frame = output.count
      output.append(FrameHeader(kind: .pong, callID: header.callID))
      output.append(body.bytes)
      output.endFrame(at: frame)
    case .ping:
      unsafe breakOff(connection, "ping body is \(body.count) bytes; at most 64 are echoed")
    case .pong:
      counters.increment(counterBase + CounterIndex.ignoredFrames)
    case .goAway:
      // The client is leaving: it sends nothing more and waits for what is in flight.
      unsafe connection.pointee.state = .halfClosed
    case .response, .part:
      unsafe breakOff(connection, "a client sent a \(header.kind) frame; only servers do")
    }
  }

  // MARK: Requests

  private mutating func handleRequest(
    _ header: FrameHeader, _ frameBody: ByteView, _ connection: UnsafeMutablePointer<Connection>
  ) {
    if unsafe !connection.pointee.jobs.isEmpty,
      unsafe connection.pointee.jobs[header.callID] != nil
    {
      unsafe leave(
        connection, .callIDInUse, "callID \(header.callID) is used by a call in flight")
      return
    }
    unsafe connection.pointee.accepted &+= 1
    guard let index = methods.index(of: header.method) else {
      counters.increment(counterBase + CounterIndex.unknownMethods)
      refuse(header, .unknownMethod(header.method))
      return
    }
    var body = frameBody
    var priority = 0
    if header.metadataSize > 0 {
      do throws(RPCError) {
        (body, priority) = try splitMetadata(header, frameBody)
      } catch {
        finish(header, index, error)
        return
      }
    }
    let origin = unsafe connection.pointee.origin
    guard methods.methods[index].callers.contains(origin.role) else {
      finish(
        header, index,
        RPCError(
          .permissionDenied,
          "\(methods.methods[index].name) is not answered on addresses of role "
            + origin.role.rawValue))
      return
    }
    if methods.methods[index].isLocal, !origin.isLocal {
      finish(
        header, index,
        RPCError(
          .permissionDenied,
          "\(methods.methods[index].name) is answered on Unix sockets only"))
      return
    }
    switch methods.methods[index].placement {
    case .loop: answerHere(header, index, body, origin.role)
    case .pool, .loader: unsafe admit(header, index, body, priority, connection)
    }
  }

  /// The hot path: runs the method on this thread, into this connection's output.
  private mutating func answerHere(
    _ header: FrameHeader, _ index: Int, _ body: ByteView, _ role: CallerRole
  ) {
    context.role = role
    let frame = output.count
    let budget = UInt64(header.micros) * 1000
    let start = beginResponse(header)
    do throws(RPCError) {
      if let generation = unsafe generation {
        // Safe: the loop holds a reference until `flip`, which this thread calls.
        let error = unsafe generation._withUnsafeGuaranteedRef { generation -> RPCError? in
          do throws(RPCError) {
            try methods.methods[index].answer(body, generation, context, &output)
            return nil
          } catch {
            return error
          }
        }
        if let error { throw error }
      } else {
        try methods.methods[index].answer(body, nil, context, &output)
      }
      // A budget of 0 is the default, which no call on a loop outlasts.
      if budget > 0, MonotonicTime.now.nanoseconds - now.nanoseconds >= budget {
        throw RPCError.budgetUsedUp
      }
      output.endFrame(at: frame)
      counters.increment(2 * index)
    } catch {
      output.truncate(to: start)
      endResponse(frame, error)
      counters.increment(2 * index + 1)
    }
  }

  /// Writes a response's header and metadata.
  ///
  /// - Returns: where its message begins.
  private mutating func beginResponse(_ header: FrameHeader) -> Int {
    // Safe: see `answerHere`.
    let metadata =
      unsafe generation?._withUnsafeGuaranteedRef { $0.metadata.view } ?? noGeneration.view
    output.append(
      FrameHeader(
        kind: .response, method: header.method, callID: header.callID,
        metadataSize: UInt16(truncatingIfNeeded: metadata.count)))
    output.append(metadata.bytes)
    return output.count
  }

  /// Turns the response at `frame`, of which header and metadata are written, into an error.
  private mutating func endResponse(_ frame: Int, _ error: RPCError) {
    output.appendStatus(error)
    output.overwrite(at: frame + 12, with: error.retryMicros)
    output.overwrite(at: frame + 18, with: error.code.rawValue)
    output.endFrame(at: frame)
  }

  private mutating func refuse(_ header: FrameHeader, _ error: RPCError) {
    let frame = output.count
    _ = beginResponse(header)
    endResponse(frame, error)
  }

  private mutating func finish(_ header: FrameHeader, _ index: Int, _ error: RPCError) {
    refuse(header, error)
    counters.increment(2 * index + 1)
  }

  private mutating func splitMetadata(
    _ header: FrameHeader, _ body: ByteView
  ) throws(RPCError) -> (body: ByteView, priority: Int) {
    let size = Int(header.metadataSize)
    guard size <= Int(limits.metadataSizeMax) else {
      throw RPCError(
        .invalidArgument, "metadata is \(size) bytes; at most \(limits.metadataSizeMax) are taken")
    }
    let metadata = try context.decode(MetadataView.self, from: body.prefix(size))
    try metadata.checkLimits()
    return (body.dropFirst(size), metadata.priority)
  }

  // MARK: Calls that run elsewhere

  private mutating func admit(
    _ header: FrameHeader, _ index: Int, _ body: ByteView, _ priority: Int,
    _ connection: UnsafeMutablePointer<Connection>
  ) {
    let inFlight = unsafe connection.pointee.jobs.count
    guard inFlight < Int(limits.callsInFlightMax) else {
      finish(
        header, index,
        RPCError(
          .resourceExhausted, "\(inFlight) calls of this connection are in flight, as many as may",
          retryMicros: 1000))
      return
    }
    let micros =
      header.micros == 0
      ? limits.budgetDefaultMicros : min(header.micros, limits.budgetMaxMicros)
    let admitted = MonotonicTime.now
    let deadline = now.advanced(byMicroseconds: UInt64(micros))
    guard admitted < deadline else {
      finish(header, index, .budgetUsedUp)
      return
    }
    var copy: [UInt8] = []
    copy.append(body.bytes)
    let job = Job(
      method: index, callID: header.callID, connection: unsafe connection.pointee.serial,
      body: copy, admittedAt: admitted, deadline: deadline, priority: priority,
      role: unsafe connection.pointee.origin.role,
      generation: unsafe generation?._withUnsafeGuaranteedRef { $0 }, loop: loop)
    if let refusal = server.claimJob() {
      finish(header, index, refusal)
      return
    }
    if methods.methods[index].isStreamed {
      // Its first turn, like every other, begins when the connection has room for it.
      unsafe connection.pointee.parked.append(job)
    } else if let refusal = server.enqueue(job) {
      server.jobDidEnd()
      finish(header, index, refusal)
      return
    }
    unsafe connection.pointee.jobs[header.callID] = job
  }

  /// A job's outcome came back from its thread.
  mutating func finish(_ outcome: JobOutcome) {
    let job = outcome.job
    guard let connection = unsafe connections[job.connection],
      unsafe connection.pointee.jobs[job.callID] === job
    else { return }
    unsafe respond(outcome, connection)
    unsafe settle(connection)
  }

  mutating func respond(
    _ outcome: JobOutcome, _ connection: UnsafeMutablePointer<Connection>
  ) {
    let job = outcome.job
    unsafe connection.pointee.jobs[job.callID] = nil
    server.jobDidEnd()
    let frame = output.count
    let metadata = job.generation?.metadata.view ?? noGeneration.view
    output.append(
      FrameHeader(
        kind: .response, method: methods.methods[job.method].number, callID: job.callID,
        metadataSize: UInt16(truncatingIfNeeded: metadata.count)))
    output.append(metadata.bytes)
    let result = job.isCancelled ? .failure(.cancelled) : outcome.result
    switch result {
    case .success(let message):
      output.append(message.rawSpan)
      output.endFrame(at: frame)
      counters.increment(2 * job.method)
    case .failure(let error):
      endResponse(frame, error)
      counters.increment(2 * job.method + 1)
    }
  }

  private mutating func cancel(_ callID: UInt32, _ connection: UnsafeMutablePointer<Connection>) {
    guard let job = unsafe connection.pointee.jobs[callID] else {
      counters.increment(counterBase + CounterIndex.ignoredFrames)
      return
    }
    job.cancel()
    // A running call is answered when it has stopped; until then it counts against every limit.
    if unsafe takeBack(job, connection) {
      unsafe respond(JobOutcome(job: job, result: .failure(.cancelled)), connection)
    }
  }

  /// Answers queued calls whose budget is used up, without waiting for a worker to find out.
  mutating func expireJobs(_ connection: UnsafeMutablePointer<Connection>) {
    guard unsafe !connection.pointee.jobs.isEmpty else { return }
    for job in unsafe Array(connection.pointee.jobs.values)
    where job.deadline < now {
      guard unsafe takeBack(job, connection) else { continue }
      let error: RPCError =
        job.hasBegun ? .budgetUsedUpInStream : .budgetUsedUpInQueue
      unsafe respond(JobOutcome(job: job, result: .failure(error)), connection)
    }
    if output.count > 0 { unsafe settle(connection) }
  }

  // MARK: Frames that break the protocol

  private mutating func refuseFrame(
    _ error: FrameError, _ connection: UnsafeMutablePointer<Connection>
  ) {
    if case .version = error {
      counters.increment(counterBase + CounterIndex.brokenFrames)
      unsafe leave(connection, .version, "\(error)")
    } else {
      unsafe breakOff(connection, "\(error)")
    }
  }

  private mutating func breakOff(_ connection: UnsafeMutablePointer<Connection>, _ message: String)
  {
    counters.increment(counterBase + CounterIndex.brokenFrames)
    unsafe leave(connection, .brokenFrame, message)
  }
}

extension MetadataView {
  /// What common.proto says of each field.
  fileprivate func checkLimits() throws(RPCError) {
    func check(_ count: Int, _ limit: Int, _ what: String) throws(RPCError) {
      guard count <= limit else {
        throw RPCError(
          .invalidArgument, "metadata has \(count) \(what); at most \(limit) are taken")
      }
    }
    try check(traceparent.count, 55, "bytes of traceparent")
    try check(tracestate.count, 512, "bytes of tracestate")
    try check(client.count, 64, "bytes of client")
    try check(pairCount, 16, "pairs")
  }
}

extension RPCError {
  static func unknownMethod(_ number: UInt16) -> RPCError {
    let digits = String(number, radix: 16)
    let padded = String(repeating: "0", count: 4 - digits.count) + digits
    return RPCError(
      .unimplemented, "method 0x\(padded) is unknown; Admin.ListMethods names those there are")
  }
}
