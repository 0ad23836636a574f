package import Answering
import Bytes
import Catalogue
package import Datasets
import Learning
package import Profiling
import RealModule
package import Snapshots

/// Profiles of all shoppers of a dataset, and what the manifest says of them.
package struct TrainedProfiles: Sendable {
  package let fitted: FittedProfiles
  package let purchases: PurchaseTags
  /// `nil` where too few events say how a piece fitted.
  package let sizing: FittedSizing?
  package let extent: TrainingExtent
  /// How firmly the uplift models of campaigns hold together; `nil` without any.
  package let upliftRidge: Double?
  /// After how long a choice counts half; `nil` without times or affinities.
  package let affinityHalfLife: AffinityHalfLife?
  /// Ids, in the order of the columns.
  private let users: [String]
  /// What was left out, and why, in sentences.
  package let remarks: [String]

  /// Everything that a dataset says of shoppers. O(events · attributes).
  package init(of dataset: Dataset) {
    var fitted = FittedProfiles(userCount: dataset.users.count, asOf: dataset.asOf)
    var remarks: [String] = []
    let hasTimes = dataset.settings.time == .timestamp
    fitted.addEvidence(dataset, hasTimes: hasTimes)
    fitted.addRecords(dataset, &remarks)
    var purchases = PurchaseTags()
    var upliftRidge: Double?
    if hasTimes {
      let currency = dataset.settings.profile.currency
      purchases = fitted.addPurchases(
        dataset.purchaseLog, settings: dataset.rfmSettings, currency: currency)
      remarks += purchases.remarks
      fitted.explainPurchases(purchases)
      let history = dataset.shopperHistory
      fitted.addVisits(history)
      _ = fitted.addPriceResponse(history, &remarks)
      upliftRidge = fitted.addCampaigns(dataset.pastCampaigns, history, &remarks)
    } else {
      remarks.append(
        "timestamps only order events: rfm.*, segment, lifecycle, spend.*, next.*, churn.*, visit.*, price.*, "
          + "uplift.* and campaigns are left out"
      )
    }
    fitted.addUsualSizes(dataset, &remarks)
    let sizing = hasTimes ? FittedSizing(dataset.sizingLog) : nil
    if sizing == nil {
      remarks.append(
        "fewer than \(FittedSizing.outcomesMin) pieces with a size have a fit, or none of small, fit or "
          + "large, or events have no times: whether a size fits is not learned")
    }
    affinityHalfLife = fitted.addAffinities(dataset, hasTimes: hasTimes, &remarks)
    self.fitted = fitted
    self.purchases = purchases
    self.sizing = sizing
    self.upliftRidge = upliftRidge
    self.remarks = remarks
    users = dataset.users.ids
    extent = TrainingExtent(of: dataset)
  }

  /// For the manifest.
  package var description: JSON {
    func numbers(_ pairs: [(String, Double)]) -> JSON {
      .object(pairs.map { JSON.Member($0.0, .number($0.1)) })
    }
    return [
      "trainedOn": extent.json,
      "asOf": .integer(Int(fitted.asOf)),
      "tags": .array(fitted.tags.map { .string($0.definition.name) }),
      "affinities": .object(
        fitted.affinities.map { table in
          JSON.Member(
            table.attribute,
            [
              "values": .integer(table.values.count),
              "entries": .integer(table.rows.reduce(0) { $0 + $1.count }),
            ])
        }),
      "affinityHalfLifeDays": affinityHalfLife.map {
        $0.days.isFinite ? .number($0.days) : .null
      } ?? .null,
      "bgnbd": purchases.lifetime.map {
        numbers([("r", $0.r), ("alpha", $0.alpha), ("a", $0.a), ("b", $0.b)])
      } ?? .null,
      "gammaGamma": purchases.amounts.map {
        numbers([("p", $0.p), ("q", $0.q), ("v", $0.v)])
      } ?? .null,
      "churn": purchases.churn.map { churn in
        [
          "horizonDays": .number(churn.horizon),
          "intercept": .number(churn.model.intercept),
          "weights": numbers(Array(zip(ChurnRisk.featureNames, churn.model.weights))),
        ]
      } ?? .null,
      "sizing": sizing.map { sizing in
        [
          "outcomes": .integer(sizing.outcomeCount), "shift": .number(sizing.shift),
          "systems": .integer(sizing.systemCount),
        ]
      } ?? .null,
      "churnGroups": .array((purchases.churnGroups?.rules ?? []).map { .string($0) }),
      "campaigns": .array(fitted.campaigns.map { .string($0.name) }),
      "upliftRidge": upliftRidge.map { .number($0) } ?? .null,
      "segments": .object(
        purchases.segments.map { JSON.Member($0.segment.rawValue, .integer($0.shoppers)) }),
      "remarks": .array(remarks.map { .string($0) }),
    ]
  }
}

extension TrainedProfiles {
  /// Among a manifest's models.
  package static let manifestName = "profile"

  /// Whether models are of the same shoppers in the same order, so that columns fit them.
  package func areOfShoppers(in models: Models) -> Bool {
    let known = models.catalogue.users
    return known.count == users.count && users.indices.allSatisfy { known[$0].string == users[$0] }
  }

  /// Writes profile.safetensors.
  package func write(to directory: String) throws {
    var writer = TensorWriter()
    fitted.pack(into: &writer)
    sizing?.pack(into: &writer)
    try writer.write(to: "\(directory)/\(Models.profileName)")
  }
}
