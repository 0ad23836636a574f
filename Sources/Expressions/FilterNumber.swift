extension Double {
  /// The number that a text of a filter or of a catalogue stands for: `80`, `-3.5`, `1e6`.
  ///
  ///     number = [ "-" ] digits [ "." digits ] [ ( "e" | "E" ) [ "-" ] digits ] ;
  ///
  /// `nil` for anything else: signs in front, hexadecimal, `inf`, what overflows, and digits after
  /// a leading zero, since `0012` is the code of something and would lose its zeros.
  package init?(filterNumber text: String) {
    var digits = Substring(text).utf8
    if digits.first == UInt8(ascii: "-") { digits.removeFirst() }

    let whole = digits.removeDigits()
    guard whole == 1 || (whole > 1 && !text.utf8.leadsWithZero) else { return nil }
    if digits.first == UInt8(ascii: ".") {
      digits.removeFirst()
      guard digits.removeDigits() > 0 else { return nil }
    }
    if digits.first == UInt8(ascii: "e") || digits.first == UInt8(ascii: "E") {
      digits.removeFirst()
      if digits.first == UInt8(ascii: "-") { digits.removeFirst() }
      guard digits.removeDigits() > 0 else { return nil }
    }
    guard digits.isEmpty, let number = Double(text), number.isFinite else { return nil }
    self = number
  }
}

extension Substring.UTF8View {
  /// Drops the digits in front, and says how many they were.
  fileprivate mutating func removeDigits() -> Int {
    let rest = self.drop { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    defer { self = rest }
    return count - rest.count
  }
}

extension String.UTF8View {
  fileprivate var leadsWithZero: Bool {
    drop { $0 == UInt8(ascii: "-") }.first == UInt8(ascii: "0")
  }
}
