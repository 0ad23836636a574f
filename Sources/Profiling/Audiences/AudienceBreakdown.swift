import Bytes
package import Expressions
import Snapshots

/// All shoppers, cut by one tag: how many have each value, inside of an audience and outside of it.
///
/// A shopper is in at most one cell. Which cells there are follows from the snapshot and from what the
/// audience was chosen by, never from who is in it. So it can be told with noise, cell by cell
/// (``CountRelease``).
package struct AudienceBreakdown: Sendable, Equatable {
  package let tag: String
  package let values: [String]
  /// One per value.
  package var inside: [Int]
  /// Likewise.
  package var outside: [Int]

  init(_ tag: String, _ values: [String]) {
    self.tag = tag
    self.values = values
    inside = [Int](repeating: 0, count: values.count)
    outside = inside
  }

  fileprivate mutating func add(_ value: Int, isInside: Bool) {
    if isInside { inside[value] += 1 } else { outside[value] += 1 }
  }
}

extension Profiles {
  /// Bands of number tags: quantiles, as ``differences(of:among:chosenBy:least:limit:)`` has them, would
  /// themselves tell of shoppers.
  private static let edges: [Float] = [
    0, 0.2, 0.4, 0.6, 0.8, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000,
    50_000, 100_000,
  ]
  private static let bands: [String] =
    ["...0"] + zip(edges, edges.dropFirst()).map { "\($0.plain)...\($1.plain) (below)" }
    + ["100000..."]

  /// One per tag that the audience was not chosen by, then one per attribute, which counts each shopper
  /// at what she is drawn to most.
  ///
  /// A pass over every column: O(shoppers · tags).
  package func breakdowns(
    of audience: ShopperSet, among everybody: ShopperSet, chosenBy expression: AudienceExpression
  ) -> [AudienceBreakdown] {
    let chosen = Chosen(expression)
    var breakdowns: [AudienceBreakdown] = []
    for (index, tag) in tags.enumerated() where !chosen.tags.contains(index) {
      switch tag.values {
      case .categories(let categories):
        var breakdown = AudienceBreakdown(tag.definition.name, strings(categories.values))
        everybody.forEach { user in
          let code = categories.codes[user]
          guard code != Tag.Categories.missing else { return }
          breakdown.add(Int(code), isInside: audience.contains(user))
        }
        breakdowns.append(breakdown)
      case .numbers(let numbers):
        var breakdown = AudienceBreakdown(tag.definition.name, Self.bands)
        everybody.forEach { user in
          let number = numbers[user]
          guard !number.isNaN else { return }
          breakdown.add(Self.band(of: number), isInside: audience.contains(user))
        }
        breakdowns.append(breakdown)
      }
    }
    for (index, table) in affinities.enumerated() where !chosen.holds(anyOfAffinity: index) {
      var breakdown = AudienceBreakdown("affinity(\(table.attribute))", strings(table.values))
      everybody.forEach { user in
        let start = Int(table.userStart[user])
        guard start < Int(table.userStart[user + 1]),
          Float(table.userWeights[start]) >= Self.affinityLeast.lower
        else { return }
        breakdown.add(Int(table.userValues[start]), isInside: audience.contains(user))
      }
      breakdowns.append(breakdown)
    }
    return breakdowns
  }

  private func strings(_ table: IdentifierTable) -> [String] {
    (0..<table.count).map { table[$0].string }
  }

  private static func band(of number: Float) -> Int {
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension [AudienceBreakdown] {
  /// What is more or less frequent inside than among all, told by counts that may be noisy.
  ///
  /// - Parameters:
  ///   - size: of the audience
  ///   - all: of everybody
  ///   - least: what fewer of the audience have is left out
  ///   - noise: a difference that is not larger could be noise; 0: counts are exact
  package func differences(
    size: Int, all: Int, least: Int, noise: Int, limit: Int
  ) -> [AudienceDifference] {
    let sizes = AudienceSizes(inside: Swift.max(size, 1), all: Swift.max(all, size, 1))
    var differences: [AudienceDifference] = []
    for breakdown in self {
      for (index, value) in breakdown.values.enumerated() {
        let both = breakdown.inside[index].clamped(to: 0...sizes.inside)
        let with = both + breakdown.outside[index].clamped(to: 0...sizes.all - sizes.inside)
        let expected = Double(with) * Double(sizes.inside) / Double(sizes.all)
        guard both >= least, (Double(both) - expected).magnitude > Double(noise) else { continue }
        differences.append(
          AudienceDifference(
            tag: breakdown.tag, value: value, countInside: both, countOfAll: with,
            surprise: sizes.surprise(both, of: with)))
      }
    }
    return differences.mostTelling(limit)
  }
}

extension Int {
  fileprivate func clamped(to range: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
