import Expressions
import Snapshots

extension TensorFile {
  /// The column of an attribute, with every code and offset in range.
  func attribute(
    _ tensors: AttributeTensors, _ kind: AttributeKind, rows: Int
  ) throws(SnapshotError) -> AttributeColumn {
    switch kind {
    case .number:
      return .number(try column(tensors.numbers, count: rows))

    case .text:
      let values = try identifiers(tensors.values)
      let codes = try column(tensors.codes, as: UInt32.self, count: rows)
      try check(codes, below: values.count, of: tensors.codes, allowsMissing: true)
      return .text(codes: codes, values: values)

    case .list:
      let values = try identifiers(tensors.values)
      let codes = try column(tensors.codes, as: UInt32.self)
      let indptr = try column(tensors.indptr, as: Int64.self, count: rows + 1)
      try check(codes, below: values.count, of: tensors.codes, allowsMissing: false)
      try check(indptr, endingAt: codes.count, of: tensors.indptr)
      return .list(indptr: indptr, codes: codes, values: values)
    }
  }

  private func check(
    _ codes: Column<UInt32>, below count: Int, of tensor: String, allowsMissing: Bool
  ) throws(SnapshotError) {
    let span = codes.span
    for row in span.indices where span[row] >= count {
      if allowsMissing && span[row] == AttributeColumn.missingCode { continue }
      throw SnapshotError(
        file: name, tensor: tensor,
        "contains code \(span[row]) at \(row); codes below \(count) are accepted")
    }
  }

  private func check(
    _ indptr: Column<Int64>, endingAt end: Int, of tensor: String
  ) throws(SnapshotError) {
    func refuse(_ reason: String) -> SnapshotError {
      SnapshotError(file: name, tensor: tensor, reason)
    }
    let span = indptr.span
    guard span[0] == 0 else { throw refuse("begins with \(span[0]); 0 is accepted") }
    for row in 1..<span.count where span[row] < span[row - 1] {
      throw refuse(
        "falls from \(span[row - 1]) to \(span[row]) at \(row); offsets that rise are accepted")
    }
    guard span[span.count - 1] == end else {
      throw refuse("ends with \(span[span.count - 1]); \(end), the number of codes, is accepted")
    }
  }
}
