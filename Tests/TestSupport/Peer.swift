import Bytes
package import Platform
package import Wire

/// A client without manners, for tests: it sends any bytes and reads frames one by one.
package final class Peer {
  private let socket: FileDescriptor
  private var pending: [UInt8] = []

  package struct Frame: Equatable, Sendable {
    package var header: FrameHeader
    package var metadata: [UInt8]
    package var body: [UInt8]
  }

  package enum Failure: Error {
    /// Nothing came for as long as a test waits.
    case silence
    case brokenFrame(FrameError)
  }

  package init(_ address: Address, timeoutMilliseconds: Int = 10_000) throws {
    socket = try connect(to: address)
    Stream.setReceiveTimeout(socket.number, milliseconds: timeoutMilliseconds)
  }

  /// Sends all of `bytes`, as far as the other side takes them.
  package func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      // Safe: the bytes are used only inside the call that lends them.
      let sent = unsafe rest.withUnsafeBytes { unsafe Stream.send($0, to: socket.number) }
      guard case .bytes(let count) = sent else { return }
      rest = rest.dropFirst(count)
    }
  }

  package func closeForWriting() { Stream.closeForWriting(socket.number) }

  /// The next frame; `nil` when the server has closed the connection.
  package func receive() throws -> Frame? {
    while true {
      if let frame = try takeFrame() { return frame }
      var chunk = [UInt8](repeating: 0, count: 64 << 10)
      // Safe: the buffer is used only inside the call that lends it.
      let transfer = unsafe chunk.withUnsafeMutableBytes {
        unsafe Stream.receive(from: socket.number, into: $0)
      }
      switch transfer {
      case .bytes(let count): pending += chunk[..<count]
      case .end, .broken: return nil
      case .wouldBlock: throw Failure.silence
      }
    }
  }

  private func takeFrame() throws -> Frame? {
    guard pending.count >= FrameHeader.byteCount else { return nil }
    let header: FrameHeader
    do {
      header = try FrameHeader(decoding: pending.rawSpan, bodySizeMax: 64 << 20)
    } catch {
      throw Failure.brokenFrame(error)
    }
    let size = FrameHeader.byteCount + Int(header.bodySize)
    guard pending.count >= size else { return nil }
    let body = Array(pending[FrameHeader.byteCount..<size])
    pending.removeFirst(size)
    let split = Int(header.metadataSize)
    return Frame(header: header, metadata: Array(body[..<split]), body: Array(body[split...]))
  }
}

extension Peer {
  package func request(
    _ method: UInt16, callID: UInt32 = 1, micros: UInt32 = 0, body: [UInt8] = []
  ) {
    send(frame(.request, method: method, callID: callID, micros: micros, body: body))
  }

  /// Sends a request and waits for its response.
  package func call(
    _ method: UInt16, callID: UInt32 = 1, micros: UInt32 = 0, body: [UInt8] = []
  ) throws -> Frame? {
    request(method, callID: callID, micros: micros, body: body)
    return try receive()
  }
}

extension Peer.Frame {
  package var status: StatusCode? { StatusCode(rawValue: header.status) }

  /// The message of a Status, or of a goAway.
  package var message: String {
    let decoder = MessageDecoder()
    // Safe: the body outlives the view.
    return unsafe body.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return "" }
      let view = unsafe ByteView(start: start, count: bytes.count)
      if header.kind == .goAway {
        return (try? decoder.decode(GoAwayView.self, from: view))?.text.string ?? ""
      }
      return (try? decoder.decode(StatusView.self, from: view))?.text.string ?? ""
    }
  }

  package var goAway: (reason: GoAwayReason?, accepted: UInt64)? {
    guard header.kind == .goAway else { return nil }
    let decoder = MessageDecoder()
    return unsafe body.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress,
        let view = unsafe try? decoder.decode(
          GoAwayView.self, from: ByteView(start: start, count: bytes.count))
      else { return nil }
      return (view.reason, view.accepted)
    }
  }
}

/// A whole frame, as it travels.
package func frame(
  _ kind: FrameKind, method: UInt16 = 0, callID: UInt32 = 0, micros: UInt32 = 0,
  metadata: [UInt8] = [], body: [UInt8] = []
) -> [UInt8] {
  var buffer = ByteBuffer()
  buffer.append(
    FrameHeader(
      bodySize: UInt32(metadata.count + body.count), kind: kind, method: method, callID: callID,
      micros: micros, metadataSize: UInt16(metadata.count)))
  buffer.append(metadata.rawSpan)
  buffer.append(body.rawSpan)
  var bytes: [UInt8] = []
  bytes.append(buffer.span)
  return bytes
}

/// What `write` appends.
package func encoded(_ write: (inout ByteBuffer) -> Void) -> [UInt8] {
  var buffer = ByteBuffer()
  write(&buffer)
  var bytes: [UInt8] = []
  bytes.append(buffer.span)
  return bytes
}
