import Expressions
package import Snapshots

extension Catalogue {
  /// Writes items, users and the attributes worth filtering by. See `AttributePacking` for what
  /// becomes of each; the reports are in the order of the attributes' names.
  ///
  /// - Precondition: The ids of items are distinct, and so are those of users.
  @discardableResult
  package static func pack(
    items: [CatalogueItem], users: [String], into writer: inout TensorWriter
  ) -> [AttributePacking] {
    writer.add("items", identifiers: items.map(\.id))
    writer.add("users", identifiers: users)
    writer.add("titles", strings: items.map(\.title))

    let values = values(of: items)
    for language in titleLanguages {
      if let titles = values["title_\(language)"] {
        writer.add("titles.\(language)", strings: titles)
      }
    }
    let reports =
      values
      .sorted { $0.key.precedes($1.key) }
      .map { name, values in pack(name, values, into: &writer) }
    let kept = reports.compactMap { report in report.kind.map { (report.name, $0) } }
    writer.add("attributes", identifiers: kept.map(\.0))
    writer.add("attributes.kinds", kept.map(\.1.rawValue))
    return reports
  }

  /// The values of every attribute, one per item, trimmed; empty where there is none.
  private static func values(of items: [CatalogueItem]) -> [String: [String]] {
    var columns: [String: [String]] = [:]
    for (row, item) in items.enumerated() {
      for (name, value) in item.attributes {
        columns[name, default: Array(repeating: "", count: items.count)][row] = value.trimmed
      }
    }
    return columns
  }

  private static func pack(
    _ name: String, _ values: [String], into writer: inout TensorWriter
  ) -> AttributePacking {
    let tensors = AttributeTensors(name)
    let packing = AttributePacking(name, values)
    switch packing.outcome {
    case .leftOut: break
    case .number:
      writer.add(tensors.numbers, values.map { Double(filterNumber: $0) ?? .nan })
    case .text:
      let table = CodeTable(values.filter { !$0.isEmpty })
      writer.add(tensors.values, identifiers: table.values)
      writer.add(tensors.codes, values.map { table[$0] })
    case .list:
      let rows = values.map(\.listValues)
      let table = CodeTable(rows.joined())
      writer.add(tensors.values, identifiers: table.values)
      writer.add(tensors.codes, rows.joined().map { table[$0] })
      writer.add(
        tensors.indptr,
        rows.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + Int64($1.count)) })
    }
    return packing
  }
}

/// Distinct texts, ascending by bytes, and the code of each.
private struct CodeTable {
  let values: [String]
  private let codes: [String: UInt32]

  init(_ texts: some Sequence<String>) {
    let values = Set(texts).sorted { $0.precedes($1) }
    codes = Dictionary(uniqueKeysWithValues: zip(values, 0...))
    self.values = values
  }

  subscript(text: String) -> UInt32 { codes[text] ?? AttributeColumn.missingCode }
}
