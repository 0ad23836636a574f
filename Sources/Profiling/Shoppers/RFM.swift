/// Scores of recency, frequency and money, each 1 (least) to 5 (best).
///
/// Borders are quantiles of all shoppers who bought, by default those of fifths, as `pandas.qcut(x, 5)`
/// has them: a value gets 1 + the number of borders below it, so that a border itself belongs to the
/// lower class. Equal values get equal scores, also where quantiles are equal, which `qcut` refuses;
/// some score is then given to nobody. Recency is counted the other way around: few days are a 5.
package struct RFM: Sendable, Equatable {
  /// Four borders each, ascending: days, visits, money.
  package struct Cuts: Sendable, Equatable {
    package var recency: [Double]
    package var frequency: [Double]
    package var monetary: [Double]

    package init(recency: [Double], frequency: [Double], monetary: [Double]) {
      self.recency = recency
      self.frequency = frequency
      self.monetary = monetary
    }
  }

  /// Borders that a shop gives; those that are `nil` are quantiles.
  package struct Settings: Sendable, Equatable {
    package var recencyCuts: [Double]?
    package var frequencyCuts: [Double]?
    package var monetaryCuts: [Double]?

    package init() {}
  }

  package static let scores = ["1", "2", "3", "4", "5"]

  package let cuts: Cuts
  /// One per user, 1...5; 0 of those who never bought.
  package let recency: [UInt8]
  package let frequency: [UInt8]
  package let monetary: [UInt8]

  package init(_ shoppers: [Shopper], asOf: Int64, settings: Settings = Settings()) {
    let buyers = shoppers.filter { $0.visits > 0 }
    let cuts = Cuts(
      recency: settings.recencyCuts ?? fifths(of: buyers.map { $0.recency(asOf) }),
      frequency: settings.frequencyCuts ?? fifths(of: buyers.map { Double($0.visits) }),
      monetary: settings.monetaryCuts ?? fifths(of: buyers.map(\.monetary)))
    self.cuts = cuts
    func scores(_ score: (Shopper) -> Int) -> [UInt8] {
      shoppers.map { $0.visits == 0 ? 0 : UInt8(score($0)) }
    }
    recency = scores { shopper in 5 - cuts.recency.count { $0 < shopper.recency(asOf) } }
    frequency = scores { shopper in 1 + cuts.frequency.count { $0 < Double(shopper.visits) } }
    monetary = scores { shopper in 1 + cuts.monetary.count { $0 < shopper.monetary } }
  }
}

extension Shopper {
  /// What was spent, less what was sent back.
  package var monetary: Double { spent - returned }
}

/// Between two order statistics a quantile is on the straight line: Hyndman, Fan, *Sample quantiles in
/// statistical packages*, 1996, definition 7, which pandas and NumPy have by default.
private func fifths(of values: [Double]) -> [Double] {
  let sorted = values.sorted()
  guard let last = sorted.last else { return [] }
  return [0.2, 0.4, 0.6, 0.8].map { share in
    let place = share * Double(sorted.count - 1)
    let below = Int(place)
    guard below + 1 < sorted.count else { return last }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}
