/// The languages that the shop's bot speaks.
package enum Language: UInt8, CaseIterable, Sendable {
  case english
  case chinese

  /// ISO 639-1.
  package var code: String {
    switch self {
    case .english: "en"
    case .chinese: "zh"
    }
  }

  /// `nil` for a code of another language, or none.
  package init?(code: String) {
    guard let language = Self.allCases.first(where: { $0.code == code }) else { return nil }
    self = language
  }
}

extension TokenizedText {
  /// In which of them to answer: Chinese as soon as a third of what is said is, since those who write
  /// Chinese mix in brands and sizes, and those who write English seldom mix in Chinese; `nil` when no
  /// word says so (`36B`, an emoji).
  package var language: Language? {
    var chinese = 0
    var words = 0
    for token in tokens {
      switch token.kind {
      case .ideograph: chinese += 1
      case .word: words += 1
      default: break
      }
    }
    guard chinese + words > 0 else { return nil }
    // Some two characters are a word.
    return chinese >= words ? .chinese : .english
  }
}
