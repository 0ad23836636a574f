import Platform
import Testing

@Suite struct AddressTests {
  private func parse(_ text: String) -> Result<Address, AddressError> {
    do throws(AddressError) {
      return .success(try Address(parsing: text))
    } catch {
      return .failure(error)
    }
  }

  @Test(arguments: [
    ("unix:/run/modiste.sock", Address.unix(path: "/run/modiste.sock")),
    ("unix:relative", .unix(path: "relative")),
    ("tcp:127.0.0.1:7400", .tcp(host: 0x7F00_0001, port: 7400)),
    ("tcp:0.0.0.0:0", .tcp(host: 0, port: 0)),
    ("tcp:255.255.255.255:65535", .tcp(host: .max, port: .max)),
  ])
  func `an address is written as it was read`(text: String, address: Address) {
    #expect(parse(text) == .success(address))
    #expect("\(address)" == text)
  }

  @Test func `localhost is a loopback address`() {
    #expect(parse("tcp:localhost:1") == .success(.tcp(host: 0x7F00_0001, port: 1)))
  }

  @Test(arguments: [
    "", "unix:", "unix", "/run/modiste.sock", "http://127.0.0.1", "tcp:", "tcp:127.0.0.1",
    "tcp:127.0.0.1:", "tcp:127.0.0.1:65536", "tcp:127.0.0.1:-1", "tcp:127.0.0:1",
    "tcp:127.0.0.0.1:1", "tcp:127.0.0.256:1", "tcp:host:1", "tcp:127..0.1:1", "tcp:127.0.0.1:1:2",
    "tcp:::1:7400",
  ])
  func `what is no address is refused with what would be`(text: String) {
    #expect(parse(text) == .failure(.notAnAddress(text)))
    #expect(
      "\(AddressError.notAnAddress(text))"
        == "address is '\(text)'; accepted: unix:/path, tcp:127.0.0.1:port")
  }

  @Test func `a socket's path has at most 107 bytes`() {
    let longest = "/" + String(repeating: "x", count: 106)
    #expect(parse("unix:\(longest)") == .success(.unix(path: longest)))
    #expect(parse("unix:\(longest)x") == .failure(.pathTooLong("\(longest)x")))
    // Bytes, not characters.
    let chinese = "/" + String(repeating: "衣", count: 36)
    #expect(parse("unix:\(chinese)") == .failure(.pathTooLong(chinese)))
    #expect(
      "\(AddressError.pathTooLong(chinese))"
        == "socket path is 109 bytes; at most 107 are accepted")
  }

  @Test func `Unix sockets and 127.0.0.0/8 are on this machine`() {
    #expect(Address.unix(path: "/x").isLoopback)
    #expect(Address.tcp(host: 0x7FFF_FFFF, port: 1).isLoopback)
    #expect(!Address.tcp(host: 0x8000_0000, port: 1).isLoopback)
    #expect(!Address.tcp(host: 0, port: 1).isLoopback)
  }
}
