import Datasets
import Recommendation

extension Dataset {
  /// What items are described by: values of attributes, bands of numbers, words of titles; `nil`
  /// when nothing is said of any item.
  func itemContent(vectors: ItemVectors?) -> ItemContent? {
    var numbers: [String: UInt32] = [:]
    var values = [Set<UInt32>](repeating: [], count: items.count)
    func add(_ text: String, to row: Int) {
      let number = numbers[text] ?? UInt32(numbers.count)
      numbers[text] = number
      values[row].insert(number)
    }
    for column in items.attributes {
      switch column.values {
      case .texts(let texts):
        for (row, text) in texts.enumerated() where !text.isEmpty {
          if column.name == "title" {
            for word in words(of: text) { add("title\0\(word)", to: row) }
          } else {
            add("\(column.name)\0\(text)", to: row)
          }
        }
      case .lists(let lists):
        for (row, list) in lists.enumerated() {
          for text in list { add("\(column.name)\0\(text)", to: row) }
        }
      case .numbers(let all):
        let bands = NumberBands(all, count: 10)
        for (row, number) in all.enumerated() {
          if let band = bands.band(of: number) { add("\(column.name)\0\(band)", to: row) }
        }
      }
    }
    guard !numbers.isEmpty || vectors != nil else { return nil }
    return ItemContent(
      values: values.map { $0.sorted() }, valueCount: numbers.count, vectors: vectors)
  }

  private func words(of title: String) -> [String] {
    title.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// Half-lives that a trend may have, in the units of the timestamps.
  var trendHalfLives: [Double] {
    guard settings.time == .timestamp else { return [.infinity] }
    return [3, 7, 14, 30, 60, 120, 365].map { $0 * 86_400 } + [.infinity]
  }
}
