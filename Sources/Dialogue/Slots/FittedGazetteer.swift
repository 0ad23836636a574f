import Bytes
package import Snapshots
import Text

/// A gazetteer before it is packed: see ``Gazetteer``.
package struct FittedGazetteer: Sendable {
  package struct Entry: Sendable {
    package let phrase: String
    package let slot: String
    /// What the phrase stands for, as the catalogue writes it.
    package let value: String

    package init(_ phrase: String, slot: String, value: String) {
      self.phrase = phrase
      self.slot = slot
      self.value = value
    }
  }

  private struct Phrase: Sendable {
    let hash: UInt64
    let slot: UInt8
    let value: UInt32
  }

  private var phrases: [Phrase] = []
  private var names: [String] = []
  private var longest = 0

  /// English phrases are known in the plural too. Of two entries for one phrase the first counts.
  ///
  /// - Precondition: every entry's slot is one of `slots`; at most 255 of them.
  package init(_ entries: [Entry], slots: [String]) {
    var seen: Set<UInt64> = []
    var places: [String: UInt32] = [:]
    var text = TokenizedText()
    for entry in entries {
      guard let slot = slots.firstIndex(of: entry.slot) else {
        preconditionFailure("no slot is called \(entry.slot)")
      }
      let value = places[entry.value] ?? UInt32(names.count)
      if places.updateValue(value, forKey: entry.value) == nil { names.append(entry.value) }
      for form in Self.forms(of: entry.phrase) {
        text.read(Array(form.utf8).rawSpan)
        guard let (hash, tokens) = Gazetteer.hash(text), seen.insert(hash).inserted else {
          continue
        }
        longest = max(longest, tokens + 2)
        phrases.append(Phrase(hash: hash, slot: UInt8(slot), value: value))
      }
    }
  }

  private static func forms(of phrase: String) -> [String] {
    guard let last = phrase.utf8.last, phrase.utf8.count > 2,
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(last | 0x20)
    else { return [phrase] }
    if last == UInt8(ascii: "s") {
      // `dress` has `dresses`; `jeans`, `boots` are one with theirs, or lose an s.
      return phrase.hasSuffix("ss")
        ? [phrase, phrase + "es"] : [phrase, String(phrase.dropLast())]
    }
    if last == UInt8(ascii: "y") { return [phrase, phrase + "s", phrase.dropLast() + "ies"] }
    if phrase.hasSuffix("f") { return [phrase, phrase + "s", phrase.dropLast() + "ves"] }
    if phrase.hasSuffix("ch") || phrase.hasSuffix("sh") || phrase.hasSuffix("x") {
      return [phrase, phrase + "es"]
    }
    return [phrase, phrase + "s"]
  }

  /// Lends it as it will be read; `nil` for none.
  static func opened<Result>(
    _ gazetteer: FittedGazetteer?, _ body: (Gazetteer?) -> Result
  ) -> Result {
    guard let gazetteer else { return body(nil) }
    var writer = TensorWriter()
    gazetteer.pack(into: &writer)
    guard let file = try? TensorFile(bytes: writer.encoded(), name: "gazetteer") else {
      preconditionFailure("a gazetteer just packed is no file")
    }
    defer { extendLifetime(file) }
    guard let opened = try? Gazetteer(opening: file, slotCount: 256) else {
      preconditionFailure("a gazetteer just packed does not open")
    }
    return body(opened)
  }

  package func pack(into writer: inout TensorWriter) {
    writer.add("gazetteer.phrases", HashTable.entries(phrases.map(\.hash)))
    writer.add("gazetteer.slots", phrases.map(\.slot))
    writer.add("gazetteer.values", phrases.map(\.value))
    writer.add("gazetteer.names", strings: names)
    writer.add("gazetteer.longest", [Int64(min(longest, 64))])
  }
}
