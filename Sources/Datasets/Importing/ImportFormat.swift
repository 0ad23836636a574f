/// The public data sets that `modiste import` understands.
package enum ImportFormat: String, CaseIterable, Sendable {
  case movielens
  case onlineRetail = "online-retail"
  case rentTheRunway = "rent-the-runway"
  case amazonSequence = "amazon-sequence"
  case openBandit = "open-bandit"
  case fashionProducts = "fashion-products"
  case m3Yearly = "m3-yearly"
  case m3Quarterly = "m3-quarterly"
  case m3Monthly = "m3-monthly"
  case m3Other = "m3-other"
  case tourismYearly = "tourism-yearly"
  case tourismQuarterly = "tourism-quarterly"
  case tourismMonthly = "tourism-monthly"
  case m4Weekly = "m4-weekly"

  package static let accepted = allCases.map(\.rawValue).joined(separator: ", ")

  /// Reads `source`, a directory or a file, and writes a dataset.
  ///
  /// `destination` appears at once, whole, or not at all.
  ///
  /// - Throws: `DatasetError` when the source cannot be read, has more than `maxBadRows` bad rows,
  ///   or when there is something at `destination` already.
  package func run(
    _ source: String, to destination: String, maxBadRows: Int = 0
  ) throws(DatasetError) -> ImportReport {
    let draft = try DatasetDraft(destination: destination)
    var report = ImportReport(format: self, badRows: BadRows(limit: maxBadRows))
    switch self {
    case .movielens: try importMovieLens(source, into: draft, &report)
    case .onlineRetail: try importOnlineRetail(source, into: draft, &report)
    case .rentTheRunway: try importRentTheRunway(source, into: draft, &report)
    case .amazonSequence: try importAmazonSequence(source, into: draft, &report)
    case .openBandit: try importOpenBandit(source, into: draft, &report)
    case .fashionProducts: try importFashionProducts(source, into: draft, &report)
    case .m4Weekly: try importM4(source, into: draft, &report)
    case .m3Yearly, .m3Quarterly, .m3Monthly, .m3Other, .tourismYearly, .tourismQuarterly,
      .tourismMonthly:
      try importCompetition(source, into: draft, &report)
    }
    try draft.publish()
    return report
  }
}
