package import Datasets
package import Profiling
import Recommendation

extension Dataset {
  /// What is known of shoppers at any time.
  package var shopperHistory: ShopperHistory {
    var choices: [(user: UInt32, time: Int64)] = []
    for event in 0..<events.count where events.kinds[event].isChoice {
      choices.append((events.users[event], events.timestamps[event]))
    }
    return ShopperHistory(
      purchases: purchaseLog,
      visits: VisitLog(
        userCount: users.count, choices: choices, gap: BasketLog.gapUsual),
      choices: pricedChoices)
  }

  /// What shoppers looked at, and at which price beside the usual one; what they bought, where looks have no
  /// prices: then the price that day is known of what was bought alone.
  private var pricedChoices: [PriceResponse.Choice] {
    let usual = usualPrices
    let levels = priceLevels(usual)
    var numbers: [String: UInt32] = [:]
    let categories = (items.categories ?? Array(repeating: "", count: items.count)).map { name in
      let number = numbers[name] ?? UInt32(numbers.count)
      numbers[name] = number
      return number
    }
    func choices(_ kind: EventKind) -> [PriceResponse.Choice] {
      (0..<events.count).compactMap { event in
        guard events.kinds[event] == kind, events.items[event] != EventTable.noItem else {
          return nil
        }
        let item = Int(events.items[event])
        let price = Double(events.prices[event])
        guard price >= 0, usual[item] > 0 else { return nil }
        return PriceResponse.Choice(
          user: events.users[event], time: events.timestamps[event], category: categories[item],
          discount: min(max(0, 1 - price / usual[item]), 1), level: levels[item])
      }
    }
    let looks = choices(.view)
    return looks.isEmpty ? choices(.purchase) : looks
  }

  /// Campaigns with the rows of ``users`` in place of ids.
  package var pastCampaigns: [PastCampaign] {
    guard !campaigns.campaigns.isEmpty else { return [] }
    let rows = Dictionary(uniqueKeysWithValues: zip(users.ids, 0...))
    let known = campaigns.userIDs.map { rows[$0] ?? -1 }
    return campaigns.campaigns.map { campaign in
      PastCampaign(
        name: campaign.id, date: campaign.date, users: campaign.users.map { known[Int($0)] },
        isTreated: campaign.isTreated, hasConverted: campaign.hasConverted,
        revenues: campaign.revenues, shownShoppers: campaign.shownShoppers,
        impressions: campaign.impressions, clicks: campaign.clicks)
    }
  }
}
