/// Rows rounded to bytes, each with a scale of its own: those of rare features are small, and would
/// all become 0 with a common one.
struct RoundedRows {
  private(set) var codes: [Int8]
  private(set) var scales: [Float] = []

  init(_ rows: [Float], columns: Int) {
    codes = [Int8](repeating: 0, count: rows.count)
    for row in 0..<rows.count / columns {
      let range = row * columns..<(row + 1) * columns
      let largest = rows[range].reduce(0) { max($0, $1.magnitude) }
      scales.append(largest / 127)
      guard largest > 0 else { continue }
      for at in range { codes[at] = Int8((rows[at] / largest * 127).rounded()) }
    }
  }
}
