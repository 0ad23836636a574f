package import Text

/// Which of the products shown a message means: "the second one", "number two", "第二件", "the last one",
/// "the cheapest".
package enum Ordinal: Equatable, Sendable {
  /// From 0 on.
  case place(Int)
  case last
  /// Of what costs least, and most.
  case cheapest, dearest

  /// `nil` when the message names none.
  package static func read(_ text: borrowing TokenizedText) -> Ordinal? {
    let tokens = text.tokens
    for index in tokens.indices {
      var next = index + 1 < tokens.count ? text.word(index + 1) : ""
      // "No. 2"
      if next == ".", index + 2 < tokens.count { next = text.word(index + 2) }
      switch tokens[index].kind {
      case .word, .code:
        let word = text.word(index)
        if let place = english.firstIndex(where: { $0.contains(word) }) { return .place(place) }
        if counters.contains(word), let place = place(of: next) { return .place(place) }
        if word == "last", counted.contains(next) { return .last }
        if word == "cheapest" || word == "least" && next == "expensive" { return .cheapest }
        if word == "priciest" || word == "dearest" || word == "most" && next == "expensive" {
          return .dearest
        }
      case .ideograph where text.word(index) == "第" && index + 1 < tokens.count:
        if let place = place(of: next) { return .place(place) }
      case .ideograph where text.word(index) == "最" && next == "后":
        let behind = index + 2 < tokens.count ? text.word(index + 2) : ""
        if behind == "一" || behind == "那" { return .last }
      case .ideograph where text.word(index) == "最" && next == "便": return .cheapest
      case .ideograph where text.word(index) == "最" && next == "贵": return .dearest
      default: break
      }
    }
    return nil
  }

  /// Of "two", "2" or "二".
  private static func place(of word: String) -> Int? {
    if let place = chinese.firstIndex(of: word) ?? cardinals.firstIndex(of: word) { return place }
    guard let number = Int(word), (1...english.count).contains(number) else { return nil }
    return number - 1
  }

  private static let english: [[String]] = [
    ["first", "1st"], ["second", "2nd"], ["third", "3rd"], ["fourth", "4th"], ["fifth", "5th"],
    ["sixth", "6th"], ["seventh", "7th"], ["eighth", "8th"], ["ninth", "9th"], ["tenth", "10th"],
  ]
  private static let cardinals = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
  ]
  private static let chinese = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
  private static let counters: Set<String> = ["number", "no", "nr", "option", "item"]
  private static let counted: Set<String> = ["one", "ones", "item", "pair", "piece"]
}

extension TokenizedText {
  /// A token as it is compared, folded.
  func word(_ index: Int) -> String {
    var word = String.UnicodeScalarView()
    for place in tokens[index].scalars {
      if let scalar = Unicode.Scalar(scalars[place]) { word.append(scalar) }
    }
    return String(word)
  }
}
