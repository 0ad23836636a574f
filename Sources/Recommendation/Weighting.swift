import RealModule

/// How much an entry says about its item, before items are compared.
///
/// With r the entry's weight, N the number of items and n(u) the number of items that user u chose:
///
///     cosine   r / ‖i‖
///     tfidf    t / ‖t of i‖,   t = √r · idf(u)
///     bm25     r·(K1 + 1) / (K1·(1 − B + B·length(i)/mean length) + r) · idf(u)
///
///     idf(u) = ln N − ln(1 + n(u)):  a user who chose almost everything says little about any item
///     length(i) = Σ over users of r, and ‖·‖ the Euclidean norm over an item's users
///
/// Items are the documents and users the terms of Salton and Buckley, *Term-weighting approaches in
/// automatic text retrieval*, 1988, and of Robertson and Zaragoza, *The probabilistic relevance
/// framework: BM25 and beyond*, 2009, equation 3.15. These are the variants that the Python package
/// implicit 0.7.3 calls CosineRecommender, TFIDFRecommender and BM25Recommender, so that figures
/// can be compared.
package enum Weighting: Sendable, Equatable {
  case cosine
  case tfidf
  /// - k1: ≥ 0; how slowly repeats saturate
  /// - b: in 0...1; how much popular items are held back
  case bm25(k1: Float, b: Float)

  /// implicit's defaults.
  package static let bm25Default = Weighting.bm25(k1: 1.2, b: 0.75)

  /// One weight per entry, in the order of the entries.
  package func weights(of interactions: Interactions) -> [Float] {
    switch self {
    case .cosine:
      normalized(interactions.weights.map(Double.init), interactions)
    case .tfidf:
      normalized(
        zip(interactions.weights, inverseFrequencies(interactions)).map {
          Double($0).squareRoot() * $1
        }, interactions)
    case .bm25(let k1, let b):
      saturated(interactions, k1: Double(k1), b: Double(b))
    }
  }
}

/// idf of each entry's user.
private func inverseFrequencies(_ interactions: Interactions) -> [Double] {
  let all = Double.log(Double(interactions.itemCount))
  var values: [Double] = []
  values.reserveCapacity(interactions.entryCount)
  for user in 0..<interactions.userCount {
    let count = interactions.entries(of: user).count
    let value = all - Double.log(onePlus: Double(count))
    values.append(contentsOf: repeatElement(value, count: count))
  }
  return values
}

/// Divides by the norm of each entry's item; an item whose entries are all 0 stays 0.
private func normalized(_ values: [Double], _ interactions: Interactions) -> [Float] {
  var squares = [Double](repeating: 0, count: interactions.itemCount)
  for (item, value) in zip(interactions.items, values) { squares[Int(item)] += value * value }
  return zip(interactions.items, values).map { item, value in
    let square = squares[Int(item)]
    return square > 0 ? Float(value / square.squareRoot()) : 0
  }
}

private func saturated(_ interactions: Interactions, k1: Double, b: Double) -> [Float] {
  var lengths = [Double](repeating: 0, count: interactions.itemCount)
  for (item, weight) in zip(interactions.items, interactions.weights) {
    lengths[Int(item)] += Double(weight)
  }
  let mean = lengths.reduce(0, +) / Double(max(interactions.itemCount, 1))
  let inverseFrequencies = inverseFrequencies(interactions)
  return interactions.items.indices.map { entry in
    let length = lengths[Int(interactions.items[entry])]
    let weight = Double(interactions.weights[entry])
    let normalization = k1 * (1 - b + b * length / mean)
    return Float(weight * (k1 + 1) / (normalization + weight) * inverseFrequencies[entry])
  }
}
