import Bytes
import Snapshots
import Text

extension Clerk {
  /// What a passage needs to be quoted: as much of the message's words, or of its intent's messages.
  private static let relevanceMin: Float = 0.25
  /// Passages of a message's own words that are looked at.
  private static let hitsMax = 10
  /// A passage is quoted whole up to that; of a longer one the best sentences.
  private static let quoteBytesMax = 320
  private static let sentencesMax = 2

  /// Of a message that no intent is of: how much of it a passage must have for the shop to have written about it.
  private static let writtenMin: Float = 0.6

  /// Whether the shop wrote about a message that training knows no intent of.
  func isWrittenDown(_ scratch: inout ClerkScratch, _ reply: borrowing ChatReply) -> Bool {
    guard let passages else { return false }
    passages.search(
      scratch.reading.text, language: reply.language, encoding: Span(), limit: 1,
      scratch: &scratch.passages)
    return scratch.passages.hits.contains { $0.coverage >= Self.writtenMin }
  }

  /// Quotes the sentences that answer a message best.
  ///
  /// - Parameter otherwise: what is said when the shop wrote nothing like it; `nil`: nothing
  func quoteKnowledge(
    _ scratch: inout ClerkScratch, _ reply: inout ChatReply, orSay otherwise: Phrase?
  ) {
    guard let passages, let passage = relevantPassage(in: passages, &scratch, reply) else {
      if let otherwise { reply.say(otherwise) }
      return
    }
    func quote(_ bytes: Range<Int>) {
      reply.quote(
        Quote(
          passages.text(passage).part(bytes).string, .passage, of: passages.id(passage).string,
          sourceBytes: bytes, source: passages.source(passage).string))
    }
    let byteCount = passages.text(passage).count
    guard byteCount > Self.quoteBytesMax else { return quote(0..<byteCount) }
    passages.bestSentences(
      of: passage, limit: Self.sentencesMax, scratch: &scratch.passages)
    for sentence in scratch.passages.sentences { quote(passages.sentence(sentence, of: passage)) }
  }

  /// By the words of the message, and by what messages of its intents are about.
  ///
  ///     words(p) = coverage of the best hit · score(p) / best score
  ///     relevance(p) = words(p) + (1 - coverage of the best hit) · Σ over intents i of probability(i) · share(i, p)
  ///
  /// What the words do not say, the intent does.
  private func relevantPassage(
    in passages: PassageIndex, _ scratch: inout ClerkScratch, _ reply: borrowing ChatReply
  ) -> Int? {
    passages.search(
      scratch.reading.text, language: reply.language, encoding: Span(), limit: Self.hitsMax,
      scratch: &scratch.passages)
    let hits = scratch.passages.hits
    let scale = hits.first.map { $0.coverage / $0.score } ?? 0
    let rest = 1 - (hits.first?.coverage ?? 0)
    var best: (passage: Int, relevance: Float)?
    func consider(_ passage: Int, _ relevance: Float) {
      if relevance > best?.relevance ?? 0 { best = (passage, relevance) }
    }
    guard let topics else {
      if let hit = hits.first { consider(hit.passage, hit.coverage) }
      return best.flatMap { $0.relevance >= Self.relevanceMin ? $0.passage : nil }
    }
    let answered = answeredIntent(topics, passages, reply)
    for passage in 0..<passages.count {
      if let answered, !topics.isMarked(passage, intent: answered) { continue }
      let isOurs = passages.language(passage) == reply.language
      let hit = hits.first { $0.passage == passage }
      guard isOurs || hit != nil else { continue }
      var relevance = (hit?.score ?? 0) * scale
      for intent in reply.intents {
        relevance += rest * intent.probability * topics.shares.row(intent.index)[passage]
      }
      consider(passage, relevance)
    }
    return best.flatMap { $0.relevance >= Self.relevanceMin ? $0.passage : nil }
  }

  /// What a message surely means, when the shop marked answers to it in the reply's language.
  private func answeredIntent(
    _ topics: KnowledgeTopics, _ passages: PassageIndex, _ reply: borrowing ChatReply
  ) -> Int? {
    guard let intent = reply.intents.first, intent.probability >= Self.changeProbability else {
      return nil
    }
    for passage in 0..<passages.count
    where topics.isMarked(passage, intent: intent.index)
      && passages.language(passage) == reply.language
    { return intent.index }
    return nil
  }
}
