import ArgumentParser
import ModisteClient
import Wire

struct ReloadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload",
    abstract: "Tells a server to load its store's current generation.",
    discussion: """
      modiste reload --wait --to unix:/run/modiste.sock

      Without --wait it ends after 200 ms at most: a server that has begun goes on loading.
      """)

  @OptionGroup var server: ServerArguments
  @Flag(help: "End when the generation is served, or with 1 and the reason when it is refused.")
  var wait = false
  @Option(help: "How long to wait at most.", transform: TimeSpan.init(parsing:))
  var timeout: TimeSpan = .seconds(60)

  func run() async throws {
    let client = try ModisteClient(
      address: server.to, options: ModisteClient.Options(name: "modiste reload"))
    let waiting = wait ? timeout.duration : .milliseconds(200)
    let outcome = try await withThrowingTaskGroup(of: ReloadResponse?.self) { group in
      group.addTask { try await client.reload(timeout: timeout.duration) }
      group.addTask {
        try await Task.sleep(for: waiting)
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
    print(server.json ? json(outcome) : text(outcome))
  }

  private func text(_ outcome: ReloadResponse?) -> String {
    guard let outcome else { return "the reload was requested; `modiste status` tells its outcome" }
    return outcome.isFlipped
      ? "generation \(outcome.generation) is served, after \(outcome.duration.formatted)"
      : "generation \(outcome.generation) was being served already"
  }

  /// `{"finished": bool, "generation": text, "flipped": bool, "milliseconds": number}`, the latter
  /// three only when it has finished.
  private func json(_ outcome: ReloadResponse?) -> String {
    var members = [DynamicValue.Member("finished", .bool(outcome != nil))]
    if let outcome {
      members += [
        .init("generation", .string(outcome.generation)),
        .init("flipped", .bool(outcome.isFlipped)),
        .init("milliseconds", .double(outcome.duration / .milliseconds(1))),
      ]
    }
    return DynamicValue.object(members).json()
  }
}
