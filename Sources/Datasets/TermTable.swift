import Bytes

/// What else shoppers call the values of items' attributes, in other words and languages: `terms.csv`.
///
/// Columns: attribute, value (as items.csv writes it), term; and perhaps language (en or zh). A value is a
/// term of itself and need not be there.
package struct TermTable: Sendable {
  package struct Term: Equatable, Sendable {
    package let attribute: String
    package let value: String
    package let term: String
    /// "en", "zh", or "" where the file does not say.
    package let language: String
  }

  /// In the order of the file.
  package private(set) var terms: [Term] = []

  package init() {}

  /// Without the file there are no terms.
  ///
  /// - Throws: `DatasetError` for a missing column, an empty field, a language that is none.
  package init(
    _ files: DatasetFiles, _ settings: DatasetSettings, badRows: inout BadRows
  ) throws(DatasetError) {
    guard let path = files.path(of: .terms) else { return }
    var reader = try CSVReader(path: path)
    try reader.rename(settings.columns[.terms] ?? [:])
    let (attribute, value) = (try reader.column("attribute"), try reader.column("value"))
    let (term, language) = (try reader.column("term"), reader.optionalColumn("language"))
    var read: [Term] = []
    try reader.forEachRow(badRows: &badRows) { (row) throws(DatasetError) in
      for column in [attribute, value, term] { try row.words(column) }
      read.append(
        Term(
          attribute: row[attribute].string, value: row[value].string, term: row[term].string,
          language: try row.oneOf(["", "en", "zh"], language, "is not a language")))
    }
    terms = read
  }
}
