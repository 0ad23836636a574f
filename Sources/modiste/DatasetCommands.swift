import ArgumentParser
import Datasets
import Platform
import Snapshots

struct DemoShopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo-shop",
    abstract: "Makes a simulated fashion shop whose true tastes are known.",
    discussion: "modiste demo-shop shop --users 5000 --items 2000 --seed 1")

  @Argument(help: "The directory to make; it must not exist.")
  var directory: String

  @Option(help: "Shoppers, 100...1000000.")
  var users = 5000
  @Option(help: "Items, 100...1000000.")
  var items = 2000
  @Option(help: "Days of history, 60...3650.")
  var days = 1095
  @Option(help: "The same seed gives the same shop, byte for byte.")
  var seed: UInt64 = 1

  func validate() throws {
    try check(users, in: 100...1_000_000, "--users")
    try check(items, in: 100...1_000_000, "--items")
    try check(days, in: 60...3650, "--days")
  }

  func run() throws {
    guard try FileSystem.kind(of: directory) == nil else {
      throw ValidationError("'\(directory)' exists; name a directory that does not")
    }
    let progress = Progress()
    let shop = DemoShop(users: users, items: items, days: days, seed: seed)
    // Written beside and renamed, so that an interrupted run leaves no half shop.
    let draft = "\(directory).partial"
    try FileSystem.removeTree(draft)
    try shop.write(to: draft) { progress.show($0, $1) }
    try FileSystem.rename(draft, to: directory)
    print("\(directory): \(users) shoppers, \(items) items, \(days) days, seed \(seed)")
  }
}

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turns a public data set into a dataset directory.",
    discussion: "modiste import online-retail online_retail.csv.gz retail")

  @Argument(help: "One of: \(ImportFormat.accepted).")
  var format: String
  @Argument(help: "The file or directory to read.")
  var source: String
  @Argument(help: "The directory to make; it must not exist.")
  var directory: String
  @Option(help: "How many bad rows may be skipped.")
  var maxBadRows = 0

  func run() throws {
    guard let format = ImportFormat(rawValue: format) else {
      throw ValidationError("format is '\(format)'; accepted: \(ImportFormat.accepted)")
    }
    print(try format.run(source, to: directory, maxBadRows: maxBadRows))
  }
}

/// - Throws: the flag, the value and the accepted values.
func check<Number: Comparable>(
  _ value: Number, in range: ClosedRange<Number>, _ flag: String
) throws {
  guard range.contains(value) else {
    throw ValidationError(
      "\(flag) is \(value); accepted: \(range.lowerBound)...\(range.upperBound)")
  }
}
