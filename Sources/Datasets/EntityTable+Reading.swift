import Bytes

/// How the fields of an attribute are understood.
private enum AttributeForm {
  /// One text, whatever is in it.
  case text
  /// Texts, and lists when some value has a `|`; never a number, even when made of digits.
  case words
  /// Always a number; anything else is an error.
  case number
  /// Text that must be a point in time.
  case time
  /// Lists when some value has a `|`, numbers when every value is one, otherwise text.
  case inferred

  init(_ column: String) {
    switch column {
    case "title", "image": self = .text
    case "category", "brand", "color", "material", "style", "season", "gender", "city", "size":
      self = .words
    case "price", "birth_year": self = .number
    case "created", "joined": self = .time
    default: self = .inferred
    }
  }
}

extension EntityTable {
  /// Reads items.csv or users.csv: the id column, and every other column as an attribute.
  ///
  /// - Throws: `DatasetError` for a missing id column, an id that is there twice, a bad number or
  ///   time, as far as `badRows` does not allow them.
  init(
    reading path: String, id idColumn: String, renamed: [String: String], badRows: inout BadRows
  ) throws(DatasetError) {
    self.init()
    var reader = try CSVReader(path: path)
    try reader.rename(renamed)
    let id = try reader.column(idColumn)
    let names = reader.columns
    let columns = names.indices.filter { $0 != id }
    let forms = names.map(AttributeForm.init)
    var texts = [[String]](repeating: [], count: names.count)

    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      try row.identifier(id)
      for column in columns {
        switch forms[column] {
        case .number: _ = try row.optionalDecimal(column)
        case .time: if !row[column].isEmpty { _ = try row.instant(column) }
        case .text, .words, .inferred: break
        }
      }
      // Last, so that a row which is skipped has left nothing behind.
      guard identifiers.insert(row[id]).isNew else {
        throw row.error(id, "is there twice", accepted: "each id is accepted once")
      }
      for column in columns { texts[column].append(row[column].string) }
    }
    attributes = columns.map { column in
      AttributeColumn(name: names[column], values: values(of: texts[column], forms[column]))
    }
  }
}

private func values(of texts: [String], _ form: AttributeForm) -> AttributeColumn.Values {
  switch form {
  case .words where texts.contains(where: isList), .inferred where texts.contains(where: isList):
    return .lists(texts.map(elements))
  case .text, .words, .time: return .texts(texts)
  case .number: return .numbers(texts.map { decimal($0) ?? .nan })
  case .inferred:
    let numbers = texts.map { $0.isEmpty ? Double.nan : decimal($0) }
    guard !numbers.contains(nil), texts.contains(where: { !$0.isEmpty }) else {
      return .texts(texts)
    }
    return .numbers(numbers.map { $0 ?? .nan })
  }
}

private func isList(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "|")) }

/// The parts of `a|b`; an empty part says nothing and is left out.
private func elements(_ text: String) -> [String] { text.split(separator: "|").map(String.init) }

private func decimal(_ text: String) -> Double? {
  var text = text
  // Safe: the view is used only inside the call that lends the bytes.
  return text.withUTF8 { buffer in
    guard let start = buffer.baseAddress else { return nil }
    return unsafe ByteView(start: start, count: buffer.count).decimal
  }
}
