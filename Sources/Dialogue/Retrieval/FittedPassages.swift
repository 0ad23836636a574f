import Bytes
package import Snapshots
package import Text

/// Passages before they are packed: see ``PassageIndex``.
package struct FittedPassages: Sendable {
  package struct Passage: Sendable {
    package let id: String
    package let language: Language
    package let title: String
    package let text: String
    package let source: String

    package init(id: String, language: Language, title: String, text: String, source: String) {
      self.id = id
      self.language = language
      self.title = title
      self.text = text
      self.source = source
    }
  }

  /// So many times a word of the title counts: titles say what a passage is about. Between 2 and 4 nothing
  /// changes on the demo shop's questions.
  static let titleShare: Float = 3

  private let passages: [Passage]
  private let terms: FittedTerms
  private let sentenceTerms: FittedTerms
  /// Of each passage: bytes of its text.
  private let sentences: [[Range<Int>]]
  /// Shape: passages × dimensions; empty for none.
  private let vectors: [Float]

  /// - Parameter vectors: of each passage an encoder's, of length 1, one after the other; none where there
  ///   is no encoder
  /// - Precondition: ids are distinct; vectors are of one number of dimensions.
  package init(_ passages: [Passage], vectors: [Float] = []) {
    precondition(
      vectors.isEmpty || !passages.isEmpty && vectors.count.isMultiple(of: passages.count),
      "\(vectors.count) values for \(passages.count) passages")
    self.passages = passages
    self.vectors = vectors
    sentences = passages.map { SentenceCutter.sentences(of: Array($0.text.utf8)) }
    var text = TokenizedText()
    func read(
      _ bytes: [UInt8], _ language: Language, share: Float,
      into document: inout FittedTerms.Document
    ) {
      text.read(bytes.rawSpan)
      TermReader.read(text, 0..<text.tokens.count, seed: PassageIndex.seed(of: language)) {
        term, _ in
        document[term, default: 0] += share
      }
    }
    var documents: [FittedTerms.Document] = []
    var sentenceDocuments: [FittedTerms.Document] = []
    for (passage, ranges) in zip(passages, sentences) {
      var document: FittedTerms.Document = [:]
      read(Array(passage.title.utf8), passage.language, share: Self.titleShare, into: &document)
      let bytes = Array(passage.text.utf8)
      for range in ranges {
        var sentence: FittedTerms.Document = [:]
        read(Array(bytes[range]), passage.language, share: 1, into: &sentence)
        document.merge(sentence, uniquingKeysWith: +)
        sentenceDocuments.append(sentence)
      }
      documents.append(document)
    }
    let languages = passages.map { Int($0.language.rawValue) }
    terms = FittedTerms(documents, groups: languages)
    sentenceTerms = FittedTerms(
      sentenceDocuments,
      groups: zip(languages, sentences).flatMap { language, ranges in ranges.map { _ in language } }
    )
  }

  /// Adds the tensors that ``PassageIndex`` describes.
  package func pack(into writer: inout TensorWriter) {
    writer.add("passages.ids", identifiers: passages.map(\.id))
    writer.add("passages.titles", strings: passages.map(\.title))
    writer.add("passages.texts", strings: passages.map(\.text))
    writer.add("passages.sources", strings: passages.map(\.source))
    writer.add("passages.languages", passages.map(\.language.rawValue))
    terms.pack("passages", into: &writer)
    sentenceTerms.pack("passages.sentences", into: &writer)
    writer.add(
      "passages.sentences.offsets",
      sentences.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + Int64($1.count)) })
    writer.add(
      "passages.sentences.bytes",
      sentences.joined().flatMap { [UInt32($0.lowerBound), UInt32($0.upperBound)] },
      shape: [sentences.map(\.count).reduce(0, +), 2])
    if !vectors.isEmpty {
      writer.add(
        "passages.vectors", vectors, shape: [passages.count, vectors.count / passages.count])
    }
  }
}
