import Bytes
import Platform
import Wire

/// Receives frames from one connection, on a thread of its own.
struct Reader {
  let link: Link
  let dispatcher: Dispatcher

  /// Larger answers than any server sends by default.
  private static let bodySizeMax: UInt32 = 16 << 20

  /// Why the connection cannot go on.
  private enum Fault: Error, CustomStringConvertible {
    case frame(FrameError)
    case message(FrameKind, MessageError)
    case kind(FrameKind)

    var description: String {
      switch self {
      case .frame(let error): "\(error)"
      case .message(let kind, let error): "a \(kind) cannot be decoded: \(error)"
      case .kind(let kind): "the server sent a \(kind), which is not expected"
      }
    }
  }

  /// Receives until the connection ends.
  ///
  /// - Returns: why it ended.
  func run(_ descriptor: CInt) -> String {
    defer { Stream.shutDown(descriptor) }
    let decoder = MessageDecoder()
    var buffer = ByteBuffer(capacity: 64 << 10)
    var hasAnswered = false
    while true {
      buffer.reserve(16 << 10)
      // Safe: the room is the buffer's, which does not change during the call.
      switch unsafe Stream.receive(from: descriptor, into: buffer.room) {
      case .wouldBlock: continue
      case .end: return "the server at \(dispatcher.address) closed the connection"
      case .broken: return "the connection to \(dispatcher.address) broke"
      case .bytes(let count):
        buffer.didReceive(count)
        do throws(Fault) {
          buffer.removeFirst(try takeFrames(of: buffer, decoder, &hasAnswered))
        } catch {
          return "the connection to \(dispatcher.address) was closed: \(error)"
        }
      }
    }
  }

  /// - Returns: how many bytes the whole frames at the front have.
  private func takeFrames(
    of buffer: borrowing ByteBuffer, _ decoder: MessageDecoder, _ hasAnswered: inout Bool
  ) throws(Fault) -> Int {
    var offset = 0
    while buffer.count - offset >= FrameHeader.byteCount {
      let header: FrameHeader
      do {
        header = try FrameHeader(
          decoding: buffer.span.extracting(droppingFirst: offset), bodySizeMax: Self.bodySizeMax)
      } catch {
        throw .frame(error)
      }
      let end = offset + FrameHeader.byteCount + Int(header.bodySize)
      guard end <= buffer.count else { break }
      // Safe: the body lies inside the buffer, and the view is not kept.
      let body = unsafe ByteView(
        buffer.bytes[(offset + FrameHeader.byteCount)..<end])
      if header.kind == .response, !hasAnswered {
        hasAnswered = true
        dispatcher.didAnswer()
      }
      try take(header, body, decoder)
      offset = end
    }
    return offset
  }

  private func take(
    _ header: FrameHeader, _ body: ByteView, _ decoder: MessageDecoder
  ) throws(Fault) {
    switch header.kind {
    case .response:
      // Of a call that was given up, or that nobody made.
      guard let call = link.take(header.callID) else { return }
      call.finish(outcome(header, body, decoder))
    case .ping: link.pong(header.callID, body.array)
    case .pong: return
    case .goAway:
      let view: GoAwayView
      do { view = try decoder.decode(GoAwayView.self, from: body) } catch {
        throw .message(.goAway, error)
      }
      dispatcher.goAway(link, view.reason, view.text.string, accepted: view.accepted)
    case .part:
      guard let call = link.inFlight(header.callID) else { return }
      guard let parts = call.parts else { throw .kind(.part) }
      try take(header, body, decoder, into: parts)
    case .request, .cancel: throw .kind(header.kind)
    }
  }

  /// Waits while the parts are not taken: then nothing is received, and the server pauses.
  private func take(
    _ header: FrameHeader, _ body: ByteView, _ decoder: MessageDecoder, into parts: PartQueue
  ) throws(Fault) {
    let metadataSize = Int(header.metadataSize)
    let generation: String?
    do {
      generation =
        metadataSize == 0
        ? nil
        : try decoder.decode(MetadataView.self, from: body.prefix(metadataSize)).generation.string
    } catch {
      throw .message(.part, error)
    }
    parts.append(body.dropFirst(metadataSize).array, generation: generation)
  }

  private func outcome(
    _ header: FrameHeader, _ body: ByteView, _ decoder: MessageDecoder
  ) -> PendingCall.Outcome {
    let metadataSize = Int(header.metadataSize)
    let message = body.dropFirst(metadataSize)
    do throws(MessageError) {
      let metadata = try decoder.decode(MetadataView.self, from: body.prefix(metadataSize))
      let generation = metadata.generation.string
      guard header.status != 0 else {
        return .success(RawResponse(body: message.array, generation: generation))
      }
      let status = try decoder.decode(StatusView.self, from: message)
      return .failure(
        ModisteError(
          ModisteError.Code(rawValue: header.status) ?? .unknown, status.text.string,
          isRetryable: status.isRetryable,
          retryAfter: header.micros > 0 ? .microseconds(Int(header.micros)) : nil,
          generation: generation, isLocal: false))
    } catch {
      return .failure(ModisteError(.internal, "the response cannot be decoded: \(error)"))
    }
  }
}

extension ByteView {
  /// - Precondition: the bytes stay valid for as long as the view is used.
  @unsafe fileprivate init(_ bytes: Slice<UnsafeRawBufferPointer>) {
    let rebased = unsafe UnsafeRawBufferPointer(rebasing: bytes)
    guard let start = rebased.baseAddress, rebased.count > 0 else {
      self.init()
      return
    }
    unsafe self.init(start: start.assumingMemoryBound(to: UInt8.self), count: rebased.count)
  }
}
