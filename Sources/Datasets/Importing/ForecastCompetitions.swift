import Bytes

extension ImportFormat {
  /// How a competition's series come: which of them, and dataset.toml's words for them.
  private struct Competition {
    let file: String
    /// As in the column `period`.
    let period: String
    let season: Int
    let horizon: Int
  }

  private var competition: Competition? {
    switch self {
    case .m3Yearly: Competition(file: "m3.csv", period: "YEARLY", season: 1, horizon: 6)
    case .m3Quarterly: Competition(file: "m3.csv", period: "QUARTERLY", season: 4, horizon: 8)
    case .m3Monthly: Competition(file: "m3.csv", period: "MONTHLY", season: 12, horizon: 18)
    case .m3Other: Competition(file: "m3.csv", period: "OTHER", season: 1, horizon: 8)
    case .tourismYearly: Competition(file: "tcomp.csv", period: "YEARLY", season: 1, horizon: 4)
    case .tourismQuarterly:
      Competition(file: "tcomp.csv", period: "QUARTERLY", season: 4, horizon: 8)
    case .tourismMonthly:
      Competition(file: "tcomp.csv", period: "MONTHLY", season: 12, horizon: 24)
    default: nil
    }
  }

  /// M3 (Makridakis & Hibon 2000) and Tourism (Athanasopoulos et al. 2011), long: a row per series and
  /// period (series, period, type, h, split, t, value), in their order. Periods are ordinals: dates are not
  /// told. Both parts come; `--split last:H` holds the competition's out.
  func importCompetition(
    _ source: String, into draft: borrowing DatasetDraft, _ report: inout ImportReport
  ) throws(DatasetError) {
    guard let competition else { return }
    var reader = try CSVReader(path: sourceFile(competition.file, of: source))
    let series = try reader.column("series")
    let period = try reader.column("period")
    let value = try reader.column("value")
    var sales = CSVWriter(header: ["series_id", "date", "quantity"])
    var known = IdentifierSet()
    // Of each series: `t` begins anew where the competition's part does.
    var counts: [Int] = []
    var rows = 0
    var others = 0
    try reader.forEachRow(badRows: &report.badRows) { (row) throws(DatasetError) in
      rows += 1
      guard row[period].string == competition.period else { return others += 1 }
      try row.identifier(series)
      guard try row.decimal(value) >= 0 else {
        throw row.error(value, "is negative", accepted: "0 and above is accepted")
      }
      let (index, isNew) = known.insert(row[series])
      if isNew { counts.append(0) }
      sales.field(row[series].string)
      sales.field(counts[Int(index)])
      counts[Int(index)] += 1
      sales.field(row[value].string)
      sales.endRow()
    }
    report.rowsRead = rows
    report.series = known.count
    report.leaveOut("of another period than \(competition.period)", others)
    try draft.add(.sales, sales)
    try draft.addSettings(
      Self.settings(season: competition.season, horizon: competition.horizon))
  }

  /// M4's weekly series (Makridakis, Spiliotis & Assimakopoulos 2020), wide: a row per series, its id
  /// and its values, in Weekly-train.csv and Weekly-test.csv.
  func importM4(
    _ source: String, into draft: borrowing DatasetDraft, _ report: inout ImportReport
  ) throws(DatasetError) {
    var sales = CSVWriter(header: ["series_id", "date", "quantity"])
    var known = IdentifierSet()
    var counts: [Int] = []
    var rows = 0
    for name in ["Weekly-train.csv", "Weekly-test.csv"] {
      var reader = try CSVReader(path: sourceFile(name, of: source))
      try reader.forEachRow(badRows: &report.badRows) { (row) throws(DatasetError) in
        rows += 1
        try row.identifier(0)
        let (index, isNew) = known.insert(row[0])
        if isNew { counts.append(0) }
        let id = row[0].string
        for column in 1..<row.count where !row[column].isEmpty {
          guard try row.decimal(column) >= 0 else {
            throw row.error(column, "is negative", accepted: "0 and above is accepted")
          }
          sales.field(id)
          sales.field(counts[Int(index)])
          sales.field(row[column].string)
          sales.endRow()
          counts[Int(index)] += 1
        }
      }
    }
    report.rowsRead = rows
    report.series = known.count
    try draft.add(.sales, sales)
    // Weeks have a year, though the competition scored them as if they had none.
    try draft.addSettings(Self.settings(season: 52, scoringSeason: 1, horizon: 13))
  }

  private static func settings(season: Int, scoringSeason: Int? = nil, horizon: Int) -> String {
    "[forecast]\nfrequency = \"step\"\nseason = \(season)\n"
      + (scoringSeason.map { "scoring_season = \($0)\n" } ?? "") + "horizon = \(horizon)\n"
  }
}
