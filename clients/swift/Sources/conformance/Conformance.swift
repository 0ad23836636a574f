import Foundation
import ModisteClient

/// Runs the conformance cases with this client, as clients/conformance/README.md describes.
///
///     swift run conformance ../conformance/cases.json unix:/run/modiste.sock
@main
struct Conformance {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      print("usage: conformance cases.json ADDRESS    (unix:/path or tcp:host:port)")
      exit(2)
    }
    let data = try Data(contentsOf: URL(filePath: arguments[1]))
    let cases = try JSONDecoder().decode([Case].self, from: data)
    exit(try await run(cases, arguments[2]) ? 0 : 1)
  }

  /// - Returns: whether none failed.
  static func run(_ cases: [Case], _ address: String) async throws -> Bool {
    var met: Set<String> = [String(address.prefix { $0 != ":" })]
    if ProcessInfo.processInfo.environment["MODISTE_RESTART"] != nil { met.insert("restart") }
    do {
      let client = try ModisteClient(address: address)
      if try await !client.ping(timeout: .seconds(5)).generation.isEmpty { met.insert("models") }
    } catch {
      print("failed: the server does not answer a ping: \(error)")
      print("0 passed, \(cases.count) failed")
      return false
    }
    var passed = 0
    var failed = 0
    for test in cases {
      let missing = (test.needs ?? []).filter { !met.contains($0) }
      guard missing.isEmpty else {
        print("skipped: \(test.name): needs \(missing.joined(separator: ", "))")
        continue
      }
      do {
        let runner = Runner(
          client: try ModisteClient(
            address: address, options: ModisteClient.Options(name: "conformance")))
        for step in test.steps { try await runner.run(step) }
        passed += 1
      } catch {
        failed += 1
        print("failed: \(test.name): \(error)")
      }
    }
    print("\(passed) passed, \(failed) failed")
    return failed == 0
  }
}

/// What was found; what was expected.
struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
