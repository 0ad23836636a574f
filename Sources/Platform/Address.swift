/// Where a server listens: `unix:/run/modiste.sock` or `tcp:127.0.0.1:7400`.
package enum Address: Equatable, Sendable {
  case unix(path: String)
  /// An IPv4 address in host order. Port 0 asks the system for a free one.
  case tcp(host: UInt32, port: UInt16)

  package init(parsing text: String) throws(AddressError) {
    if text.hasPrefix("unix:"), text.count > 5 {
      let path = String(text.dropFirst(5))
      // sun_path of sockaddr_un holds 108 bytes with its final zero.
      guard path.utf8.count <= 107 else { throw .pathTooLong(path) }
      self = .unix(path: path)
      return
    }
    guard text.hasPrefix("tcp:") else { throw .notAnAddress(text) }
    let parts = text.dropFirst(4).split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = UInt16(parts[1]) else { throw .notAnAddress(text) }
    let host = parts[0] == "localhost" ? "127.0.0.1" : String(parts[0])
    let octets = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard octets.count == 4 else { throw .notAnAddress(text) }
    var number: UInt32 = 0
    for octet in octets {
      guard let octet else { throw .notAnAddress(text) }
      number = number << 8 | UInt32(octet)
    }
    self = .tcp(host: number, port: port)
  }

  package var isLoopback: Bool {
    switch self {
    case .unix: true
    case .tcp(let host, _): host >> 24 == 127
    }
  }
}

extension Address: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unix(let path):
      return "unix:\(path)"
    case .tcp(let host, let port):
      let octets = [24, 16, 8, 0].map { String(host >> $0 & 255) }.joined(separator: ".")
      return "tcp:\(octets):\(port)"
    }
  }
}

package enum AddressError: Error, Equatable, CustomStringConvertible {
  case notAnAddress(String)
  case pathTooLong(String)

  package var description: String {
    switch self {
    case .notAnAddress(let text):
      "address is '\(text)'; accepted: unix:/path, tcp:127.0.0.1:port"
    case .pathTooLong(let path):
      "socket path is \(path.utf8.count) bytes; at most 107 are accepted"
    }
  }
}
