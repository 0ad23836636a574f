/// Where a shopper stands, by how late they are measured by their own pace.
///
/// A shopper's pace is the mean gap between visits, held towards that of the shop by as much as one
/// gap says: (Σ gaps + usual) / (gaps + 1).
package enum Lifecycle: String, CaseIterable, Sendable {
  /// Never bought.
  case prospect
  /// Bought once, at most 30 days ago.
  case new
  /// At most 1.5 gaps ago.
  case active
  /// At most 3 gaps ago.
  case cooling
  case churned

  package static let newDays = 30.0
  package static let activeGaps = 1.5
  package static let coolingGaps = 3.0

  package init(_ shopper: Shopper, asOf: Int64, usualGap: Double) {
    let recency = shopper.recency(asOf)
    let late = shopper.lateness(asOf, usualGap: usualGap)
    self =
      if shopper.visits == 0 {
        .prospect
      } else if shopper.visits == 1, recency <= Self.newDays {
        .new
      } else if late <= Self.activeGaps {
        .active
      } else if late <= Self.coolingGaps {
        .cooling
      } else {
        .churned
      }
  }
}

extension Shopper {
  /// Days since the last purchase in gaps of this shopper.
  package func lateness(_ asOf: Int64, usualGap: Double) -> Double {
    guard visits > 0 else { return .nan }
    let gaps = Double(visits - 1)
    let own = (Double(last - first) / secondsPerDay + usualGap) / (gaps + 1)
    return recency(asOf) / max(own, 1 / 24)
  }
}

extension [Shopper] {
  /// The median of shoppers' mean gaps, in days; 30 where nobody came twice.
  package var usualGap: Double {
    let gaps = compactMap { $0.visits > 1 ? $0.cadence : nil }.sorted()
    return gaps.isEmpty ? 30 : Swift.max(gaps[gaps.count / 2], 1 / 24)
  }
}
