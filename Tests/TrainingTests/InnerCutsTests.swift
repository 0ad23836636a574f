import Bytes
import Datasets
import Platform
import Recommendation
import Testing
import Training

/// Defends: settings are chosen at several times of the training data, never later than its end.
@Suite struct InnerCutsTests {
  @Test func `a dataset with timestamps is cut at three times`() throws {
    let cuts = try dataset(days: 100).innerCuts(includesSeen: false)
    #expect(cuts.count == 3)
    // Newest first: what an older cut trains on is part of what a newer one does.
    let sizes = cuts.map(\.training.entryCount)
    #expect(sizes == sizes.sorted(by: >))
    #expect(Set(sizes).count == 3)
    // A fifth of the days that were over is held out, with two purchases a day.
    #expect(cuts.map { $0.heldOut.flatMap(\.items).count } == [40, 36, 30])
  }

  @Test func `an ordered dataset is cut once`() throws {
    let cuts = try dataset(days: 10, isOrdered: true).innerCuts(includesSeen: false)
    #expect(cuts.count == 1)
    #expect(cuts[0].heldOut.map(\.items.count) == [1, 1, 1])
  }

  @Test func `a dataset of one moment cannot be cut`() throws {
    #expect(try dataset(days: 1).innerCuts(includesSeen: false).isEmpty)
  }

  /// Two shoppers buy the same item every day, always one that neither had before. A third
  /// bought everything at the start, the last first, and so makes every item known.
  private func dataset(days: Int, isOrdered: Bool = false) throws -> Dataset {
    let directory = try FileSystem.makeTemporaryDirectory("inner-cuts")
    defer { try? FileSystem.removeTree(directory) }
    var events = "user_id,item_id,kind,timestamp\n"
    for step in 0..<days { events += "old,i\(days - 1 - step),purchase,\(step)\n" }
    for day in 0..<days {
      for user in ["a", "b"] {
        events += "\(user),i\(day),purchase,\(isOrdered ? day : day * 86_400)\n"
      }
    }
    let items = "item_id\n" + (0..<days).map { "i\($0)\n" }.joined()
    var files = ["events.csv": events, "items.csv": items]
    if isOrdered { files["dataset.toml"] = "time = \"order\"\n" }
    for (name, text) in files {
      try FileSystem.createFile(at: "\(directory)/\(name)", with: Array(text.utf8).rawSpan)
    }
    return try Dataset(reading: directory)
  }
}
