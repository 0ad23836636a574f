import Bytes

extension CSVReader {
  /// Where a column is.
  ///
  /// - Throws: `DatasetError` that lists the columns there are.
  package func column(_ name: String) throws(DatasetError) -> Int {
    if let index = columns.firstIndex(of: name) { return index }
    throw DatasetError(
      file: file, column: name, problem: "the column is missing",
      accepted: "the header has \(columns.joined(separator: ", "))")
  }

  package func optionalColumn(_ name: String) -> Int? { columns.firstIndex(of: name) }

  /// Calls the file's columns by our names from here on: ours → theirs, from dataset.toml.
  ///
  /// - Throws: `DatasetError` when a column that is promised is not there, or when two would have
  ///   one name.
  mutating func rename(_ theirNames: [String: String]) throws(DatasetError) {
    var renamed = columns
    for (ours, theirs) in theirNames.sorted(by: { $0.key < $1.key }) {
      renamed[try column(theirs)] = ours
    }
    for (index, name) in renamed.enumerated() where renamed[..<index].contains(name) {
      throw DatasetError(
        file: file, line: line, column: name,
        problem: "two columns have this name after dataset.toml has renamed them",
        accepted: "each name is accepted once")
    }
    columns = renamed
  }

  /// The header's name, or the position from 1 when there is none.
  func columnName(_ index: Int) -> String {
    index < columns.count ? columns[index] : "\(index + 1)"
  }

  /// An error about a field of the current row.
  package func error(_ index: Int, _ problem: String, accepted: String) -> DatasetError {
    DatasetError(
      file: file, line: line, column: columnName(index), value: self[index].string,
      problem: problem, accepted: accepted, isOneRow: true)
  }

  /// - Throws: `DatasetError` when the field is not a number.
  package func decimal(_ index: Int) throws(DatasetError) -> Double {
    if let value = self[index].decimal { return value }
    throw error(index, "is not a number", accepted: "a decimal such as 12 or -3.5 is accepted")
  }

  /// As `decimal`, and NaN for an empty field or a column that is not there.
  package func optionalDecimal(_ index: Int?) throws(DatasetError) -> Double {
    guard let index, !self[index].isEmpty else { return .nan }
    return try decimal(index)
  }

  /// - Throws: `DatasetError` when the field is not a whole number.
  package func integer(_ index: Int) throws(DatasetError) -> Int64 {
    if let value = self[index].integer { return value }
    throw error(
      index, "is not a whole number", accepted: "digits with or without a sign are accepted")
  }

  /// Seconds since 1970-01-01T00:00:00Z.
  ///
  /// - Throws: `DatasetError` when the field is not a point in time.
  package func instant(_ index: Int) throws(DatasetError) -> Int64 {
    if let value = self[index].instant { return value }
    throw error(
      index, "is not a point in time",
      accepted: "2026-03-01, 2026-03-01T09:30:00Z or Unix seconds are accepted")
  }

  /// - Throws: `DatasetError` when the field is empty.
  package func identifier(_ index: Int) throws(DatasetError) {
    if self[index].isEmpty {
      throw error(index, "is not an id", accepted: "one or more characters are accepted")
    }
  }

  /// Gives every row to `body`; a row that is bad is counted, and skipped up to the limit.
  package mutating func forEachRow(
    badRows: inout BadRows, _ body: (borrowing CSVReader) throws(DatasetError) -> Void
  ) throws(DatasetError) {
    while true {
      do throws(DatasetError) {
        guard try next() else { return }
        try body(self)
      } catch {
        try badRows.note(error)
      }
    }
  }
}
