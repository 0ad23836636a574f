import RealModule

/// The n-grams that training saw often enough, in its order of them, and how telling each is.
struct FittedVocabulary: Sendable {
  /// Distinct hashes, ascending.
  let hashes: [UInt64]
  /// √(ln((1 + messages) / (1 + messages with it)) + 1): scikit-learn's weight, flattened, since a linear model finds out by
  /// itself what is telling.
  let weights: [Float]
  let families: [UInt8]

  /// - Parameters:
  ///   - messages: the n-grams of each message, with repetitions
  ///   - atLeast: messages that must have an n-gram for it to be kept
  init(_ messages: [[(family: GramReader.Family, hash: UInt64)]], atLeast: Int) {
    var counts: [UInt64: (count: Int, family: UInt8)] = [:]
    for message in messages {
      var seen: Set<UInt64> = []
      for gram in message where seen.insert(gram.hash).inserted {
        counts[gram.hash, default: (0, UInt8(gram.family.rawValue))].count += 1
      }
    }
    let kept = counts.filter { $0.value.count >= atLeast }.sorted { $0.key < $1.key }
    hashes = kept.map(\.key)
    families = kept.map(\.value.family)
    let total = Float(1 + messages.count)
    weights = kept.map { (Float.log(total / Float(1 + $0.value.count)) + 1).squareRoot() }
  }
}
