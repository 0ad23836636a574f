import Bytes
import Platform
package import Wire

/// What is left of a streamed answer: a cursor that gives one part after the other.
///
/// A stream never holds a worker. A worker asks it for as many parts as make a turn, hands them to
/// the connection's loop, and does something else; when the peer has read enough, whichever worker
/// is free asks for more. So one thread at a time uses it, and not always the same: it may keep
/// what belongs to the stream, and nothing that belongs to a thread. Nor the generation, which it is
/// lent like every call, the same at every turn: a generation that is let go of has no other owner.
package protocol PartSource: AnyObject, Sendable {
  /// Begins a turn on the thread whose context is given.
  func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError)

  /// Writes the next part's message behind what `output` holds.
  ///
  /// - Returns: false when there is none left; then nothing was written.
  /// - Throws: what the stream ends with; what was written of this part is dropped.
  func writePart(
    _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
  ) throws(RPCError) -> Bool
}

/// What a stream keeps between two turns.
struct StreamState {
  /// `nil` before the first turn, and after the last.
  var source: (any PartSource)?
  var hasBegun = false
  /// Whether a part was written: the first names the generation.
  var hasParts = false
}

/// How much of a stream is made at once. A turn has at least one part.
struct TurnLimit {
  let byteCount: Int
  let micros: UInt64

  init(_ configuration: Configuration) {
    byteCount = configuration.streamTurnBytes
    micros = configuration.streamTurnMicros
  }
}

/// What one turn came to.
struct StreamTurn: Sendable {
  let job: Job
  /// Whole part frames.
  let frames: [UInt8]
  /// How the stream ended; `nil`: there is more.
  let end: Result<[UInt8], RPCError>?
}

extension Method {
  /// Makes parts of a stream on this thread, until a limit or its end.
  func turn(
    _ beginParts: BeginParts, _ job: Job, until limit: TurnLimit, context: CallContext,
    output: inout ByteBuffer
  ) -> StreamTurn {
    output.truncate(to: 0)
    context.role = job.role
    var state = job.takeStream()
    var end: Result<[UInt8], RPCError>?
    do throws(RPCError) {
      let hasMore = try write(beginParts, job, &state, until: limit, context, &output)
      if !hasMore { end = .success([]) }
    } catch {
      end = .failure(error)
    }
    if end == nil {
      state.hasBegun = true
      job.putBack(state)
    }
    var frames: [UInt8] = []
    frames.reserveCapacity(output.count)
    frames.append(output.span)
    return StreamTurn(job: job, frames: frames, end: end)
  }

  /// - Returns: whether there may be more.
  private func write(
    _ beginParts: BeginParts, _ job: Job, _ state: inout StreamState, until limit: TurnLimit,
    _ context: CallContext, _ output: inout ByteBuffer
  ) throws(RPCError) -> Bool {
    let began = MonotonicTime.now
    try checkWanted(job, at: began, hasBegun: state.hasBegun)
    let source: any PartSource
    if let begun = state.source {
      source = begun
    } else {
      source = try begin(beginParts, job, context)
      state.source = source
    }
    try source.beginTurn(job.generation, context)
    while true {
      let frame = output.count
      // Only a part that was written whole is sent.
      do throws(RPCError) {
        beginPart(job, isFirst: !state.hasParts, &output)
        guard try source.writePart(job.generation, context, &output) else {
          output.truncate(to: frame)
          return false
        }
      } catch {
        output.truncate(to: frame)
        throw error
      }
      output.endFrame(at: frame)
      state.hasParts = true
      let now = MonotonicTime.now
      try checkWanted(job, at: now, hasBegun: true)
      if output.count >= limit.byteCount || now.microseconds(since: began) >= limit.micros {
        return true
      }
    }
  }

  private func checkWanted(
    _ job: Job, at now: MonotonicTime, hasBegun: Bool
  ) throws(RPCError) {
    if job.isCancelled { throw .cancelled }
    guard now < job.deadline else {
      throw hasBegun ? .budgetUsedUpInStream : .budgetUsedUpInQueue
    }
  }

  private func begin(
    _ beginParts: BeginParts, _ job: Job, _ context: CallContext
  ) throws(RPCError) -> any PartSource {
    // Safe: the array outlives the closure, and no view of it is kept.
    let result = unsafe job.body.withUnsafeBufferPointer {
      bytes -> Result<any PartSource, RPCError> in
      var body = ByteView()
      if let start = bytes.baseAddress { body = unsafe ByteView(start: start, count: bytes.count) }
      do throws(RPCError) {
        return .success(try beginParts(body, job.generation, context))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func beginPart(_ job: Job, isFirst: Bool, _ output: inout ByteBuffer) {
    guard isFirst, let metadata = job.generation?.metadata.view else {
      output.append(FrameHeader(kind: .part, method: number, callID: job.callID))
      return
    }
    output.append(
      FrameHeader(
        kind: .part, method: number, callID: job.callID,
        metadataSize: UInt16(truncatingIfNeeded: metadata.count)))
    output.append(metadata.bytes)
  }
}
