import Bytes
import Platform
import Wire

// Streams, as their connection's loop sees them. A stream is either parked here, or out for a turn;
// turns are granted so that what they bring, and what is unsent already, stays below the high mark.
// So a slow peer costs at most that, however many streams it has asked for, and input, a cancel
// among it, is read meanwhile.
extension Reactor {
  /// Lets parked streams go on, in turn, as far as the output has room.
  mutating func grantTurns(_ connection: UnsafeMutablePointer<Connection>) {
    while unsafe hasRoomForTurn(connection), unsafe !connection.pointee.parked.isEmpty {
      let job = unsafe connection.pointee.parked.removeFirst()
      job.queueAgain()
      if let refusal = server.enqueue(job) {
        unsafe respond(JobOutcome(job: job, result: .failure(refusal)), connection)
      } else {
        unsafe connection.pointee.turns += 1
      }
    }
  }

  private func hasRoomForTurn(_ connection: UnsafeMutablePointer<Connection>) -> Bool {
    let unsent = unsafe connection.pointee.unsent.count
    let turns = unsafe connection.pointee.turns
    if unsafe connection.pointee.isHoldingStreams, unsent > configuration.outputLowMark {
      return false
    }
    let expected = unsent + (turns + 1) * configuration.streamTurnBytes
    let hasRoom = expected <= configuration.outputHighMark || (turns == 0 && unsent == 0)
    unsafe connection.pointee.isHoldingStreams = !hasRoom && unsent > configuration.outputLowMark
    return hasRoom
  }

  /// A turn came back from its worker.
  mutating func take(_ turn: StreamTurn) {
    let job = turn.job
    guard let connection = unsafe connections[job.connection],
      unsafe connection.pointee.jobs[job.callID] === job
    else { return }
    unsafe connection.pointee.turns -= 1
    if job.isCancelled {
      // Nobody wants the parts that it made meanwhile.
      unsafe respond(JobOutcome(job: job, result: .failure(.cancelled)), connection)
    } else {
      output.append(turn.frames.rawSpan)
      if let end = turn.end {
        unsafe respond(JobOutcome(job: job, result: end), connection)
      } else {
        unsafe connection.pointee.parked.append(job)
      }
    }
    unsafe settle(connection)
  }

  /// Takes a call out of its queue, or a stream that is parked.
  ///
  /// - Returns: false while a worker runs it.
  mutating func takeBack(_ job: Job, _ connection: UnsafeMutablePointer<Connection>) -> Bool {
    if let index = unsafe connection.pointee.parked.firstIndex(where: { $0 === job }) {
      unsafe connection.pointee.parked.remove(at: index)
      return true
    }
    guard job.takeBack() else { return false }
    if methods.methods[job.method].isStreamed { unsafe connection.pointee.turns -= 1 }
    return true
  }
}

extension Connection {
  /// The socket took the first `count` bytes of `unsent`.
  mutating func didSend(_ count: Int) {
    unsentFrameRest =
      count <= unsentFrameRest
      ? unsentFrameRest - count : unsent.span.frameRest(after: count, firstFrameAt: unsentFrameRest)
    unsent.removeFirst(count)
  }
}

extension RawSpan {
  /// How many bytes of the frame that `count` cuts lie behind it. The span holds whole frames from
  /// `firstFrameAt` on. O(frames before `count`).
  func frameRest(after count: Int, firstFrameAt: Int = 0) -> Int {
    var end = firstFrameAt
    while end < count {
      end += FrameHeader.byteCount + Int(loadLittleEndian(at: end, as: UInt32.self))
    }
    return end - count
  }
}
