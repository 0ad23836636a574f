import CBLAS

/// A symmetric positive definite matrix of floats, and its inverse in the same memory: 4 · count²
/// bytes, and some megabytes a thread while it is inverted.
///
/// By Cholesky through LAPACK and BLAS, block by block: A = Uᵀ·U (`spotrf`, `strsm`, `sgemm`), then
/// A⁻¹ some columns at a time (`spotrs`). LAPACK's `spotri` does the same with OpenBLAS's own threads,
/// but then the last bits depend on how many there are; here each block is computed by one thread.
///
///     let matrix = SymmetricMatrix(count: n)
///     for row in 0..<n { matrix.set(row, columns, values) }
///     let isInverted = matrix.invert { count, body in … body(0)…body(count − 1), in any order … }
///
/// It is `Sendable` since nothing writes but `set` and `invert`, which the owner calls alone, and of
/// `invert` the blocks that are written at the same time are disjoint.
@safe package final class SymmetricMatrix: @unchecked Sendable {
  package let count: Int
  /// Row-major. Of what is inverted the half that counts is the upper one (row ≤ column); LAPACK, which counts by columns,
  /// takes it for the lower.
  private let elements: UnsafeMutablePointer<Float>
  /// Of A⁻¹, while the diagonal of U is still needed.
  private let diagonal: UnsafeMutablePointer<Float>

  /// Large enough that the products inside a block take most of the time, small enough that there is
  /// work for a dozen threads at ten thousand rows.
  private static let blockSize = 512

  /// All elements 0.
  package init(count: Int) {
    precondition(count > 0, "a matrix of \(count) rows")
    self.count = count
    unsafe elements = .allocate(capacity: count * count)
    unsafe elements.initialize(repeating: 0, count: count * count)
    unsafe diagonal = .allocate(capacity: count)
    unsafe diagonal.initialize(repeating: 0, count: count)
  }

  deinit {
    unsafe elements.deallocate()
    unsafe diagonal.deallocate()
  }

  package subscript(row: Int, column: Int) -> Float {
    precondition(row >= 0 && row < count && column >= 0 && column < count, "no element")
    return unsafe elements[row * count + column]  // Safe: checked above.
  }

  /// Writes a row's elements of the upper half, and `diagonal` more on the diagonal; what lies in the
  /// lower half is skipped.
  ///
  /// - Parameter columns: with one value each
  package func set(_ row: Int, _ columns: [UInt32], _ values: [Float], addingToDiagonal: Float) {
    precondition(row >= 0 && row < count && columns.count == values.count, "no row")
    for (column, value) in zip(columns, values) where column >= row {
      precondition(column < count, "no column")
      unsafe elements[row * count + Int(column)] = value  // Safe: checked above.
    }
    unsafe elements[row * (count + 1)] += addingToDiagonal  // Safe: the row was checked.
  }

  /// A⁻¹ in place of A, both halves. The same however the blocks are shared out. O(count³).
  ///
  /// - Parameter parallel: calls what it is given with 0…n − 1, in any order, on any threads
  /// - Returns: false when A is not positive definite; what is left is then of no use
  package func invert(parallel: (_ n: Int, _ body: @Sendable (Int) -> Void) -> Void) -> Bool {
    precondition(isBLASSingleThreaded)
    let blocks = stride(from: 0, to: count, by: Self.blockSize).map {
      $0..<min($0 + Self.blockSize, count)
    }
    for (position, block) in blocks.enumerated() {
      guard factorize(block) else { return false }
      let later = blocks[(position + 1)...]
      parallel(later.count) { self.solve(block, later[later.startIndex + $0]) }
      parallel(later.count) { self.subtract(block, from: later[later.startIndex + $0]) }
    }
    parallel(blocks.count) { self.invertColumns(blocks[$0]) }
    parallel(blocks.count) { self.mirror(blocks[$0]) }
    return true
  }

  /// Offers to `best` of every other column of a row −value / the column's diagonal, if above 0.
  package func offerRatios(of row: Int, to best: inout TopK) {
    precondition(row >= 0 && row < count, "no row")
    for column in 0..<count where column != row {
      // Safe: row and column are below count.
      let value = unsafe elements[row * count + column]
      guard value < 0 else { continue }
      // Safe: as above.
      let ratio = unsafe -value / elements[column * (count + 1)]
      if best.accepts(ratio, Int32(column)) { best.insert(ratio, Int32(column)) }
    }
  }

  // Safe, all of the following: a block lies inside 0..<count, so every shape that BLAS and LAPACK are
  // told ends inside count × count elements.

  /// U(k, k) of what is left of A(k, k).
  private func factorize(_ k: Range<Int>) -> Bool {
    var (size, stride, info) = (CInt(k.count), CInt(count), CInt(0))
    unsafe kernels_spotrf(&size, elements + k.lowerBound * (count + 1), &stride, &info)
    return info == 0
  }

  /// U(k, j) = U(k, k)⁻ᵀ·A(k, j). Writes block (k, j) alone.
  private func solve(_ k: Range<Int>, _ j: Range<Int>) {
    unsafe cblas_strsm(
      CblasRowMajor, CblasLeft, CblasUpper, CblasTrans, CblasNonUnit, CInt(k.count), CInt(j.count),
      1, elements + k.lowerBound * (count + 1), CInt(count),
      elements + (k.lowerBound * count + j.lowerBound), CInt(count))
  }

  /// A(i, i…) −= U(k, i)ᵀ·U(k, i…). Writes rows i alone, and reads rows k.
  private func subtract(_ k: Range<Int>, from i: Range<Int>) {
    unsafe cblas_sgemm(
      CblasRowMajor, CblasTrans, CblasNoTrans, CInt(i.count), CInt(count - i.lowerBound),
      CInt(k.count), -1, elements + (k.lowerBound * count + i.lowerBound), CInt(count),
      elements + (k.lowerBound * count + i.lowerBound), CInt(count), 1,
      elements + i.lowerBound * (count + 1), CInt(count))
  }

  /// Columns j of A⁻¹ from row j on, into the lower half, where no other block's columns lie; the
  /// upper half, which others still read, stays as it is.
  ///
  /// Of U⁻¹·(U⁻ᵀ·E) with E the unit columns j, what is above j need not be known for what is below.
  private func invertColumns(_ j: Range<Int>) {
    let rowCount = count - j.lowerBound
    // By columns, as LAPACK wants it.
    var columns = [Float](repeating: 0, count: rowCount * j.count)
    for column in 0..<j.count { columns[column * (rowCount + 1)] = 1 }
    var (size, width, stride, info) = (CInt(rowCount), CInt(j.count), CInt(count), CInt(0))
    unsafe columns.withUnsafeMutableBufferPointer { columns in
      unsafe kernels_spotrs(
        &size, &width, elements + j.lowerBound * (count + 1), &stride, columns.baseAddress, &info)
    }
    for column in 0..<j.count {
      unsafe diagonal[j.lowerBound + column] = columns[column * (rowCount + 1)]
    }
    for row in 1..<max(rowCount, 1) {
      let target = unsafe elements + ((j.lowerBound + row) * count + j.lowerBound)
      for column in 0..<min(row, j.count) {
        unsafe target[column] = columns[column * rowCount + row]
      }
    }
  }

  /// Makes rows j of the upper half and the diagonal those of A⁻¹. Writes these alone, and reads the
  /// lower half.
  private func mirror(_ j: Range<Int>) {
    // Few rows at a time, so that the cache lines that are written to stay in the cache.
    for start in stride(from: j.lowerBound, to: j.upperBound, by: 16) {
      let end = min(start + 16, j.upperBound)
      for row in start..<end { unsafe elements[row * (count + 1)] = diagonal[row] }
      for column in start..<count {
        for row in start..<min(end, column) {
          unsafe elements[row * count + column] = elements[column * count + row]
        }
      }
    }
  }
}
