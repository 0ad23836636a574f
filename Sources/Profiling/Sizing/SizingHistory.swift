import RealModule

/// What the pieces worn so far say of shoppers, items and categories. It only ever knows the lines that
/// were added, so that evidence taken before a line is added knows nothing of it.
struct SizingHistory: Sendable {
  private(set) var shoppers: [OutcomeCounts]
  /// Shape: users × systems.
  private(set) var usualSums: [Double]
  private(set) var usualCounts: [Double]
  private(set) var items: [OutcomeCounts]
  private(set) var wornSums: [Double]
  private(set) var wornCounts: [Double]
  /// By item, in the high 32 bits, and size.
  private(set) var itemSizes: [UInt64: (outcomes: OutcomeCounts, silent: Double)] = [:]
  private(set) var categories: [OutcomeCounts]
  private(set) var all = OutcomeCounts()
  let systemCount: Int

  init(users: Int, items itemCount: Int, categories categoryCount: Int, systems: Int) {
    systemCount = systems
    shoppers = Array(repeating: OutcomeCounts(), count: users)
    usualSums = Array(repeating: 0, count: users * systems)
    usualCounts = usualSums
    items = Array(repeating: OutcomeCounts(), count: itemCount)
    wornSums = Array(repeating: 0, count: itemCount)
    wornCounts = wornSums
    categories = Array(repeating: OutcomeCounts(), count: categoryCount)
  }

  static func key(_ item: Int, _ size: UInt32) -> UInt64 { UInt64(item) << 32 | UInt64(size) }

  /// - Parameter shift: of a shopper's true size, above one that was too small and below one too large
  mutating func add(_ placed: SizingFrame.Line, shift: Double) {
    let line = placed.line
    let (system, category) = (placed.system, placed.category)
    let residual = placed.residual
    let (user, item) = (Int(line.user), Int(line.item))
    let place = user * systemCount + system
    var trueSize = residual
    if line.outcome == .small { trueSize += shift }
    if line.outcome == .large { trueSize -= shift }
    usualSums[place] += trueSize
    usualCounts[place] += 1
    wornSums[item] += residual
    wornCounts[item] += 1
    let key = Self.key(item, line.size)
    guard let outcome = line.outcome else {
      itemSizes[key, default: (OutcomeCounts(), 0)].silent += 1
      return
    }
    let index = Int(outcome.rawValue)
    shoppers[user][index] += 1
    items[item][index] += 1
    itemSizes[key, default: (OutcomeCounts(), 0)].outcomes[index] += 1
    categories[category][index] += 1
    all[index] += 1
  }

  func evidence(
    user: Int, item: Int, size: UInt32, category: Int, system: Int
  ) -> SizingEvidence {
    var evidence = SizingEvidence()
    evidence.usualSum = usualSums[user * systemCount + system]
    evidence.usualCount = usualCounts[user * systemCount + system]
    evidence.wornSum = wornSums[item]
    evidence.wornCount = wornCounts[item]
    evidence.shopper = shoppers[user]
    evidence.item = items[item]
    evidence.itemSize = itemSizes[Self.key(item, size)]?.outcomes ?? OutcomeCounts()
    evidence.category = categories[category]
    evidence.all = all
    return evidence
  }

  /// Strengths under which the counts are likeliest, as draws of Dirichlet-multinomial distributions
  /// (Pólya; Minka, *Estimating a Dirichlet distribution*, 2000) around the shares of all.
  var strengths: SizingStrengths {
    let prior = (all + 1) / (all.sum() + 3)
    var strengths = SizingStrengths()
    strengths.shopper = Self.strength(of: shoppers.map { ($0, prior) })
    strengths.item = Self.strength(of: items.map { ($0, prior) })
    strengths.itemSize = Self.strength(
      of: itemSizes.map { key, value in
        let item = items[Int(key >> 32)]
        return (value.outcomes, (item + strengths.item * prior) / (item.sum() + strengths.item))
      }.sorted { ($0.0.sum(), $0.1.x) < ($1.0.sum(), $1.1.x) })
    return strengths
  }

  private static func strength(of groups: [(OutcomeCounts, OutcomeCounts)]) -> Double {
    // One outcome alone is as likely under any strength.
    let groups = groups.filter { $0.0.sum() > 1 }
    var best = (strength: 3.0, likelihood: -Double.infinity)
    for step in -4...16 {
      let strength = Double.exp2(Double(step) / 2)
      var likelihood = 0.0
      for (counts, prior) in groups {
        likelihood += Double.logGamma(strength) - Double.logGamma(strength + counts.sum())
        for outcome in 0..<3 where counts[outcome] > 0 {
          let share = strength * prior[outcome]
          likelihood += Double.logGamma(share + counts[outcome]) - Double.logGamma(share)
        }
      }
      if likelihood > best.likelihood { best = (strength, likelihood) }
    }
    return best.strength
  }
}
