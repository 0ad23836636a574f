import Bytes
import Expressions
import Snapshots

/// A small catalogue in memory: the columns that filters are compiled over, and the plain values
/// that a test compares them with.
final class TableSource: AttributeSource, Sendable {
  let table: Table
  /// Keeps the columns readable.
  private let file: TensorFile
  private let columns: [String: AttributeColumn]

  init(_ table: Table) throws {
    var writer = TensorWriter()
    for (name, values) in table.texts {
      let known = Set(values.compactMap(\.self)).sorted()
      writer.add("\(name)/values", identifiers: known)
      writer.add(
        "\(name)/codes",
        values.map { value in
          value.flatMap { known.firstIndex(of: $0) }.map { UInt32($0) }
            ?? AttributeColumn.missingCode
        })
    }
    for (name, rows) in table.lists {
      let known = Set(rows.joined()).sorted()
      writer.add("\(name)/values", identifiers: known)
      writer.add(
        "\(name)/indptr",
        rows.reduce(into: [Int64(0)]) { $0.append(($0.last ?? 0) + Int64($1.count)) })
      writer.add(
        "\(name)/codes", rows.joined().compactMap { known.firstIndex(of: $0) }.map { UInt32($0) })
    }
    for (name, values) in table.numbers {
      writer.add("\(name)/numbers", values.map { $0 ?? .nan })
    }

    let file = try TensorFile(bytes: writer.encoded(), name: "table")
    var columns: [String: AttributeColumn] = [:]
    for name in table.texts.keys {
      columns[name] = .text(
        codes: try file.column("\(name)/codes"), values: try file.identifiers("\(name)/values"))
    }
    for name in table.lists.keys {
      columns[name] = .list(
        indptr: try file.column("\(name)/indptr"), codes: try file.column("\(name)/codes"),
        values: try file.identifiers("\(name)/values"))
    }
    for name in table.numbers.keys {
      columns[name] = .number(try file.column("\(name)/numbers"))
    }
    self.table = table
    self.columns = columns
    self.file = file
  }

  var attributeNames: [String] { columns.keys.sorted() }

  func attribute(named name: ByteView) -> AttributeColumn? { columns[name.string] }

  func filter(_ text: String) throws -> Filter {
    try Filter(parsing: text, over: self)
  }

  /// The rows that `text` accepts.
  func rows(_ text: String) throws -> [Int] {
    let filter = try filter(text)
    return (0..<table.rowCount).filter { filter.accepts($0) }
  }

  /// The message that `text` is refused with; `nil` when it is accepted.
  func refusal(_ text: String) -> String? {
    do {
      _ = try filter(text)
      return nil
    } catch {
      return "\(error)"
    }
  }
}

/// The same values as a test sees them; `nil` and an empty list are missing.
struct Table {
  var rowCount: Int
  var texts: [String: [String?]] = [:]
  var lists: [String: [[String]]] = [:]
  var numbers: [String: [Double?]] = [:]

  /// Six items of a shop.
  static let shop = Table(
    rowCount: 6,
    texts: [
      "category": ["dress", "dress", "shoe", "shoe", "coat", nil],
      "color": ["red", "navy blue", "red", "黑色", nil, "in"],
    ],
    lists: [
      "genres": [["Comedy", "Drama"], ["Drama"], [], ["Comedy"], ["Sci-Fi"], ["x \"y\" \\z"]]
    ],
    numbers: ["price": [20, 80, 79.5, nil, 0, 120]])
}

extension Filter {
  init(parsing text: String, over source: TableSource) throws {
    let bytes = Array(text.utf8)
    try self.init(parsing: bytes, over: source)
  }

  init(parsing bytes: [UInt8], over source: TableSource) throws {
    // Safe: parsing keeps nothing of the text.
    self = try unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return .all }
      return try Filter(
        parsing: unsafe ByteView(start: start, count: buffer.count), over: source)
    }
  }
}
