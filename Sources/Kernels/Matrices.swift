import CBLAS

/// Makes BLAS compute on the thread that calls it, and on no other: fits have their own threads,
/// and results must not depend on how many a library would start.
///
/// Evaluated once, before the first product; afterwards it is only read.
let isBLASSingleThreaded: Bool = {
  openblas_set_num_threads(1)
  return true
}()

/// Gram matrix: result = rowsᵀ·rows.
///
/// Only one half is computed (BLAS `ssyrk`) and then mirrored: O(rowCount · columnCount²).
///
/// - Parameters:
///   - rows: shape rowCount × columnCount, row-major
///   - result: shape columnCount × columnCount, overwritten
package func gramMatrix(
  of rows: Span<Float>, columnCount: Int, into result: inout MutableSpan<Float>
) {
  precondition(columnCount > 0 && rows.count % columnCount == 0, "rows are not whole")
  precondition(result.count == columnCount * columnCount, "result is not square")
  precondition(isBLASSingleThreaded)
  let rowCount = rows.count / columnCount
  // Safe: BLAS reads rowCount × columnCount and writes columnCount², which are the counts.
  unsafe rows.withUnsafeBufferPointer { rows in
    unsafe result.withUnsafeMutableBufferPointer { result in
      unsafe cblas_ssyrk(
        CblasRowMajor, CblasUpper, CblasTrans, CInt(columnCount), CInt(rowCount), 1,
        rows.baseAddress, CInt(columnCount), 0, result.baseAddress, CInt(columnCount))
    }
  }
  for row in 0..<columnCount {
    for column in 0..<row {
      result[row * columnCount + column] = result[column * columnCount + row]
    }
  }
}

/// result = left·right, for row-major matrices (BLAS `sgemm`).
///
/// - Parameters:
///   - left: shape rowCount × innerCount
///   - right: shape innerCount × columnCount
///   - result: at least rowCount × columnCount, of which the first are overwritten
package func multiply(
  _ left: Span<Float>, by right: Span<Float>, innerCount: Int, columnCount: Int,
  into result: inout MutableSpan<Float>
) {
  precondition(innerCount > 0, "empty matrix")
  multiply(
    left, CblasNoTrans, right, CblasNoTrans, rowCount: left.count / innerCount,
    innerCount: innerCount, columnCount: columnCount, into: &result)
}

/// result = leftᵀ·right, for row-major matrices of as many rows.
///
/// - Parameters:
///   - left: shape n × rowCount
///   - right: shape n × columnCount
///   - result: at least rowCount × columnCount, of which the first are overwritten
package func multiply(
  transposed left: Span<Float>, by right: Span<Float>, rowCount: Int, columnCount: Int,
  into result: inout MutableSpan<Float>
) {
  precondition(rowCount > 0, "empty matrix")
  multiply(
    left, CblasTrans, right, CblasNoTrans, rowCount: rowCount,
    innerCount: left.count / rowCount, columnCount: columnCount, into: &result)
}

/// result = left·rightᵀ, for row-major matrices of as many columns.
///
/// - Parameters:
///   - left: shape n × innerCount
///   - right: shape columnCount × innerCount
///   - result: at least n × columnCount, of which the first are overwritten
package func multiply(
  _ left: Span<Float>, byTransposed right: Span<Float>, innerCount: Int, columnCount: Int,
  into result: inout MutableSpan<Float>
) {
  precondition(innerCount > 0, "empty matrix")
  multiply(
    left, CblasNoTrans, right, CblasTrans, rowCount: left.count / innerCount,
    innerCount: innerCount, columnCount: columnCount, into: &result)
}

/// The counts are those of the product: rowCount × innerCount by innerCount × columnCount.
private func multiply(
  _ left: Span<Float>, _ leftForm: CBLAS_TRANSPOSE, _ right: Span<Float>,
  _ rightForm: CBLAS_TRANSPOSE, rowCount: Int, innerCount: Int, columnCount: Int,
  into result: inout MutableSpan<Float>
) {
  precondition(columnCount > 0, "empty matrix")
  precondition(left.count == rowCount * innerCount, "left has \(left.count) elements")
  precondition(right.count == innerCount * columnCount, "right has \(right.count) elements")
  precondition(result.count >= rowCount * columnCount, "result has \(result.count) elements")
  precondition(isBLASSingleThreaded)
  guard rowCount > 0, innerCount > 0 else { return }
  // A row as it lies in memory.
  let leftWidth = leftForm == CblasTrans ? rowCount : innerCount
  let rightWidth = rightForm == CblasTrans ? innerCount : columnCount
  // Safe: the shapes that BLAS is told are the counts checked above.
  unsafe left.withUnsafeBufferPointer { left in
    unsafe right.withUnsafeBufferPointer { right in
      unsafe result.withUnsafeMutableBufferPointer { result in
        unsafe cblas_sgemm(
          CblasRowMajor, leftForm, rightForm, CInt(rowCount), CInt(columnCount),
          CInt(innerCount), 1, left.baseAddress, CInt(leftWidth), right.baseAddress,
          CInt(rightWidth), 0, result.baseAddress, CInt(columnCount))
      }
    }
  }
}
