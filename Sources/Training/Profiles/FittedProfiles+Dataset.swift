import Bytes
import Datasets
import Profiling
import Recommendation

extension FittedProfiles {
  /// How many events speak of each shopper, and how old the newest is.
  mutating func addEvidence(_ dataset: Dataset, hasTimes: Bool) {
    let events = dataset.events
    for event in 0..<events.count where events.kinds[event].isChoice {
      let user = Int(events.users[event])
      let age =
        hasTimes ? Float(Double(asOf - events.timestamps[event]) / secondsPerDay) : Float.nan
      choiceCounts[user] += 1
      // Events come by time: the last is the newest.
      choiceAges[user] = age
      guard events.kinds[event] == .purchase else { continue }
      purchaseCounts[user] += 1
      purchaseAges[user] = age
    }
  }

  /// What users.csv says: texts as categories, numbers as numbers, points in time as days before the
  /// data ended.
  mutating func addRecords(_ dataset: Dataset, _ remarks: inout [String]) {
    for column in dataset.users.attributes {
      guard let name = column.name.recordName,
        !tags.contains(where: { $0.definition.name == name })
      else {
        remarks.append("users.csv's \(column.name) is no name of a tag: it is left out")
        continue
      }
      func definition(_ method: String, unit: String = "") -> TagDefinition {
        TagDefinition(
          name: name, evidence: .record, unit: unit, source: "users.csv", method: method,
          halfConfidence: 0.01)
      }
      switch column.values {
      case .numbers(let numbers):
        add(definition("As given."), .numbers(numbers.map { Float($0) }))
      case .lists: remarks.append("users.csv's \(column.name) has lists: it is left out")
      case .texts(let texts):
        if asOf != 0, let days = texts.daysBefore(asOf) {
          add(definition("Days until the data ended.", unit: "days"), .numbers(days))
        } else if let codes = texts.codes(limit: 255) {
          add(
            definition("As given."),
            .categories(codes.codes.map { $0.map { UInt8($0) } }, values: codes.values))
        } else {
          remarks.append(
            "users.csv's \(column.name) has no values, or more than 255: it is left out")
        }
      }
    }
  }

  /// `size.CATEGORY`: the size that a shopper kept most often; of those equally often the newest.
  mutating func addUsualSizes(_ dataset: Dataset, _ remarks: inout [String]) {
    let events = dataset.events
    let names = events.sizeNames.strings
    guard names.count > 1 else {
      remarks.append("events have no sizes: size.* is left out")
      return
    }
    let categories = dataset.items.categories ?? Array(repeating: "all", count: dataset.items.count)
    // Per category, user and size: pieces kept, and the number of the newest event.
    var kept: [String: [UInt64: (count: Int, newest: Int)]] = [:]
    for event in 0..<events.count
    where events.sizes[event] != EventTable.noSize && events.items[event] != EventTable.noItem {
      let isReturn = events.kinds[event] == .return
      guard isReturn || events.kinds[event] == .purchase else { continue }
      let key = UInt64(events.users[event]) << 32 | UInt64(events.sizes[event])
      kept[categories[Int(events.items[event])], default: [:]][key, default: (0, 0)].count +=
        isReturn ? -1 : 1
      kept[categories[Int(events.items[event])]]?[key]?.newest = event
    }
    let ranked = kept.filter { $0.key.tagName != nil }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    for (category, counts) in ranked.prefix(24) {
      var best = [UInt64: (count: Int, newest: Int, size: Int)]()
      for (key, entry) in counts where entry.count > 0 {
        let known = best[key >> 32]
        if known.map({ ($0.count, $0.newest) < (entry.count, entry.newest) }) ?? true {
          best[key >> 32] = (entry.count, entry.newest, Int(key & 0xFFFF_FFFF))
        }
      }
      let texts = (0..<userCount).map { best[UInt64($0)].map { names[$0.size] } ?? "" }
      // Where there is one size there is nothing to know.
      guard let codes = texts.codes(limit: 255, keepsMostFrequent: true),
        counts.sizeCount > 1,
        let name = category.tagName, !tags.contains(where: { $0.definition.name == "size.\(name)" })
      else { continue }
      add(
        TagDefinition(
          name: "size.\(name)", evidence: .purchases, source: "sizes bought and kept",
          method: "The size of the category that was kept most often, the newest of equals."),
        .categories(codes.codes.map { $0.map { UInt8($0) } }, values: codes.values))
    }
  }

  static var attributeLimit: Int { 16 }
  static var valueLimit: Int { 4_096 }
  /// Days after which a choice counts half.
  static var halfLifeDays: Double { 180 }

  /// A table for every text attribute of items whose values are shared by enough of them.
  mutating func addAffinities(_ dataset: Dataset, hasTimes: Bool, _ remarks: inout [String]) {
    let events = dataset.events
    let choices = (0..<events.count).filter {
      events.kinds[$0].isChoice && events.items[$0] != EventTable.noItem
    }
    let log = ChoiceLog(
      userCount: userCount, users: choices.map { events.users[$0] },
      items: choices.map { events.items[$0] },
      timestamps: hasTimes ? choices.map { events.timestamps[$0] } : nil, asOf: asOf,
      gap: BasketLog.gapUsual, halfLife: Self.halfLifeDays * secondsPerDay)
    for column in dataset.items.attributes {
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
      guard numbers.count >= 2, numbers.count <= Self.valueLimit, isShared else {
        remarks.append(
          "items.csv's \(column.name) has \(numbers.count) values; affinities are of 2 to "
            + "\(Self.valueLimit), shared by two items or more: it is left out")
        continue
      }
      guard affinities.count < Self.attributeLimit else {
        remarks.append("affinities are of 16 attributes: items.csv's \(column.name) is left out")
        continue
      }
      let values = numbers.sorted { $0.value < $1.value }.map(\.key)
      affinities.append(
        FittedAffinities(
          log, attribute: column.name, values: values,
          itemValues: lists.map { $0.compactMap { numbers[$0].map { UInt16($0) } } }))
    }
    if affinities.isEmpty {
      remarks.append("items have no attributes that are texts: affinities are left out")
    }
  }
}

extension [UInt64: (count: Int, newest: Int)] {
  /// How many sizes the keys (user in the high 32 bits, size in the low) have.
  fileprivate var sizeCount: Int { Set(keys.map { $0 & 0xFFFF_FFFF }).count }
}

extension String {
  /// As tags are named: lower-case letters, digits, `_` and `.`; `nil` when nothing is left.
  fileprivate var tagName: String? {
    let name = lowercased().unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "0"..."9", "_", ".": Character(scalar)
      default: "_"
      }
    }
    return name.contains { $0 != "_" && $0 != "." } ? String(name) : nil
  }
}

extension String {
  /// `record.NAME` where a tag that is computed has the name.
  fileprivate var recordName: String? {
    guard let name = tagName else { return nil }
    let isComputed =
      ["segment", "lifecycle"].contains(name)
      || [
        "rfm.", "spend.", "next.", "size.", "uplift.", "record.", "churn.", "price.", "visit.",
      ].contains { name.hasPrefix($0) }
    return isComputed ? "record.\(name)" : name
  }
}

extension [String] {
  /// Numbers of the values, in order of their first appearance; `nil` when there are none, or, unless
  /// the most frequent are kept, too many.
  fileprivate func codes(
    limit: Int, keepsMostFrequent: Bool = false
  ) -> (codes: [Int?], values: [String])? {
    var counts: [String: Int] = [:]
    var order: [String] = []
    for text in self where !text.isEmpty {
      if counts[text] == nil { order.append(text) }
      counts[text, default: 0] += 1
    }
    if order.count > limit, keepsMostFrequent {
      order = Array(order.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }.prefix(limit))
    }
    guard !order.isEmpty, order.count <= limit else { return nil }
    let numbers = Dictionary(uniqueKeysWithValues: zip(order, 0...))
    return (map { numbers[$0] }, order)
  }

  /// `nil` unless every text that is there is a point in time.
  fileprivate func daysBefore(_ asOf: Int64) -> [Float]? {
    var days: [Float] = []
    var found = false
    for text in self {
      guard !text.isEmpty else {
        days.append(.nan)
        continue
      }
      guard let instant = text.parsed(\.instant) else { return nil }
      found = true
      days.append(Float(Double(asOf - instant) / secondsPerDay))
    }
    return found ? days : nil
  }
}
