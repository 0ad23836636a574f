import RealModule

/// What is chosen next, foretold from what was chosen before, the newest first.
///
/// For every choice but a user's first, a row of S has what the user chose before it, an item of age
/// n (0: the one just before) with weight ρⁿ, and T the choice itself: ``LocalRidge`` on these. It is
/// the transition model of Choe et al., *Session-aware linear item-item models for session-based
/// recommendation*, WWW 2021, equations 8 to 10, on shoppers' whole histories, with decay ρ.
package enum NextItems {
  /// - Parameters:
  ///   - lambda: in choices
  ///   - halfLife: of the age of what was chosen before, in items; ρ = 0.5^(1/halfLife)
  package static func fit(
    _ interactions: Interactions, lambda: Float = 20, candidateCount: Int = 200,
    neighbourCount: Int = 100, halfLife: Float = 2, historyLimit: Int = 200, threads: Int = 1
  ) -> FittedItemNeighbours {
    // ρⁿ for every n that occurs.
    let powers = (0...2 * historyLimit).map { Float.exp2(-Float($0) / halfLife) }
    let square = powers[2]
    // SᵀS: both are known before every choice after the newer of them, place `newer`; of these
    // there are length − 1 − newer, and the sum over them of ρ^(age a) · ρ^(age b) is geometric.
    let gram = PairSums(interactions, historyLimit: historyLimit, threads: threads) {
      a, b, length in
      let newer = max(a, b)
      let rest = length - 1 - newer
      guard rest > 0 else { return 0 }
      let sum =
        square < 1 ? (1 - Float.pow(square, Float(rest))) / (1 - square) : Float(rest)
      return powers[abs(a - b)] * sum
    }
    // TᵀS: b was known when a was chosen.
    let targets = PairSums(interactions, historyLimit: historyLimit, threads: threads) { a, b, _ in
      b < a ? powers[a - 1 - b] : 0
    }
    let ridge = LocalRidge(
      lambda: lambda, candidateCount: candidateCount, neighbourCount: neighbourCount)
    return FittedItemNeighbours(
      source: .nextItems, rows: ridge.fit(gram: gram, targets: targets, threads: threads),
      halfLife: halfLife)
  }
}
