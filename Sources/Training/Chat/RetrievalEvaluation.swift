import Bytes
package import Datasets
import Dialogue
package import Snapshots
import Text

/// How well passages are found by the words of messages alone: of the messages that are judged by, those
/// whose intent the shop says a passage answers, in their language.
///
/// The clerk quotes by the intent besides; see `Clerk`.
package struct RetrievalEvaluation: Equatable, Sendable {
  package let count: Int
  /// The share of messages with an answer as the first hit, and among the first five.
  package let recallAt1, recallAt5: Double
  /// The mean of 1 / rank of the first answer among ten hits; 0 for none. Voorhees, TREC-8, 1999.
  package let meanReciprocalRank: Double

  private static let depth = 10

  /// `nil` when no passage says what it answers, or nothing is set aside.
  ///
  /// - Parameter encoder: whose vectors are fused with words, as the server does
  package init?(
    of data: ChatData, knowledge: KnowledgeTable?, encoder: ChatEncoder? = nil, threads: Int
  ) throws(SnapshotError) {
    guard let knowledge else { return nil }
    let answers = Set(
      knowledge.passages.flatMap { row in row.intents.map { "\($0) \(row.language)" } })
    let asked = data.test.filter { answers.contains("\($0.intent) \($0.language)") }
    guard !asked.isEmpty else { return nil }
    var writer = TensorWriter()
    try FittedPassages(knowledge, encoder: encoder, threads: threads).pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "passages")
    defer { extendLifetime(file) }
    let index = try PassageIndex(opening: file)
    let vectors =
      try encoder?.encode(asked.map(\.message.text), threads: threads).vectors ?? []
    let width = vectors.count / asked.count
    var (text, scratch) = (TokenizedText(), PassageScratch())
    var ranks: [Int] = []
    for (row, utterance) in asked.enumerated() {
      text.read(Array(utterance.message.text.utf8).rawSpan)
      let encoding = Array(vectors[row * width..<(row + 1) * width])
      index.search(
        text, language: Language(code: utterance.language),
        encoding: encoding.span, limit: Self.depth, scratch: &scratch)
      let hits = scratch.hits.map { knowledge.passages[$0.passage].intents }
      if let rank = hits.firstIndex(where: { $0.contains(utterance.intent) }) { ranks.append(rank) }
    }
    count = asked.count
    recallAt1 = Double(ranks.count { $0 == 0 }) / Double(count)
    recallAt5 = Double(ranks.count { $0 < 5 }) / Double(count)
    meanReciprocalRank = ranks.reduce(0) { $0 + 1 / Double($1 + 1) } / Double(count)
  }

  package var json: JSON {
    [
      "count": .integer(count), "recallAt1": .number(recallAt1),
      "recallAt5": .number(recallAt5), "meanReciprocalRank": .number(meanReciprocalRank),
    ]
  }
}
