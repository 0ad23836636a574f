import RealModule

/// One visit: what is wanted, shown, viewed, bought, and what becomes of it.
extension DemoSimulation {
  mutating func session(_ user: Int, day: Int, second: Int) {
    let session = sessionCount + 1
    sessionCount = session
    var second = second
    shoppers.taste(user, day: day, into: &taste)
    for item in clickedOnHomePage(user, day: day, second: second) {
      second += 5 + random.index(below: 40)
      record(user, item, .view, day: day, second: second, session: session)
    }
    guard let category = wantedCategory(user, day: day) else { return }
    if random.chance(0.12) {
      second += 5 + random.index(below: 20)
      events.append(
        DemoEvents.Event(
          user: user, kind: .search, second: second, session: session,
          query: query(user, category: category)))
    }

    let considered = consider(user, category: category, session: session)
    guard !considered.isEmpty else { return }
    let utilities = considered.map { utility(user, $0, day: day) }
    let perturbed = utilities.map { $0 + random.gumbel() }
    let views = min(considered.count, 1 + random.poisson(DemoBehaviour.viewsMean))
    let viewed = considered.indices.sorted { perturbed[$0] > perturbed[$1] }.prefix(views)
    for place in viewed {
      second += 15 + random.index(below: 60)
      record(user, considered[place], .view, day: day, second: second, session: session)
    }
    buy(
      user, viewed.map { (considered[$0], utilities[$0]) }, reference: logMeanExp(utilities),
      day: day, second: second + 20, session: session)
  }

  /// What an item is worth to the user today, at today's price.
  private func utility(_ user: Int, _ item: Int, day: Int) -> Double {
    shoppers.utility(user, item, taste: taste, in: catalogue)
      + calendar.seasonFit[day][catalogue.season[item]]
      + shoppers.discountLove[user] * catalogue.discount(item, day: day)
  }

  private mutating func clickedOnHomePage(_ user: Int, day: Int, second: Int) -> [Int] {
    guard random.chance(DemoImpressions.share) else { return [] }
    // Told beforehand, since the policy cannot look into the shop while it is part of it.
    let worths = impressions.pool.map { item in
      shoppers.suits(user, item, in: catalogue) && exposure[item] > 0
        ? utility(user, item, day: day) : -.infinity
    }
    let pool = impressions.pool
    return impressions.show(
      to: user, timestamp: DemoCalendar.text(day) + DemoEvents.time(second),
      campaign: campaigns.current(for: user)?.name
    ) { item in
      guard let slot = pool.firstIndex(of: item), worths[slot].isFinite else { return nil }
      return worths[slot]
    }.filter { shoppers.suits(user, $0, in: catalogue) && exposure[$0] > 0 }
  }

  private mutating func wantedCategory(_ user: Int, day: Int) -> Int? {
    let kinds = DemoVocabulary.categories
    let forMen = shoppers.isMan[user] ? 1 : 0
    var logits = Array(repeating: 0.0, count: kinds.count)
    for category in kinds.indices {
      logits[category] =
        shelves[2 * category + forMen].isEmpty
        ? -2000
        : shoppers.category[user * kinds.count + category]
          + DemoBehaviour.categorySeason * kinds[category].warmth * calendar.warmth[day]
    }
    let last = lastPurchase[user]
    if last.category >= 0, day - last.day <= DemoBehaviour.complementDays {
      for category in complements[last.category] { logits[category] += DemoBehaviour.complement }
    }
    let category = random.index(logits: logits)
    return shelves[2 * category + forMen].isEmpty ? nil : category
  }

  private mutating func query(_ user: Int, category: Int) -> String {
    let offset = user * DemoVocabulary.colors.count
    let color = random.index(
      logits: DemoVocabulary.colors.indices.map { 2 * shoppers.color[offset + $0] })
    let name = DemoVocabulary.categories[category].name
    let isChinese = (3...6).contains(shoppers.city[user])
    return isChinese
      ? DemoVocabulary.colors[color].chinese + name.chinese
      : "\(DemoVocabulary.colors[color].english) \(name.english)"
  }

  /// Draws what the shop shows: different items of the category, by exposure.
  private mutating func consider(_ user: Int, category: Int, session: Int) -> [Int] {
    let shelf = 2 * category + (shoppers.isMan[user] ? 1 : 0)
    let wanted = min(DemoBehaviour.considerationSet, shelves[shelf].count)
    var considered: [Int] = []
    var draws = 0
    while considered.count < wanted, draws < 2 * DemoBehaviour.considerationSet {
      draws += 1
      let item = shelves[shelf][random.index(cumulative: shelfSums[shelf])]
      if consideredIn[item] != session {
        consideredIn[item] = session
        considered.append(item)
      }
    }
    return considered
  }

  private func logMeanExp(_ utilities: [Double]) -> Double {
    let sum = utilities.reduce(0) { $0 + Double.exp($1) }
    return Double.log(sum / Double(utilities.count))
  }

  /// The multinomial logit over what was viewed and is there in the shopper's size, and leaving.
  private mutating func buy(
    _ user: Int, _ viewed: [(item: Int, utility: Double)], reference: Double, day: Int,
    second: Int, session: Int
  ) {
    let choices = viewed.filter { stock.has($0.item, size: orderedSize(user, $0.item)) }
    let outside = reference + DemoBehaviour.outsideOption
    let choice = random.index(logits: choices.map(\.utility) + [outside])
    guard choice < choices.count else {
      // Some put an item into the basket and leave it there.
      if let first = choices.first, random.chance(0.1) {
        record(user, first.item, .cart, day: day, second: second, session: session)
      }
      return
    }
    let item = choices[choice].item
    let size = orderedSize(user, item)
    record(user, item, .cart, day: day, second: second, session: session)
    guard random.chance(0.85) else { return }
    let quantity = stock.take(item, size: size, wanted: random.chance(0.04) ? 2 : 1)
    let price = catalogue.price(item, day: day)
    record(
      user, item, .purchase, day: day, second: second + 60 + random.index(below: 240),
      session: session, quantity: quantity, price: price, size: size)
    campaigns.record(user: user, revenue: price * Double(quantity))
    lastPurchase[user] = (catalogue.category[item], day)
    sessionsWithPurchase += 1
    foresee(user, item, size: size, utility: choices[choice].utility - reference, day: day)
  }

  /// The size the shopper orders: their own, not knowing how the item runs.
  private func orderedSize(_ user: Int, _ item: Int) -> Int {
    let last = catalogue.sizeCount(item) - 1
    return last == 0 ? 0 : Int(shoppers.bodySize[user].rounded()).clamped(to: 0...last)
  }

  /// Whether the purchase will be sent back, mostly because it does not fit, and how it is rated.
  private mutating func foresee(_ user: Int, _ item: Int, size: Int, utility: Double, day: Int) {
    let isSized = catalogue.sizeCount(item) > 1
    let mismatch =
      isSized ? Double(size) + catalogue.fitOffset[item] - shoppers.bodySize[user] : 0
    let odds = Double.exp(-2.4 + 2.2 * abs(mismatch) - 0.1 * utility)
    let isReturned = random.chance(odds / (1 + odds))
    if isReturned {
      plan(
        DemoEvents.Event(
          user: user, item: item, kind: .return, second: 28_800 + random.index(below: 36_000),
          quantity: 1, price: catalogue.price(item, day: day), size: size),
        on: day + 4 + random.index(below: 17))
    }
    if random.chance(0.3) {
      let stars = 3.6 + 0.4 * catalogue.quality[item] / DemoBehaviour.quality + 0.2 * utility
      let rating = stars - 1.5 * abs(mismatch) + 0.6 * random.normal()
      plan(
        DemoEvents.Event(
          user: user, item: item, kind: .rating, second: 28_800 + random.index(below: 36_000),
          value: Int(rating.rounded()).clamped(to: 1...5), size: size),
        on: day + 5 + random.index(below: 15))
    }
  }

  private mutating func plan(_ event: DemoEvents.Event, on day: Int) {
    if day < calendar.dayCount { upcoming[day].append(event) }
  }

  private mutating func record(
    _ user: Int, _ item: Int, _ kind: DemoEvents.Kind, day: Int, second: Int, session: Int,
    quantity: Int? = nil, price: Double? = nil, size: Int? = nil
  ) {
    events.append(
      DemoEvents.Event(
        user: user, item: item, kind: kind, second: second, session: session, quantity: quantity,
        price: price ?? catalogue.price(item, day: day), size: size))
    if kind == .view { recentViews[item] += 1 }
    if day < splitDay { seen[user].append((item, kind)) }
  }
}
