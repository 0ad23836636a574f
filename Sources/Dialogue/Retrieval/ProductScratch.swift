import Kernels

/// An item that a question may mean.
package struct ProductHit: Equatable, Sendable {
  /// The item's row in the catalogue.
  package let item: Int
  /// How well its title has the words that are left over (BM25), and behind the point how popular it is.
  package let score: Float
}

/// A condition that was given up, since nothing fulfils all.
package enum ProductAspect: Equatable, Sendable {
  /// Of ``ProductSearch/attributes``.
  case attribute(Int)
  case price
}

/// What a search of products needs and finds; kept from one to the next.
package struct ProductScratch: Sendable {
  /// Best first.
  package internal(set) var hits: [ProductHit] = []
  /// How many items fulfil all conditions but those in `relaxed`.
  package internal(set) var matchCount = 0
  /// What the hits do not fulfil; empty where they fulfil all.
  package internal(set) var relaxed: [ProductAspect] = []

  /// What a question says of one attribute, or of the price.
  struct Part: Sendable {
    let aspect: ProductAspect
    let importance: Int
    /// Whether `sets` has the items that fulfil it.
    var isScanned = false
    var isGivenUp = false
  }

  var parts: [Part] = []
  /// Of each part, the items that fulfil it; one after the other, `wordCount` words each.
  var sets: [[UInt64]] = []
  var candidates: [UInt64] = []
  var excluded: [UInt64] = []
  var sums = SparseAccumulator()
  var best = TopK()

  package init() {}
}
