import Bytes
import Datasets
import Profiling

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

  /// `size.CATEGORY`: the size that a shopper kept most often, less what went back or did not fit.
  mutating func addUsualSizes(_ dataset: Dataset, _ remarks: inout [String]) {
    let names = dataset.events.sizeNames.strings
    guard names.count > 1 else {
      remarks.append("events have no sizes: size.* is left out")
      return
    }
    // Where there is one size there is nothing to know.
    let usual = UsualSizes(of: dataset)
    let ranked = usual.pieces.filter { $0.key.tagName != nil }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    for (category, _) in ranked.prefix(24) {
      let best = usual.sizes[category] ?? [:]
      let texts = (0..<userCount).map { best[UInt32($0)].map { names[Int($0.size)] } ?? "" }
      guard let codes = texts.codes(limit: 255, keepsMostFrequent: true),
        let name = category.tagName, !tags.contains(where: { $0.definition.name == "size.\(name)" })
      else { continue }
      add(
        TagDefinition(
          name: "size.\(name)", evidence: .purchases,
          source: "sizes bought, kept, returned, and how they fitted",
          method:
            "The size of the category that was kept most often, the newest of equals; what was "
            + "returned or did not fit counts against its size, and a half for the next one. Evidence: how "
            + "many more pieces speak for it than for others.", halfConfidence: 1),
        .categories(codes.codes.map { $0.map { UInt8($0) } }, values: codes.values),
        pieces: (0..<userCount).map { UInt8(min(255, best[UInt32($0)]?.margin ?? 0)) })
    }
  }
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
