import Learning

/// Fits intents on some of the messages, and scores others.
struct IntentTrainer: Sendable {
  let data: IntentData
  /// One row per message.
  let grams: [[(family: GramReader.Family, hash: UInt64)]]
  let encodings: [Float]
  let dimensions: Int
  let settings: FittedIntents.Settings
  let seed: UInt64

  struct Part: Sendable {
    let vocabulary: FittedVocabulary
    let places: [UInt64: UInt32]
    let weights: [[Float]]
  }

  func fit(_ rows: [Int]) -> Part {
    let vocabulary = FittedVocabulary(rows.map { grams[$0] }, atLeast: settings.gramCountMin)
    let places = Dictionary(
      uniqueKeysWithValues: vocabulary.hashes.enumerated().map { ($1, UInt32($0)) })
    var examples = Examples(featureCount: vocabulary.hashes.count, denseCount: dimensions)
    for row in rows {
      examples.append(entries(row, vocabulary, places), dense: dense(row))
    }
    let fixed = examples
    let solver = SquaredHinge(cost: dimensions > 0 ? settings.denseCost : settings.cost)
    let weights = parallelMap(count: data.labels.count, threads: settings.threads) { label in
      solver.fit(fixed, isPositive: rows.map { data.intents[$0] == label }, seed: seed)
    }
    return Part(vocabulary: vocabulary, places: places, weights: weights)
  }

  /// The score of every intent, and whether a word is known.
  func score(_ row: Int, _ part: Part) -> (scores: [Float], knowsWord: Bool) {
    var examples = Examples(
      featureCount: part.vocabulary.hashes.count, denseCount: dimensions)
    examples.append(entries(row, part.vocabulary, part.places), dense: dense(row))
    let knowsWord = grams[row].contains { $0.family == .words && part.places[$0.hash] != nil }
    return (part.weights.map { Float(examples.score(0, $0)) }, knowsWord)
  }

  private func dense(_ row: Int) -> [Float] {
    encodings[row * dimensions..<(row + 1) * dimensions].map { $0 * settings.denseShare }
  }

  /// The idf of each n-gram that a message has, each family brought to the length of its share.
  private func entries(
    _ row: Int, _ vocabulary: FittedVocabulary, _ places: [UInt64: UInt32]
  ) -> [(index: UInt32, value: Float)] {
    var entries: [(index: UInt32, value: Float)] = []
    var squares: [Float] = [0, 0]
    for index in Set(grams[row].compactMap { places[$0.hash] }).sorted() {
      let value = vocabulary.weights[Int(index)]
      squares[Int(vocabulary.families[Int(index)])] += value * value
      entries.append((index, value))
    }
    for position in entries.indices {
      let family = Int(vocabulary.families[Int(entries[position].index)])
      entries[position].value *= settings.shares[family] / squares[family].squareRoot()
    }
    return entries
  }
}
