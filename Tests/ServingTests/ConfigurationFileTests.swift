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

  @Test func `a file that is not there is named`() {
    #expect(throws: ConfigurationError.self) { try Configuration(file: "/nowhere/modisted.toml") }
  }
}
