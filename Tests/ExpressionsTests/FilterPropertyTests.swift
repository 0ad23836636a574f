import Expressions
import Testing

/// Defends evaluation: a compiled filter accepts what a naive reading of the same expression
/// accepts, on random expressions over random tables.
@Suite struct FilterPropertyTests {
  @Test func `random filters accept what a naive evaluator accepts`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(state: seed)
    for round in 0..<200 {
      let table = Table.random(using: &random)
      let source = try TableSource(table)
      for _ in 0..<20 {
        let sentence = Sentence.random(depth: 5, using: &random)
        let text = sentence.text
        let expected = (0..<table.rowCount).filter { sentence.holds(in: table, $0) }
        #expect(try source.rows(text) == expected, "seed \(seed), round \(round): \(text)")
        let tabulated = try source.filter(text).tabulated(rows: table.rowCount)
        #expect((0..<table.rowCount).filter { tabulated.accepts($0) } == expected)
      }
    }
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension Table {
  static func random(using random: inout SplitMix) -> Table {
    let count = Int.random(in: 0...12, using: &random)
    func value() -> String { words[Int.random(in: 0..<words.count - 2, using: &random)] }
    return Table(
      rowCount: count,
      texts: [
        "t": (0..<count).map { _ in Bool.random(using: &random) ? value() : nil }
      ],
      lists: [
        "l": (0..<count).map { _ in
          Array(Set((0..<Int.random(in: 0...3, using: &random)).map { _ in value() })).sorted()
        }
      ],
      numbers: [
        "n": (0..<count).map { _ in
          Int.random(in: 0...4, using: &random) == 0
            ? nil : Double(Int.random(in: -4...4, using: &random)) / 2
        }
      ])
  }
}

private let words = ["a", "b-1", "c d", "é", "and", "\"", "\\", "no row has it", "nor_it"]

/// An expression as a test makes it up, writes it down, and reads it naively.
private indirect enum Sentence {
  case not(Sentence)
  case and(Sentence, Sentence)
  case or(Sentence, Sentence)
  case equal(String, String)
  case notEqual(String, String)
  case among(String, [String])
  case compare(String, Double)
  case between(Double, Double)
  case amongNumbers([Double])

  static func random(depth: Int, using random: inout SplitMix) -> Sentence {
    func part() -> Sentence { .random(depth: depth - 1, using: &random) }
    func word() -> String { words.randomElement(using: &random) ?? "a" }
    func number() -> Double { Double(Int.random(in: -5...5, using: &random)) / 2 }
    func name() -> String { Bool.random(using: &random) ? "t" : "l" }
    switch Int.random(in: depth > 0 ? 0...11 : 6...11, using: &random) {
    case 0, 1: return .not(part())
    case 2, 3: return .and(part(), part())
    case 4, 5: return .or(part(), part())
    case 6: return .equal(name(), word())
    case 7: return .notEqual(name(), word())
    case 8: return .among(name(), (0...Int.random(in: 0...3, using: &random)).map { _ in word() })
    case 9, 10:
      let sign = ["=", "!=", "<", "<=", ">", ">="].randomElement(using: &random) ?? "="
      return .compare(sign, number())
    default:
      if Bool.random(using: &random) {
        return .amongNumbers((0...Int.random(in: 0...3, using: &random)).map { _ in number() })
      }
      let lower = number()
      return .between(lower, max(lower, number()))
    }
  }

  var text: String {
    switch self {
    case .not(let part): "not (\(part.text))"
    case .and(let left, let right): "\(left.operand) and \(right.operand)"
    case .or(let left, let right): "\(left.text) or \(right.text)"
    case .equal(let name, let word): "\(name) = \(quote(word))"
    case .notEqual(let name, let word): "\(name)!=\(quote(word))"
    case .among(let name, let words): "\(name) in (\(words.map(quote).joined(separator: ", ")))"
    case .compare(let sign, let number): "n \(sign) \(number)"
    case .between(let lower, let upper): "n in \(lower)..\(upper)"
    case .amongNumbers(let numbers): "n in (\(numbers.map { "\($0)" }.joined(separator: ",")))"
    }
  }

  private var operand: String {
    if case .or = self { "(\(text))" } else { text }
  }

  func holds(in table: Table, _ row: Int) -> Bool {
    let number = table.numbers["n"]?[row]
    switch self {
    case .not(let part): return !part.holds(in: table, row)
    case .and(let left, let right): return left.holds(in: table, row) && right.holds(in: table, row)
    case .or(let left, let right): return left.holds(in: table, row) || right.holds(in: table, row)
    case .equal(let name, let word): return table.values(name, row).contains(word)
    case .notEqual(let name, let word):
      let values = table.values(name, row)
      return !values.isEmpty && !values.contains(word)
    case .among(let name, let words):
      return table.values(name, row).contains { words.contains($0) }
    case .compare(let sign, let other):
      guard let number else { return false }
      switch sign {
      case "=": return number == other
      case "!=": return number != other
      case "<": return number < other
      case "<=": return number <= other
      case ">": return number > other
      default: return number >= other
      }
    case .between(let lower, let upper):
      return number.map { lower <= $0 && $0 <= upper } ?? false
    case .amongNumbers(let numbers):
      return number.map { numbers.contains($0) } ?? false
    }
  }

  private func quote(_ word: String) -> String {
    if word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }), word != "and" {
      return word
    }
    return "\"" + word.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
  }
}

extension Table {
  fileprivate func values(_ name: String, _ row: Int) -> [String] {
    lists[name]?[row] ?? texts[name]?[row].map { [$0] } ?? []
  }
}
