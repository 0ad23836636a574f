import RealModule
package import Snapshots

/// Items that were chosen by the same users, and rankings made of them.
///
///     similarity(i, j) = Σ over users u of weight(u, i) · weight(u, j)      i ≠ j
///     score(j) = Σ over items i of the user of 0.5^(age(i) / halfLife) · similarity(i, j)
///
/// `weight` is a ``Weighting``. `age(i)` counts the user's items that are newer than i: a taste
/// moves on with every choice, however long that takes. Of every item only its most similar
/// neighbours are kept, and of a user only the newest `historyLimit` items count.
///
/// Item-based top-N: Deshpande, Karypis, *Item-based top-N recommendation algorithms*, TOIS 2004.
package struct ItemNeighbours: Sendable {
  /// More would cost time, and with any half-life in use add nothing to the score.
  package static let historyLimit = 200

  /// Shape: items × items; a row holds an item's neighbours, the most similar first, without the
  /// item itself.
  let similarities: SparseMatrix
  /// One per similarity: users who chose both items; none where the source does not count them.
  let together: Column<UInt32>?
  /// 0.5^(1 / halfLife): what an item of the user counts relative to the next newer one. In 0...1.
  let retention: Float

  package init(
    opening file: borrowing TensorFile, _ source: ItemSource = .neighbours, items: Int
  ) throws(SnapshotError) {
    similarities = try file.sparse(source.tensorName, rows: items, columns: items)
    let name = "\(source.tensorName).half_life"
    let halfLife = try file.column(name, as: Float.self, count: 1)[0]
    guard halfLife > 0 else {
      throw file.error(
        name, "is \(halfLife); above 0 is accepted, infinity for none")
    }
    retention = Self.retention(halfLife: halfLife)
    let counts = "\(source.tensorName).together"
    together =
      file.contains(counts) ? try file.column(counts, count: similarities.entryCount) : nil
  }

  private init(_ other: ItemNeighbours, retention: Float) {
    similarities = other.similarities
    together = other.together
    self.retention = retention
  }

  /// Users who chose both the item of a row and that of its entry; 0 where that is not known.
  func together(row: Int, entry: Int) -> UInt32 {
    guard let together else { return 0 }
    return together[Int(similarities.indptr[row]) + entry]
  }

  /// The same neighbours with another half-life, in items; infinity: all items count alike.
  package func with(halfLife: Float) -> ItemNeighbours {
    ItemNeighbours(self, retention: Self.retention(halfLife: halfLife))
  }

  private static func retention(halfLife: Float) -> Float { Float.exp2(-1 / halfLife) }
}
