import CPlatform
import Glibc

/// A blocking, connected stream socket.
///
/// - Throws: `SystemError` when nobody listens at the address.
package func connect(to address: Address) throws(SystemError) -> FileDescriptor {
  let family: CInt
  switch address {
  case .unix: family = AF_UNIX
  case .tcp: family = AF_INET
  }
  let number = socket(family, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  guard number >= 0 else { throw SystemError("socket", on: "\(address)") }
  let descriptor = FileDescriptor(owning: number)
  let result: CInt
  switch address {
  case .unix(let path): result = unsafe platform_connect_unix(number, path)
  case .tcp(let host, let port):
    result = platform_connect_tcp(number, host, port)
    _ = platform_set_option(number, CInt(IPPROTO_TCP), TCP_NODELAY, 1)
  }
  guard result == 0 else { throw SystemError("connect", on: "\(address)") }
  return descriptor
}

/// Moves bytes over a connected socket. The descriptor is borrowed.
package enum Stream {
  /// Fills the front of `buffer`. On a blocking socket it waits for at least one byte.
  @inlinable
  package static func receive(
    from descriptor: CInt, into buffer: UnsafeMutableRawBufferPointer
  ) -> Transfer {
    unsafe Transfer(result: receiveBytes(descriptor, buffer.baseAddress, buffer.count))
  }

  @inlinable
  package static func send(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt) -> Transfer {
    unsafe Transfer(result: sendBytes(descriptor, bytes.baseAddress, bytes.count))
  }

  /// Makes a blocking `receive` give up, as `wouldBlock`, after so long.
  package static func setReceiveTimeout(_ descriptor: CInt, milliseconds: Int) {
    _ = platform_set_receive_timeout(descriptor, CInt(milliseconds))
  }

  /// Says that nothing more will be sent; the peer may still answer.
  package static func closeForWriting(_ descriptor: CInt) {
    _ = shutdown(descriptor, CInt(SHUT_WR))
  }

  /// Wakes whoever is blocked on the socket; every later transfer is `closed`.
  package static func shutDown(_ descriptor: CInt) {
    _ = shutdown(descriptor, CInt(SHUT_RDWR))
  }
}

@usableFromInline
func receiveBytes(_ descriptor: CInt, _ start: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  unsafe recv(descriptor, start, count, 0)
}

@usableFromInline
func sendBytes(_ descriptor: CInt, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  // Without MSG_NOSIGNAL a peer that went away would end the process with SIGPIPE.
  unsafe send(descriptor, start, count, CInt(MSG_NOSIGNAL))
}
