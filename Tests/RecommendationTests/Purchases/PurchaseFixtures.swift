import Expressions
import Recommendation
import Snapshots

/// A log of events, one row each.
struct PurchaseRow {
  let user: UInt32
  let item: UInt32
  let time: Int64
}

func basketLog(
  _ rows: [PurchaseRow], users: Int, items: Int, gap: Int64? = BasketLog.gapUsual
) -> BasketLog {
  BasketLog(
    userCount: users, itemCount: items, users: rows.map(\.user), items: rows.map(\.item),
    timestamps: rows.map(\.time), gap: gap)
}

/// Baskets given as sets of items, each of a shopper of its own.
func basketLog(baskets: [[UInt32]], items: Int) -> BasketLog {
  let rows = baskets.enumerated().flatMap { user, basket in
    basket.map { PurchaseRow(user: UInt32(user), item: $0, time: 0) }
  }
  return basketLog(rows, users: baskets.count, items: items)
}

/// Purchases of shoppers with habits, the same for each seed.
func shopping(seed: UInt64, users: Int = 12, items: Int = 9, events: Int = 150) -> [PurchaseRow] {
  var state = seed
  func next(below count: Int) -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32((state >> 33) % UInt64(count))
  }
  return (0..<events).map { _ in
    PurchaseRow(
      user: next(below: users), item: min(next(below: items), next(below: items)),
      time: Int64(next(below: 60)) * 20 * 60)
  }
}

/// Packs, opens, and lends what was opened with the file it lies in.
func withBaskets<Result>(
  _ fitted: FittedBaskets, items: Int, _ body: (Baskets) throws -> Result
) throws -> Result {
  var writer = TensorWriter()
  fitted.pack(into: &writer)
  let file = try TensorFile(bytes: writer.encoded(), name: "f")
  defer { extendLifetime(file) }
  return try body(Baskets(opening: file, items: items))
}

func withRepeats<Result>(
  _ fitted: FittedRepeats, users: Int, items: Int, _ body: (Repeats) throws -> Result
) throws -> Result {
  var writer = TensorWriter()
  fitted.pack(into: &writer)
  let file = try TensorFile(bytes: writer.encoded(), name: "f")
  defer { extendLifetime(file) }
  return try body(Repeats(opening: file, users: users, items: items))
}

extension Baskets {
  /// What goes with a basket.
  func ranking(
    _ basket: [Int32], limit: Int = 100, accepts filter: Filter = .all,
    scratch: RankingScratch = .init(), _ change: (inout RankingQuery) -> Void = { _ in }
  ) -> Ranking {
    var query = RankingQuery()
    query.recent = basket
    query.limit = limit
    change(&query)
    var ranking = Ranking()
    rank(query, accepts: filter, scratch: scratch, into: &ranking)
    return ranking
  }
}

extension Repeats {
  /// What a user may buy again.
  func ranking(
    of user: Int, now: Int64 = 0, limit: Int = 100, scratch: RankingScratch = .init(),
    _ change: (inout RankingQuery) -> Void = { _ in }
  ) -> [RepeatedItem] {
    var query = RankingQuery()
    query.user = user
    query.limit = limit
    change(&query)
    var items: [RepeatedItem] = []
    rank(query, now: now, accepts: .all, scratch: scratch, into: &items)
    return items
  }
}
