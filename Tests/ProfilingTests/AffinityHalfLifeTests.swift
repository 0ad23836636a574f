import Profiling
import Testing

/// Defends: choices age as quickly as tastes change, as far as what was chosen later can tell.
@Suite struct AffinityHalfLifeTests {
  private static let day: Int64 = 86_400

  /// A visit a day of 40 shoppers, each drawn to a value of ten, which `value` tells of shopper and day.
  private func halfLife(
    shoppers: Int = 40, days: Int, value: (_ shopper: Int, _ day: Int) -> Int
  ) -> AffinityHalfLife {
    var users: [UInt32] = []
    var items: [UInt32] = []
    var timestamps: [Int64] = []
    for day in 0..<days {
      for shopper in 0..<shoppers {
        users.append(UInt32(shopper))
        items.append(UInt32(value(shopper, day) % 10))
        timestamps.append(Int64(day) * Self.day + Int64(shopper))
      }
    }
    return AffinityHalfLife(
      userCount: shoppers, users: users, items: items, timestamps: timestamps, gap: 1_800,
      attributes: [
        AffinityHalfLife.Attribute(valueCount: 10, itemValues: (0..<10).map { [UInt16($0)] })
      ])
  }

  @Test func `of tastes that stay, nothing is forgotten`() {
    let chosen = halfLife(days: 400) { shopper, _ in shopper }
    #expect(chosen.days == .infinity)
    #expect(chosen.likelihoods == chosen.likelihoods.sorted())
  }

  @Test func `of tastes that have just changed, what lies before is forgotten soon`() {
    let chosen = halfLife(days: 400) { shopper, day in day < 310 ? shopper : shopper + 5 }
    #expect(chosen.days == 15)
    #expect(chosen.likelihoods == chosen.likelihoods.sorted(by: >))
  }

  @Test func `where little was chosen, or at one time, it is the usual`() {
    let few = halfLife(shoppers: 2, days: 100) { shopper, _ in shopper }
    #expect(few.days == AffinityHalfLife.usualDays)
    #expect(few.likelihoods.isEmpty)
    #expect(halfLife(days: 0) { _, _ in 0 }.days == AffinityHalfLife.usualDays)
    #expect(halfLife(shoppers: 1, days: 1) { _, _ in 0 }.days == AffinityHalfLife.usualDays)
  }
}
