package import Bytes
package import Snapshots

/// What a filter is compiled over: named columns of equally many rows.
package protocol AttributeSource {
  /// In the order in which an error lists them.
  var attributeNames: [String] { get }

  /// The column of that name; names are compared byte for byte.
  func attribute(named name: ByteView) -> AttributeColumn?
}

/// One attribute of every row, read in place from a snapshot.
package enum AttributeColumn: Sendable {
  /// At most one text a row. `codes`: rows, each an index into `values`, or `missingCode`.
  case text(codes: Column<UInt32>, values: IdentifierTable)
  /// Any number of texts a row: row `i` has `codes[indptr[i]..<indptr[i + 1]]`, each an index
  /// into `values`. A row without any is missing.
  case list(indptr: Column<Int64>, codes: Column<UInt32>, values: IdentifierTable)
  /// One number a row; NaN is missing.
  case number(Column<Double>)

  /// The code of a row without a text. Larger than every index into `values`.
  package static let missingCode = UInt32.max
}
