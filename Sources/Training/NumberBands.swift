/// Bands with equally many of the numbers in each, as far as equal numbers let them.
struct NumberBands {
  private let borders: [Double]

  init(_ numbers: [Double], count: Int) {
    let sorted = numbers.filter { !$0.isNaN }.sorted()
    borders = sorted.isEmpty ? [] : (1..<count).map { sorted[$0 * sorted.count / count] }
  }

  /// `nil` for no number.
  func band(of number: Double) -> Int? {
    number.isNaN || borders.isEmpty ? nil : borders.count { $0 <= number }
  }
}
