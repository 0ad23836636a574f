import Answering
import Bytes
import Datasets
import Foundation
import Platform
import Recommendation
import Snapshots
import TestSupport
import Testing
import Training
import Wire

/// An erased shopper is unknown from the next reload on, whichever generation is current, and gone from
/// whatever is trained afterwards.
@Suite final class EraseTests {
  let served: ServedShop
  let shop: TrainedShop
  let dataset: String
  let user: String

  init() throws {
    served = try ServedShop()
    shop = served.shop
    dataset = "\(served.directory)/shop"
    try DemoShop(users: 200, items: 150, days: 120, seed: 7).write(to: dataset)
    user = shop.dataset.users.ids[shop.busiestUser]
  }

  private func erase(_ more: String..., user: String? = nil) throws -> (
    code: Int32?, output: String
  ) {
    let process = try ProgramProcess(
      "modiste",
      ["erase", user ?? self.user, "--dataset", dataset, "--store", served.store.path] + more,
      in: served.directory)
    return (process.exitCode(), process.output)
  }

  /// Whether Recommend and BuyAgain know a shopper.
  private func isKnown(_ user: String) throws -> [Bool] {
    let buyAgain = try served.call(
      0x0104, encoded { $0.appendBuyAgainRequest(user: user, limit: 20) })
    return [
      try served.recommend(user: user).isUserKnown,
      fields(of: buyAgain.body).contains { $0.number == 2 && $0.bits == 1 },
    ]
  }

  @Test func `erased, reloaded, unknown; rolled back, still unknown; everybody else is known`()
    throws
  {
    let first = try #require(try served.store.currentGeneration())
    let second = try shop.second.publish(to: served.store)
    #expect(try served.reload().status == .ok)
    let stranger = try served.recommend(user: "nobody").items
    #expect(try isKnown(user).allSatisfy { $0 })
    #expect(try served.recommend(user: user).items != stranger)

    let receipt = try erase("--to", "\(served.address)")
    #expect(receipt.code == 0, "\(receipt.output)")
    #expect(receipt.output.contains("\(dataset)/events.csv: "))
    // In the order of their ids, which is chance within a second.
    #expect(receipt.output.contains("until they are pruned: "))
    for id in [first, second] { #expect(receipt.output.contains(id.text)) }
    #expect(receipt.output.contains("\(second) was reloaded"))
    #expect(try isKnown(user) == [false, false])
    #expect(try served.recommend(user: user).items == stranger)
    let other = try #require(shop.dataset.users.ids.first { $0 != user })
    #expect(try isKnown(other)[0])

    let rollback = try ProgramProcess(
      "modiste", ["rollback", "--store", served.store.path], in: served.directory)
    #expect(rollback.exitCode() == 0)
    let reloaded = try served.reload()
    #expect(reloaded.status == .ok)
    #expect(try served.recommend(user: user).generation == first.text)
    #expect(try isKnown(user) == [false, false])
    #expect(try isKnown(other)[0])
  }

  @Test func `the reload after an erasure loads the same generation again, the next one does not`()
    throws
  {
    #expect(try erase().code == 0)
    #expect(try isKnown(user)[0])
    // Field 2: whether there was a flip.
    func isFlipped(_ frame: Peer.Frame) -> Bool {
      fields(of: frame.body).contains { $0.number == 2 && $0.bits == 1 }
    }
    #expect(isFlipped(try served.reload()))
    #expect(try !isKnown(user)[0])
    #expect(!isFlipped(try served.reload()))
  }

  @Test func `neighbours do not name the erased, whose ratings count until the next training`()
    throws
  {
    let ratings = try #require(shop.first.ratings?.fitted.ratings)
    let users = ratings.userOfEntry
    func ask(_ entry: Int) throws -> (rating: Float, isKnown: Bool, names: [String]) {
      let frame = try served.call(
        0x0106,
        encoded {
          $0.appendPredictRatingRequest(
            user: shop.dataset.users.ids[Int(users[entry])],
            item: shop.dataset.items.ids[Int(ratings.items[entry])], model: 1, neighbours: 100)
        })
      let answer = fields(of: frame.body)
      return (
        answer.first { $0.number == 1 }?.float ?? .nan,
        answer.contains { $0.number == 5 && $0.bits == 1 },
        answer.filter { $0.number == 3 }.map { neighbour in
          fields(of: neighbour.bytes).first { $0.number == 1 }?.text ?? ""
        }
      )
    }
    let found = try (0..<ratings.count).first { try !ask($0).names.isEmpty }
    let entry = try #require(found)
    let before = try ask(entry)
    let named = before.names[0]
    #expect(before.isKnown && shop.dataset.users.ids.contains(named))
    #expect(try erase(user: named).code == 0)
    #expect(try served.reload().status == .ok)
    let after = try ask(entry)
    #expect(after.names == before.names.filter { $0 != named })
    #expect(after.isKnown && after.rating == before.rating)
    #expect(try !isKnown(named)[0])
  }

  @Test
  func `what is trained afterwards has the shopper in none of its files, nor has the dataset`()
    throws
  {
    let id = Array(user.utf8)
    let before = try FileSystem.read("\(dataset)/events.csv")
    #expect(before.contains(sequence: id))
    let receipt = try erase("--json")
    #expect(receipt.code == 0)
    let json = try JSON(parsing: Array(receipt.output.utf8).rawSpan)
    #expect(json["user_id"]?.string == user)
    #expect(json["tombstone"] == true)
    let files = try #require(json["files"]?.array)
    let events = try #require(files.first { $0["file"]?.string == "events.csv" })
    let count = shop.dataset.events.users.count { shop.dataset.users.ids[Int($0)] == user }
    #expect(events["rows_removed"]?.integer == count)
    #expect(events["rows_kept"]?.integer == shop.dataset.events.count - count)
    #expect(json["generations_affected"]?.array?.count == 1)
    for name in try FileSystem.names(in: dataset) where name.hasSuffix(".csv") {
      let bytes = try FileSystem.read("\(dataset)/\(name)")
      #expect(!bytes.contains(sequence: id), "\(name)")
    }

    let train = try ProgramProcess(
      "modiste",
      [
        "train", dataset, "--store", served.store.path, "--factors", "0", "--weighting", "cosine",
        "--no-evaluation",
      ], in: served.directory)
    #expect(train.exitCode() == 0, "\(train.output)")
    let generation = try #require(try served.store.currentGeneration())
    let path = served.store.path(of: generation)
    for name in try FileSystem.names(in: path) {
      let bytes = try FileSystem.read("\(path)/\(name)")
      #expect(!bytes.contains(sequence: id), "\(name)")
    }
    #expect(!(try FileSystem.read("\(served.store.path)/tombstones")).contains(sequence: id))
    #expect(try served.reload().status == .ok)
    #expect(try !isKnown(user)[0])
  }

  @Test func `an erasure can be repeated, and of somebody unknown it is one too`() throws {
    #expect(try erase().code == 0)
    let again = try erase()
    #expect(again.code == 0)
    #expect(again.output.contains("events.csv: 0 rows removed"))
    let unknown = try erase(user: "nobody")
    #expect(unknown.code == 0)
    #expect(unknown.output.contains("no generation holds the shopper"))
  }

  @Test func `a damaged tombstone file keeps the generation that is served`() throws {
    #expect(try erase().code == 0)
    #expect(try served.reload().status == .ok)
    let path = "\(served.store.path)/tombstones"
    let bytes = try FileSystem.read(path)
    try FileSystem.replaceFile(at: path, with: Array(bytes.dropLast(10)).rawSpan)
    let refused = try served.reload()
    #expect(refused.status == .failedPrecondition)
    #expect(try !isKnown(user)[0])
  }

  @Test(arguments: [
    ["erase"], ["erase", "u1", "--dataset", "d"], ["erase", "u1", "--store", "s"],
    ["erase", "", "--dataset", "d", "--store", "s"],
  ])
  func `bad arguments end with 2`(arguments: [String]) throws {
    let process = try ProgramProcess("modiste", arguments, in: served.directory)
    #expect(process.exitCode() == 2)
  }
}

extension [UInt8] {
  /// Whether these bytes occur, and not as the beginning of a longer id.
  func contains(sequence: [UInt8]) -> Bool {
    Data(self).range(of: Data(sequence)) != nil
  }
}
