import Bytes
import Datasets
import Forecasting
import Learning
import Platform
import Snapshots
import Testing
import Training

/// Totals are forecast like any series, and what is served of them is the sum of what is served of their series.
@Suite struct SalesHierarchyTests {
  private static let stores = ["Paris", "Rome"]
  private static let weeks = 40

  /// Eight items at two stores, of two categories, one of them sold in Paris alone until week 30.
  private func files(extra: String = "") -> [String: String] {
    var random = SeededRandom(seed: 8)
    var items = "item_id,title,category\n"
    var sales = "series_id,date,quantity,country\n"
    for item in 0..<8 {
      items += "I\(item),item \(item),\(item < 3 ? "dress" : "coat")\n"
      for (place, store) in Self.stores.enumerated() where item != 7 || place == 0 {
        for week in 0..<(item == 7 ? 30 : Self.weeks) {
          let level = item.isMultiple(of: 3) ? 0.4 : Double(5 + item)
          let units = (2 * level * random.uniform()).rounded()
          sales += "I\(item)@\(store),\(week),\(units),\(place == 0 ? "France" : "")\n"
        }
      }
    }
    return [
      "items.csv": items, "sales.csv": sales + extra,
      "users.csv": "user_id\nU\n",
      "events.csv": "user_id,item_id,kind,timestamp\nU,I0,purchase,1700000000\n",
      "dataset.toml": "[forecast]\nfrequency = \"step\"\nhorizon = 5\n",
    ]
  }

  private func trained(_ files: [String: String]) throws -> TrainedForecasts {
    let data = try dataset(files)
    return TrainedForecasts(of: try SalesPanel(of: data), items: data, threads: 2)
  }

  @Test func `a total's forecast is the sum of its series', to a millionth`() throws {
    let trained = try trained(files())
    var writer = TensorWriter()
    trained.fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "forecast.safetensors")
    let forecasts = try Forecasts(opening: file)
    func means(_ id: String) throws -> [Double] {
      let found = forecasts.series.index(of: Array(id.utf8).rawSpan)
      let index = try #require(found, "\(id)")
      return (0..<5).map { forecasts.mean(index, $0) }
    }
    func sums(_ ids: [String]) throws -> [Double] {
      try ids.map(means).reduce([0, 0, 0, 0, 0]) { sums, more in zip(sums, more).map { $0 + $1 } }
    }
    func difference(_ left: [Double], _ right: [Double]) -> Double {
      zip(left, right).map { ($0 - $1).magnitude }.max() ?? 0
    }
    let paris = (0..<7).map { "I\($0)@Paris" }
    let rome = (0..<7).map { "I\($0)@Rome" }
    #expect(try difference(means("shop"), sums(paris + rome)) < 1e-6)
    #expect(try difference(means("store=Rome"), sums(rome)) < 1e-6)
    #expect(try difference(means("country=France"), sums(paris)) < 1e-6)
    #expect(try difference(means("I2"), sums(["I2@Paris", "I2@Rome"])) < 1e-6)
    let dresses = ["I0", "I1", "I2"]
    #expect(try difference(means("category=dress"), sums(dresses)) < 1e-6)
    #expect(
      try difference(means("shop"), sums(["category=dress", "category=coat"])) < 1e-6)
    // Moved, not only summed: the series' own models do not agree.
    let fitted = trained.fitted
    let place = fitted.series.count - fitted.totalCount
    #expect(fitted.series[place].id == "shop")
    let own = fitted.expected(fitted.series[place])
    #expect(try difference(own, means("shop")) > 1e-3)
    withExtendedLifetime(file) {}
  }

  @Test func `what ended earlier is in the past of totals alone`() throws {
    let hierarchy = try trained(files()).hierarchy
    let ended = try #require(hierarchy.isActive.firstIndex(of: false))
    #expect(hierarchy.isActive.count { !$0 } == 1)
    #expect(hierarchy.totals.filter { $0.leaves.contains(ended) }.count == 4)
    #expect(!hierarchy.totals.contains { $0.id == "I7" })
  }

  @Test func `a store that is a country is one total`() throws {
    var files = files()
    files["sales.csv"] = files["sales.csv"]?.split(separator: "\n").map { line in
      line.contains("@Paris")
        ? "\(line.split(separator: ",")[0]),\(line.split(separator: ",")[1]),1,Paris"
        : String(line)
    }.joined(separator: "\n")
    let ids = try trained(files).hierarchy.totals.map(\.id)
    #expect(ids.contains("country=Paris") && !ids.contains("store=Paris"))
    #expect(ids.contains("store=Rome"))
  }

  @Test func `an id that a series has is no total's`() throws {
    let more = (0..<Self.weeks).map { "store=Rome,\($0),3,\n" }.joined()
    let trained = try trained(files(extra: more))
    #expect(!trained.hierarchy.totals.contains { $0.id == "store=Rome" })
    #expect(
      trained.remarks.contains("'store=Rome' is a series itself: no total of this name"))
  }

  @Test func `sales of which nothing is known but the series have no totals`() throws {
    var files = files()
    files["items.csv"] = "item_id,title\nI0,item\n"
    files["sales.csv"] = "series_id,date,quantity\n" + (0..<20).map { "I0,\($0),3\n" }.joined()
    let trained = try trained(files)
    #expect(trained.hierarchy.totals.isEmpty && trained.fitted.reconciled == nil)
  }

  @Test func `a series of two countries is refused`() throws {
    var files = files()
    files["sales.csv"] = "series_id,date,quantity,country\nI0,0,1,France\nI0,1,1,Italy\n"
    #expect(throws: DatasetError.self) { try dataset(files) }
    do { _ = try dataset(files) } catch {
      #expect(
        "\(error)".contains("'Italy' is another than 'France', which the series had before"))
    }
  }

  @Test func `levels are judged before and after totals agree`() throws {
    let data = try dataset(files())
    let evaluation = try ForecastEvaluation(
      of: SalesPanel(of: data), items: data, horizon: 5, threads: 2)
    #expect(
      evaluation.levels.map(\.level) == ["shop", "country", "store", "category", "item", "leaf"])
    #expect(evaluation.levels.map(\.seriesCount) == [1, 1, 2, 2, 7, 14])
    for level in evaluation.levels {
      #expect(level.asForecast > 0 && level.reconciled > 0 && level.asForecast.isFinite)
    }
    // What series alone are judged by knows no totals.
    #expect(evaluation.seriesCount == 15)
  }
}
