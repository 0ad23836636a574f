import Answering
import ArgumentParser
import Datasets
import ModisteClient
import Platform
import Snapshots
import Wire

struct EraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract:
      "Removes a shopper from the dataset and, from the next reload on, from every generation.",
    discussion: """
      modiste erase U00001 --dataset shop --store store --to unix:/run/modiste.sock

      The rows of the shopper leave the dataset's files; STORE/tombstones keeps every generation, also \
      after a rollback, from knowing the shopper. What models learned from many shoppers stays until the \
      next training. Running it again does no harm. See PRIVACY.md.
      """)

  @Argument(help: "The shopper's id, as in users.csv and events.csv.")
  var user: String
  @Option(help: "The dataset directory.")
  var dataset: String
  @Option(help: "The directory of generations.")
  var store: String
  @Option(help: "A server that is to reload now: unix:/path or tcp:host:port.")
  var to: String?
  @Flag(help: "Print one JSON document.")
  var json = false
  @OptionGroup var keyFile: KeyFileArguments

  func validate() throws {
    guard (1...256).contains(user.utf8.count) else {
      throw ValidationError("the id has \(user.utf8.count) bytes; accepted: 1...256")
    }
  }

  func run() async throws {
    // A bad address is refused before anything is changed.
    let client = try to.map {
      try ModisteClient(address: $0, options: ModisteClient.Options(name: "modiste erase"))
    }
    let writer = try StoreWriter(to: Store(opening: store))
    let keys = try keyFile.keys(outside: store)
    var receipt = Receipt(user: user, time: unixTime(), dataset: dataset, store: store)
    // Before anything is changed: a generation that cannot be searched is a reason to stop.
    var hasPlain = keys.keys.isEmpty
    for id in try writer.store.generations() {
      let found = try Shoppers.holds(user, in: writer.store.path(of: id), keys: keys)
      if !found.isHashed { hasPlain = true }
      if found.isKnown { receipt.generations.append(id.text) }
    }
    // First the tombstone: whatever happens afterwards, no server learns of the shopper again.
    var tombstones = try Tombstones(of: writer.store)
    tombstones.add(user, keys: keys, hasPlainGenerations: hasPlain, now: receipt.time)
    try writer.write(tombstones)
    receipt.erasure = try Erasure(of: user, from: dataset)
    if let client {
      receipt.served = try await client.reload(timeout: .seconds(60)).generation
    }
    print(json ? receipt.json.pretty : receipt.text, terminator: json ? "" : "\n")
  }
}

/// What an erasure came to.
struct Receipt {
  let user: String
  let time: Int
  let dataset: String
  let store: String
  /// Generations that hold the shopper, and are filtered when they are loaded.
  var generations: [String] = []
  var erasure: Erasure?
  /// The generation that a server has reloaded.
  var served: String?

  private var instant: String { UTCTime(secondsSince1970: time).extended }

  /// `{"user_id", "time", "dataset", "files": [{"file", "rows_removed", "rows_kept"}], "unread_files",
  /// "store", "tombstone": true, "generations_affected": [id], "reloaded": id or null}`.
  var json: JSON {
    [
      "user_id": .string(user),
      "time": .string(instant),
      "dataset": .string(dataset),
      "files": .array(
        (erasure?.files ?? []).map { file in
          [
            "file": .string(file.name), "rows_removed": .integer(file.rowsRemoved),
            "rows_kept": .integer(file.rowsKept),
          ]
        }),
      "unread_files": .array((erasure?.unread ?? []).map { .string($0) }),
      "store": .string(store),
      "tombstone": true,
      "generations_affected": .array(generations.map { .string($0) }),
      "reloaded": served.map { .string($0) } ?? .null,
    ]
  }

  var text: String {
    var lines = ["\(instant) erased '\(user)'"]
    for file in erasure?.files ?? [] {
      lines.append(
        "  \(dataset)/\(file.name): \(file.rowsRemoved) rows removed, \(file.rowsKept) kept")
    }
    for name in erasure?.unread ?? [] {
      lines.append("  \(dataset)/\(name): not read, as no dataset has it; look for yourself")
    }
    lines.append("  \(store)/tombstones: every generation is filtered when it is loaded")
    lines.append(
      generations.isEmpty
        ? "  no generation holds the shopper"
        : "  generations that hold the shopper until they are pruned: "
          + generations.joined(separator: ", "))
    lines.append(
      served.map { "  \($0) was reloaded, and does not know the shopper" }
        ?? "  a running server knows the shopper until `modiste reload`")
    return lines.joined(separator: "\n")
  }
}
