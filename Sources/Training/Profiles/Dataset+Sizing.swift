package import Datasets
package import Profiling

extension Dataset {
  /// Pieces with a size that were kept, and those of which it was said how they sat, be it with the
  /// purchase or with the return. A piece that went back without a word leaves nothing: nobody knows
  /// whether it was its size.
  package var sizingLog: SizingLog {
    var numbers: [String: Int] = [:]
    let texts = items.categories ?? []
    let categories = (0..<items.count).map { item -> Int in
      let name = texts.isEmpty ? "" : texts[item]
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
    return SizingLog(
      sizeNames: events.sizeNames.strings, categories: categories,
      categoryNames: numbers.sorted { $0.value < $1.value }.map(\.key), body: bodyMeasures,
      lines: sizingLines)
  }

  private var sizingLines: [SizingLog.Line] {
    let returned = returnedPurchases
    var lines: [SizingLog.Line] = []
    for event in 0..<events.count
    where events.items[event] != EventTable.noItem && events.sizes[event] != EventTable.noSize {
      let outcome = events.fits[event].map { SizeOutcome($0) }
      switch events.kinds[event] {
      case .purchase: if outcome == nil, returned.contains(event) { continue }
      case .return: if outcome == nil { continue }
      case .view, .cart, .rating, .search: continue
      }
      lines.append(
        SizingLog.Line(
          user: events.users[event], item: events.items[event], time: events.timestamps[event],
          size: events.sizes[event], outcome: outcome))
    }
    return lines
  }

  /// The events of purchases that went back: of each return the newest purchase before it of the same
  /// item, and size where it says one.
  var returnedPurchases: Set<Int> {
    var returned: Set<Int> = []
    guard events.kinds.contains(.return) else { return returned }
    var open: [UInt64: [Int]] = [:]
    for event in 0..<events.count where events.items[event] != EventTable.noItem {
      let key = UInt64(events.users[event]) << 32 | UInt64(events.items[event])
      switch events.kinds[event] {
      case .purchase: open[key, default: []].append(event)
      case .return:
        let size = events.sizes[event]
        let isOfSize = { size == EventTable.noSize || events.sizes[$0] == size }
        if let place = open[key]?.lastIndex(where: isOfSize),
          let purchase = open[key]?.remove(at: place)
        {
          returned.insert(purchase)
        }
      case .view, .cart, .rating, .search: continue
      }
    }
    return returned
  }

  private var bodyMeasures: BodyMeasures {
    BodyMeasures(
      userCount: users.count,
      columns: users.attributes.compactMap { column in
        switch column.values {
        case .numbers(let numbers):
          BodyMeasures.Column(name: column.name, values: .numbers(numbers))
        case .texts(let texts): BodyMeasures.Column(name: column.name, values: .texts(texts))
        case .lists: nil
        }
      })
  }
}

extension SizeOutcome {
  package init(_ fit: ReportedFit) {
    switch fit {
    case .small: self = .small
    case .fit: self = .fit
    case .large: self = .large
    }
  }
}
