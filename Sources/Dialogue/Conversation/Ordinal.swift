package import Text

/// Which of the products shown a message means: "the second one", "第二件".
package enum Ordinal {
  /// From 0 on; `nil` when the message names none.
  package static func read(_ text: borrowing TokenizedText) -> Int? {
    let tokens = text.tokens
    for index in tokens.indices {
      switch tokens[index].kind {
      case .word, .code:
        if let place = english.firstIndex(where: { $0.contains(word(index, of: text)) }) {
          return place
        }
      case .ideograph where word(index, of: text) == "第" && index + 1 < tokens.count:
        let next = word(index + 1, of: text)
        if let place = chinese.firstIndex(of: next) { return place }
        if let number = Int(next), (1...english.count).contains(number) { return number - 1 }
      default: break
      }
    }
    return nil
  }

  private static let english: [[String]] = [
    ["first", "1st"], ["second", "2nd"], ["third", "3rd"], ["fourth", "4th"], ["fifth", "5th"],
    ["sixth", "6th"], ["seventh", "7th"], ["eighth", "8th"], ["ninth", "9th"], ["tenth", "10th"],
  ]
  private static let chinese = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]

  private static func word(_ index: Int, of text: borrowing TokenizedText) -> String {
    var word = String.UnicodeScalarView()
    for place in text.tokens[index].scalars {
      if let scalar = Unicode.Scalar(text.scalars[place]) { word.append(scalar) }
    }
    return String(word)
  }
}
