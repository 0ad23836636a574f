import Datasets
import Profiling
import Recommendation

extension FittedProfiles {
  static var attributeLimit: Int { 16 }
  static var valueLimit: Int { 4_096 }

  /// A table for every text attribute of items whose values are shared by enough of them.
  ///
  /// - Returns: after how long a choice counts half; `nil` where events have no times, or there are no
  ///   attributes.
  mutating func addAffinities(
    _ dataset: Dataset, hasTimes: Bool, _ remarks: inout [String]
  ) -> AffinityHalfLife? {
    let attributes = dataset.sharedAttributes(&remarks)
    guard !attributes.isEmpty else {
      remarks.append("items have no attributes that are texts: affinities are left out")
      return nil
    }
    let events = dataset.events
    let choices = (0..<events.count).filter {
      events.kinds[$0].isChoice && events.items[$0] != EventTable.noItem
    }
    let (users, items) = (choices.map { events.users[$0] }, choices.map { events.items[$0] })
    let timestamps = hasTimes ? choices.map { events.timestamps[$0] } : nil
    let halfLife = timestamps.map { timestamps in
      AffinityHalfLife(
        userCount: userCount, users: users, items: items, timestamps: timestamps,
        gap: BasketLog.gapUsual,
        attributes: attributes.map {
          AffinityHalfLife.Attribute(valueCount: $0.values.count, itemValues: $0.itemValues)
        })
    }
    let log = ChoiceLog(
      userCount: userCount, users: users, items: items, timestamps: timestamps, asOf: asOf,
      gap: BasketLog.gapUsual,
      halfLife: (halfLife?.days ?? AffinityHalfLife.usualDays) * secondsPerDay)
    for attribute in attributes {
      affinities.append(
        FittedAffinities(
          log, attribute: attribute.name, values: attribute.values,
          itemValues: attribute.itemValues))
    }
    return halfLife
  }
}

/// An attribute of items that shoppers may be drawn to.
private struct SharedAttribute {
  let name: String
  let values: [String]
  /// Per item, numbers of values.
  let itemValues: [[UInt16]]
}

extension Dataset {
  fileprivate func sharedAttributes(_ remarks: inout [String]) -> [SharedAttribute] {
    var attributes: [SharedAttribute] = []
    for column in items.attributes {
      let lists: [[String]]
      switch column.values {
      case .numbers: continue
      case .texts(let texts): lists = texts.map { $0.isEmpty ? [] : [$0] }
      case .lists(let found): lists = found
      }
      // What a title, a picture or a stock of sizes says is not what a shopper is drawn to.
      guard !["title", "image", "sizes", "created"].contains(column.name) else { continue }
      var numbers: [String: Int] = [:]
      for text in lists.joined() { numbers[text] = numbers[text] ?? numbers.count }
      let isShared = 2 * numbers.count <= lists.count { !$0.isEmpty }
      guard numbers.count >= 2, numbers.count <= FittedProfiles.valueLimit, isShared else {
        remarks.append(
          "items.csv's \(column.name) has \(numbers.count) values; affinities are of 2 to "
            + "\(FittedProfiles.valueLimit), shared by two items or more: it is left out")
        continue
      }
      guard attributes.count < FittedProfiles.attributeLimit else {
        remarks.append("affinities are of 16 attributes: items.csv's \(column.name) is left out")
        continue
      }
      attributes.append(
        SharedAttribute(
          name: column.name, values: numbers.sorted { $0.value < $1.value }.map(\.key),
          itemValues: lists.map { $0.compactMap { numbers[$0].map { UInt16($0) } } }))
    }
    return attributes
  }
}
