package import Datasets
import Learning
package import Profiling
package import Snapshots

/// How well what profiles say at a cut foretells what came after it, each beside a baseline.
package struct ProfileEvaluation: Sendable {
  /// A tenth of the shoppers, by how many purchases were expected.
  package struct Decile: Sendable {
    package let shoppers: Int
    /// Means per shopper.
    package let expected: Double
    package let actual: Double
  }

  package struct NextPurchases: Sendable {
    package let shoppers: Int
    package let expected: Double
    package let actual: Double
    package let meanAbsoluteError: Double
    /// Of as many purchases as in as many days before the cut.
    package let baselineError: Double
    package let deciles: [Decile]
  }

  package struct Churn: Sendable {
    package let shoppers: Int
    package let rate: Double
    package let areaUnderCurve: Double
    /// Of recency alone.
    package let baselineArea: Double
    package let sentence: String
  }

  package struct Stability: Sendable {
    package let shoppers: Int
    package let days: Int
    package let share: Double
    /// Were segments drawn by chance, as large as they are.
    package let chance: Double
  }

  package struct Sizes: Sendable {
    /// Purchases after the cut, kept or not, of shoppers with a usual size in the category.
    package let purchases: Int
    package let accuracy: Double
    /// Of the size that is bought most often in the category.
    package let baseline: Double
  }

  package struct Fits: Sendable {
    /// Pieces after the cut of which it was said how they sat.
    package let pieces: Int
    /// Of fit, small, large; each against the two others.
    package let areas: SizingAreas
    /// Those of them that fitted and came in other sizes too.
    package let fitted: Int
    /// Share in which the size worn was within one of the best by our account, of the item's.
    package let bestShare: Double
    /// The same for the item's size that was worn most often.
    package let usualShare: Double
  }

  package let cut: Int64
  package let horizonDays: Double
  package let nextPurchases: NextPurchases?
  package let churn: Churn?
  package let stability: Stability?
  package let sizes: Sizes?
  package let fits: Fits?

  /// - Parameter split: where to cut; `nil`: 90 days before the end, or a third of a shorter span
  /// - Throws: `SplitError` where the dataset cannot be cut so, or its timestamps are no times.
  package init(of dataset: Dataset, split: SplitSpecification?) throws(SplitError) {
    guard dataset.settings.time == .timestamp else { throw .needsTimestamps }
    guard let first = dataset.events.timestamps.first, first < dataset.asOf else {
      throw .oneSideIsEmpty("train on")
    }
    let end = dataset.asOf
    if let split {
      let isTraining = try dataset.split(split).isTraining
      cut = (dataset.firstHeldOut(isTraining) ?? end) - 1
      horizonDays = Double(end - cut) / secondsPerDay
    } else {
      let span = Double(end - first) / secondsPerDay
      horizonDays = min(FittedProfiles.horizon, span / 3)
      cut = end - Int64(horizonDays * secondsPerDay)
    }
    let log = dataset.purchaseLog
    nextPurchases = Self.nextPurchases(log, cut, end, horizonDays)
    churn = Self.churn(log, cut, horizonDays)
    stability = Self.stability(log, cut, end, settings: dataset.rfmSettings)
    sizes = dataset.sizeAccuracy(after: cut)
    fits = Fits(dataset.sizingLog, after: cut)
  }

  private static func nextPurchases(
    _ log: PurchaseLog, _ cut: Int64, _ end: Int64, _ horizon: Double
  ) -> NextPurchases? {
    let shoppers = log.until(cut).shoppers
    let known = shoppers.indices.filter { shoppers[$0].visits > 0 }
    guard let model = BGNBD.fit(known.map { shoppers[$0].history(cut) }) else { return nil }
    let before = cut - Int64(horizon * secondsPerDay)
    let rows = known.map { user in
      (
        expected: model.expectedPurchases(within: horizon, shoppers[user].history(cut)),
        actual: Double(log.visitCount(of: user, after: cut, until: end)),
        before: Double(log.visitCount(of: user, after: before, until: cut))
      )
    }.sorted { $0.expected < $1.expected }
    func mean(_ rows: some Collection<Double>) -> Double {
      rows.reduce(0, +) / Double(max(1, rows.count))
    }
    let deciles = (0..<10).compactMap { decile -> Decile? in
      let part = rows[decile * rows.count / 10..<(decile + 1) * rows.count / 10]
      guard !part.isEmpty else { return nil }
      return Decile(
        shoppers: part.count, expected: mean(part.map(\.expected)),
        actual: mean(part.map(\.actual)))
    }
    return NextPurchases(
      shoppers: rows.count, expected: mean(rows.map(\.expected)),
      actual: mean(rows.map(\.actual)),
      meanAbsoluteError: mean(rows.map { ($0.expected - $0.actual).magnitude }),
      baselineError: mean(rows.map { ($0.before - $0.actual).magnitude }), deciles: deciles)
  }

  /// Learned one horizon before the cut, from what happened until the cut.
  private static func churn(_ log: PurchaseLog, _ cut: Int64, _ horizon: Double) -> Churn? {
    let earlier = cut - Int64(horizon * secondsPerDay)
    guard let risk = ChurnRisk.fit(log.until(cut), cut: earlier, horizon: horizon) else {
      return nil
    }
    let examples = ChurnExamples(log, cut: cut, horizon: horizon)
    let rows = examples.happened.indices
    return Churn(
      shoppers: rows.count,
      rate: Double(examples.happened.count { $0 }) / Double(max(1, rows.count)),
      areaUnderCurve: areaUnderCurve(
        rows.map { risk.model.probability(examples.row($0)) }, examples.happened),
      baselineArea: areaUnderCurve(
        rows.map { examples.row($0).first ?? 0 }, examples.happened),
      sentence: risk.sentence)
  }

  private static func stability(
    _ log: PurchaseLog, _ cut: Int64, _ end: Int64, settings: RFM.Settings
  ) -> Stability? {
    let later = min(end, cut + Int64(30 * secondsPerDay))
    func segments(_ time: Int64) -> [Segment?] {
      let scores = RFM(log.until(time).shoppers, asOf: time, settings: settings)
      return zip(scores.recency, scores.frequency).map { Segment(recency: $0, frequency: $1) }
    }
    let pairs = zip(segments(cut), segments(later)).filter { $0.0 != nil }
    guard !pairs.isEmpty else { return nil }
    let count = Double(pairs.count)
    let chance = Segment.allCases.reduce(0.0) { sum, segment in
      sum + Double(pairs.count { $0.0 == segment }) / count
        * Double(pairs.count { $0.1 == segment }) / count
    }
    return Stability(
      shoppers: pairs.count, days: Int(Double(later - cut) / secondsPerDay),
      share: Double(pairs.count { $0.0 == $0.1 }) / count, chance: chance)
  }

  package var json: JSON {
    [
      "cut": .integer(Int(cut)),
      "horizonDays": .number(horizonDays),
      "nextPurchases": nextPurchases.map { next in
        [
          "shoppers": .integer(next.shoppers), "expected": .number(next.expected),
          "actual": .number(next.actual), "mae": .number(next.meanAbsoluteError),
          "baselineMae": .number(next.baselineError),
          "deciles": .array(
            next.deciles.map {
              [
                "shoppers": .integer($0.shoppers), "expected": .number($0.expected),
                "actual": .number($0.actual),
              ]
            }),
        ]
      } ?? .null,
      "churn": churn.map { churn in
        [
          "shoppers": .integer(churn.shoppers), "rate": .number(churn.rate),
          "auc": .number(churn.areaUnderCurve), "recencyAuc": .number(churn.baselineArea),
          "model": .string(churn.sentence),
        ]
      } ?? .null,
      "segments": stability.map { stability in
        [
          "shoppers": .integer(stability.shoppers), "days": .integer(stability.days),
          "same": .number(stability.share), "chance": .number(stability.chance),
        ]
      } ?? .null,
      "sizes": sizes.map { sizes in
        [
          "purchases": .integer(sizes.purchases), "accuracy": .number(sizes.accuracy),
          "baseline": .number(sizes.baseline),
        ]
      } ?? .null,
      "fits": fits.map(\.json) ?? .null,
    ]
  }
}
