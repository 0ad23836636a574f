import Bytes
import Expressions
import Snapshots

/// Tags and affinities of a shop in memory: what audience expressions are resolved against.
final class ShopperSource: AudienceSource, Sendable {
  let audienceTagNames = [
    "gender", "lifecycle", "rfm.monetary", "rfm.recency", "segment", "size.knit wear",
    "spend.discount_share", "uplift.spring 24",
  ]
  let audienceAffinityNames = ["brand", "category"]
  private let units = ["rfm.monetary": "EUR", "rfm.recency": "days"]
  /// Keeps the tables readable.
  private let file: TensorFile
  private let tables: [String: IdentifierTable]

  init() throws {
    let values = [
      "gender": ["women", "men"], "lifecycle": ["active", "churned"],
      "segment": ["champions", "at risk"], "size.knit wear": ["S", "M"],
      "brand": ["Maison A"], "category": ["dress", "shoe"],
    ]
    var writer = TensorWriter()
    for (name, values) in values { writer.add(name, identifiers: values) }
    let file = try TensorFile(bytes: writer.encoded(), name: "shoppers")
    var tables: [String: IdentifierTable] = [:]
    for name in values.keys { tables[name] = try file.identifiers(name) }
    self.tables = tables
    self.file = file
  }

  func audienceTag(named name: ByteView) -> AudienceTag? {
    audienceTagNames.firstIndex(of: name.string).map { index in
      if let values = tables[name.string] {
        AudienceTag(index: index, kind: .category(values: values))
      } else {
        AudienceTag(index: index, kind: .number(unit: units[name.string] ?? ""))
      }
    }
  }

  func audienceAffinity(named name: ByteView) -> (index: Int, values: IdentifierTable)? {
    guard let index = audienceAffinityNames.firstIndex(of: name.string),
      let values = tables[name.string]
    else { return nil }
    return (index, values)
  }

  func parse(_ bytes: [UInt8]) throws(FilterError) -> AudienceExpression {
    try withParser(bytes) { parser throws(FilterError) in try parser.parse() }
  }

  func parse(_ text: String) throws(FilterError) -> AudienceExpression {
    try parse(Array(text.utf8))
  }

  func score(_ text: String) throws(FilterError) -> AudienceScore {
    try withParser(Array(text.utf8)) { parser throws(FilterError) in try parser.parseScore() }
  }

  private func withParser<Value>(
    _ bytes: [UInt8], _ body: (inout AudienceParser) throws(FilterError) -> Value
  ) throws(FilterError) -> Value {
    let result = unsafe bytes.withUnsafeBufferPointer { buffer -> Result<Value, FilterError> in
      var view = ByteView()
      // Safe: the view is not used after the array's bytes are lent.
      if let start = buffer.baseAddress {
        view = unsafe ByteView(start: start, count: buffer.count)
      }
      do throws(FilterError) {
        var parser = try AudienceParser(view, over: self)
        return .success(try body(&parser))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// `COLUMN: PROBLEM`; `nil` when the text is accepted.
  func refusal(_ text: String) -> String? {
    do throws(FilterError) {
      _ = try parse(text)
      return nil
    } catch {
      return "\(error.column): \(error.problem)"
    }
  }
}
