/// A sparse matrix by rows (CSR), read in place from a mapped file.
///
/// Three tensors: `name.indptr` (I64, rows + 1: where each row begins and the last ends),
/// `name.indices` (U32: the column of each entry) and `name.values` (F32).
@usableFromInline package struct SparseMatrix: Sendable {
  @usableFromInline package let indptr: Column<Int64>
  @usableFromInline package let indices: Column<UInt32>
  @usableFromInline package let values: Column<Float>
  @usableFromInline package let rows: Int
  @usableFromInline package let columns: Int

  package var entryCount: Int { indices.count }

  /// The entries of a row, in the order in which they were written; of another row when there is
  /// none at `index`.
  @inlinable
  package func row(_ index: Int) -> (indices: Column<UInt32>, values: Column<Float>) {
    let row = min(UInt(bitPattern: index), UInt(bitPattern: max(rows, 1) &- 1))
    let lower = Int(indptr[Int(bitPattern: row)])
    let upper = Int(indptr[Int(bitPattern: row) &+ 1])
    // A damaged indptr can run backwards; a range must not.
    let range = lower..<max(lower, upper)
    return (indices.extracting(range), values.extracting(range))
  }

  /// Reads where a row begins and the first lines of it, for nothing but that they have been read: of many
  /// rows one behind the other the waits for memory overlap, where adding each up would wait for each.
  ///
  /// - Returns: what depends on every read; keep it, or there is none.
  @inlinable
  package func fetch(_ index: Int) -> UInt32 {
    let start = Int(indptr[index])
    return indices[start] ^ indices[start &+ 16] ^ values[start].bitPattern
      ^ values[start &+ 16].bitPattern
  }
}

extension TensorFile {
  /// - Throws: when a part is absent or misshapen, `indptr` is not monotone from 0 to the number of
  ///   entries, an index is not below `columns`, or a value is not finite. O(rows + entries).
  package func sparse(
    _ name: String, rows: Int, columns: Int
  ) throws(SnapshotError) -> SparseMatrix {
    let indices = try column("\(name).indices", as: UInt32.self)
    let values = try column("\(name).values", as: Float.self, count: indices.count)
    let indptr = try offsets("\(name).indptr", count: rows + 1, end: indices.count)

    guard maximum(of: indices) < columns || indices.count == 0 else {
      throw error(
        "\(name).indices", "contains \(maximum(of: indices)); indices below \(columns) are accepted"
      )
    }
    guard areFinite(values) else {
      throw error(
        "\(name).values", "contains a value that is not finite; finite values are accepted")
    }
    return SparseMatrix(
      indptr: indptr, indices: indices, values: values, rows: rows, columns: columns)
  }

  /// Where each of `count - 1` parts begins, and the last ends: monotone from 0 to `end`.
  package func offsets(_ name: String, count: Int?, end: Int) throws(SnapshotError) -> Column<Int64>
  {
    try rising(name, count: count, end: end)
  }

  /// The same of 32 bits, for tensors with an offset for each of very many parts.
  package func offsets(
    _ name: String, as type: UInt32.Type, count: Int?, end: Int
  ) throws(SnapshotError) -> Column<UInt32> {
    try rising(name, count: count, end: end)
  }

  private func rising<Offset: TensorElement & FixedWidthInteger>(
    _ name: String, count: Int?, end: Int
  ) throws(SnapshotError) -> Column<Offset> {
    let offsets = try column(name, as: Offset.self, count: count)
    guard offsets.count > 0, offsets[0] == 0 else {
      throw error(name, "does not begin with 0; offsets that rise from 0 are accepted")
    }
    var previous: Offset = 0
    let span = offsets.span
    for position in span.indices {
      guard span[position] >= previous else {
        throw error(
          name,
          "falls from \(previous) to \(span[position]) at \(position); offsets that rise are accepted"
        )
      }
      previous = span[position]
    }
    guard Int(previous) == end else {
      throw error(name, "ends with \(previous); \(end), the number of entries, is accepted")
    }
    return offsets
  }
}

private func maximum(of indices: Column<UInt32>) -> Int {
  var maximum: UInt32 = 0
  let span = indices.span
  for position in span.indices { maximum = max(maximum, span[position]) }
  return Int(maximum)
}

private func areFinite(_ values: Column<Float>) -> Bool {
  // Without their sign, and as integers, infinities and NaNs are above all other values; a maximum
  // of integers is vectorised.
  var maximum: UInt32 = 0
  let span = values.span
  for position in span.indices { maximum = max(maximum, span[position].magnitude.bitPattern) }
  return maximum < Float.infinity.bitPattern
}
