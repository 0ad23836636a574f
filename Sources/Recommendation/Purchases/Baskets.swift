import RealModule
package import Snapshots

/// What goes into the same baskets.
///
///     n, c(a), c(a, b)    baskets, those with a, those with both
///     expected(a, b) = c(a) · c(b) / n
///     lift(a, b)     = c(a, b) / expected(a, b)
///     confidence     = c(a, b) / c(a), of b where a is in the basket
///     value(a, b)    = ln (c(a, b) + shrinkage) / (expected(a, b) + shrinkage)
///     score(b)       = Σ over items a of the basket of value(a, b)
///
/// The value is the logarithm of the lift as the gamma-Poisson shrinker estimates it: with a prior
/// Gamma(k, k) of the lift, whose mean is 1, and a count that is Poisson with mean lift · expected, the
/// posterior's mean is (c + k) / (expected + k). Two items that met once by chance have a large lift and
/// hardly a value. DuMouchel, *Bayesian data mining in large frequency tables*, The American
/// Statistician 1999, with one component in place of two.
///
///     tensor                      shape                 meaning
///     baskets.partners.…          sparse, items × items values, the largest first, above 0 alone
///     baskets.together            U32, entries          c(a, b)
///     baskets.item_counts         U32, items            c(a)
///     baskets.count               I64, 1                n
package struct Baskets: Sendable {
  /// Shape: items × items; a row holds an item's partners, without the item itself.
  let partners: SparseMatrix
  /// One per entry of the partners: baskets with both.
  let together: Column<UInt32>
  /// One per item: baskets with it.
  let itemCounts: Column<UInt32>
  /// All baskets of the training data.
  package let count: Int64

  /// Whether a snapshot has them.
  package static func arePresent(in file: borrowing TensorFile) -> Bool {
    file.contains("baskets.partners.indptr")
  }

  /// - Throws: when a tensor is absent, misshapen or out of range, or counts contradict each other.
  ///   O(entries).
  package init(opening file: borrowing TensorFile, items: Int) throws(SnapshotError) {
    let partners = try file.sparse("baskets.partners", rows: items, columns: items)
    together = try file.column("baskets.together", count: partners.entryCount)
    itemCounts = try file.column("baskets.item_counts", count: items)
    count = try file.column("baskets.count", as: Int64.self, count: 1)[0]
    self.partners = partners
    guard (0...Int64(UInt32.max)).contains(count) else {
      throw file.error("baskets.count", "is \(count); 0...\(UInt32.max) is accepted")
    }
    for item in 0..<items where itemCounts[item] > count {
      throw file.error(
        "baskets.item_counts",
        "has \(itemCounts[item]) at \(item); at most \(count), as baskets.count says, is accepted")
    }
    var rowOfColumn = [Int](repeating: -1, count: items)
    for row in 0..<items { try check(row, &rowOfColumn, file) }
  }

  private func check(
    _ row: Int, _ rowOfColumn: inout [Int], _ file: borrowing TensorFile
  ) throws(SnapshotError) {
    let (columns, values) = partners.row(row)
    let start = Int(partners.indptr[row])
    for entry in 0..<columns.count {
      let column = Int(columns[entry])
      guard column != row, rowOfColumn[column] != row else {
        throw file.error(
          "baskets.partners.indices",
          "has \(column) \(column == row ? "among its own partners" : "twice in row \(row)"); "
            + "other items, each once, are accepted")
      }
      rowOfColumn[column] = row
      guard values[entry] > 0, entry == 0 || values[entry] <= values[entry - 1] else {
        throw file.error(
          "baskets.partners.values",
          "has \(values[entry]) at \(entry) of row \(row); values above 0 that fall are accepted")
      }
      let both = together[start + entry]
      let most = min(itemCounts[row], itemCounts[column])
      guard both >= 1, both <= most else {
        throw file.error(
          "baskets.together",
          "is \(both) for \(row) and \(column); 1...\(most), as baskets.item_counts says, is accepted"
        )
      }
    }
  }

  /// How much more often both are in a basket than chance would have it; 0 where one is in none.
  package func lift(_ item: Int32, _ other: Int32, baskets both: Int32) -> Float {
    let expected = Double(itemCounts[Int(item)]) * Double(itemCounts[Int(other)])
    return expected > 0 ? Float(Double(count) * Double(both) / expected) : 0
  }

  /// The share of the baskets with `item` that have another too, which shares `both` with it.
  package func confidence(of item: Int32, baskets both: Int32) -> Float {
    let all = itemCounts[Int(item)]
    return all > 0 ? Float(Double(both) / Double(all)) : 0
  }
}
