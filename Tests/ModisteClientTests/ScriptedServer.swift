import Bytes
import Foundation
import Platform
import Synchronization
import Wire

/// A server that does what a test says: the script is given each connection, on a thread of its
/// own, with its number from 0.
final class ScriptedServer: Sendable {
  let address: String
  private let isStopped = Atomic(false)
  private static let count = Atomic(0)

  init(_ script: @escaping @Sendable (Peer, Int) -> Void) throws {
    let number = Self.count.add(1, ordering: .relaxed).newValue
    let path = NSTemporaryDirectory() + "modiste-\(processID())-\(number).sock"
    address = "unix:\(path)"
    let socket = try ListeningSocket(Address(parsing: address))
    let box = Box(socket)
    Foundation.Thread.detachNewThread { [self] in
      var connections = 0
      while !isStopped.load(ordering: .relaxed) {
        guard case .connection(let descriptor) = box.socket.accept() else {
          sleep(milliseconds: 1)
          continue
        }
        let index = connections
        connections += 1
        Foundation.Thread.detachNewThread { script(Peer(descriptor), index) }
      }
    }
  }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  private final class Box: Sendable {
    let socket: ListeningSocket
    init(_ socket: consuming ListeningSocket) { self.socket = socket }
  }
}

/// A client, as a scripted server sees it. Used by one thread.
final class Peer {
  struct Frame {
    let header: FrameHeader
    let body: [UInt8]
    var message: [UInt8] { Array(body[Int(header.metadataSize)...]) }
  }

  private let descriptor: FileDescriptor
  private var received: [UInt8] = []

  init(_ number: CInt) { descriptor = FileDescriptor(owning: number) }

  /// The next frame; `nil` when the client closed.
  func receive() -> Frame? {
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      if received.count >= FrameHeader.byteCount,
        let header = try? FrameHeader(decoding: received.rawSpan, bodySizeMax: 1 << 24)
      {
        let end = FrameHeader.byteCount + Int(header.bodySize)
        if received.count >= end {
          defer { received.removeFirst(end) }
          return Frame(header: header, body: Array(received[FrameHeader.byteCount..<end]))
        }
      }
      // Safe: the bytes are lent for the call.
      let transfer = unsafe piece.withUnsafeMutableBytes {
        unsafe Stream.receive(from: descriptor.number, into: $0)
      }
      switch transfer {
      case .bytes(let count): received += piece[..<count]
      case .wouldBlock: sleep(milliseconds: 1)
      case .end, .broken: return nil
      }
    }
  }

  func send(_ write: (inout ByteBuffer) -> Void) {
    var buffer = ByteBuffer()
    write(&buffer)
    var sent = 0
    while sent < buffer.count {
      // Safe: the bytes are lent for the call.
      let transfer = unsafe Stream.send(
        UnsafeRawBufferPointer(rebasing: buffer.bytes[sent...]), to: descriptor.number)
      switch transfer {
      case .bytes(let count): sent += count
      case .wouldBlock: sleep(milliseconds: 1)
      case .end, .broken: return
      }
    }
  }

  /// Answers a ping's request with its own payload, from generation `g`.
  func answer(_ frame: Frame) {
    send { buffer in
      let start = buffer.count
      buffer.append(
        FrameHeader(
          kind: .response, method: frame.header.method, callID: frame.header.callID,
          metadataSize: 3))
      buffer.appendMetadata(generation: "g")
      buffer.append(frame.message.rawSpan)
      buffer.endFrame(at: start)
    }
  }

  /// Ends a stream well.
  func endStream(_ frame: Frame) {
    send { buffer in
      let start = buffer.count
      buffer.append(
        FrameHeader(
          kind: .response, method: frame.header.method, callID: frame.header.callID,
          metadataSize: 3))
      buffer.appendMetadata(generation: "g")
      buffer.endFrame(at: start)
    }
  }

  func refuse(_ frame: Frame, _ error: RPCError) {
    send { buffer in
      let start = buffer.count
      buffer.append(
        FrameHeader(
          kind: .response, method: frame.header.method, callID: frame.header.callID,
          micros: error.retryMicros, status: error.code.rawValue))
      buffer.appendStatus(error)
      buffer.endFrame(at: start)
    }
  }

  func serveAll() {
    while let frame = receive() { if frame.header.kind == .request { answer(frame) } }
  }
}
