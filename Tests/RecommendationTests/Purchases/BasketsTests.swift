import Expressions
import RealModule
import Recommendation
import Snapshots
import Testing

/// Defends the counts of what is bought together, and the answers made of them.
@Suite struct BasketsTests {
  /// What the definitions say of two items, counted one basket after the other.
  private struct Naive {
    let baskets: [Set<UInt32>]

    func count(_ items: UInt32...) -> Int { baskets.count { $0.isSuperset(of: items) } }

    func expected(_ a: UInt32, _ b: UInt32) -> Double {
      Double(count(a)) * Double(count(b)) / Double(baskets.count)
    }

    func value(_ a: UInt32, _ b: UInt32, _ k: Double) -> Double {
      Double.log((Double(count(a, b)) + k) / (expected(a, b) + k))
    }
  }

  private func expectAsCounted(
    _ given: [[UInt32]], items: Int, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var settings = BasketSettings()
    settings.shrinkage = 2
    let fitted = Baskets.fit(
      basketLog(baskets: given, items: items), settings: settings, threads: 2)
    let naive = Naive(baskets: given.filter { !$0.isEmpty }.map { Set($0) })
    #expect(fitted.count == naive.baskets.count, sourceLocation: sourceLocation)
    try withBaskets(fitted, items: items) { model in
      for a in 0..<UInt32(items) {
        var found: [UInt32: (score: Float, count: Int32)] = [:]
        let ranking = model.ranking([Int32(a)])
        for (position, item) in ranking.items.enumerated() {
          let reason = ranking.reasons(at: position)[position]
          #expect(reason.item == Int32(a) && reason.contribution == item.score)
          found[UInt32(item.item)] = (item.score, reason.count)
        }
        for b in 0..<UInt32(items) {
          let value = a == b ? 0 : naive.value(a, b, 2)
          guard naive.count(a, b) > 0, value > 1e-7 else {
            #expect(found[b] == nil, sourceLocation: sourceLocation)
            continue
          }
          guard let pair = found[b] else {
            Issue.record("\(a) and \(b) are not partners", sourceLocation: sourceLocation)
            continue
          }
          #expect(abs(Double(pair.score) - value) < 1e-6, sourceLocation: sourceLocation)
          #expect(Int(pair.count) == naive.count(a, b), sourceLocation: sourceLocation)
          let lift = model.lift(Int32(a), Int32(b), baskets: pair.count)
          #expect(abs(Double(lift) * naive.expected(a, b) - Double(pair.count)) < 1e-4)
          let share = Double(naive.count(a, b)) / Double(naive.count(a))
          #expect(
            abs(Double(model.confidence(of: Int32(a), baskets: pair.count)) - share) < 1e-6)
        }
      }
    }
  }

  /// 512 logs: of three baskets of three items, every way to fill them.
  @Test func `all tiny logs are counted as the definitions say`() throws {
    for bits in 0..<512 {
      let baskets = (0..<3).map { basket in
        (0..<3).filter { bits >> (3 * basket + $0) & 1 == 1 }.map { UInt32($0) }
      }
      try expectAsCounted(baskets, items: 3)
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `larger logs are counted as the definitions say`(seed: UInt64) throws {
    let rows = shopping(seed: seed)
    let cut = basketLog(rows, users: 12, items: 9)
    try expectAsCounted((0..<cut.basketCount).map { Array(cut.items(of: $0)) }, items: 9)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `lift is symmetric, and who the shoppers are changes nothing`(seed: UInt64) throws {
    let rows = shopping(seed: seed)
    let fitted = Baskets.fit(basketLog(rows, users: 12, items: 9))
    let renamed = rows.map { PurchaseRow(user: 11 - $0.user, item: $0.item, time: $0.time) }
    #expect(Baskets.fit(basketLog(renamed.shuffled(), users: 12, items: 9), threads: 2) == fitted)
    let rowsOfItems = (0..<9).map { item in
      (Int(fitted.partners.indptr[item])..<Int(fitted.partners.indptr[item + 1])).map {
        (fitted.partners.indices[$0], fitted.partners.values[$0], fitted.together[$0])
      }
    }
    for a in 0..<9 {
      for (b, value, both) in rowsOfItems[a] {
        let back = rowsOfItems[Int(b)].first { $0.0 == UInt32(a) }
        #expect(back?.1 == value && back?.2 == both)
      }
    }
  }

  @Test func `a pair that met once says less than one that meets always`() throws {
    // 0 and 1 are in 20 baskets of 100, always both; 2 and 3 met once, and are in no other.
    let baskets: [[UInt32]] =
      (0..<20).map { _ in [0, 1] } + [[2, 3]] + (0..<79).map { _ in [4] }
    let fitted = Baskets.fit(basketLog(baskets: baskets, items: 5))
    try withBaskets(fitted, items: 5) { model in
      let (often, once) = (model.ranking([0]), model.ranking([2]))
      #expect(model.lift(0, 1, baskets: 20) == 5)
      #expect(model.lift(2, 3, baskets: 1) == 100)
      #expect(often.items[0].score > 5 * once.items[0].score)
    }
  }

  @Test func `scores add up over the basket, and the largest part is the reason`() throws {
    let rows = shopping(seed: 3, users: 40, events: 900)
    try withBaskets(Baskets.fit(basketLog(rows, users: 40, items: 9)), items: 9) { model in
      let alone = (0..<9).map { model.ranking([Int32($0)]) }
      func value(_ a: Int32, _ b: Int32) -> Float {
        alone[Int(a)].items.first { $0.item == b }?.score ?? 0
      }
      let basket: [Int32] = [1, 4, 1, 6]
      let ranking = model.ranking(basket)
      #expect(!ranking.items.isEmpty)
      #expect(Set(items(ranking)).isDisjoint(with: basket))
      for (position, item) in ranking.items.enumerated() {
        let parts = [1, 4, 6].map { value($0, item.item) }
        #expect(abs(item.score - parts.reduce(0, +)) < 1e-5)
        let reason = ranking.reasons[Int(item.reasonStart)]
        #expect(reason.contribution == parts.max())
        #expect(value(reason.item, item.item) == reason.contribution)
        #expect(position == 0 || item.score <= ranking.items[position - 1].score)
      }
    }
  }

  @Test func `what is excluded, sold out or filtered makes room before the best are taken`() throws
  {
    let rows = shopping(seed: 5, users: 40, events: 900)
    try withBaskets(Baskets.fit(basketLog(rows, users: 40, items: 9)), items: 9) { model in
      let scratch = RankingScratch()
      let all = items(model.ranking([1], scratch: scratch))
      try #require(all.count >= 2)
      #expect(
        items(model.ranking([1], limit: 1, scratch: scratch) { $0.excluded = [all[0]] })
          == [all[1]])
      #expect(
        items(model.ranking([1], limit: 1, scratch: scratch) { $0.soldOut = [all[0]] })
          == [all[1]])
      // Nothing of these calls is left in the scratch.
      #expect(items(model.ranking([1], scratch: scratch)) == all)
    }
  }

  @Test func `a basket of a thousand counts as a hundred, another hundred at another time`() {
    let rows = (0..<1_000).map { PurchaseRow(user: 0, item: UInt32($0), time: 7) }
    let later = rows.map { PurchaseRow(user: 0, item: $0.item, time: 9_000) }
    func kept(_ rows: [PurchaseRow]) -> [Int] {
      let fitted = Baskets.fit(basketLog(rows, users: 1, items: 1_000))
      return fitted.itemCounts.indices.filter { fitted.itemCounts[$0] > 0 }
    }
    #expect(kept(rows).count == 100)
    #expect(kept(rows) == kept(rows))
    #expect(kept(rows) != kept(later))
    let both = Baskets.fit(basketLog(rows + later, users: 1, items: 1_000))
    #expect(both.count == 2)
    #expect(both.itemCounts.reduce(0, +) == 200)
  }

  @Test func `no more partners are kept than asked for, and the best of them`() {
    let rows = shopping(seed: 6, users: 40, events: 900)
    var settings = BasketSettings()
    let all = Baskets.fit(basketLog(rows, users: 40, items: 9), settings: settings)
    settings.partnerCount = 2
    let few = Baskets.fit(basketLog(rows, users: 40, items: 9), settings: settings)
    for item in 0..<9 {
      let row = Int(few.partners.indptr[item])..<Int(few.partners.indptr[item + 1])
      let full = Int(all.partners.indptr[item])..<Int(all.partners.indptr[item + 1])
      #expect(row.count == min(2, full.count))
      #expect(Array(few.partners.indices[row]) == Array(all.partners.indices[full].prefix(2)))
      #expect(Array(few.together[row]) == Array(all.together[full].prefix(2)))
    }
  }

  @Test func `a log without baskets fits, and answers nothing`() throws {
    let fitted = Baskets.fit(basketLog([], users: 2, items: 3))
    #expect(fitted.count == 0)
    try withBaskets(fitted, items: 3) { model in
      #expect(model.ranking([0, 1]).items.isEmpty)
      #expect(model.lift(0, 1, baskets: 0) == 0)
    }
  }
}
