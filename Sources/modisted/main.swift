import ArgumentParser
import Platform

do {
  let command = try Daemon.parse()
  try command.run()
} catch {
  let code = Daemon.exitCode(for: error)
  // swift-argument-parser ends with 64 on bad flags; every Modiste program with 2.
  guard code == .validationFailure else { Daemon.exit(withError: error) }
  writeToStandardError(Daemon.fullMessage(for: error))
  exitProcess(2)
}
