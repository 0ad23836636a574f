import Bytes
import Datasets
import Dialogue
import Snapshots
import Text

extension FittedPassages {
  /// What a shop wrote down, with a vector of each passage's title and text where there is an encoder.
  init(
    _ knowledge: KnowledgeTable, encoder: ChatEncoder?, threads: Int
  ) throws(SnapshotError) {
    let passages = knowledge.passages.map {
      Passage(
        id: $0.id, language: Self.language(of: $0), title: $0.title, text: $0.text,
        source: $0.source)
    }
    self.init(passages, vectors: try encoder?.encode(passages, threads: threads) ?? [])
  }

  /// As the file says, or else as it is written.
  private static func language(of passage: KnowledgeTable.Passage) -> Language {
    if let named = Language(code: passage.language) { return named }
    var text = TokenizedText()
    text.read(Array(passage.text.utf8).rawSpan)
    return text.language ?? .english
  }
}

extension ChatEncoder {
  /// So much of a language's words a vocabulary may lack for vectors to say something.
  private static let unknownShareMax = 0.1

  /// Shape: passages × width, row-major; of length 1, and zeros in a language that the encoder was not trained for,
  /// which its vocabulary shows.
  fileprivate func encode(
    _ passages: [FittedPassages.Passage], threads: Int
  ) throws(SnapshotError) -> [Float] {
    let encoded = try encode(
      passages.map { $0.title.isEmpty ? $0.text : "\($0.title). \($0.text)" }, threads: threads)
    var vectors = encoded.vectors
    let width = vectors.count / max(passages.count, 1)
    for language in Language.allCases {
      let rows = passages.indices.filter { passages[$0].language == language }
      let unknown = rows.reduce(0) { $0 + encoded.unknownCounts[$1] }
      let all = rows.reduce(0) { $0 + encoded.tokenCounts[$1] }
      guard Double(unknown) > Self.unknownShareMax * Double(all) else { continue }
      for row in rows {
        for index in row * width..<(row + 1) * width { vectors[index] = 0 }
      }
    }
    return vectors
  }
}
