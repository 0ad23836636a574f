import CPlatform
import Glibc

/// A socket that accepts connections. A Unix socket's file is removed with it.
package struct ListeningSocket: ~Copyable, Sendable {
  private let descriptor: FileDescriptor
  /// With the port that the system chose, where 0 was asked for.
  package let address: Address

  package var number: CInt { descriptor.number }

  /// - Throws: `ListenError` when the address is taken by a live server; the file that a dead
  ///   server left behind is replaced.
  package init(_ address: Address, backlog: CInt = 1024) throws(ListenError) {
    switch address {
    case .unix(let path): self = try Self.unix(path, backlog: backlog)
    case .tcp(let host, let port): self = try Self.tcp(host, port, backlog: backlog)
    }
  }

  private init(_ descriptor: consuming FileDescriptor, at address: Address) {
    self.descriptor = descriptor
    self.address = address
  }

  deinit {
    if case .unix(let path) = address { unsafe unlink(path) }
  }

  private static func unix(_ path: String, backlog: CInt) throws(ListenError) -> ListeningSocket {
    let subject = "unix:\(path)"
    let number = socket(
      AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw .system(SystemError("socket", on: subject)) }
    let descriptor = FileDescriptor(owning: number)

    if unsafe platform_bind_unix(number, path) != 0 {
      guard errno == EADDRINUSE else { throw .system(SystemError("bind", on: subject)) }
      try removeStale(path)
      guard unsafe platform_bind_unix(number, path) == 0 else {
        throw .system(SystemError("bind", on: subject))
      }
    }
    guard unsafe chmod(path, 0o660) == 0, listen(number, backlog) == 0 else {
      throw .system(SystemError("listen", on: subject))
    }
    return ListeningSocket(descriptor, at: .unix(path: path))
  }

  /// Removes the socket file of a server that no longer answers; refuses one that does, and
  /// anything that is not a socket.
  private static func removeStale(_ path: String) throws(ListenError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path) }

    let probe = FileDescriptor(
      owning: socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
    let isLive = unsafe platform_connect_unix(probe.number, path) == 0
    guard !isLive else { throw .inUse(.unix(path: path)) }
    unsafe unlink(path)
  }

  private static func tcp(
    _ host: UInt32, _ port: UInt16, backlog: CInt
  ) throws(ListenError) -> ListeningSocket {
    let address = Address.tcp(host: host, port: port)
    let number = socket(
      AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw .system(SystemError("socket", on: "\(address)")) }
    let descriptor = FileDescriptor(owning: number)
    // Without it a restarted server could not bind while old connections linger in TIME_WAIT.
    _ = platform_set_option(number, SOL_SOCKET, SO_REUSEADDR, 1)
    guard platform_bind_tcp(number, host, port) == 0 else {
      if errno == EADDRINUSE { throw .inUse(address) }
      throw .system(SystemError("bind", on: "\(address)"))
    }
    guard listen(number, backlog) == 0 else {
      throw .system(SystemError("listen", on: "\(address)"))
    }
    let bound = UInt16(truncatingIfNeeded: platform_bound_port(number))
    return ListeningSocket(descriptor, at: .tcp(host: host, port: bound))
  }

  package enum Accepted: Equatable {
    /// Non-blocking, owned by the caller.
    case connection(CInt)
    case none
    /// This process or the system has no descriptor left; the connection goes on waiting.
    case outOfDescriptors
  }

  package func accept() -> Accepted {
    let number = platform_accept(descriptor.number)
    guard number >= 0 else {
      return errno == EMFILE || errno == ENFILE || errno == ENOMEM ? .outOfDescriptors : .none
    }
    if case .tcp = address {
      // Answers are written whole, so waiting to fill a segment only costs time.
      _ = platform_set_option(number, CInt(IPPROTO_TCP), TCP_NODELAY, 1)
    }
    return .connection(number)
  }
}

/// Why a server cannot listen where it was told to.
package enum ListenError: Error, Equatable, CustomStringConvertible {
  case system(SystemError)
  case inUse(Address)
  case notASocket(String)

  package var description: String {
    switch self {
    case .system(let error): "\(error)"
    case .inUse(let address): "\(address) is in use by a live server; stop it, or listen elsewhere"
    case .notASocket(let path): "'\(path)' exists and is not a socket; it was left alone"
    }
  }
}
