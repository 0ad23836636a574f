import Datasets
import Testing

/// Defends: the importers read the real files, row for row, and the splits are those of the
/// figures we compare with. Each test skips when its file is not there.
@Suite(.serialized) struct SharedDataTests {
  @Test(.enabled(if: sharedData("online-retail") != nil, "no ../shared/data/online-retail"))
  func `online retail has its 541,909 rows`() throws {
    let source = try #require(sharedData("online-retail"))
    let (report, dataset) = try Shop([:]).imported(as: .onlineRetail, from: source)
    #expect(report.rowsRead == 541_909)
    #expect(report.events + report.leftOut.reduce(0) { $0 + $1.rows } == 541_909)
    #expect(report.leftOut.map(\.rows) == [135_080, 1_916, 34])
    #expect(dataset.events.count == report.events)
    #expect(dataset.users.count == report.users && dataset.items.count == report.items)

    // Peers were measured with postage and fees among the items: 1,810 and 1,890.
    let judged = try users(judgedIn: dataset)
    #expect(judged.new == 1_809 && judged.any == 1_889)
  }

  @Test(
    .enabled(if: sharedData("renttherunway") != nil, "no ../shared/data/renttherunway"),
    .enabled(if: isOptimised, "takes half a minute unoptimised"))
  func `rent the runway has its rentals, users and items`() throws {
    let source = try #require(sharedData("renttherunway"))
    let (report, dataset) = try Shop([:]).imported(as: .rentTheRunway, from: source)
    #expect(report.events == 192_544 && report.users == 105_571 && report.items == 5_850)
    #expect(try users(judgedIn: dataset).new == 6_890)
  }

  @Test(
    .enabled(if: sharedData("movielens-latest-small") != nil, "no ../shared/data/movielens…"))
  func `movielens has its ratings, users and movies`() throws {
    let source = try #require(sharedData("movielens-latest-small"))
    let (report, dataset) = try Shop([:]).imported(as: .movielens, from: source)
    #expect(report.events == 100_836 && report.users == 610 && report.items == 9_742)
    #expect(dataset.events.kinds.allSatisfy { $0 == .rating })
  }

  @Test(
    .enabled(if: sharedData("amazon-seq") != nil, "no ../shared/data/amazon-seq"),
    arguments: [("Beauty", 22_363, 12_101, 198_502), ("Clothing", 39_387, 23_033, 278_677)]
      .prefix(isOptimised ? 2 : 1))
  func `amazon sequences have their users and items`(
    name: String, users: Int, items: Int, events: Int
  ) throws {
    let source = try #require(sharedData("amazon-seq/\(name).txt.gz"))
    let (report, dataset) = try Shop([:]).imported(as: .amazonSequence, from: source)
    #expect(report.users == users && report.items == items && report.events == events)
    #expect(try dataset.split(.leaveOneOut).users.count == users)
  }

  /// Users that were trained on, with at least one held-out item that was trained on: one that is
  /// new to the user, or any.
  private func users(judgedIn dataset: Dataset) throws -> (new: Int, any: Int) {
    let split = try dataset.split(.temporalShare(0.8))
    let train = dataset.events.filtered {
      split.isTraining[$0] && dataset.events.kinds[$0].isChoice
    }
    let users = Set(train.users)
    let items = Set(train.items)
    let pairs = Set(
      (0..<train.count).map { UInt64(train.users[$0]) << 32 | UInt64(train.items[$0]) })
    let any = split.filtered { users.contains($0) && items.contains($1) }
    let new = any.filtered { !pairs.contains(UInt64($0) << 32 | UInt64($1)) }
    return (new.users.count, any.users.count)
  }
}

#if DEBUG
  private let isOptimised = false
#else
  private let isOptimised = true
#endif
