import Recommendation
import Snapshots
import Testing

/// Defends opening: purchases with anything out of range are refused, and the tensor is named.
@Suite struct DamagedPurchasesTests {
  /// Two pairs of three items in four baskets, and what two shoppers bought, written by hand.
  struct Draft {
    var indptr: [Int64] = [0, 2, 3, 4]
    var indices: [UInt32] = [1, 2, 0, 0]
    var values: [Float] = [0.5, 0.25, 0.5, 0.25]
    var together: [UInt32] = [2, 1, 2, 1]
    var itemCounts: [UInt32] = [3, 2, 1]
    var count: [Int64] = [4]
    var bought: (indptr: [Int64], items: [UInt32], propensities: [Float]) = (
      [0, 2, 3], [0, 2, 1], [0.5, 0.25, 1]
    )
    var counts: [UInt32] = [2, 1, 3]
    var last: [Int64] = [-10, 20, 30]
    var intervals: [Float] = [10, 0, 5]
    var end: [Int64] = [30]

    func bytes(without left: String?) -> [UInt8] {
      var writer = TensorWriter()
      func add<Element: TensorElement>(_ name: String, _ elements: [Element]) {
        if name != left { writer.add(name, elements) }
      }
      add("baskets.partners.indptr", indptr)
      add("baskets.partners.indices", indices)
      add("baskets.partners.values", values)
      add("baskets.together", together)
      add("baskets.item_counts", itemCounts)
      add("baskets.count", count)
      add("repeats.indptr", bought.indptr)
      add("repeats.indices", bought.items)
      add("repeats.values", bought.propensities)
      add("repeats.counts", counts)
      add("repeats.last", last)
      add("repeats.intervals", intervals)
      add("repeats.end", end)
      return writer.encoded()
    }
  }

  /// The message a draft is refused with; `nil` when it is accepted.
  func refusal(
    without left: String? = nil, _ change: (inout Draft) -> Void = { _ in }
  ) throws -> String? {
    var draft = Draft()
    change(&draft)
    let file = try TensorFile(bytes: draft.bytes(without: left), name: "f")
    do throws(SnapshotError) {
      _ = try Baskets(opening: file, items: 3)
      _ = try Repeats(opening: file, users: 2, items: 3)
      return nil
    } catch {
      return error.description
    }
  }

  private func expectRefusal(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout Draft) -> Void
  ) throws {
    let found = try refusal(change)
    #expect(found == "f: tensor '\(text)", sourceLocation: sourceLocation)
  }

  @Test func `the draft itself is accepted`() throws {
    #expect(try refusal() == nil)
  }

  @Test(arguments: [
    "baskets.partners.indptr", "baskets.partners.indices", "baskets.partners.values",
    "baskets.together", "baskets.item_counts", "baskets.count", "repeats.indptr",
    "repeats.indices", "repeats.values", "repeats.counts", "repeats.last", "repeats.intervals",
    "repeats.end",
  ])
  func `a part that is missing is named`(tensor: String) throws {
    let message = try #require(try refusal(without: tensor))
    #expect(message.hasPrefix("f: tensor '\(tensor)' is missing"))
  }

  @Test func `columns of other lengths are refused`() throws {
    for change in [
      { $0.together.append(1) }, { $0.itemCounts.append(1) }, { $0.count.append(1) },
      { $0.indptr.append(4) }, { $0.values.append(1) }, { $0.counts.append(1) },
      { $0.last.append(1) }, { $0.intervals.append(1) }, { $0.end.append(1) },
      { $0.bought.indptr.append(3) },
    ] as [(inout Draft) -> Void] {
      #expect(try refusal(change)?.contains("accepted") == true)
    }
  }

  @Test func `rows that run backwards, ids out of range, values that are none are refused`() throws
  {
    #expect(try refusal { $0.indptr = [0, 3, 2, 4] }?.contains("falls from 3 to 2") == true)
    #expect(try refusal { $0.indices[0] = 3 }?.contains("contains 3") == true)
    #expect(try refusal { $0.values[0] = .nan }?.contains("not finite") == true)
    #expect(try refusal { $0.bought.items[0] = 3 }?.contains("contains 3") == true)
    #expect(try refusal { $0.bought.propensities[0] = .infinity }?.contains("not finite") == true)
  }

  @Test func `counts that contradict each other are refused`() throws {
    try expectRefusal("baskets.count' is -1; 0...4294967295 is accepted") { $0.count = [-1] }
    try expectRefusal(
      "baskets.item_counts' has 5 at 0; at most 4, as baskets.count says, is accepted"
    ) { $0.itemCounts[0] = 5 }
    for both in [0, 3] as [UInt32] {
      try expectRefusal(
        "baskets.together' is \(both) for 0 and 1; 1...2, as baskets.item_counts says, is accepted"
      ) { $0.together[0] = both }
    }
  }

  @Test func `a partner of itself, twice in a row, or out of order is refused`() throws {
    try expectRefusal(
      "baskets.partners.indices' has 0 among its own partners; other items, each once, are accepted"
    ) { $0.indices[0] = 0 }
    try expectRefusal(
      "baskets.partners.indices' has 1 twice in row 0; other items, each once, are accepted"
    ) { $0.indices[1] = 1 }
    try expectRefusal(
      "baskets.partners.values' has 0.75 at 1 of row 0; values above 0 that fall are accepted"
    ) { $0.values[1] = 0.75 }
    try expectRefusal(
      "baskets.partners.values' has 0.0 at 1 of row 0; values above 0 that fall are accepted"
    ) { $0.values[1] = 0 }
  }

  @Test func `what a shopper bought must rise, at least once, before the end`() throws {
    try expectRefusal("repeats.indices' has 0 after 2 in row 0; indices that rise are accepted") {
      $0.bought.items = [2, 0, 1]
    }
    try expectRefusal("repeats.values' has 1.5 at 1; 0...1 is accepted") {
      $0.bought.propensities[1] = 1.5
    }
    try expectRefusal("repeats.counts' is 0 at 2; at least 1 is accepted") { $0.counts[2] = 0 }
    try expectRefusal(
      "repeats.last' has 31 at 1; at most 30, as repeats.end says, is accepted"
    ) { $0.last[1] = 31 }
    try expectRefusal("repeats.intervals' has -1.0 at 0; 0 and above is accepted") {
      $0.intervals[0] = -1
    }
    try expectRefusal("repeats.intervals' has nan at 0; finite values are accepted") {
      $0.intervals[0] = .nan
    }
  }
}
