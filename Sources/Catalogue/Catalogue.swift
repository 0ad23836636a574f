package import Bytes
package import Expressions
package import Snapshots

/// The items and users of one generation: ids, titles and attributes, read in place.
///
/// A catalogue file holds these tensors, for `items` items and `users` users:
///
///     items, users                  identifiers: the rows of every model
///     titles                        strings: items; empty where there is none
///     titles.en, titles.zh          the same in one language, from title_en and title_zh; may be absent
///     attributes                    identifiers: the names of attributes, ascending
///     attributes.kinds              U8, attributes: 0 text, 1 list, 2 number
///
/// and for each attribute, as its kind says:
///
///     attribute/NAME/codes          U32: of a text, one per item, 4294967295 where it is missing;
///                                   of a list, those of all items one after the other
///     attribute/NAME/indptr         I64, items + 1: where each item's codes begin (list)
///     attribute/NAME/values         identifiers: what the codes stand for (text and list)
///     attribute/NAME/numbers        F64, items: NaN where it is missing (number)
///
/// Everything is checked when it is opened. It reads the file it was opened from, so it lives no
/// longer than that.
package struct Catalogue: Sendable {
  package let items: IdentifierTable
  package let users: IdentifierTable
  package let titles: StringColumn
  package let attributes: IdentifierTable
  private let titlesByLanguage: [(language: String, titles: StringColumn)]
  private let columns: [AttributeColumn]

  /// O(bytes of the file).
  ///
  /// - Throws: when a tensor is absent, of another type or count, or holds a code or an offset out of
  ///   range; when there are more items or users than models can number.
  package init(opening file: borrowing TensorFile) throws(SnapshotError) {
    items = try file.identifiers("items")
    users = try file.identifiers("users")
    for (name, table) in [("items", items), ("users", users)] where table.count > Self.rowCountMax {
      throw SnapshotError(
        file: file.name, tensor: "\(name).offsets",
        "names \(table.count) rows; at most \(Self.rowCountMax) are accepted")
    }
    titles = try file.strings("titles")
    guard titles.count == items.count else {
      throw SnapshotError(
        file: file.name, tensor: "titles.offsets",
        "names \(titles.count) titles; \(items.count), one per item, are accepted")
    }

    var titlesByLanguage: [(language: String, titles: StringColumn)] = []
    for language in Self.titleLanguages where file.contains("titles.\(language).offsets") {
      let column = try file.strings("titles.\(language)")
      guard column.count == items.count else {
        throw SnapshotError(
          file: file.name, tensor: "titles.\(language).offsets",
          "names \(column.count) titles; \(items.count), one per item, are accepted")
      }
      titlesByLanguage.append((language, column))
    }
    self.titlesByLanguage = titlesByLanguage

    attributes = try file.identifiers("attributes")
    let kinds = try file.column("attributes.kinds", as: UInt8.self, count: attributes.count)
    var columns: [AttributeColumn] = []
    for index in 0..<attributes.count {
      guard let kind = AttributeKind(rawValue: kinds[index]) else {
        throw SnapshotError(
          file: file.name, tensor: "attributes.kinds",
          "contains \(kinds[index]); 0 (text), 1 (list) and 2 (number) are accepted")
      }
      let tensor = AttributeTensors(attributes[index].string)
      columns.append(try file.attribute(tensor, kind, rows: items.count))
    }
    self.columns = columns
  }

  /// Codes of ISO 639-1, in which titles may be kept besides.
  static let titleLanguages = ["en", "zh"]

  /// An item's title in a language, and the column of items.csv that it is from; that of `title` where there is none in it.
  package func title(of item: Int, in language: String) -> (title: ByteView, field: String) {
    for column in titlesByLanguage where column.language == language {
      let title = column.titles[item]
      if !title.isEmpty { return (title, "title_\(language)") }
    }
    return (titles[item], "title")
  }

  /// Rows are numbered with Int32 where they are ranked.
  static let rowCountMax = Int(Int32.max)
}

extension Catalogue: AttributeSource {
  package var attributeNames: [String] { (0..<attributes.count).map { attributes[$0].string } }

  package func attribute(named name: ByteView) -> AttributeColumn? {
    attributes.index(of: name.bytes).map { columns[$0] }
  }

  package func attribute(_ name: String) -> AttributeColumn? {
    attributes.index(of: Array(name.utf8).rawSpan).map { columns[$0] }
  }
}

/// How an attribute is stored; the numbers are part of the file format.
enum AttributeKind: UInt8 {
  case text = 0
  case list = 1
  case number = 2
}

/// The names of an attribute's tensors.
struct AttributeTensors {
  let codes, indptr, values, numbers: String

  init(_ attribute: String) {
    codes = "attribute/\(attribute)/codes"
    indptr = "attribute/\(attribute)/indptr"
    values = "attribute/\(attribute)/values"
    numbers = "attribute/\(attribute)/numbers"
  }
}
