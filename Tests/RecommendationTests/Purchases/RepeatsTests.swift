import RealModule
import Recommendation
import Snapshots
import Testing

/// Defends what a shopper is expected to buy again, and when.
@Suite struct RepeatsTests {
  private static let day: Int64 = 86_400

  private func row(_ user: UInt32, _ item: UInt32, day: Int64) -> PurchaseRow {
    PurchaseRow(user: user, item: item, time: day * Self.day)
  }

  /// One shopper buys 0 each 10 days and 1 once; another 1 each 30 days, and 2 once.
  private var habits: [PurchaseRow] {
    (0..<5).map { row(0, 0, day: 10 * $0) } + [row(0, 1, day: 20)]
      + (0..<3).map { row(1, 1, day: 30 * $0) } + [row(1, 2, day: 30)]
  }

  @Test func `counts, last times and days since are those of the log`() throws {
    let fitted = Repeats.fit(basketLog(habits, users: 3, items: 4))
    #expect(fitted.indptr == [0, 2, 4, 4])
    #expect(fitted.items == [0, 1, 1, 2])
    #expect(fitted.counts == [5, 1, 3, 1])
    #expect(fitted.last == [40, 20, 60, 30].map { $0 * Self.day })
    #expect(fitted.end == 60 * Self.day)
    try withRepeats(fitted, users: 3, items: 4) { model in
      let answered = model.ranking(of: 0, now: 70 * Self.day)
      #expect(answered.map(\.item) == [0, 1])
      #expect(answered.map(\.purchases) == [5, 1])
      #expect(answered.map(\.daysSince) == [30, 50])
      #expect(model.ranking(of: 2).isEmpty)
    }
  }

  /// The formulas of ``Repeats/fit(_:groups:settings:)``, written out for the log above.
  @Test func `propensity and interval are what the formulas say`() {
    let fitted = Repeats.fit(basketLog(habits, users: 3, items: 4))
    let settings = RepeatSettings()
    // Shopper 0 has 5 baskets, shopper 1 has 3. Of those after the first with it, item 0 is in 4 of 4,
    // item 1 in 0 of 2 and in 2 of 2, item 2 in 0 of 1.
    let (tens, thirties) = (4 * Double.log(10), 2 * Double.log(30))
    let everyone = (again: 6.0, since: 9.0, log: tens + thirties)
    let usual = (everyone.again + 0.5) / (everyone.since + 1)
    #expect(fitted.usual.rate == usual)
    let rate = { (again: Double, since: Double) in
      (again + settings.ratePrior * usual) / (since + settings.ratePrior)
    }
    func propensity(_ again: Double, _ since: Double, _ rate: Double) -> Double {
      (again + settings.propensityPrior * rate) / (since + settings.propensityPrior)
    }
    let expected = [
      propensity(4, 4, rate(4, 4)), propensity(0, 2, rate(2, 4)), propensity(2, 2, rate(2, 4)),
      propensity(0, 1, rate(0, 1)),
    ]
    for (found, expected) in zip(fitted.propensities, expected) {
      #expect(abs(Double(found) - expected) < 1e-6)
    }
    let mean = everyone.log / everyone.again
    func ofItem(_ count: Double, _ sum: Double) -> Double {
      (sum + settings.itemIntervalPrior * mean) / (count + settings.itemIntervalPrior)
    }
    func ofShopper(_ count: Double, _ sum: Double, _ item: Double) -> Float {
      Float(
        Double.exp((sum + settings.intervalPrior * item) / (count + settings.intervalPrior)))
    }
    let intervals: [Float] = [
      ofShopper(4, tens, ofItem(4, tens)), ofShopper(0, 0, ofItem(2, thirties)),
      ofShopper(2, thirties, ofItem(2, thirties)), ofShopper(0, 0, ofItem(0, 0)),
    ]
    for (found, expected) in zip(fitted.intervals, intervals) {
      #expect(abs(found - expected) < 1e-4)
    }
  }

  @Test func `an item without intervals takes its category's`() {
    let grouped = Repeats.fit(basketLog(habits, users: 3, items: 4), groups: [7, 8, 7, nil])
    let alone = Repeats.fit(basketLog(habits, users: 3, items: 4))
    // Item 2 is of the category that is bought each 10 days, and never was bought again itself.
    #expect(grouped.intervals[3] < alone.intervals[3])
    #expect(grouped.propensities[3] > alone.propensities[3])
    // Item 0 is drawn less towards everyone than before, and hence shorter.
    #expect(grouped.intervals[0] < alone.intervals[0])
  }

  @Test func `what is due comes before what was just bought, all else alike`() throws {
    // Both are bought each 20 days; one of them today.
    let rows =
      (0..<4).flatMap { turn in
        [row(0, 0, day: 20 * turn), row(0, 1, day: 20 * turn + 19)]
      } + [row(0, 0, day: 79), row(0, 1, day: 99)]
    try withRepeats(Repeats.fit(basketLog(rows, users: 1, items: 2)), users: 1, items: 2) { model in
      #expect(model.ranking(of: 0, now: 100 * Self.day).map(\.item) == [0, 1])
    }
  }

  @Test func `a time before the data ended counts as its end`() throws {
    try withRepeats(
      Repeats.fit(basketLog(habits, users: 3, items: 4)), users: 3, items: 4
    ) { model in
      let atEnd = model.ranking(of: 0, now: 60 * Self.day)
      #expect(model.ranking(of: 0) == atEnd)
      #expect(model.ranking(of: 0, now: 59 * Self.day) == atEnd)
      #expect(model.ranking(of: 0, now: 61 * Self.day) != atEnd)
      #expect(model.ranking(of: 0, now: .max).allSatisfy { $0.score.isFinite })
    }
  }

  @Test func `what is excluded or sold out makes room, and nothing is left in the scratch`() throws
  {
    try withRepeats(
      Repeats.fit(basketLog(habits, users: 3, items: 4)), users: 3, items: 4
    ) { model in
      let scratch = RankingScratch()
      #expect(
        model.ranking(of: 0, limit: 1, scratch: scratch) { $0.soldOut = [0] }.map(\.item) == [1])
      #expect(
        model.ranking(of: 0, limit: 1, scratch: scratch) { $0.excluded = [0] }.map(\.item) == [1])
      #expect(model.ranking(of: 0, limit: 1, scratch: scratch).map(\.item) == [0])
      #expect(model.ranking(of: 0, limit: 0, scratch: scratch).isEmpty)
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `who the shoppers are changes nothing, and scores are probabilities`(seed: UInt64) throws {
    let rows = shopping(seed: seed)
    let renamed = rows.map { PurchaseRow(user: 11 - $0.user, item: $0.item, time: $0.time) }
    let fitted = Repeats.fit(basketLog(rows, users: 12, items: 9))
    let other = Repeats.fit(basketLog(renamed, users: 12, items: 9))
    try withRepeats(fitted, users: 12, items: 9) { model in
      try withRepeats(other, users: 12, items: 9) { renamed in
        for user in 0..<12 {
          let (one, two) = (model.ranking(of: user), renamed.ranking(of: 11 - user))
          let bought = Set(rows.filter { $0.user == user }.map { Int32($0.item) })
          #expect(Set(one.map(\.item)) == bought)
          #expect(Set(two.map(\.item)) == bought)
          for item in one {
            let same = two.first { $0.item == item.item }
            #expect((0...1).contains(item.score))
            // Sums of logarithms differ in their last digits by the order of the shoppers.
            #expect(abs((same?.score ?? -1) - item.score) < 1e-6)
            #expect(same?.purchases == item.purchases && same?.daysSince == item.daysSince)
          }
        }
      }
    }
  }

  @Test func `where nobody bought anything again, no interval is known and all is still ranked`()
    throws
  {
    let rows = [row(0, 0, day: 1), row(0, 1, day: 5), row(0, 2, day: 9)]
    let fitted = Repeats.fit(basketLog(rows, users: 1, items: 3))
    #expect(fitted.intervals == [0, 0, 0])
    #expect(fitted.usual.intervalDays == nil)
    try withRepeats(fitted, users: 1, items: 3) { model in
      // Fewer baskets went by without the newer.
      #expect(model.ranking(of: 0).map(\.item) == [2, 1, 0])
    }
  }
}
