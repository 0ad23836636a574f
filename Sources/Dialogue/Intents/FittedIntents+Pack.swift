package import Snapshots

extension FittedIntents {
  /// Adds the tensors that ``IntentModel`` describes.
  package func pack(into writer: inout TensorWriter) {
    let gramCount = vocabulary.hashes.count
    let columns = (labels.count + 15) / 16 * 16
    writer.add("intents.labels", identifiers: labels)
    writer.add("intents.grams", HashTable.entries(vocabulary.hashes))
    writer.add("intents.idf", vocabulary.weights)
    writer.add("intents.families", vocabulary.families)
    var rows = [Float](repeating: 0, count: gramCount * columns)
    for label in labels.indices {
      for gram in 0..<gramCount { rows[gram * columns + label] = weights[label][gram] }
    }
    let rounded = RoundedRows(rows, columns: columns)
    writer.add("intents.weights", rounded.codes, shape: [gramCount, columns])
    writer.add("intents.scales", rounded.scales)
    func padded(_ value: (Int) -> Float) -> [Float] {
      (0..<columns).map { $0 < labels.count ? value($0) : 0 }
    }
    writer.add("intents.intercepts", padded { weights[$0][gramCount + denseCount] })
    if denseCount > 0 {
      let dense = (0..<denseCount).flatMap { row in
        padded { weights[$0][gramCount + row] * settings.denseShare }
      }
      writer.add("intents.dense", dense, shape: [denseCount, columns])
    }
    let (words, characters) = (settings.shape.wordLengths, settings.shape.characterLengths)
    writer.add(
      "intents.shape",
      [words.lowerBound, words.upperBound, characters.lowerBound, characters.upperBound]
        .map(Int64.init))
    writer.add("intents.numbers", settings.shares + [factor])
    writer.add("intents.in_scope", isInScope.map { $0 ? UInt8(1) : 0 })
    let trust = gate.trust.isEmpty ? [Float](repeating: 0, count: labels.count) : gate.trust
    writer.add("intents.gate", [gate.threshold] + trust)
  }
}
