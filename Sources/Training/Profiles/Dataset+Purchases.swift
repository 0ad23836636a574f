package import Datasets
package import Profiling
import Recommendation

extension Dataset {
  /// When the data ended; 0 where timestamps are not times.
  package var asOf: Int64 { settings.time == .timestamp ? events.timestamps.last ?? 0 : 0 }

  /// Purchases and returns. A price that an event does not say is that of the item; a quantity, 1.
  package var purchaseLog: PurchaseLog {
    let listed = items.prices
    let usual = usualPrices
    let levels = priceLevels(usual)
    var lines: [PurchaseLog.Line] = []
    for event in 0..<events.count
    where [.purchase, .return].contains(events.kinds[event])
      && events.items[event] != EventTable.noItem
    {
      let item = Int(events.items[event])
      let price = Double(events.prices[event])
      let pieces = Double(events.quantities[event])
      lines.append(
        PurchaseLog.Line(
          user: events.users[event], time: events.timestamps[event],
          isReturn: events.kinds[event] == .return, pieces: pieces.isNaN ? 1 : pieces,
          price: price.isNaN ? listed[item] : price, usualPrice: usual[item],
          priceLevel: levels[item]))
    }
    return PurchaseLog(userCount: users.count, lines: lines, gap: BasketLog.gapUsual)
  }

  /// Per item: that of items.csv, else the median of what was paid; NaN without any.
  var usualPrices: [Double] {
    var prices = items.prices
    var paid = [[Double]](repeating: [], count: items.count)
    for event in 0..<events.count
    where events.kinds[event] == .purchase && !events.prices[event].isNaN
      && events.items[event] != EventTable.noItem
    {
      let item = Int(events.items[event])
      if prices[item].isNaN { paid[item].append(Double(events.prices[event])) }
    }
    for item in prices.indices where prices[item].isNaN && !paid[item].isEmpty {
      prices[item] = paid[item].sorted()[paid[item].count / 2]
    }
    return prices
  }

  /// Per item: its rank by price among those of its category, 0 for the cheapest and 1 for the dearest,
  /// equal prices sharing their mean; .5 where there is but one, NaN without a price.
  func priceLevels(_ prices: [Double]) -> [Double] {
    var groups: [String: [Int]] = [:]
    let categories = items.categories
    for item in prices.indices where !prices[item].isNaN {
      groups[categories?[item] ?? "", default: []].append(item)
    }
    var levels = [Double](repeating: .nan, count: prices.count)
    for members in groups.values {
      let order = members.sorted { prices[$0] < prices[$1] }
      var start = 0
      while start < order.count {
        var end = start
        while end < order.count, prices[order[end]] == prices[order[start]] { end += 1 }
        let rank = Double(start + end - 1) / 2
        for place in start..<end {
          levels[order[place]] = order.count == 1 ? 0.5 : rank / Double(order.count - 1)
        }
        start = end
      }
    }
    return levels
  }

  var rfmSettings: RFM.Settings {
    var cuts = RFM.Settings()
    cuts.recencyCuts = settings.profile.recencyCuts
    cuts.frequencyCuts = settings.profile.frequencyCuts
    cuts.monetaryCuts = settings.profile.monetaryCuts
    return cuts
  }
}

extension EntityTable {
  /// "" where an item has none; `nil` when no item has one.
  var categories: [String]? {
    guard case .texts(let texts)? = attribute("category")?.values else { return nil }
    return texts
  }
}
