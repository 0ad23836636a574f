import ArgumentParser
import Snapshots

/// Keys of hashed ids.
struct KeyFileArguments: ParsableArguments {
  @Option(
    help: """
      Keys of hashed user ids, one ID = hexadecimal digits a line, two while one replaces the other; \
      mode 0600, outside of the store.
      """)
  var keyFile: String?

  /// - Parameter store: where the file must not lie; "" for nowhere.
  func keys(outside store: String) throws -> IdentifierKeys {
    try keyFile.map { try IdentifierKeys(file: $0, outside: store) } ?? .none
  }
}

struct HashIdsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hash-ids",
    abstract: "Prints what generations with hashed ids call shoppers: one id a line, in and out.",
    discussion: "cut -d, -f1 shop/users.csv | modiste hash-ids --key-file keys")

  @OptionGroup var keyFile: KeyFileArguments
  @Option(help: "Which key; by default the first of the file.")
  var key: String?

  func run() throws {
    let keys = try keyFile.keys(outside: "")
    guard let used = key.map({ keys[$0] }) ?? keys.keys.first else {
      let held = keys.keys.map(\.id).joined(separator: ", ")
      throw ValidationError(
        keys.keys.isEmpty
          ? "--key-file is missing; accepted: a file of keys"
          : "--key is '\(key ?? "")'; accepted: \(held)")
    }
    while let line = readLine() { print(used.name(of: line)) }
  }
}
