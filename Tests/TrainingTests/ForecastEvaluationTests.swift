import Bytes
import Datasets
import Forecasting
import Learning
import Platform
import Testing
import Training

/// Forecasts are judged by what came after they were made, at as many origins as are asked for, and the page says
/// the same as the figures.
@Suite struct ForecastEvaluationTests {
  /// Weekly sales with a wave of four weeks, and one series that nobody could have foretold.
  private func panel(_ settings: String = "", weeks: Int = 60) throws -> SalesPanel {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-sales")
    defer { try? FileSystem.removeTree(directory) }
    var random = SeededRandom(seed: 3)
    var text = "series_id,date,quantity\n"
    for series in 0..<30 {
      for week in 0..<weeks {
        let wave = [20, 40, 60, 40][week % 4]
        let units = Double(wave + series) + (10 * random.uniform()).rounded()
        let isOdd = series == 7 && week >= weeks - 4
        text += "<\(series)>,\(week),\(isOdd ? 500 : units)\n"
      }
    }
    let all = "[forecast]\nfrequency = \"step\"\nseason = 4\nhorizon = 4\n" + settings
    for (name, text) in [("sales.csv", text), ("dataset.toml", all)] {
      try FileSystem.createFile(at: "\(directory)/\(name)", with: Array(text.utf8).rawSpan)
    }
    return try SalesPanel(reading: directory, maxBadRows: 0)
  }

  private func evaluation(of panel: SalesPanel, origins: Int = 1) throws -> ForecastEvaluation {
    try ForecastEvaluation(of: panel, items: nil, horizon: 4, origins: origins, threads: 2)
  }

  @Test func `the season that errors are measured in is not the season of models`() throws {
    let own = try evaluation(of: panel())
    let other = try evaluation(of: panel("scoring_season = 1\n"))
    #expect(own.season == 4 && other.season == 1)
    #expect(own.rows[0].symmetricMAPE == other.rows[0].symmetricMAPE)
    let (seasonal, plain) = (try #require(own.rows[0].scaledError), other.rows[0].scaledError)
    // Against last week's sales, which the wave moves on, errors are small.
    #expect(seasonal > 1.5 * (plain ?? .infinity))
    // What the models know of the season they know without the scoring.
    #expect(other.rows[0].scaledError ?? 9 < 0.7 * (other.rows[3].scaledError ?? 0))
  }

  @Test func `each origin is judged by itself, and all together`() throws {
    let evaluation = try evaluation(of: panel(), origins: 3)
    #expect(evaluation.origins.count == 3)
    let names = ["modiste"] + ["naive without season", "mean of four", "seasonal naive"]
    for scores in evaluation.origins + [evaluation.rows] { #expect(scores.map(\.name) == names) }
    // The leap of one series is in the newest origin alone.
    let errors = evaluation.origins.map { $0[0].squaredScaledError ?? 0 }
    #expect(errors[0] > errors[1] && errors[0] > errors[2])
    let mean = try #require(evaluation.rows[0].squaredScaledError)
    #expect(abs(mean - errors.reduce(0, +) / 3) < 1e-9)
    #expect(evaluation.rows[0].errorsByStep.count == 4)
    #expect(try #require(evaluation.rows[1].overall) == 1)
    #expect(try #require(evaluation.rows[0].overall) < 1)
  }

  @Test func `what a stock loses and keeps is told, and of an origin the worst series`() throws {
    let evaluation = try evaluation(of: panel())
    let stock = try #require(evaluation.rows[0].stock)
    #expect(stock.lost > 0 && stock.left > 0)
    #expect(abs(stock.cost - 9 * stock.lost - stock.left) < 1e-12)
    // The leap: units were waited for.
    #expect(stock.periodsInStock < 0)
    #expect(evaluation.rows[0].sharesBelow.sorted() == evaluation.rows[0].sharesBelow)
    #expect(evaluation.worst.count == ForecastEvaluation.worstCount)
    #expect(evaluation.worst[0].id == "<7>")
    #expect(evaluation.worst[0].actual == [500, 500, 500, 500])
    let errors = evaluation.worst.map(\.error)
    #expect(errors.sorted(by: >) == errors)
  }

  @Test func `the page shows the worst first, and escapes what shops call their series`() throws {
    let evaluation = try evaluation(of: panel(), origins: 2)
    let page = ForecastReport(of: evaluation, dataset: "a & b").page.text
    #expect(page.contains("a &amp; b") && !page.contains("<7>"))
    let places = evaluation.worst.prefix(3).map { one in
      page.range(of: "<h3>&lt;\(one.id.dropFirst().dropLast())&gt;</h3>")?.lowerBound
    }
    #expect(places.compactMap { $0 }.count == 3)
    #expect(places.compactMap { $0 }.sorted() == places.compactMap { $0 })
    #expect(page.contains("class=\"band wide\"") && page.contains("4 periods earlier"))
    #expect(!page.contains("<script") && !page.contains("http"))
  }

  @Test func `more origins than there are periods are refused`() throws {
    let panel = try panel(weeks: 12)
    let error = #expect(throws: DatasetError.self) {
      try evaluation(of: panel, origins: 3)
    }
    #expect(
      error?.description
        == "sales.csv: has no series of more than 13 periods; --split last:H with H below 3 or fewer "
        + "--origins is accepted")
  }
}

extension String {
  /// Where a text begins, without Foundation.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<endIndex }
      start = index(after: start)
    }
    return nil
  }
}
