/// The parameters of how the demo shop's shoppers behave. They fix how hard the shop is, and were
/// chosen before any model of this project was measured on it; see ``DemoShop``.
///
/// Utilities are in the units of the multinomial logit: 1 multiplies the odds by 2.7.
enum DemoBehaviour {
  // Taste.
  static let tasteDimensions = 4
  /// Standard deviation of the utility that comes from the taste vector.
  static let taste = 1.0
  static let color = 0.3
  static let brand = 0.3
  static let category = 2.0
  /// Weight of the squared distance between an item's relative price and the shopper's level.
  static let price = 0.8
  static let discount = 1.5
  static let seasonFit = 0.8
  static let categorySeason = 0.8
  /// Radians per year by which a shopper's taste turns.
  static let driftPerYear = 0.25

  // Items.
  static let quality = 0.9
  static let prominence = 1.2
  /// Share of items that are on sale from the beginning; the others come one by one.
  static let itemsFromStart = 0.75
  /// Share of items that never leave, and the median life of the others.
  static let itemsThatStay = 0.7
  static let lifeDays = 800.0
  /// Exponent of an item's recent views in its exposure: the visible become more visible.
  static let exposureFeedback = 0.3

  // Visits.
  static let sessionsPerYear = 5.2
  static let activitySpread = 0.7
  /// How many items of the wanted category are considered in a session.
  static let considerationSet = 40
  static let viewsMean = 0.8
  /// Utility of leaving without buying, above that of an average item considered.
  static let outsideOption = 1.2
  static let complement = 1.6
  static let complementDays = 30
}
