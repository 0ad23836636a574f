import Bytes
import Catalogue
import Expressions
import Snapshots

extension Models {
  /// The attribute that holds the sizes an item comes in.
  static let sizesName = "sizes"

  /// Accepts the items that come in one of these sizes, and those of which no sizes are known.
  ///
  /// Sizes that come a second time are tabulated, as filters are.
  func fits(
    _ sizes: [ByteView], _ scratch: AnsweringScratch
  ) throws(AnswerError) -> Filter {
    guard let column = catalogue.attribute(named: Self.sizesName) else { return .all }
    scratch.sizesKey.removeAll(keepingCapacity: true)
    for size in sizes {
      scratch.sizesKey.append(size.bytes)
      // No text holds it.
      scratch.sizesKey.append(0)
    }
    let rows = catalogue.items.count
    return try scratch.sizes.filter(scratch.sizesKey, of: serial, rows: rows) {
      () throws(AnswerError) in
      Filter(missingOrAmong: sizes, in: column)
    }
  }
}
