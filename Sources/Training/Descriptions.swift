import Datasets
import RealModule
package import Recommendation

extension Dataset {
  /// What is known of items and users besides who chose what. Of a dataset that was cut, what was
  /// known then: a user's size is that of the choices that are left.
  ///
  /// - Parameter vectors: of items, made elsewhere
  package func descriptions(vectors: ItemVectors? = nil) -> Descriptions {
    var descriptions = Descriptions()
    descriptions.content = itemContent(vectors: vectors)
    descriptions.attributes = itemAttributes
    descriptions.traits = userTraits
    // Ordinals say nothing about how long ago.
    descriptions.visitGap = settings.time == .timestamp ? BasketLog.gapUsual : 0
    return descriptions
  }

  /// Texts with few enough values to be counted, and bands of numbers; the price against the usual
  /// one of its category, for a dear shirt is cheaper than a cheap coat.
  private var itemAttributes: [CodedColumn] {
    let columns = items.attributes.compactMap { column -> CodedColumn? in
      switch column.values {
      case .lists: return nil
      case .texts(let texts):
        guard column.name != "title", column.name != "image" else { return nil }
        return CodedColumn(column.name, texts, valueLimit: 4_096)
      case .numbers(let numbers):
        let compared = column.name == "price" ? relativePrices(numbers) : numbers
        return CodedColumn(column.name, bandsOf: compared, count: 10)
      }
    }
    return Array(columns.prefix(Affinity.attributeLimit))
  }

  /// ln(price / usual price of its category).
  private func relativePrices(_ prices: [Double]) -> [Double] {
    guard case .texts(let categories)? = items.attribute("category")?.values else { return prices }
    let logs = prices.map { $0 > 0 ? Double.log($0) : .nan }
    var ofCategory: [String: [Double]] = [:]
    for (category, log) in zip(categories, logs) where !log.isNaN {
      ofCategory[category, default: []].append(log)
    }
    let usual = ofCategory.mapValues { $0.sorted()[$0.count / 2] }
    return zip(categories, logs).map { category, log in log - (usual[category] ?? .nan) }
  }

  /// The attributes of users, and the size that each chose most often.
  private var userTraits: [CodedColumn] {
    let columns = users.attributes.compactMap { column -> CodedColumn? in
      switch column.values {
      case .lists: nil
      case .texts(let texts): CodedColumn(column.name, texts, valueLimit: 32)
      case .numbers(let numbers): CodedColumn(column.name, bandsOf: numbers, count: 8)
      }
    }
    var kept: [CodedColumn] = []
    for column in [usualSize].compactMap(\.self) + columns
    where kept.count < Demographics.traitLimit
      && kept.reduce(column.valueCount, { $0 + $1.valueCount }) <= Demographics.groupLimit
    {
      kept.append(column)
    }
    return kept
  }

  private var usualSize: CodedColumn? {
    let names = events.sizeNames.strings
    guard names.count > 1 else { return nil }
    var counts = [[UInt32: Int]](repeating: [:], count: users.count)
    for event in 0..<events.count
    where events.sizes[event] != EventTable.noSize && events.kinds[event].isChoice {
      counts[Int(events.users[event])][events.sizes[event], default: 0] += 1
    }
    // Of sizes chosen equally often the one that came first in the data.
    let sizes = counts.map { sizes in
      sizes.max { ($0.value, $1.key) < ($1.value, $0.key) }.map { names[Int($0.key)] } ?? ""
    }
    return CodedColumn("usual size", sizes, mostFrequent: 32)
  }
}

extension CodedColumn {
  /// `nil` when there are fewer than two values, or more than the limit, or so many that most are of
  /// one row alone.
  fileprivate init?(_ name: String, _ texts: [String], valueLimit: Int) {
    let present = texts.count { !$0.isEmpty }
    let distinct = Set(texts).subtracting([""]).count
    guard distinct >= 2, distinct <= valueLimit, 2 * distinct <= present else { return nil }
    self.init(name, texts, mostFrequent: valueLimit)
  }

  /// Values beyond the most frequent are none.
  fileprivate init?(_ name: String, _ texts: [String], mostFrequent limit: Int) {
    var counts: [String: Int] = [:]
    for text in texts where !text.isEmpty { counts[text, default: 0] += 1 }
    let values = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
    guard values.count >= 2 else { return nil }
    let codes = Dictionary(uniqueKeysWithValues: zip(values.map(\.key), UInt32(0)...))
    self.init(
      name: name, codes: texts.map { codes[$0] ?? CodedColumn.missing }, valueCount: values.count)
  }

  /// Bands with equally many of the numbers in each.
  fileprivate init?(_ name: String, bandsOf numbers: [Double], count: Int) {
    let bands = NumberBands(numbers, count: count)
    let codes = numbers.map { bands.band(of: $0).map { UInt32($0) } ?? CodedColumn.missing }
    guard Set(codes).subtracting([CodedColumn.missing]).count >= 2 else { return nil }
    self.init(name: name, codes: codes, valueCount: count)
  }
}
