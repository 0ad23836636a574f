import Bytes
package import Snapshots
import Text

extension PassageIndex {
  package static func isPresent(in file: borrowing TensorFile) -> Bool {
    file.contains("passages.terms")
  }

  /// - Throws: when a tensor is missing or misshapen, or a value cannot be. O(bytes of the tensors).
  package init(opening file: borrowing TensorFile) throws(SnapshotError) {
    ids = try file.identifiers("passages.ids")
    let count = ids.count
    titles = try file.strings("passages.titles", count: count)
    texts = try file.strings("passages.texts", count: count)
    sources = try file.strings("passages.sources", count: count)
    languages = try file.column("passages.languages", count: count)
    var counts: [2 of Int] = [0, 0]
    for passage in 0..<count {
      guard Language(rawValue: languages[passage]) != nil else {
        throw file.error(
          "passages.languages", "contains \(languages[passage]) at \(passage); 0 and 1 are accepted"
        )
      }
      counts[Int(languages[passage] & 1)] += 1
    }
    self.counts = counts
    terms = try TermIndex(opening: file, "passages", documents: count)
    sentenceBytes = try file.matrix("passages.sentences.bytes", columns: 2)
    sentenceOffsets = try file.offsets(
      "passages.sentences.offsets", count: count + 1, end: sentenceBytes.rows)
    sentenceTerms = try TermIndex(
      opening: file, "passages.sentences", documents: sentenceBytes.rows)
    guard file.contains("passages.vectors") else {
      vectors = nil
      try checkSentences(file)
      return
    }
    let vectors = try file.matrix("passages.vectors", as: Float.self, rows: count)
    try file.checkFinite(vectors.elements, "passages.vectors")
    self.vectors = vectors
    try checkSentences(file)
  }

  /// Every sentence has to lie in its passage's text, on whole characters: it is quoted.
  private func checkSentences(_ file: borrowing TensorFile) throws(SnapshotError) {
    for passage in 0..<count {
      let text = texts[passage]
      var end = 0
      for sentence in sentences(of: passage) {
        let row = sentenceBytes.row(sentence)
        let (lower, upper) = (Int(row[0]), Int(row[1]))
        guard lower >= end, lower < upper, upper <= text.count, text.isCharacter(at: lower),
          text.isCharacter(at: upper)
        else {
          throw file.error(
            "passages.sentences.bytes",
            "has \(lower)...\(upper) at \(sentence); whole characters behind \(end) of \(text.count) "
              + "bytes are accepted")
        }
        end = upper
      }
    }
  }
}

extension ByteView {
  /// Whether a character begins there, or the text ends.
  fileprivate func isCharacter(at offset: Int) -> Bool {
    offset == count || bytes.loadLittleEndian(at: offset, as: UInt8.self) & 0xC0 != 0x80
  }
}

extension TensorFile {
  /// - Throws: as `strings`, and when there are not `count`.
  func strings(_ name: String, count: Int) throws(SnapshotError) -> StringColumn {
    let strings = try strings(name)
    guard strings.count == count else {
      throw error("\(name).offsets", "names \(strings.count) texts; \(count) are accepted")
    }
    return strings
  }
}
