/// The rows of a dataset that were left out because something in them was wrong.
///
/// `--max-bad-rows` is the limit over all files together. With 0 the first bad row is the error.
package struct BadRows: Sendable {
  /// Enough to see a pattern; a file with a shifted column has a million of them.
  package static let keptMax = 20

  package let limit: Int
  package private(set) var count = 0
  /// The first `keptMax` of them.
  package private(set) var first: [DatasetError] = []

  package init(limit: Int = 0) {
    precondition(limit >= 0)
    self.limit = limit
  }

  /// Counts a row that is skipped.
  ///
  /// - Throws: the error itself when it is about more than its row, or is one too many.
  package mutating func note(_ error: DatasetError) throws(DatasetError) {
    guard error.isOneRow else { throw error }
    count += 1
    if first.count < Self.keptMax { first.append(error) }
    guard count > limit else { return }
    var last = error
    if limit > 0 { last.note = "bad row \(count) of at most \(limit)" }
    throw last
  }
}
