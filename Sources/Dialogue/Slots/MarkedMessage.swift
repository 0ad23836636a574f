/// A message whose slots somebody marked, as utterances.csv has them: `a [red](color) dress`.
package struct MarkedMessage: Equatable, Sendable {
  package struct Slot: Equatable, Hashable, Sendable {
    package let name: String
    /// Bytes of `text`.
    package let bytes: Range<Int>

    package init(name: String, bytes: Range<Int>) {
      self.name = name
      self.bytes = bytes
    }
  }

  package let text: String
  /// In order, none within another.
  package let slots: [Slot]

  package init(text: String, slots: [Slot]) {
    self.text = text
    self.slots = slots
  }

  /// Brackets that mark no slot stay as they are.
  package init(parsing marked: String) {
    var text: [UInt8] = []
    var slots: [Slot] = []
    let bytes = Array(marked.utf8)
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "["), let mark = Self.mark(in: bytes, at: position) {
        let start = text.count
        text += bytes[mark.value]
        slots.append(
          Slot(
            name: String(decoding: bytes[mark.name], as: UTF8.self), bytes: start..<text.count))
        position = mark.name.upperBound + 1
      } else {
        text.append(bytes[position])
        position += 1
      }
    }
    self.text = String(decoding: text, as: UTF8.self)
    self.slots = slots
  }

  private static func mark(
    in bytes: [UInt8], at start: Int
  ) -> (value: Range<Int>, name: Range<Int>)? {
    guard let close = bytes[start...].firstIndex(of: UInt8(ascii: "]")), close > start + 1,
      close + 1 < bytes.count, bytes[close + 1] == UInt8(ascii: "("),
      let end = bytes[close...].firstIndex(of: UInt8(ascii: ")")), end > close + 2
    else { return nil }
    return (start + 1..<close, close + 2..<end)
  }

  /// What it was made from: the text with slots' names in place of their values, without a greeting in
  /// front of it. Messages of one template are held out together.
  package var template: String {
    var template = ""
    var last = 0
    let bytes = Array(text.utf8)
    for slot in slots {
      template += String(decoding: bytes[last..<slot.bytes.lowerBound], as: UTF8.self)
      template += "{\(slot.name)}"
      last = slot.bytes.upperBound
    }
    template += String(decoding: bytes[last...], as: UTF8.self)
    for comma in [",", "，"] {
      guard let place = template.firstIndex(of: Character(comma)) else { continue }
      let clause = template[..<place]
      let rest = template[template.index(after: place)...].drop { $0 == " " }
      if clause.utf8.count <= 15, clause.split(separator: " ").count <= 2, rest.count > 3 {
        return String(rest)
      }
    }
    return template
  }
}
