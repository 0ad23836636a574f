import Expressions
import Profiling
import TestSupport
import Testing

/// Defends evaluation: columns give what asking each shopper gives.
@Suite struct AudienceEvaluatorTests {
  @Test func `random expressions give what a naive evaluation of each shopper gives`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(seed: seed)
    for _ in 0..<60 {
      let shop = try MadeUpShoppers(
        count: Int.random(in: 0...200, using: &random), using: &random)
      // One for all: what it keeps of one must not show in the next.
      var evaluator = AudienceEvaluator()
      for _ in 0..<60 {
        let sentence = Sentence.random(depth: 5, using: &random)
        let audience = try shop.audience(sentence.text, &evaluator)
        let expected = (0..<shop.count).filter { sentence.holds(of: $0, in: shop) }
        #expect(audience.users == expected, "seed \(seed): \(sentence.text)")
        #expect(audience.count == expected.count)
        #expect(expected.allSatisfy { audience.contains($0) })
      }
    }
  }

  @Test func `pages of a set, of any size and from anywhere, are the set`() throws {
    var random = SplitMix(seed: 3)
    let shop = try MadeUpShoppers(count: 200, using: &random)
    for text in ["", "gender = a", "gender = a and not gender = a"] {
      let audience = try shop.audience(text)
      for size in [1, 2, 7, 63, 64, 65, 1000] {
        for skipped in [0, 1, 5, 64, audience.count] where skipped <= audience.count {
          var cursor = ShopperSet.Cursor(skipping: skipped, in: audience)
          var users: [Int] = []
          while true {
            let page = cursor.next(size, in: audience)
            #expect(page.count <= size)
            users += page.map { Int($0) }
            if page.isEmpty { break }
          }
          #expect(users == Array(audience.users.dropFirst(skipped)))
        }
      }
    }
  }

  @Test func `members are ranked largest first, unknown last, of equal ones the lower user`() throws
  {
    var random = SplitMix(seed: 4)
    let shop = try MadeUpShoppers(count: 500, using: &random)
    let recency = try #require(shop.numbers["rfm.recency"])
    let audience = try shop.audience("has gender")
    let expected = audience.users.sorted { left, right in
      let (a, b) = (recency[left], recency[right])
      if a.isNaN != b.isNaN { return b.isNaN }
      return a == b || a.isNaN ? left < right : a > b
    }
    let tag = try #require(shop.profiles.audienceTagNames.firstIndex(of: "rfm.recency"))
    for limit in [1, 3, 20, 100, 1000] {
      let ranked = shop.profiles.rank(audience, by: .number(tag: tag), limit: limit)
      #expect(ranked.users.map { Int($0) } == Array(expected.prefix(limit)))
      for (user, score) in zip(ranked.users, ranked.scores) {
        #expect(score == recency[Int(user)] || (score.isNaN && recency[Int(user)].isNaN))
      }
    }
    let byAffinity = shop.profiles.rank(
      audience, by: .affinity(table: 0, value: 1), limit: audience.count)
    #expect(byAffinity.scores == byAffinity.users.map { shop.affinities[Int($0)]["b"] ?? 0 })
    #expect(byAffinity.scores == byAffinity.scores.sorted(by: >))
  }
}

/// An expression as a test makes it up, writes it down, and reads it naively.
private indirect enum Sentence {
  case not(Sentence)
  case and(Sentence, Sentence)
  case or(Sentence, Sentence)
  case category(String, String, isEqual: Bool)
  case among(String, [String])
  case known(String)
  case segment(String)
  case compare(String, String, Float)
  case between(String, Float, Float)
  case affinity(String, String, Float)

  static func random(depth: Int, using random: inout SplitMix) -> Sentence {
    func part() -> Sentence { .random(depth: depth - 1, using: &random) }
    func any(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
    func value() -> String { any(MadeUpShoppers.values + ["nobody"]) }
    func number() -> Float { Float(Int.random(in: -5...5, using: &random)) / 2 }
    let signs = ["=", "!=", "<", "<=", ">", ">="]
    switch Int.random(in: depth > 0 ? 0...13 : 6...13, using: &random) {
    case 0, 1: return .not(part())
    case 2, 3: return .and(part(), part())
    case 4, 5: return .or(part(), part())
    case 6: return .category(any(["gender", "segment"]), value(), isEqual: .random(using: &random))
    case 7: return .among("gender", [value(), value()])
    case 8: return .known(any(["gender", "rfm.recency", "spend.total"]))
    case 9: return .segment(value())
    case 10, 11: return .compare(any(["rfm.recency", "spend.total"]), any(signs), number())
    case 12:
      let lower = number()
      return .between("rfm.recency", lower, max(lower, number()))
    default:
      return .affinity(value(), any(signs), Float(Int.random(in: -1...9, using: &random)) / 8)
    }
  }

  var text: String {
    switch self {
    case .not(let part): "not (\(part.text))"
    case .and(let left, let right): "(\(left.text)) and (\(right.text))"
    case .or(let left, let right): "\(left.text) or \(right.text)"
    case .category(let tag, let value, let isEqual): "\(tag) \(isEqual ? "=" : "!=") \"\(value)\""
    case .among(let tag, let values):
      "\(tag) in (\(values.map { "\"\($0)\"" }.joined(separator: ", ")))"
    case .known(let tag): "has \(tag)"
    case .segment(let value): "segment(\"\(value)\")"
    case .compare(let tag, let sign, let number): "\(tag) \(sign) \(number)"
    case .between(let tag, let lower, let upper): "\(tag) in \(lower)..\(upper)"
    case .affinity(let value, let sign, let number):
      "affinity(category, \"\(value)\") \(sign) \(number)"
    }
  }

  func holds(of user: Int, in shop: MadeUpShoppers) -> Bool {
    switch self {
    case .not(let part): return !part.holds(of: user, in: shop)
    case .and(let left, let right):
      return left.holds(of: user, in: shop) && right.holds(of: user, in: shop)
    case .or(let left, let right):
      return left.holds(of: user, in: shop) || right.holds(of: user, in: shop)
    case .category(let tag, let value, let isEqual):
      guard let found = shop.categories[tag]?[user] else { return false }
      return (found == value) == isEqual
    case .among(let tag, let values):
      return shop.categories[tag]?[user].map { values.contains($0) } ?? false
    case .known(let tag):
      if let numbers = shop.numbers[tag] { return !numbers[user].isNaN }
      return shop.categories[tag]?[user] != nil
    case .segment(let value): return shop.categories["segment"]?[user] == value
    case .compare(let tag, let sign, let number):
      return shop.numbers[tag].map { compare($0[user], sign, number) } ?? false
    case .between(let tag, let lower, let upper):
      return shop.numbers[tag].map { lower <= $0[user] && $0[user] <= upper } ?? false
    case .affinity(let value, let sign, let number):
      return compare(shop.affinities[user][value] ?? 0, sign, number)
    }
  }

  private func compare(_ found: Float, _ sign: String, _ number: Float) -> Bool {
    switch sign {
    case "=": found == number
    case "!=": !found.isNaN && found != number
    case "<": found < number
    case "<=": found <= number
    case ">": found > number
    default: found >= number
    }
  }
}
