/// Where the sentences of a passage lie, so that one can be quoted without the rest.
///
/// A sentence ends behind `.`, `!`, `?` and what closes quotes or brackets, where a space follows and no
/// small letter after it (`e.g. so`); behind `。`, `！`, `？`; and at the end of a line. What is longer than
/// `byteCountMax` is cut at a space, or at a character where there is none: it is not read by anybody.
enum SentenceCutter {
  static let byteCountMax = 2_000

  /// Ascending and apart, without white space at their ends; what lies between them is white space.
  static func sentences(of text: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    var position = 0
    while position < text.count {
      if let end = endOfSentence(in: text, at: position) {
        add(start..<end, of: text, to: &found)
        start = end
        position = end
      } else {
        position += 1
      }
    }
    add(start..<text.count, of: text, to: &found)
    return found
  }

  /// Where a sentence that ends with the mark at `position` ends; `nil` when none does.
  private static func endOfSentence(in text: [UInt8], at position: Int) -> Int? {
    switch text[position] {
    case 0x0A, 0x0D: return position + 1
    case 0x2E, 0x21, 0x3F:
      var end = position + 1
      while end < text.count, isMark(text[end]) { end += 1 }
      end = skipClosing(text, end)
      guard end < text.count else { return end }
      guard text[end] == 0x20 else { return nil }
      var next = end
      while next < text.count, text[next] == 0x20 { next += 1 }
      return next < text.count && (0x61...0x7A).contains(text[next]) ? nil : end
    case 0xE3, 0xEF:
      guard isChineseMark(text, position) else { return nil }
      var end = position + 3
      while isChineseMark(text, end) { end += 3 }
      return skipClosing(text, end)
    default: return nil
    }
  }

  private static func isMark(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x21 || byte == 0x3F }

  /// `。`, `！`, `？`.
  private static func isChineseMark(_ text: [UInt8], _ at: Int) -> Bool {
    guard at + 2 < text.count else { return false }
    switch (text[at], text[at + 1], text[at + 2]) {
    case (0xE3, 0x80, 0x82), (0xEF, 0xBC, 0x81), (0xEF, 0xBC, 0x9F): return true
    default: return false
    }
  }

  /// Behind `"`, `'`, `)`, `]`, `”`, `’`, `」`, `』`, `）`.
  private static func skipClosing(_ text: [UInt8], _ from: Int) -> Int {
    var end = from
    while end < text.count {
      switch text[end] {
      case 0x22, 0x27, 0x29, 0x5D: end += 1
      default:
        guard end + 2 < text.count else { return end }
        switch (text[end], text[end + 1], text[end + 2]) {
        case (0xE2, 0x80, 0x9D), (0xE2, 0x80, 0x99), (0xE3, 0x80, 0x8D), (0xE3, 0x80, 0x8F),
          (0xEF, 0xBC, 0x89):
          end += 3
        default: return end
        }
      }
    }
    return end
  }

  private static func add(_ range: Range<Int>, of text: [UInt8], to found: inout [Range<Int>]) {
    var (lower, upper) = (range.lowerBound, range.upperBound)
    while lower < upper, text[lower] <= 0x20 { lower += 1 }
    while lower < upper, text[upper - 1] <= 0x20 { upper -= 1 }
    while upper - lower > byteCountMax {
      var cut = lower + byteCountMax
      if let space = text[lower + byteCountMax / 2..<cut].lastIndex(of: 0x20) {
        cut = space
      } else {
        while text[cut] & 0xC0 == 0x80 { cut -= 1 }
      }
      found.append(lower..<cut)
      lower = cut
      while lower < upper, text[lower] <= 0x20 { lower += 1 }
    }
    if lower < upper { found.append(lower..<upper) }
  }
}
