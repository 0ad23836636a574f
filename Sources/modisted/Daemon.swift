import ArgumentParser
import Platform
import Serving

/// Parses arguments, starts the server, and listens to signals until it is told to end.
struct Daemon: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modisted",
    abstract: "Answers a shop's questions from the newest snapshot.",
    discussion: """
      modisted --store /var/lib/modiste --listen unix:/run/modiste.sock

      SIGHUP loads the store's current generation; SIGTERM answers what was accepted and ends.
      """,
    version: Server.name)

  @Option(
    help: "The directory of generations. May be empty: then calls are answered `unavailable`.")
  var store: String

  @Option(
    help: """
      unix:/path or tcp:127.0.0.1:port, with ,role=agent or ,role=analyst where callers are not the \
      shop's own programs; may be given several times. Without any, those of the configuration.
      """)
  var listen: [String] = []

  @Option(help: "A TOML file of limits; see README.md.")
  var config: String?

  @Option(
    help: "Keys of hashed user ids: ID = hexadecimal digits; mode 0600, outside of the store.")
  var keyFile: String?

  @Option(help: "Event loops; 0: one per core.")
  var threads: Int = 0

  @Flag(help: "Load the current generation, say what it is, and end.")
  var check = false

  func run() throws {
    var settings = try config.map { try Configuration(file: $0) } ?? Configuration()
    settings.storePath = store
    settings.keyFile = keyFile
    guard (0...256).contains(threads) else {
      throw ValidationError("--threads is \(threads); accepted: 0...256")
    }
    settings.loopCount = threads
    let given = try listen.map { text in
      do { return try ListeningAddress(parsing: text) } catch {
        throw ValidationError("--listen: \(error)")
      }
    }
    if !given.isEmpty { settings.listening = given }
    for listening in settings.listening where !listening.address.isLoopback {
      throw ValidationError(
        "--listen: \(listening.address) is not on loopback; TCP without TLS must be")
    }
    guard check || !settings.listening.isEmpty else {
      throw ValidationError("--listen is missing; accepted: unix:/path, tcp:127.0.0.1:port")
    }

    // Before any other thread, since threads inherit what is blocked.
    let signals = SignalReceiver([.hangUp, .interrupt, .terminate])
    let server = Server(settings) { writeToStandardError("modisted: \($0)") }
    let loaded = server.reload()
    if check {
      guard case .success(let outcome) = loaded else { throw ExitCode(1) }
      print("generation \(outcome.generation) can be served")
      return
    }
    do {
      try server.start()
    } catch {
      writeToStandardError("modisted: \(error)")
      throw ExitCode(1)
    }
    writeToStandardError("modisted: \(server.startLine)")
    while true {
      switch signals.next() {
      case .hangUp:
        server.requestReload()
      case .interrupt, .terminate:
        writeToStandardError("modisted: draining")
        server.drain()
        return
      }
    }
  }
}
