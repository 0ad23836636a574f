import Kernels

/// A passage that a question may be about.
package struct PassageHit: Equatable, Sendable {
  package let passage: Int
  /// BM25, above 0; or, where vectors were compared too, the sum of two reciprocal ranks. Larger is better;
  /// between questions neither is comparable, for which there is `coverage`.
  package internal(set) var score: Float
  /// How much of the question, by the weights of its words, the passage has: 0...1. Words that say nothing
  /// of themselves (`where`, `的`) are not counted.
  package internal(set) var coverage: Float = 0
}

/// What a search of passages needs and finds; kept from one to the next.
package struct PassageScratch: Sendable {
  struct Term: Sendable {
    let hash: UInt64
    /// Of ``PassageIndex/terms``; `nil` where no passage has it.
    let index: Int?
    let sentenceIndex: Int?
    let weight: Float
  }

  /// More different words are no question; and each costs a search among those before it.
  static let termCountMax = 256

  /// Best first.
  package internal(set) var hits: [PassageHit] = []
  /// See ``PassageIndex/bestSentences(of:limit:scratch:)``.
  package internal(set) var sentences: [Int] = []
  var terms: [Term] = []
  var sums = SparseAccumulator()
  var best = TopK()

  package init() {}

  mutating func clear() {
    hits.removeAll(keepingCapacity: true)
    sentences.removeAll(keepingCapacity: true)
    terms.removeAll(keepingCapacity: true)
  }
}
