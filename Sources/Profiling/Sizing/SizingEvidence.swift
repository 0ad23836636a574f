import RealModule

/// Counts by ``SizeOutcome``: fit, small, large.
typealias OutcomeCounts = SIMD3<Double>

/// How many outcomes what is known beforehand weighs as much as. The larger, the less one shopper, item
/// or size of an item differs from the next.
struct SizingStrengths: Sendable, Equatable {
  var shopper = 3.0
  var item = 3.0
  /// Of one size of an item.
  var itemSize = 10.0

  /// Outcomes of all categories in those of one.
  static let category = 50.0
  /// Pieces after which a shopper's sizes weigh as much as the body's.
  static let usual = 1.0
  /// Pieces after which the sizes an item is worn in weigh as much as its category's.
  static let worn = 5.0
}

/// All that is known of a shopper, an item and a size of it before the shopper wears it.
///
/// Sizes are in deviations of their system, residuals what a worn size was above that of body and category.
struct SizingEvidence {
  var size = 0.0
  /// Expected of the shopper's body, and added for the category.
  var body = 0.0
  var offset = 0.0
  /// Residuals of what the shopper kept in this system, and of how many pieces.
  var usualSum = 0.0
  var usualCount = 0.0
  var wornSum = 0.0
  var wornCount = 0.0
  var shopper = OutcomeCounts()
  var item = OutcomeCounts()
  var itemSize = OutcomeCounts()
  var category = OutcomeCounts()
  var all = OutcomeCounts()

  // MARK: In one number each: what benchmarks give scikit-learn

  /// The shopper's latent size above the body's, shrunk towards it.
  var usual: Double { usualSum / (usualCount + SizingStrengths.usual) }
  /// How much larger than usual the item is worn: above 0 for one that runs small.
  var worn: Double { wornSum / (wornCount + SizingStrengths.worn) }
  /// The size above the shopper's mean, as far as there is one.
  var change: Double { usualCount > 0 ? size - body - offset - usualSum / usualCount : 0 }

  private var allShares: OutcomeCounts { (all + 1) / (all.sum() + 3) }
  private var categoryShares: OutcomeCounts {
    category.shares(SizingStrengths.category, of: allShares)
  }
  func itemShares(_ strengths: SizingStrengths) -> OutcomeCounts {
    item.shares(strengths.item, of: categoryShares)
  }
  func itemSizeShares(_ strengths: SizingStrengths) -> OutcomeCounts {
    itemSize.shares(strengths.itemSize, of: itemShares(strengths))
  }
  func shopperShares(_ strengths: SizingStrengths) -> OutcomeCounts {
    shopper.shares(strengths.shopper, of: allShares)
  }

  static let plainNames = [
    "size", "body", "category offset", "usual", "has usual", "change", "worn", "ln(1 + pieces)",
    "ln(1 + item's outcomes)", "item small", "item large", "item size small", "item size large",
    "shopper small", "shopper large",
  ]

  func plain(_ strengths: SizingStrengths) -> [Double] {
    let (item, itemSize) = (itemShares(strengths), itemSizeShares(strengths))
    let shopper = shopperShares(strengths)
    return [
      size, body, offset, usual, usualCount > 0 ? 1 : 0, change, worn,
      Double.log(onePlus: usualCount), Double.log(onePlus: self.item.sum()), item.y, item.z,
      itemSize.y, itemSize.z, shopper.y, shopper.z,
    ]
  }

  // MARK: As the model weighs it

  static let featureNames = [
    "size", "above body", "above body²", "|above body|", "above usual", "above usual²",
    "|above usual|", "above worn", "above worn²", "|above worn|", "change", "change²", "|change|",
    "has usual", "usual", "ln(1 + pieces)", "ln(1 + item's outcomes)", "item small", "item large",
    "item size small", "item size large", "shopper small", "shopper large",
    "item small · above usual", "item large · above usual", "item small · |change|",
    "item large · |change|", "item small · outcomes", "item large · outcomes",
    "shopper small · change", "shopper large · change", "item small · shopper small",
    "item large · shopper large",
  ]

  /// Shares are odds against fit, as logarithms.
  func features(_ strengths: SizingStrengths) -> [Double] {
    let aboveBody = size - body - offset
    let aboveUsual = aboveBody - usual
    let aboveWorn = aboveUsual - worn
    let item = itemShares(strengths).odds
    let itemSize = itemSizeShares(strengths).odds
    let shopper = shopperShares(strengths).odds
    let outcomes = Double.log(onePlus: self.item.sum())
    let change = self.change
    return [
      size, aboveBody, aboveBody * aboveBody, aboveBody.magnitude,
      aboveUsual, aboveUsual * aboveUsual, aboveUsual.magnitude,
      aboveWorn, aboveWorn * aboveWorn, aboveWorn.magnitude,
      change, change * change, change.magnitude, usualCount > 0 ? 1 : 0, usual,
      Double.log(onePlus: usualCount), outcomes, item.small, item.large,
      itemSize.small - item.small, itemSize.large - item.large, shopper.small, shopper.large,
      item.small * aboveUsual, item.large * aboveUsual,
      item.small * change.magnitude, item.large * change.magnitude,
      item.small * outcomes, item.large * outcomes,
      shopper.small * change, shopper.large * change,
      item.small * shopper.small, item.large * shopper.large,
    ]
  }
}

extension OutcomeCounts {
  /// As if `strength` more had been seen, with the shares of the prior.
  fileprivate func shares(_ strength: Double, of prior: OutcomeCounts) -> OutcomeCounts {
    (self + strength * prior) / (sum() + strength)
  }

  fileprivate var odds: (small: Double, large: Double) {
    (Double.log(y / x), Double.log(z / x))
  }
}
