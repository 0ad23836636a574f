import Kernels
import Learning
package import Snapshots

/// Settings of the alternating least squares.
package struct FactorSettings: Sendable, Equatable {
  /// How many numbers describe a user or an item.
  package var factorCount = 128
  /// Confidence per unit of an entry's weight; above 0.
  package var alpha: Float = 10
  /// Regularisation λ; above 0.
  package var lambda: Float = 0.01
  package var iterationCount = 15
  package var seed: UInt64 = 1

  package init() {}
}

/// Fitted ``Factors``, before they are packed.
package struct FittedFactors: Sendable {
  package let factorCount: Int
  /// Shape: users × factors.
  package let users: [Float]
  /// Shape: items × factors.
  package let items: [Float]
  /// Yᵀ·Y + λ·I of the items, shape: factors × factors.
  package let gram: [Float]
  /// Confidence per unit of an entry's weight, with which events of a call are folded in.
  package let alpha: Float
  package let index: FittedFactorIndex

  /// What serving needs besides the factors is computed from them.
  ///
  /// - Parameter settings: `alpha` and `lambda` are those of fold-in
  package init(
    users: [Float], items: [Float], settings: FactorSettings, threads: Int
  ) {
    factorCount = settings.factorCount
    self.users = users
    self.items = items
    alpha = settings.alpha
    gram = regularizedGram(
      of: items, factorCount: factorCount, lambda: settings.lambda, threads: threads)
    index = FactorIndex.fit(
      items: items, users: users, factorCount: factorCount, threads: threads)
  }

  package func pack(into writer: inout TensorWriter) {
    writer.add("factors.users", users, shape: [users.count / factorCount, factorCount])
    writer.add("factors.items", items, shape: [items.count / factorCount, factorCount])
    writer.add("factors.gram", gram, shape: [factorCount, factorCount])
    writer.add("factors.alpha", [alpha])
    index.pack(into: &writer)
  }
}

extension Factors {
  /// Minimises, by turns in the users' factors x and the items' factors y,
  ///
  ///     Σ over all pairs of c(u, i) · (p(u, i) − x(u)·y(i))²  +  λ · (Σ ‖x‖² + Σ ‖y‖²)
  ///
  /// with p = 1 and c = α·weight where there is an entry, and p = 0, c = 1 elsewhere. (The paper has
  /// c = 1 + α·weight; this is the convention of implicit 0.7.3, so that its settings mean the same.)
  /// The same for every number of threads. O(iterations · (entries·factors + (users + items)·factors²)).
  ///
  /// - Parameter progress: told the iterations done, after each
  package static func fit(
    _ interactions: Interactions, settings: FactorSettings, threads: Int = 1,
    progress: (Int) -> Void = { _ in }
  ) -> FittedFactors {
    let factorCount = settings.factorCount
    precondition(factorCount > 0, "factor count is \(factorCount)")
    let confidences = interactions.weights.map { settings.alpha * $0 }
    let byItem = interactions.transposed(values: confidences)
    let usersProblem = LeastSquares(
      indptr: interactions.indptr, columns: interactions.items, confidences: confidences,
      factorCount: factorCount, lambda: settings.lambda, threads: threads)
    let itemsProblem = LeastSquares(
      indptr: byItem.indptr, columns: byItem.users, confidences: byItem.values,
      factorCount: factorCount, lambda: settings.lambda, threads: threads)

    var random = SplitMix64(state: settings.seed)
    var users = (0..<interactions.userCount * factorCount).map { _ in 0.01 * random.nextUnit() }
    var items = (0..<interactions.itemCount * factorCount).map { _ in 0.01 * random.nextUnit() }
    for iteration in 0..<settings.iterationCount {
      users = usersProblem.solution(from: users, other: items)
      items = itemsProblem.solution(from: items, other: users)
      progress(iteration + 1)
    }
    // Exactly, for the items as they are now, as a call would: who is known and who is folded in are
    // then answered from one model.
    users = usersProblem.exactSolution(other: items)
    return FittedFactors(users: users, items: items, settings: settings, threads: threads)
  }
}

/// Steele, Lea, Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014, figure 15: the
/// same numbers on every machine, for ever.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// In 0..<1, 24 bits of it random.
  mutating func nextUnit() -> Float { Float(next() >> 40) * 0x1p-24 }
}
