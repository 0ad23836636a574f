import Foundation

/// A virtual environment of Python packages, made once per temporary directory.
package enum Python {
  /// Whether safetensors and NumPy can be used.
  package static let isReady: Bool = {
    if has("safetensors", "numpy") { return true }
    return (try? execute("python3", ["-m", "venv", environment])) == ""
      && install("safetensors", "numpy") && has("safetensors", "numpy")
  }()

  /// Whether scikit-learn can be used besides.
  package static let hasScikitLearn: Bool =
    isReady && (has("sklearn") || (install("scikit-learn") && has("sklearn")))

  private static let environment =
    FileManager.default.temporaryDirectory.path + "/modiste-safetensors-venv"

  /// What the script prints.
  package static func run(_ script: String, _ arguments: String...) throws -> String {
    try execute("\(environment)/bin/python3", ["-c", script] + arguments)
  }

  /// What the script in a file prints.
  package static func run(file path: String, _ arguments: String...) throws -> String {
    try execute("\(environment)/bin/python3", [path] + arguments)
  }

  private static func has(_ modules: String...) -> Bool {
    (try? run("import \(modules.joined(separator: ", "))")) == ""
  }

  private static func install(_ packages: String...) -> Bool {
    (try? execute(
      "\(environment)/bin/pip",
      ["install", "--quiet", "--disable-pip-version-check"] + packages)) != nil
  }

  private static func execute(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    var environment = ProcessInfo.processInfo.environment
    environment["PYTHONIOENCODING"] = "utf-8"
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return text
  }
}
