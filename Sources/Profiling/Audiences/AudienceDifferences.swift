import Bytes
package import Expressions
import Kernels
import RealModule
import Snapshots

/// A value of a tag, a band of a number, or an affinity, and how many have it.
package struct AudienceDifference: Sendable, Equatable {
  package let tag: String
  package let value: String
  package let countInside: Int
  package let countOfAll: Int
  /// 2 Σ observed · ln(observed / expected) over inside and outside, with and without: how unlikely
  /// such a difference is by chance. Dunning, *Accurate methods for the statistics of surprise and
  /// coincidence*, Computational Linguistics 1993.
  package let surprise: Double
}

extension Profiles {
  /// Number tags are told in bands of about so many equal parts.
  private static let bandCount = 5
  /// Whoever has so much affinity to a value is counted as drawn to it: as much of it by own choice
  /// as by what everybody does.
  static let affinityLeast = FloatRange(lower: 0.5, upper: 1)
  /// What is more or less frequent in an audience than among all, most telling first.
  ///
  /// What the audience was chosen by is left out: it differs by definition. So is what fewer than
  /// `least` of it have, which would tell of a few shoppers.
  ///
  /// A pass over every column.
  package func differences(
    of audience: ShopperSet, among everybody: ShopperSet, chosenBy expression: AudienceExpression,
    least: Int, limit: Int
  ) -> [AudienceDifference] {
    var counts = DifferenceCounts(inside: audience, all: everybody, least: least)
    let chosen = Chosen(expression)
    for (index, tag) in tags.enumerated() where !chosen.tags.contains(index) {
      let name = tag.definition.name
      switch tag.values {
      case .categories(let categories):
        for value in 0..<categories.values.count {
          let row = categories.bitmaps.row(value)
          counts.add(name, categories.values[value].string, row.span)
        }
      case .numbers(let numbers):
        addBands(of: numbers, name, to: &counts)
      }
    }
    var evaluator = AudienceEvaluator()
    for (index, table) in affinities.enumerated() {
      for value in 0..<table.values.count where !chosen.holds(affinity: index, value) {
        // Fewer than count have it: not worth a set.
        guard table.entries(ofValue: value).count >= least else { continue }
        let drawn = evaluator.evaluate(
          .test(.affinity(table: index, value: value, Self.affinityLeast)), over: self,
          among: everybody)
        counts.add("affinity(\(table.attribute))", table.values[value].string, drawn.words.span)
      }
    }
    return counts.differences.mostTelling(limit)
  }

  private func addBands(
    of numbers: Column<Float>, _ name: String, to counts: inout DifferenceCounts
  ) {
    let edges = bandEdges(of: numbers)
    guard edges.count > 1 else { return }
    for band in 0..<edges.count - 1 {
      let isLast = band == edges.count - 2
      let upper = isLast ? edges[band + 1] : edges[band + 1].nextDown
      var words = counts.all.words
      var span = words.mutableSpan
      keep(from: edges[band], through: upper, of: numbers.span, in: &span)
      counts.add(
        name, "\(edges[band].plain)...\(edges[band + 1].plain)\(isLast ? "" : " (below)")",
        words.span)
    }
  }

  /// Quantiles of at most 10,000 shoppers, and the ends of all; distinct, ascending.
  private func bandEdges(of numbers: Column<Float>) -> [Float] {
    let span = numbers.span
    var (least, most) = (Float.infinity, -Float.infinity)
    for user in span.indices where !span[user].isNaN {
      least = min(least, span[user])
      most = max(most, span[user])
    }
    guard least < most else { return [] }
    let stride = max(1, userCount / 10_000)
    let sample = Swift.stride(from: 0, to: userCount, by: stride).map { span[$0] }
      .filter { !$0.isNaN }.sorted()
    var edges = [least]
    for part in 1..<Self.bandCount where !sample.isEmpty {
      let edge = sample[part * sample.count / Self.bandCount]
      if edge > edges[edges.count - 1], edge < most { edges.append(edge) }
    }
    return edges + [most]
  }
}

/// How many are in an audience, and how many there are.
struct AudienceSizes {
  let inside: Int
  let all: Int

  /// Of χ² with one degree of freedom, exceeded by chance once in a thousand.
  static let surpriseLeast = 10.83

  /// - Parameters:
  ///   - both: of the audience, who have something; at most `inside`
  ///   - with: of all, who have it; at least `both`
  func surprise(_ both: Int, of with: Int) -> Double {
    let total = Double(all)
    let (inside, having) = (Double(inside), Double(with))
    func term(_ observed: Double, _ row: Double, _ column: Double) -> Double {
      observed > 0 ? observed * Double.log(observed * total / (row * column)) : 0
    }
    return 2
      * (term(Double(both), inside, having)
        + term(inside - Double(both), inside, total - having)
        + term(having - Double(both), total - inside, having)
        + term(total - inside - having + Double(both), total - inside, total - having))
  }
}

extension [AudienceDifference] {
  /// What is no chance, most surprising first.
  func mostTelling(_ limit: Int) -> [AudienceDifference] {
    let telling = filter { $0.surprise >= AudienceSizes.surpriseLeast }
    return Array(
      telling.sorted { left, right in
        if left.surprise != right.surprise { return left.surprise > right.surprise }
        return (left.tag, left.value) < (right.tag, right.value)
      }.prefix(limit))
  }
}

/// What an expression asks for.
struct Chosen {
  let tags: Set<Int>
  private let affinities: Set<[Int]>

  init(_ expression: AudienceExpression) {
    var tags: Set<Int> = []
    var affinities: Set<[Int]> = []
    expression.forEachTest { test in
      switch test {
      case .number(let tag, _), .category(let tag, _), .isKnown(let tag): tags.insert(tag)
      case .affinity(let table, let value, _): affinities.insert([table, value])
      }
    }
    self.tags = tags
    self.affinities = affinities
  }

  func holds(affinity table: Int, _ value: Int) -> Bool { affinities.contains([table, value]) }
  func holds(anyOfAffinity table: Int) -> Bool { affinities.contains { $0[0] == table } }
}

private struct DifferenceCounts {
  let inside: ShopperSet
  let all: ShopperSet
  private let sizes: AudienceSizes
  private let least: Int
  private(set) var differences: [AudienceDifference] = []

  init(inside: ShopperSet, all: ShopperSet, least: Int) {
    self.inside = inside
    self.all = all
    sizes = AudienceSizes(inside: inside.count, all: all.count)
    self.least = least
  }

  mutating func add(_ tag: String, _ value: String, _ words: Span<UInt64>) {
    let with = commonCount(words, all.words.span)
    let both = commonCount(words, inside.words.span)
    guard both >= least else { return }
    differences.append(
      AudienceDifference(
        tag: tag, value: value, countInside: both, countOfAll: with,
        surprise: sizes.surprise(both, of: with)))
  }
}

extension Float {
  /// As in a report: whole, or with three digits.
  var plain: String {
    guard magnitude < 0x1p53 else { return "\(self)" }
    if magnitude >= 100 || self == rounded() { return "\(Int(rounded()))" }
    let digits = (Double(self) * 1000).rounded() / 1000
    return "\(digits)"
  }
}
