import Bytes
import ModisteClient
import Serving
import TestSupport
import Testing
import Training
import Wire

/// Forecast over a real socket: of the simulated shop's weekly sales.
@Suite struct ForecastTests {
  private let served: ServedShop
  private let shop: TrainedShop

  init() throws {
    served = try ServedShop()
    shop = served.shop
  }

  private func client(of shop: ServedShop? = nil) throws -> ModisteClient {
    try ModisteClient(
      address: "\((shop ?? served).address)",
      options: ModisteClient.Options(timeout: .seconds(30)))
  }

  /// An item with sales in every week that the file has, and its last week.
  private func series() throws -> (id: String, last: Int64) {
    let sales = try #require(shop.dataset.sales)
    let index = try #require(
      (0..<sales.seriesCount).max {
        sales.quantities[sales.rows(of: $0)].reduce(0, +)
          < sales.quantities[sales.rows(of: $1)].reduce(0, +)
      })
    return (sales.seriesIDs[index], try #require(sales.times[sales.rows(of: index)].last))
  }

  private func day(_ time: Int64) -> String {
    let date = civilDate(daysSince1970: Int(time / 86_400))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(date.year)-\(two(date.month))-\(two(date.day))"
  }

  @Test func `a forecast begins after the last week, and its quantiles rise`() async throws {
    let client = try client()
    defer { client.close() }
    let (id, last) = try series()
    let answer = try await client.getForecast(
      GetForecastRequest(seriesID: id, horizon: 13, quantiles: [0.1, 0.5, 0.9]))
    #expect(answer.frequency == "week")
    #expect(answer.firstDate == day(last + 7 * 86_400))
    #expect(answer.mean.count == 13 && answer.mean.allSatisfy { $0 >= 0 && $0.isFinite })
    #expect(answer.quantiles.count == 39)
    for step in 0..<13 {
      let row = answer.quantiles[3 * step..<3 * step + 3]
      #expect(row.sorted() == Array(row) && row.first ?? -1 >= 0)
    }
    #expect(!answer.members.isEmpty)
    #expect(abs(answer.members.reduce(0) { $0 + $1.weight } - 1) < 1e-6)
  }

  @Test func `weeks of the request move the forecast on, and are not kept`() async throws {
    let client = try client()
    defer { client.close() }
    let (id, last) = try series()
    let before = try await client.getForecast(GetForecastRequest(seriesID: id, horizon: 4))
    let busy = (1...6).map {
      SalesObservation(date: day(last + Int64($0) * 7 * 86_400), quantity: 500)
    }
    let after = try await client.getForecast(
      GetForecastRequest(seriesID: id, horizon: 4, recent: busy))
    #expect(after.firstDate == day(last + 7 * 7 * 86_400))
    #expect(after.mean[0] > 2 * before.mean[0])
    #expect(after.notes.contains(.recent))
    #expect(try await client.getForecast(GetForecastRequest(seriesID: id, horizon: 4)) == before)
  }

  @Test func `a week left out of the request is bridged, and noted`() async throws {
    let client = try client()
    defer { client.close() }
    let (id, last) = try series()
    let answer = try await client.getForecast(
      GetForecastRequest(
        seriesID: id, horizon: 1,
        recent: [SalesObservation(date: day(last + 3 * 7 * 86_400), quantity: 2)]))
    #expect(answer.notes.contains(.bridged))
  }

  @Test func `a batch has a part for each series, the unknown ones empty`() async throws {
    let client = try client()
    defer { client.close() }
    let (id, _) = try series()
    var parts: [BatchForecastPart] = []
    for try await part in client.batchForecast(
      BatchForecastRequest(
        seriesIDs: [id, "nowhere", id], question: GetForecastRequest(horizon: 2)))
    {
      parts.append(part)
    }
    #expect(parts.map(\.seriesID) == [id, "nowhere", id])
    #expect(parts.map { $0.answer == nil } == [false, true, false])
    #expect(parts[0].answer?.mean.count == 2)
  }

  @Test func `a lower price sells more, as much more as the elasticity says`() async throws {
    let client = try client()
    defer { client.close() }
    let (id, _) = try series()
    let question = GetForecastRequest(seriesID: id, horizon: 4)
    let usual = try await client.whatIf(WhatIfRequest(question: question))
    #expect(usual.factors == [1, 1, 1, 1] && usual.usual.mean == usual.changed.mean)
    let price = usual.usualPrice
    #expect(price > 0)
    let cheaper = try await client.whatIf(
      WhatIfRequest(question: question, prices: [0.8 * price]))
    #expect(cheaper.elasticity < 0)
    #expect(cheaper.elasticityLow < cheaper.elasticity)
    #expect(cheaper.elasticity < cheaper.elasticityHigh)
    #expect(cheaper.factors.allSatisfy { $0 > 1 })
    #expect(
      abs(cheaper.changed.mean[0] - cheaper.usual.mean[0] * cheaper.factors[0]) < 1e-9)
  }

  @Test func `a plan orders up to what the service asks for, and nothing when there is enough`()
    async throws
  {
    let client = try client()
    defer { client.close() }
    let (id, _) = try series()
    func plan(service: Double, onHand: Double) async throws -> PlanReplenishmentResponse {
      var request = PlanReplenishmentRequest(
        seriesID: id, goal: .cycleService(service), leadTimeDays: 14, onHand: onHand)
      (request.leadTimeDeviationDays, request.reviewDays) = (3, 7)
      return try await client.planReplenishment(request)
    }
    let some = try await plan(service: 0.9, onHand: 0)
    let more = try await plan(service: 0.99, onHand: 0)
    #expect(some.orderQuantity == some.orderUpTo && some.orderQuantity > 0)
    #expect(more.reorderPoint > some.reorderPoint)
    #expect(some.stockOutProbability == 1 || some.stockOutProbability > 0.5)
    #expect(some.stockOutProbabilityAfterOrder <= 0.1 + 1e-9)
    let full = try await plan(service: 0.9, onHand: 10_000)
    #expect(full.orderQuantity == 0 && full.daysOfCover > 100)
  }

  @Test func `a new item is forecast from those like it, and its first weeks scale it`()
    async throws
  {
    let client = try client()
    defer { client.close() }
    func ask(
      _ early: [Double]
    ) async throws(ModisteError) -> NewItemForecastResponse {
      try await client.newItemForecast(
        NewItemForecastRequest(
          attributes: [("category", "dress"), ("color", "navy"), ("mood", "bright")]
            .map { ItemAttribute(name: $0.0, value: $0.1) }, horizon: 4, quantiles: [0.5],
          earlySales: early))
    }
    do throws(ModisteError) {
      let quiet = try await ask([])
      #expect(quiet.mean.count == 4 && quiet.quantiles.count == 4)
      #expect(!quiet.like.isEmpty && quiet.unknownAttributes == ["mood"])
      #expect(abs(quiet.like.reduce(0) { $0 + $1.weight } - 1) < 1e-6)
      let hit = try await ask([200, 300])
      #expect(hit.mean[0] > quiet.mean[0])
    } catch {
      // A shop of 120 days may have launched nothing with so long a history.
      #expect(error.code == .unavailable && error.message.contains("launch"), "\(error)")
    }
  }

  @Test func `what cannot be is refused by name`() async throws {
    let (id, last) = try series()
    func refusal(_ request: GetForecastRequest) async throws -> (ModisteError.Code, String)? {
      let client = try client()
      defer { client.close() }
      do {
        _ = try await client.getForecast(request)
        return nil
      } catch {
        return (error.code, error.message)
      }
    }
    let now = day(last)
    let next = day(last + 7 * 86_400)
    func asking(
      _ horizon: UInt32 = 1, _ quantiles: [Double] = [], _ recent: [(String, Double)] = []
    ) -> GetForecastRequest {
      GetForecastRequest(
        seriesID: id, horizon: horizon, quantiles: quantiles,
        recent: recent.map { SalesObservation(date: $0.0, quantity: $0.1) })
    }
    for (request, text) in [
      (asking(0), "horizon must be in 1...13, got 0"),
      (asking(14), "horizon must be in 1...13, got 14"),
      (asking(1, [0]), "quantiles[0] is 0.0"), (asking(1, [1]), "quantiles[0] is 1.0"),
      (asking(1, [0.5, 0.4]), "quantiles[1] is 0.4"), (asking(1, [.nan]), "quantiles[0] is nan"),
      (asking(1, [], [(now, 1)]), "lies in a week that is known"),
      (asking(1, [], [(next, 1), (next, 1)]), "recent[1].date"),
      (asking(1, [], [("soon", 1)]), "recent[0].date is 'soon'"),
      (asking(1, [], [(next, -1)]), "recent[0].quantity is -1.0"),
      (asking(1, [], [(next, .infinity)]), "recent[0].quantity is inf"),
      (asking(1, [], [("2999-01-01", 1)]), "periods after the snapshot's last"),
    ] {
      let refused = try #require(try await refusal(request), "\(text)")
      #expect(refused.0 == .invalidArgument && refused.1.contains(text), "\(refused)")
    }
    let unknown = try #require(
      try await refusal(GetForecastRequest(seriesID: "nowhere", horizon: 1)))
    #expect(unknown.0 == .notFound && unknown.1.contains("'nowhere'"))
  }

  @Test func `a snapshot without forecasts says so`() async throws {
    let bare = try ServedShop(hasForecasts: false)
    let client = try client(of: bare)
    defer { client.close() }
    do {
      _ = try await client.getForecast(GetForecastRequest(seriesID: "I00001", horizon: 1))
      Issue.record("it was answered")
    } catch {
      #expect(error.code == .unavailable && error.message.contains("sales.csv"), "\(error)")
    }
  }
}
