import Foundation
import Glibc
import Platform
import TestSupport

/// A real modisted or modiste, which ends with the test that started it.
final class ProgramProcess {
  let process = Process()
  private let log: URL

  /// - Parameter directory: where its output is kept.
  init(_ program: String, _ arguments: [String], in directory: String) throws {
    log = URL(filePath: "\(directory)/log-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: log.path(), contents: nil)
    // Beside the program that runs this test.
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: program)
    process.arguments = arguments
    let output = try FileHandle(forWritingTo: log)
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
  }

  var output: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

  func send(_ signal: Signal) { Platform.send(signal, to: process.processIdentifier) }

  /// Ends it as a crash would: nothing is tidied up.
  func kill() {
    _ = Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Waits for it to end by itself; 60 s at most, since a training run takes some.
  func exitCode() -> Int32? {
    for _ in 0..<6000 where process.isRunning { Platform.sleep(milliseconds: 10) }
    return process.isRunning ? nil : process.terminationStatus
  }

  func wait(for text: String) -> Bool {
    for _ in 0..<6000 where !output.contains(text) && process.isRunning {
      Platform.sleep(milliseconds: 10)
    }
    return output.contains(text)
  }
}
