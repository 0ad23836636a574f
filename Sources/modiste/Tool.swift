import ArgumentParser
import Platform
import Serving

/// `modiste`: everything about models that is not answering calls.
@main
struct Tool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "modiste",
    abstract: "Makes, trains, checks, publishes and measures the models of a shop.",
    discussion: """
      modiste demo-shop shop && modiste train shop --store store
      modisted --store store --listen unix:/tmp/modiste.sock &
      modiste call Recommend.Recommend '{"user_id": "u1", "limit": 3}' --to unix:/tmp/modiste.sock
      """,
    version: Server.name,
    subcommands: [
      DemoShopCommand.self, ImportCommand.self, TrainCommand.self, EvaluateCommand.self,
      InspectCommand.self, VerifyCommand.self, PublishCommand.self, RollbackCommand.self,
      PinCommand.self, UnpinCommand.self, EraseCommand.self, HashIdsCommand.self,
      StatusCommand.self, ReloadCommand.self,
      CallCommand.self, BenchCommand.self, ScanCommand.self, FitCommand.self,
      AudienceBenchCommand.self, FitLifetimesCommand.self, TabulateProfilesCommand.self,
      TabulateFitsCommand.self,
      IntentsCommand.self, PairsCommand.self, SearchCommand.self,
      EncodeCommand.self, ForecastCountsCommand.self, ReconcileCommand.self,
      SimulateStockCommand.self, ChatCommand.self,
    ])

  /// Ends with 0, 1 (it failed: why) or 2 (bad arguments).
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      // swift-argument-parser ends with 64 on bad arguments.
      if code == .validationFailure {
        writeToStandardError(fullMessage(for: error))
        exitProcess(2)
      }
      if !(error is ExitCode) { writeToStandardError("modiste: \(error)") }
      exitProcess(1)
    }
  }
}
