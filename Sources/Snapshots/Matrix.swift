/// A dense matrix, row-major, read in place from a mapped file.
@usableFromInline package struct Matrix<Element: TensorElement>: Sendable {
  /// Shape: rows × columns, row-major.
  @usableFromInline package let elements: Column<Element>
  @usableFromInline package let rows: Int
  @usableFromInline package let columns: Int

  @inlinable
  init(elements: Column<Element>, rows: Int, columns: Int) {
    self.elements = elements
    self.rows = rows
    self.columns = columns
  }

  /// The row at `index`, or another when there is none at `index`.
  ///
  /// - Returns: `columns` elements; none when the matrix has no rows.
  @inlinable
  package func row(_ index: Int) -> Column<Element> {
    let clamped = min(UInt(bitPattern: index), UInt(bitPattern: max(rows, 1) &- 1))
    let start = Int(bitPattern: clamped) &* columns
    return elements.extracting(start..<start &+ columns)
  }
}
