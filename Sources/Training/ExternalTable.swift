import Bytes
import Snapshots

/// A row of numbers for each user or item, written by another program, in the order of the dataset.
///
/// Without ids there is a row for each, in the dataset's order. With ids, rows of ids that the dataset does
/// not have are left out, and who has no row gets zeros.
struct ExternalTable {
  let name: String
  let width: Int
  private(set) var rows: [Float]

  init(
    of kind: String, named names: [String], widths: ClosedRange<Int>,
    in file: borrowing TensorFile, expected: [String]
  ) throws(SnapshotError) {
    guard let name = names.first(where: { file.contains($0) }) else {
      throw file.error(
        names[0],
        "is missing; '\(names.joined(separator: "' or '"))', \(kind)s × width, is accepted")
    }
    let table = try file.floats(name)
    guard widths.contains(table.columns) else {
      throw file.error(
        name, "is \(table.columns) wide; widths in \(widths) are accepted")
    }
    guard table.elements.allSatisfy(\.isFinite) else {
      throw file.error(name, "contains a value that is not finite; finite values are accepted")
    }
    self.name = name
    width = table.columns
    rows = table.elements

    guard let ids = try file.identifiers(of: kind) else {
      guard table.rows == expected.count else {
        throw file.error(
          name,
          "has \(table.rows) rows, the dataset \(expected.count) \(kind)s; a row for each, or "
            + "'\(kind)_ids' that names the rows, is accepted")
      }
      return
    }
    guard ids.count == table.rows else {
      throw file.error(
        "\(kind)_ids",
        "names \(ids.count) rows, '\(name)' has \(table.rows); a name for each is accepted")
    }
    try arrange(as: expected, ids, kind, in: file)
  }

  /// Brings the rows into the order of the dataset.
  private mutating func arrange(
    as expected: [String], _ ids: [String], _ kind: String, in file: borrowing TensorFile
  ) throws(SnapshotError) {
    var position: [String: Int] = [:]
    for (row, id) in ids.enumerated() {
      if let first = position.updateValue(row, forKey: id) {
        throw file.error(
          "\(kind)_ids", "names '\(id)' in rows \(first) and \(row); each once is accepted")
      }
    }
    var arranged: [Float] = []
    arranged.reserveCapacity(expected.count * width)
    var found = 0
    for id in expected {
      if let row = position[id] {
        arranged += rows[row * width..<(row + 1) * width]
        found += 1
      } else {
        arranged += repeatElement(0, count: width)
      }
    }
    guard found > 0 || expected.isEmpty else {
      throw file.error(
        "\(kind)_ids",
        "has none of the dataset's \(expected.count) \(kind)s, such as '\(expected[0])'; ids of the "
          + "dataset are accepted")
    }
    rows = arranged
  }
}

extension TensorFile {
  /// A matrix of any kind of floating-point number that has one.
  fileprivate func floats(
    _ name: String
  ) throws(SnapshotError) -> (elements: [Float], rows: Int, columns: Int) {
    switch dtype(of: name) {
    case Double.dtype:
      let matrix = try matrix(name, as: Double.self)
      return (matrix.elements.map { Float($0) }, matrix.rows, matrix.columns)
    case Float16.dtype:
      let matrix = try matrix(name, as: Float16.self)
      return (matrix.elements.map { Float($0) }, matrix.rows, matrix.columns)
    case Float.dtype:
      let matrix = try matrix(name, as: Float.self)
      return (matrix.elements.map { $0 }, matrix.rows, matrix.columns)
    case let other:
      throw error(name, "has dtype \(other ?? "none"); F32, F64 and F16 are accepted")
    }
  }

  /// `nil` when the rows are not named.
  fileprivate func identifiers(of kind: String) throws(SnapshotError) -> [String]? {
    let name = "\(kind)_ids"
    if contains("\(name).bytes") || contains("\(name).offsets") {
      let strings = try strings(name)
      return (0..<strings.count).map { strings[$0].string }
    }
    guard contains(name) else { return nil }
    let table = try matrix(name, as: UInt8.self)
    var ids: [String] = []
    for row in 0..<table.rows {
      let bytes = table.row(row)
      let text = (0..<bytes.count).map { bytes[$0] }.prefix { $0 != 0 }
      guard let id = String(validating: text, as: UTF8.self) else {
        throw error(name, "is not UTF-8 in row \(row); UTF-8 filled up with zero bytes is accepted")
      }
      ids.append(id)
    }
    return ids
  }

  private func dtype(of name: String) -> String? {
    summary.first { $0.name == name }?.dtype
  }
}

extension Column {
  fileprivate func map<Result>(_ transform: (Element) -> Result) -> [Result] {
    let span = span
    return span.indices.map { transform(span[$0]) }
  }
}
