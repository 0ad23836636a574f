import Answering
import Platform
import Serving
import TestSupport
import Testing
import Wire

/// The role of a caller is that of the address it came in by.
@Suite struct RolesTests {
  private func parse(_ text: String) -> Result<ListeningAddress, ListeningAddressError> {
    do throws(ListeningAddressError) {
      return .success(try ListeningAddress(parsing: text))
    } catch {
      return .failure(error)
    }
  }

  @Test(arguments: CallerRole.allCases)
  func `an address with a role is written as it was read`(role: CallerRole) throws {
    let text = "unix:/run/modiste.sock,role=\(role.rawValue)"
    let address = ListeningAddress(.unix(path: "/run/modiste.sock"), role: role)
    #expect(parse(text) == .success(address))
    #expect("\(address)" == (role == .service ? "unix:/run/modiste.sock" : text))
    #expect(parse("tcp:127.0.0.1:7400,role=\(role.rawValue)").map(\.role) == .success(role))
  }

  @Test func `without a role it is for the shop's own programs`() {
    #expect(parse("unix:/run/modiste.sock").map(\.role) == .success(.service))
  }

  @Test(arguments: [
    "role=clerk", "role=", "role", "rolle=analyst", "role=analyst,role=service", "", "Role=agent",
  ])
  func `anything else behind a comma is refused, and never part of a path`(option: String) {
    #expect(parse("unix:/run/modiste.sock,\(option)") == .failure(.option(option)))
    #expect(
      "\(ListeningAddressError.option(option))"
        == "'\(option)' behind the address; accepted: role=service, role=agent, role=analyst")
  }

  @Test func `what is no address is refused as everywhere`() {
    #expect(parse("http://x,role=agent") == .failure(.address(.notAnAddress("http://x"))))
  }

  @Test func `analysts are answered what is theirs, whatever they send`() throws {
    let theirs = Method(0xFE11, "Test.Theirs", callers: .analyst) { _, _, context, output in
      output.append("\(context.role)", field: 1)
    }
    let pooled = Method(
      0xFE12, "Test.Pooled", callers: [.analyst, .agent], placement: .pool
    ) { _, _, context, output in output.append("\(context.role)", field: 1) }
    let running = try RunningServer(methods: Method.standard + [theirs, pooled]) { configuration in
      let path = configuration.storePath
      configuration.listening = CallerRole.allCases.map {
        ListeningAddress(.unix(path: "\(path)/\($0)"), role: $0)
      }
    }
    func call(_ role: CallerRole, _ method: UInt16) throws -> Peer.Frame {
      let index = try #require(CallerRole.allCases.firstIndex(of: role))
      return try #require(try Peer(running.server.addresses[index]).call(method))
    }
    for method in Method.standard where !method.callers.contains(.analyst) {
      let answer = try call(.analyst, method.number)
      #expect(answer.status == .permissionDenied, "\(method.name)")
      #expect(
        answer.message == "\(method.name) is not answered on addresses of role analyst")
    }
    for method in [pingMethod, 0xFF02, 0xFF04] {
      #expect(try call(.analyst, method).status == .ok)
    }
    #expect(try call(.agent, 0xFF03).status == .permissionDenied)
    #expect(try call(.agent, 0x0101).status == .unavailable)
    for (role, method) in [(CallerRole.analyst, 0xFE11), (.analyst, 0xFE12), (.agent, 0xFE12)]
      as [(CallerRole, UInt16)]
    {
      let answer = try call(role, method)
      #expect(fields(of: answer.body).map(\.text) == [role.rawValue])
    }
    #expect(try call(.service, 0xFE11).status == .permissionDenied)
  }
}
