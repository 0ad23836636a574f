package import Text

/// Where a stretch of an answer comes from.
package struct Citation: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    case passage = 1
    case item, profile, forecast, tool, shopper, count
  }

  package let kind: Kind
  /// Of the passage, item, tag, series or tool call.
  package let sourceID: String
  /// Of an item, a profile or a tool's result: what was quoted.
  package var field = ""
  /// Bytes of the part's text.
  package var bytes = 0..<0
  /// Bytes of a passage's text.
  package var sourceBytes = 0..<0
  /// Where a passage was written down.
  package var source = ""
}

/// Words of somebody else, with where they are from.
package struct Quote: Equatable, Sendable {
  package let text: String
  package let citation: Citation

  package init(
    _ text: String, _ kind: Citation.Kind, of sourceID: String, field: String = "",
    sourceBytes: Range<Int> = 0..<0, source: String = ""
  ) {
    self.text = text
    citation = Citation(
      kind: kind, sourceID: sourceID, field: field, sourceBytes: sourceBytes, source: source)
  }
}

/// A sentence or more: what its citations do not cover are the words of its phrase.
package struct ReplyPart: Equatable, Sendable {
  package private(set) var text = ""
  /// `nil`: all is quoted.
  package let phrase: Phrase?
  package private(set) var citations: [Citation] = []

  package init(quoting quote: Quote) {
    phrase = nil
    append(quote)
  }

  /// - Precondition: there is a quote for each place of the phrase.
  package init(_ phrase: Phrase, _ language: Language, _ quotes: [String: Quote] = [:]) {
    self.phrase = phrase
    for piece in phrase.pieces(in: language) {
      switch piece {
      case .words(let words): text += words
      case .place(let name):
        guard let quote = quotes[name] else {
          preconditionFailure("nothing is quoted at \(name) of \(phrase)")
        }
        append(quote)
      }
    }
  }

  private mutating func append(_ quote: Quote) {
    var citation = quote.citation
    let start = text.utf8.count
    text += quote.text
    citation.bytes = start..<text.utf8.count
    citations.append(citation)
  }
}
