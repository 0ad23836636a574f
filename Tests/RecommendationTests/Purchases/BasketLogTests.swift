import Recommendation
import Testing

/// Defends what counts as one basket.
@Suite struct BasketLogTests {
  private func baskets(_ rows: [PurchaseRow], gap: Int64? = BasketLog.gapUsual) -> [[UInt32]] {
    let log = basketLog(rows, users: 2, items: 9, gap: gap)
    return (0..<log.basketCount).map { Array(log.items(of: $0)) }
  }

  private func row(_ item: UInt32, _ time: Int64, user: UInt32 = 0) -> PurchaseRow {
    PurchaseRow(user: user, item: item, time: time)
  }

  @Test func `half an hour apart is one basket, a second more is two`() {
    #expect(baskets([row(1, 0), row(2, 1800), row(3, 3600)]) == [[1, 2, 3]])
    #expect(baskets([row(1, 0), row(2, 1801)]) == [[1], [2]])
  }

  @Test func `an item is in a basket once, and again in the next`() {
    #expect(baskets([row(3, 5), row(1, 5), row(3, 6), row(3, 9_000)]) == [[1, 3], [3]])
  }

  @Test func `shoppers have baskets of their own, in whichever order events come`() {
    let rows = [row(1, 0), row(2, 0, user: 1), row(3, 10), row(4, 9_000, user: 1)]
    #expect(baskets(rows) == [[1, 3], [2], [4]])
    #expect(baskets(rows.reversed()) == baskets(rows))
  }

  @Test func `without a gap all of a shopper is one basket`() {
    let rows = [row(1, 0), row(2, 9_000_000)]
    #expect(baskets(rows, gap: nil) == [[1, 2]])
    #expect(basketLog(rows, users: 1, items: 3, gap: nil).unit == .shopper)
    #expect(basketLog(rows, users: 1, items: 3, gap: nil).hasPairs)
    #expect(basketLog(rows, users: 1, items: 3).unit == .visit)
    #expect(!basketLog(rows, users: 1, items: 3).hasPairs)
  }

  @Test func `a basket's time is that of its newest event`() {
    let log = basketLog([row(1, -5), row(2, 7), row(3, 5_000)], users: 1, items: 4)
    #expect(log.times == [7, 5_000])
  }

  @Test func `times as far apart as can be are two baskets`() {
    #expect(baskets([row(1, .min), row(2, .max)]) == [[1], [2]])
  }
}
