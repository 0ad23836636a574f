/// The tables of `truth/` that hold parameters rather than results.
extension DemoTruth {
  /// Columns: user_id, taste_1…, color_NAME…, brand_1…, category_NAME… (−1000: never), price_level,
  /// discount_love, body_size, sessions_per_day; the taste is that of the split day.
  func preferences() -> CSVWriter {
    let shoppers = simulation.shoppers
    let widths = (
      DemoBehaviour.tasteDimensions, DemoVocabulary.colors.count, DemoVocabulary.brands.count,
      DemoVocabulary.categories.count
    )
    var csv = CSVWriter(
      header: ["user_id"] + (1...widths.0).map { "taste_\($0)" }
        + DemoVocabulary.colors.map { "color_\($0.english)" }
        + DemoVocabulary.brands.map { "brand_\($0)" }
        + DemoVocabulary.categories.map { "category_\($0.name.english)" }
        + ["price_level", "discount_love", "body_size", "sessions_per_day"])
    var taste = Array(repeating: 0.0, count: widths.0)
    for user in 0..<shoppers.count {
      shoppers.taste(user, day: simulation.splitDay, into: &taste)
      csv.field(plain: DemoShoppers.id(user))
      for value in taste { csv.field(decimal: value, places: 3) }
      for (values, width) in [
        (shoppers.color, widths.1), (shoppers.brand, widths.2), (shoppers.category, widths.3),
      ] {
        for index in 0..<width { csv.field(decimal: values[user * width + index], places: 3) }
      }
      csv.field(decimal: shoppers.priceLevel[user], places: 3)
      csv.field(decimal: shoppers.discountLove[user], places: 3)
      csv.field(decimal: shoppers.bodySize[user], places: 3)
      csv.field(decimal: shoppers.sessionRate[user], places: 5)
      csv.endRow()
    }
    return csv
  }

  /// Columns: item_id, latent_1…, quality, log_prominence, relative_price, fit_offset,
  /// exposure (on the split day, 0 when not on sale), last_day (empty: stays).
  func items() -> CSVWriter {
    let catalogue = simulation.catalogue
    let width = DemoBehaviour.tasteDimensions
    var csv = CSVWriter(
      header: ["item_id"] + (1...width).map { "latent_\($0)" } + [
        "quality", "log_prominence", "relative_price", "fit_offset", "exposure", "last_day",
      ])
    for item in 0..<catalogue.count {
      csv.field(plain: DemoCatalogue.id(item))
      for axis in 0..<width { csv.field(decimal: catalogue.latent[item * width + axis], places: 3) }
      csv.field(decimal: catalogue.quality[item], places: 3)
      csv.field(decimal: catalogue.prominence[item], places: 3)
      csv.field(decimal: catalogue.relativePrice[item], places: 3)
      csv.field(decimal: catalogue.fitOffset[item], places: 3)
      csv.field(decimal: simulation.exposureAtSplit[item], places: 4)
      if catalogue.lastDay[item] == Int.max {
        csv.emptyField()
      } else {
        csv.field(plain: DemoCalendar.text(catalogue.lastDay[item]))
      }
      csv.endRow()
    }
    return csv
  }

  /// What the files of `truth/` are, for whoever finds them.
  func readme(seed: UInt64) -> String {
    let split = DemoCalendar.date(simulation.splitDay).text
    return """
      # What the shoppers of this demo shop truly want

      Seed \(seed). Nothing here may be used to train. The split day is \(split), 00:00 UTC: the
      first of the last fifth of the time.

      - relevance.csv: user_id, item_id, probability, seen. For each user (each n-th of a large shop) who joined before the
        split, the true probability that a view in the held-out time falls on the item, in falling
        order, until 20 items that the user had no event with before the split were listed. `seen`
        is the strongest such event (view, cart, purchase), or empty.
        The oracle's ranking is the order of the rows without those that the evaluation calls seen.
        Its NDCG@20: gain 1 for each item of a user's held-out events that is not seen and had an
        event in the training time; discount 1/log2(rank + 1); divided by that of the best order
        of the user's own relevant items; the mean over users with at least one.
      - true_preferences.csv: per user the utilities of tastes (on the split day), colours, brands
        and categories, the relative price level, the love of discounts, the body size.
      - true_items.csv: per item the vector that tastes are multiplied with, quality, prominence,
        relative price, how it fits, exposure on the split day, the last day on sale.
      - uplift.csv: per campaign and user the relative effect on visits when treated, and the rise
        of the probability to buy within 14 days that is expected from it.
      - demand.csv: per row of ../sales.csv, in its order, the units asked for, whether they were there
        or not.
      - impressions.csv: per row of ../impressions.csv, in its order, the true probability of a click
        at that position, given what was shown before it: with the item chosen by the shop's own
        policy (logged), and with any item that was left, all alike (uniform).

      The utility of an item is quality + taste · latent + color + brand
      − \(DemoBehaviour.price) (relative_price − price_level)².

      """
  }
}
