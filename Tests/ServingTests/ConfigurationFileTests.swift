import Answering
import Bytes
import Platform
import Serving
import Testing
import Wire

/// modisted --config: what is set is set, and what is not understood is named.
@Suite struct ConfigurationFileTests {
  private func read(_ text: String) throws -> Result<Configuration, ConfigurationError> {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-config")
    defer { try? FileSystem.removeTree(directory) }
    let file = "\(directory)/modisted.toml"
    try FileSystem.createFile(at: file, with: Array(text.utf8).rawSpan)
    do throws(ConfigurationError) {
      return .success(try Configuration(file: file))
    } catch {
      return .failure(error)
    }
  }

  private func message(_ text: String) throws -> String {
    guard case .failure(let error) = try read(text) else { return "" }
    return "\(error)"
  }

  @Test func `an empty file changes nothing`() throws {
    let configuration = try read("").get()
    let standard = Configuration()
    #expect(configuration.limits == standard.limits)
    #expect(configuration.connectionsMax == standard.connectionsMax)
    #expect(configuration.idleSeconds == standard.idleSeconds)
  }

  @Test func `what is named is set, the rest keeps its default`() throws {
    let configuration = try read(
      """
      # Limits
      connections_max = 7
      body_size_max = 4096
      idle_seconds = 60
      pool_workers = 3
      """
    ).get()
    #expect(configuration.connectionsMax == 7)
    #expect(configuration.limits.bodySizeMax == 4096)
    #expect(configuration.idleSeconds == 60)
    #expect(configuration.poolWorkers == 3)
    #expect(configuration.poolQueueMax == Configuration().poolQueueMax)
  }

  @Test func `a key that does not exist is named with those that do`() throws {
    let message = try message("connection_max = 7")
    #expect(message.contains("modisted.toml: unknown key 'connection_max'; accepted: "))
    #expect(message.contains("connections_max"))
  }

  @Test func `audiences of none are never answered: the least is at least one`() throws {
    #expect(try read("audience_least = 25").get().audienceLeast == 25)
    #expect(try read("").get().audienceLeast == 10)
    let message = try message("audience_least = 0")
    #expect(message.hasSuffix("'audience_least' must be a whole number in 1...1000000"))
  }

  @Test(arguments: ["0", "-1", "1000001", "\"many\"", "1.5", "true"])
  func `a value outside of its range is refused with the range`(value: String) throws {
    let message = try message("connections_max = \(value)")
    #expect(message.contains("'connections_max' must be "))
    #expect(message.contains("1") && message.contains("1000000"))
  }

  @Test(arguments: ["connections_max =", "[", "= 1", "a = 1\na = 2"])
  func `what is not TOML is refused`(text: String) throws {
    #expect(try message(text).contains("modisted.toml: "))
  }

  @Test func `addresses have roles, and roles see what their tables say`() throws {
    let configuration = try read(
      """
      listen = ["unix:/run/a.sock", "tcp:127.0.0.1:7400,role=agent"]
      [roles.agent]
      birth_year = "drop"
      "spend.*" = "generalise"
      "*" = "mask"
      """
    ).get()
    #expect(configuration.listening.map(\.role) == [.service, .agent])
    #expect(
      configuration.listening.map { "\($0.address)" } == ["unix:/run/a.sock", "tcp:127.0.0.1:7400"])
    func treatment(_ name: String, _ role: CallerRole) -> Treatment {
      configuration.maskings[role].treatment(of: Array(name.utf8))
    }
    #expect(treatment("birth_year", .agent) == .drop)
    #expect(treatment("spend.total", .agent) == .generalise)
    #expect(treatment("rfm.recency", .agent) == .mask)
    #expect(treatment("birth_year", .service) == .show)
    #expect(treatment("rfm.recency", .analyst) == .drop)
    let standard = Configuration().maskings
    #expect(standard[.agent].treatment(of: Array("birth_year".utf8)) == .generalise)
    #expect(standard[.agent].treatment(of: Array("rfm.recency".utf8)) == .show)
  }

  @Test(arguments: [
    ("listen = \"unix:/a\"", "'listen' must be a list of addresses, such as unix:/path,role=agent"),
    ("listen = [1]", "'listen' must be a list of addresses, such as unix:/path,role=agent"),
    (
      "listen = [\"unix:/a,role=clerk\"]",
      "listen: 'role=clerk' behind the address; accepted: role=service, role=agent, role=analyst"
    ),
    ("roles = 3", "'roles' must be tables, roles.service and roles.agent"),
    (
      "[roles.clerk]", "unknown key 'roles.clerk'; accepted: [roles.service], [roles.agent]"
    ),
    (
      "[roles.analyst]\ncity = \"show\"",
      "unknown key 'roles.analyst'; accepted: [roles.service], [roles.agent]"
    ),
    (
      "[roles.agent]\ncity = \"hide\"",
      "'roles.agent.city' must be one of show, generalise, mask, drop"
    ),
    (
      "[roles.agent]\n\"sp*nd\" = \"show\"",
      "'sp*nd' in roles.agent is no pattern; accepted: a tag's name (rfm.recency), its beginning up to a "
        + "dot and * (rfm.*), or * alone"
    ),
  ])
  func `a bad role, pattern or treatment is refused with what is accepted`(
    text: String, expected: String
  ) throws {
    let message = try message(text)
    #expect(message.hasSuffix("modisted.toml: \(expected)"), "\(message)")
  }

  @Test func `a privacy budget is read whole, and its share is what this server may spend`() throws
  {
    let configuration = try read(
      """
      [privacy]
      ledger = "/var/lib/modiste/ledger"
      budget = 10
      period = "30d"
      share = 0.5
      epsilon = 0.2
      """
    ).get()
    var expected = PrivacySettings(
      ledger: "/var/lib/modiste/ledger", budget: 10, periodSeconds: 30 * 86_400)
    #expect(configuration.privacy != expected)
    expected.share = 0.5
    expected.epsilon = 0.2
    #expect(configuration.privacy == expected)
    #expect(try read("").get().privacy == nil)
  }

  @Test(arguments: [
    ("budget = 0", "privacy.budget"), ("budget = -1", "privacy.budget"),
    ("budget = nan", "privacy.budget"), ("period = \"30\"", "privacy.period"),
    ("period = \"0d\"", "privacy.period"), ("period = 30", "privacy.period"),
    ("share = 1.5", "privacy.share"), ("share = 0", "privacy.share"),
    ("epsilon = 11", "privacy.epsilon"), ("epsilon = 0", "privacy.epsilon"),
    ("audience_min = 5", "privacy.audience_min"), ("ledger = \"\"", "privacy.ledger"),
    ("shares = 1", "privacy.shares"),
  ])
  func `a bad part of it is named`(line: String, key: String) throws {
    let name = String(line.prefix { $0 != " " })
    let whole = ["ledger = \"/l\"", "budget = 1", "period = \"1d\""]
      .filter { !$0.hasPrefix("\(name) ") }
    let message = try message((["[privacy]"] + whole + [line]).joined(separator: "\n"))
    #expect(message.contains("'\(key)'"), "\(message)")
  }

  @Test func `a file that is not there is named`() {
    #expect(throws: ConfigurationError.self) { try Configuration(file: "/nowhere/modisted.toml") }
  }
}
