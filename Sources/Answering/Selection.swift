import Bytes
import Catalogue
import Expressions
import RealModule
import Recommendation
import Snapshots

/// From the best candidates, those to show: the shop's rules and the order of the page.
///
/// Candidates come with scores, best first. Each gets a key that the order goes by; then places are
/// filled one by one. Scores and reasons stay what the models said.
///
///     key      = (score − least) / (largest − least) of its step, least at most 0; + 1 where it is
///                personal: popular ones follow
///     boosts     multiply it
///     price      multiplies it by exp(2·preference·(q − ½)), q the price's rank among the candidates
///     noise      adds exploration · spread of the keys · N(0, 1)
///     place      argmax (1 − diversity)·key/largest − diversity·(largest likeness to those placed)
///
/// The last is maximal marginal relevance: Carbonell, Goldstein, *The use of MMR, diversity-based
/// reranking*, SIGIR 1998. Likeness is the share of the text attributes in which two items agree.
struct Selection {
  private let catalogue: Catalogue
  private let rules: RecommendRules
  private let boosts: [Filter]
  private var caps: [CountedCap] = []
  private var likeness: Likeness
  private var keys: [Float] = []

  /// - Throws: `invalidArgument` for a boost that does not parse, or a cap on an attribute that is
  ///   not there.
  init(_ rules: RecommendRules, over catalogue: Catalogue) throws(AnswerError) {
    self.catalogue = catalogue
    self.rules = rules
    var boosts: [Filter] = []
    for (position, boost) in rules.boosts.enumerated() {
      do throws(FilterError) {
        boosts.append(try Filter(parsing: boost.filter, over: catalogue))
      } catch {
        throw .invalidArgument("boosts[\(position)].\(error.description)")
      }
    }
    self.boosts = boosts
    for cap in rules.caps {
      guard let column = catalogue.attribute(named: cap.attribute) else {
        let names = catalogue.attributeNames.joined(separator: ", ")
        throw .invalidArgument(
          "caps names the attribute '\(cap.attribute.string)'; there are: \(names)")
      }
      caps.append(CountedCap(column: column, limit: cap.limit))
    }
    likeness = Likeness(catalogue)
  }

  /// Orders `ranking`'s items and keeps `limit` of them.
  ///
  /// - Parameter promoted: items for the promoted places that may be answered, in order
  mutating func select(_ limit: Int, promoted: [Int32], from ranking: inout Ranking) {
    var pool = ranking.items
    let waiting = promoted.map { item in
      var ranked =
        pool.first { $0.item == item } ?? RankedItem(item: item, score: 0, step: .personal)
      ranked.isPromoted = true
      return ranked
    }
    if rules.promotedShare > 0 {
      pool.removeAll { item in promoted.contains(item.item) }
    }
    makeKeys(of: pool)
    likeness.prepare(poolCount: pool.count)
    fill(limit, from: pool, waiting, into: &ranking)
  }

  private mutating func makeKeys(of pool: [RankedItem]) {
    // One per step.
    var least: SIMD4<Float> = .zero
    var largest: SIMD4<Float> = .zero
    for item in pool {
      let step = Int(item.step.rawValue)
      least[step] = min(least[step], item.score)
      largest[step] = max(largest[step], item.score)
    }
    keys = pool.map { item in
      let step = Int(item.step.rawValue)
      let range = max(largest[step] - least[step], .leastNormalMagnitude)
      let share = (item.score - least[step]) / range
      return item.step == .popular ? share : 1 + share
    }
    for (filter, boost) in zip(boosts, rules.boosts) {
      for position in pool.indices where filter.accepts(Int(pool[position].item)) {
        keys[position] *= boost.factor
      }
    }
    if rules.pricePreference != 0 { weighPrices(of: pool) }
    if rules.exploration > 0 { addNoise(to: pool) }
  }

  private mutating func weighPrices(of pool: [RankedItem]) {
    guard case .number(let prices) = catalogue.attribute(named: "price") else { return }
    let known = pool.indices.filter { !prices[Int(pool[$0].item)].isNaN }
      .sorted { prices[Int(pool[$0].item)] < prices[Int(pool[$1].item)] }
    for (rank, position) in known.enumerated() {
      let quantile = (Float(rank) + 0.5) / Float(known.count)
      keys[position] *= Float.exp(2 * rules.pricePreference * (quantile - 0.5))
    }
  }

  private mutating func addNoise(to pool: [RankedItem]) {
    let mean = keys.reduce(0, +) / Float(max(1, keys.count))
    let variance =
      keys.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(max(1, keys.count))
    let spread = rules.exploration * variance.squareRoot()
    for position in pool.indices {
      keys[position] += spread * normal(rules.seed, UInt64(pool[position].item))
    }
  }

  /// Likeness to what is placed only grows, and makes an item's value only less. So an item is compared
  /// with what was placed since it was last looked at only when it could be the best of a place, and
  /// most are never looked at.
  private mutating func fill(
    _ limit: Int, from pool: [RankedItem], _ promoted: [RankedItem], into ranking: inout Ranking
  ) {
    var isTaken = [Bool](repeating: false, count: pool.count)
    let largest = max(keys.max() ?? 1, .leastNormalMagnitude)
    // largestFrom[p]: of the keys from position p on.
    var largestFrom = keys
    for position in keys.indices.dropLast().reversed() {
      largestFrom[position] = max(keys[position], largestFrom[position + 1])
    }
    let (taste, variety) = (1 - rules.diversity, rules.diversity)
    var next = 0
    ranking.items.removeAll(keepingCapacity: true)
    while ranking.items.count < limit {
      if isPromoted(place: ranking.items.count), next < promoted.count {
        let item = promoted[next]
        next += 1
        for cap in caps.indices { caps[cap].count(Int(item.item)) }
        ranking.items.append(item)
        continue
      }
      var best: (position: Int, value: Float)?
      var passed: [(position: Int, value: Float)] = []
      for position in pool.indices {
        let least = best?.value ?? -.infinity
        if taste * largestFrom[position] / largest <= least { break }
        let own = taste * keys[position] / largest
        guard !isTaken[position], own - variety * likeness.known(of: position) > least
        else { continue }
        let value = own - variety * likeness.toPlaced(position, Int(pool[position].item))
        guard value > least else { continue }
        if caps.allSatisfy({ $0.allows(Int(pool[position].item)) }) {
          best = (position, value)
        } else {
          passed.append((position, value))
        }
      }
      // Counts only grow, so what a cap holds back once it always does. It is removed when it would
      // have had the place; of equal values, the first in the pool has it.
      for other in passed
      where best.map({
        other.value > $0.value || (other.value == $0.value && other.position < $0.position)
      }) ?? true {
        isTaken[other.position] = true
        ranking.counts.capped += 1
      }
      guard let best else { break }
      isTaken[best.position] = true
      let item = Int(pool[best.position].item)
      for cap in caps.indices { caps[cap].count(item) }
      ranking.items.append(pool[best.position])
      if rules.diversity > 0 { likeness.place(item) }
    }
  }

  /// Places are spread evenly: of the first n, ⌈n · share⌉ are promoted.
  private func isPromoted(place: Int) -> Bool {
    let share = rules.promotedShare
    return (Float(place + 1) * share).rounded(.up) > (Float(place) * share).rounded(.up)
  }
}

/// How many items with each value of an attribute were placed.
private struct CountedCap {
  let column: AttributeColumn
  let limit: Int
  private var counts: [UInt32: Int] = [:]

  init(column: AttributeColumn, limit: Int) {
    self.column = column
    self.limit = limit
  }

  func allows(_ item: Int) -> Bool {
    var isAllowed = true
    column.forEachKey(of: item) { if counts[$0, default: 0] >= limit { isAllowed = false } }
    return isAllowed
  }

  mutating func count(_ item: Int) {
    column.forEachKey(of: item) { counts[$0, default: 0] += 1 }
  }
}

extension AttributeColumn {
  /// What stands for an item's values; none where it has none.
  fileprivate func forEachKey(of item: Int, _ body: (UInt32) -> Void) {
    switch self {
    case .text(let codes, _):
      if codes[item] != Self.missingCode { body(codes[item]) }
    case .list(let indptr, let codes, _):
      for place in Int(indptr[item])..<max(Int(indptr[item]), Int(indptr[item + 1])) {
        body(codes[place])
      }
    case .number(let numbers):
      if !numbers[item].isNaN {
        body(UInt32(truncatingIfNeeded: numbers[item].bitPattern.hashed))
      }
    }
  }
}

extension UInt64 {
  fileprivate var hashed: UInt64 { (self ^ (self >> 32)) &* 0x9E37_79B9_7F4A_7C15 >> 32 }
}

/// How like the items of a pool are to those placed: the largest share of the text attributes in which an
/// item agrees with one of them; 0 without any.
private struct Likeness {
  private let columns: [Column<UInt32>]
  /// Of the placed items: shape: items × columns.
  private var placed: [UInt32] = []
  private var placedCount = 0
  /// Of the pool's items, as far as they were compared: shape: items × columns. Each code lies in a place of its
  /// own in the catalogue, so none is looked up twice.
  private var codes: [UInt32] = []
  private var isRead: [Bool] = []
  /// Per position of the pool, what is known of its likeness, and to how many of the placed.
  private var shares: [Float] = []
  private var compared: [Int] = []

  init(_ catalogue: Catalogue) {
    columns = catalogue.attributeNames.compactMap { name in
      guard case .text(let codes, _)? = catalogue.attribute(named: name) else { return nil }
      return codes
    }
  }

  mutating func prepare(poolCount: Int) {
    shares = [Float](repeating: 0, count: poolCount)
    compared = [Int](repeating: 0, count: poolCount)
    codes = [UInt32](repeating: 0, count: poolCount * columns.count)
    isRead = [Bool](repeating: false, count: poolCount)
  }

  mutating func place(_ item: Int) {
    for column in columns { placed.append(column[item]) }
    placedCount += 1
  }

  /// Its likeness is no less.
  func known(of position: Int) -> Float { shares[position] }

  /// The likeness of an item of the pool to all that are placed.
  mutating func toPlaced(_ position: Int, _ item: Int) -> Float {
    let start = compared[position]
    guard start < placedCount, !columns.isEmpty else { return shares[position] }
    compared[position] = placedCount
    let width = columns.count
    let own = position * width
    if !isRead[position] {
      isRead[position] = true
      for column in 0..<width { codes[own + column] = columns[column][item] }
    }
    var most = 0
    for other in start..<placedCount {
      var same = 0
      for column in 0..<width {
        let code = codes[own + column]
        same +=
          code != AttributeColumn.missingCode && code == placed[other * width + column] ? 1 : 0
      }
      most = max(most, same)
    }
    shares[position] = max(shares[position], Float(most) / Float(width))
    return shares[position]
  }
}

/// A draw of N(0, 1) that depends on seed and item alone: Box and Muller, *A note on the generation of
/// random normal deviates*, 1958, of SplitMix64's bits.
private func normal(_ seed: UInt64, _ item: UInt64) -> Float {
  func bits(_ value: UInt64) -> UInt64 {
    var mixed = value &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
  let first = bits(seed &+ bits(item &+ 1))
  let radius = (-2 * Float.log((Float(first >> 40) + 1) * 0x1p-24)).squareRoot()
  return radius * Float.cos(2 * .pi * Float(bits(first) >> 40) * 0x1p-24)
}
