package import Bytes
import Expressions
import Snapshots

// What `Affinity` and `Demographics` have to do with a ranking.

extension Recommender {
  /// What the user's past says of values, and the groups that the user is in.
  func gatherTerms(_ query: borrowing RankingQuery, in space: inout RankingSpace) {
    affinity?.count(
      recent: query.recent, history: histories.items(of: query.user),
      historyStart: query.user.map { Int(histories.entries.indptr[$0]) } ?? 0,
      limit: Hybrid.historyLimit, into: &space.affinity)
    demographics?.gather(query.user, into: &space.demographics)
  }

  func weigh(terms: [Float], of weights: inout LaneWeights, in space: inout RankingSpace) {
    guard affinity != nil || demographics != nil else { return }
    weights.all = terms
    if affinity != nil { space.affinity.weigh(by: terms, from: LaneWeights.affinityStart) }
    if let demographics {
      weights.demographicsMax = demographics.largestScore(
        space.demographics, terms, from: demographicsStart)
      weights.demographicsSum = space.demographics.reduce(0) {
        $0 + max(0, terms[demographicsStart + $1.trait])
      }
    }
  }

  /// Where the weights of the demographics begin.
  var demographicsStart: Int { LaneWeights.affinityStart + (affinity?.attributeCount ?? 0) }

  /// What affinity and demographics add.
  @inline(__always)
  func terms(of item: Int, _ weights: LaneWeights, in space: RankingSpace) -> Float {
    let shares = termShares(of: item, weights, in: space)
    return shares.affinity + shares.demographics
  }

  @inline(__always)
  func termShares(
    of item: Int, _ weights: LaneWeights, in space: RankingSpace
  ) -> (affinity: Float, demographics: Float) {
    guard !weights.all.isEmpty else { return (0, 0) }
    return (
      affinity?.score(of: item, space.affinity) ?? 0,
      demographics?.score(of: item, space.demographics, weights.all, from: demographicsStart) ?? 0
    )
  }

  /// Calls `body` with the names of the attributes or the traits that a reason is about.
  package func forEachName(of reason: RankingReason, _ body: (ByteView) -> Void) {
    let names = reason.code == .affinity ? affinity?.names : demographics?.names
    guard let names else { return }
    for index in 0..<min(names.count, 31) where reason.count & (1 << index) != 0 {
      body(names[index])
    }
  }

  func appendTerms(
    of item: Int, _ weights: LaneWeights, in space: inout RankingSpace
  ) {
    let shares = termShares(of: item, weights, in: space)
    if let affinity, shares.affinity != 0 {
      let mask = affinity.mainAttributes(
        of: item, space.affinity, weights.all, from: LaneWeights.affinityStart)
      space.otherReasons.append(
        RankingReason(code: .affinity, count: Int32(mask), contribution: shares.affinity))
    }
    if let demographics, shares.demographics != 0 {
      let mask = demographics.mainTraits(
        of: item, space.demographics, weights.all, from: demographicsStart)
      space.otherReasons.append(
        RankingReason(code: .demographics, count: Int32(mask), contribution: shares.demographics))
    }
  }
}
