import Bytes
import Catalogue
import Expressions
import Profiling
import Recommendation
import Snapshots

/// Where profiles and catalogue speak of the same, found when both are opened.
struct ProfileLinks: Sendable {
  /// One per table of affinities: the attribute's values of items. `nil` where items have none by that
  /// name, or numbers: then events of a question say nothing of it.
  let columns: [AttributeColumn?]
  /// The tags that events of a question change.
  let recency: Int?
  let frequency: Int?

  init(_ profiles: Profiles?, _ catalogue: Catalogue) {
    columns =
      profiles?.affinities.indices.map { index in
        switch profiles.flatMap({ catalogue.attribute(named: $0.affinityNames[index]) }) {
        case .text(let codes, let values): .text(codes: codes, values: values)
        case .list(let starts, let codes, let values):
          .list(indptr: starts, codes: codes, values: values)
        case .number, nil: nil
        }
      } ?? []
    recency = profiles?.index(ofTag: "rfm.recency")
    frequency = profiles?.index(ofTag: "rfm.frequency")
  }
}

/// The working memory of profiles.
struct ProfileScratch {
  var masking = MaskingMemory()
  /// Per tag and per table of affinities: whether it is asked for.
  var wantsTag: [Bool] = []
  var wantsTable: [Bool] = []
  /// Items that the question's events chose, each as often as it was chosen.
  var chosen: [Int] = []
  /// One per value of the largest table: how often the question chose it. Invariant between tables: 0
  /// everywhere.
  var counts: [Float] = []
  /// Values that are not 0.
  var touched: [Int] = []
  var candidates: [ProfileAnswer.Affinity] = []
  /// Of `Profiles.fetch`.
  var fetched: UInt32 = 0

  /// How often an attribute's values were chosen by the question.
  mutating func count(_ column: AttributeColumn, _ table: AffinityTable) {
    if counts.count < table.values.count {
      counts += [Float](repeating: 0, count: table.values.count - counts.count)
    }
    for item in chosen {
      switch column {
      case .text(let codes, let values): add(codes[item], values, table)
      case .list(let starts, let codes, let values):
        let (lower, upper) = (Int(starts[item]), Int(starts[item + 1]))
        for entry in lower..<max(lower, upper) { add(codes[entry], values, table) }
      case .number: return
      }
    }
  }

  private mutating func add(_ code: UInt32, _ values: IdentifierTable, _ table: AffinityTable) {
    guard code < values.count, let value = table.values.index(of: values[Int(code)].bytes),
      value < counts.count
    else { return }
    if counts[value] == 0 { touched.append(value) }
    counts[value] += 1
  }

  mutating func clearCounts() {
    for value in touched { counts[value] = 0 }
    touched.removeAll(keepingCapacity: true)
  }
}

/// What the events of a question add to what is known.
struct ProfileEvents {
  var choices = 0
  /// Of the newest, before the question; NaN: there is none.
  var choiceAge = Float.nan
  var purchases = 0
  var purchaseAge = Float.nan
  /// Purchases that lie further apart than a visit lasts.
  var purchaseVisits = 0
  private var lastPurchase: UInt32?

  /// Events that far apart belong to two visits, as everywhere.
  private static let visitGapSeconds = UInt32(BasketLog.gapUsual)

  mutating func add(_ kind: EvidenceKind, ageSeconds: UInt32) {
    let days = Float(ageSeconds) / 86_400
    switch kind {
    case .choices:
      choices += 1
      choiceAge = Float.minimum(choiceAge, days)
    case .purchases:
      purchases += 1
      purchaseAge = Float.minimum(purchaseAge, days)
      let gap = lastPurchase.map { $0 > ageSeconds ? $0 - ageSeconds : ageSeconds - $0 }
      if gap.map({ $0 > Self.visitGapSeconds }) ?? true { purchaseVisits += 1 }
      lastPurchase = ageSeconds
    case .record: break
    }
  }

  func count(_ kind: EvidenceKind) -> Int {
    switch kind {
    case .choices: choices
    case .purchases: purchases
    case .record: 0
    }
  }

  func age(_ kind: EvidenceKind) -> Float {
    switch kind {
    case .choices: choiceAge
    case .purchases: purchaseAge
    case .record: .nan
    }
  }
}
