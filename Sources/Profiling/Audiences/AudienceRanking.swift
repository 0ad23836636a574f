package import Expressions
import Kernels
import Snapshots

/// Members of an audience in the order of a score, largest first; those of whom it is not known come
/// last, and of equal scores the lower user first.
package struct RankedShoppers: Sendable {
  package let users: [Int32]
  /// One per user; NaN where it is not known.
  package let scores: [Float]
}

extension Profiles {
  /// - Parameter limit: at most so many
  package func rank(
    _ audience: ShopperSet, by score: AudienceScore, limit: Int
  ) -> RankedShoppers {
    let count = min(limit, audience.count)
    switch score {
    case .number(let tag):
      guard case .numbers(let numbers) = tags[tag].values else {
        return RankedShoppers(users: [], scores: [])
      }
      let span = numbers.span
      return rank(audience, count) { span[$0] }
    case .affinity(let table, let value):
      var weights = [Float](repeating: 0, count: userCount)
      if let value {
        let entries = affinities[table].entries(ofValue: value)
        let users = affinities[table].valueUsers.extracting(entries)
        let halves = affinities[table].valueWeights.extracting(entries)
        var sums = weights.mutableSpan
        add(halves.span, at: users.span, times: 1, to: &sums)
      }
      return rank(audience, count) { weights[$0] }
    }
  }

  /// A part of an audience is chosen by a heap, most of it by sorting.
  private func rank(
    _ audience: ShopperSet, _ count: Int, by score: (Int) -> Float
  ) -> RankedShoppers {
    var users: [Int32] = []
    users.reserveCapacity(count)
    if count < audience.count / 8 {
      var best = TopK()
      best.reset(k: count)
      audience.forEach { user in
        let known = score(user)
        let key = known.isNaN ? -.infinity : known
        if best.accepts(key, Int32(user)) { best.insert(key, Int32(user)) }
      }
      best.sort()
      for position in 0..<best.count { users.append(best[position].index) }
    } else {
      var keys: [UInt64] = []
      keys.reserveCapacity(audience.count)
      audience.forEach { keys.append(UInt64(score($0).descendingKey) << 32 | UInt64($0)) }
      keys.sort()
      for key in keys.prefix(count) { users.append(Int32(truncatingIfNeeded: key)) }
    }
    return RankedShoppers(users: users, scores: users.map { score(Int($0)) })
  }
}

extension Float {
  /// Smaller for larger numbers, largest for NaN. The two zeros are equal.
  fileprivate var descendingKey: UInt32 {
    guard !isNaN else { return .max }
    let bits = (self + 0).bitPattern
    return bits >> 31 == 1 ? bits : ~bits & 0x7FFF_FFFF
  }
}
