import Profiling
import Testing

/// Defends: tags are what the events say, counted by hand.
@Suite struct ShoppersTests {
  private static let day: Int64 = 86_400
  private static let asOf: Int64 = 400 * day

  private func line(
    _ user: UInt32, day: Int64, minutes: Int64 = 0, pieces: Double = 1, price: Double = 10,
    usual: Double = 10, isReturn: Bool = false
  ) -> PurchaseLog.Line {
    PurchaseLog.Line(
      user: user, time: day * Self.day + minutes * 60, isReturn: isReturn, pieces: pieces,
      price: price, usualPrice: usual, priceLevel: 0.5)
  }

  private func log(_ lines: [PurchaseLog.Line], users: Int = 3) -> PurchaseLog {
    PurchaseLog(userCount: users, lines: lines, gap: 1_800)
  }

  private func numbers(_ name: String, _ fitted: FittedProfiles) throws -> [Float] {
    let tag = try #require(fitted.tags.first { $0.definition.name == name }, "\(name)")
    guard case .numbers(let numbers) = tag.values else { return [] }
    return numbers
  }

  private func categories(_ name: String, _ fitted: FittedProfiles) throws -> [String?] {
    let tag = try #require(fitted.tags.first { $0.definition.name == name }, "\(name)")
    guard case .categories(let codes, let values) = tag.values else { return [] }
    return codes.map { $0.map { values[Int($0)] } }
  }

  @Test func `purchases half an hour apart are one visit, and chains of them too`() {
    let log = log([
      line(0, day: 1), line(0, day: 1, minutes: 30), line(0, day: 1, minutes: 60),
      line(0, day: 1, minutes: 91), line(1, day: 1, minutes: 40), line(0, day: 2),
    ])
    #expect(log.shoppers.map(\.visits) == [3, 1, 0])
    #expect(log.times[1] == Self.day + 91 * 60)
    #expect(log.until(Self.day).shoppers.map(\.visits) == [1, 0, 0])
  }

  @Test func `habits are counted by hand`() throws {
    var fitted = FittedProfiles(userCount: 3, asOf: Self.asOf)
    let found = fitted.addPurchases(
      log([
        line(0, day: 100, pieces: 3, price: 8), line(0, day: 130, price: 10),
        line(0, day: 190, pieces: 2), line(0, day: 195, pieces: 1, isReturn: true),
        line(1, day: 390, price: 50, usual: .nan),
      ]), settings: RFM.Settings(), currency: "EUR")
    #expect(try numbers("rfm.recency", fitted)[0] == 210)
    #expect(try numbers("rfm.recency", fitted)[2].isNaN)
    #expect(try numbers("rfm.frequency", fitted) == [3, 1, 0])
    #expect(try numbers("rfm.monetary", fitted) == [44, 50, 0])
    #expect(try numbers("spend.total", fitted)[0] == 54)
    #expect(try numbers("spend.basket_mean", fitted)[0] == 18)
    #expect(try numbers("spend.cadence_days", fitted)[0] == 45)
    #expect(try numbers("spend.cadence_days", fitted)[1].isNaN)
    #expect(try numbers("spend.discount_share", fitted)[0] == 0.5)
    #expect(try numbers("spend.discount_share", fitted)[1].isNaN)
    #expect(abs(try numbers("spend.return_rate", fitted)[0] - 1 / 6) < 1e-6)
    #expect(try categories("lifecycle", fitted) == ["churned", "new", "prospect"])
    let alive = try numbers("next.alive", fitted)
    #expect(alive[0] < 1 && alive[1] == 1 && alive[2].isNaN)
    #expect(found.remarks.contains { $0.hasPrefix("segments without shoppers") })
    #expect(found.remarks.contains { $0.contains("churn.risk is left out") })
    #expect(fitted.tags.allSatisfy { $0.definition.method.hasSuffix(".") })
    #expect(fitted.tags.first { $0.definition.name == "spend.total" }?.definition.unit == "EUR")
  }

  @Test func `scores of a hundred shoppers are fifths, and equal values share one`() {
    // Shopper u bought u / 10 + 1 times, the last time 10 · u days ago.
    let lines = (0..<100).flatMap { user in
      (0...user / 10).map { visit in
        line(UInt32(user), day: 390 - Int64(user), minutes: -Int64(visit) * 60)
      }
    }
    let log = log(lines.sorted { $0.time < $1.time }, users: 101)
    let scores = RFM(log.shoppers, asOf: Self.asOf)
    for user in 0..<100 {
      #expect(scores.recency[user] == UInt8(5 - user / 20))
      #expect(scores.frequency[user] == UInt8(1 + user / 20))
    }
    #expect(scores.recency[100] == 0)
    var settings = RFM.Settings()
    settings.frequencyCuts = [1, 2, 3, 4]
    let given = RFM(log.shoppers, asOf: Self.asOf, settings: settings)
    #expect(given.frequency[..<50].elementsEqual((0..<50).map { UInt8(1 + $0 / 10) }))
  }

  @Test func `every pair of scores is in exactly one segment`() {
    for recency in UInt8(1)...5 {
      for frequency in UInt8(1)...5 {
        let members = Segment.allCases.filter {
          $0.scores.recency.contains(recency) && $0.scores.frequency.contains(frequency)
        }
        #expect(members.count == 1, "R \(recency), F \(frequency): \(members)")
      }
    }
    #expect(Segment(recency: 0, frequency: 0) == nil)
    #expect(Segment(recency: 5, frequency: 5) == .champions)
  }

  /// Half of the shoppers come weekly, half stopped coming.
  @Test func `churn is learned from what happened, and read off`() throws {
    let lines = (0..<200).flatMap { user in
      stride(from: Int64(100 + user % 7), to: user < 100 ? 400 : 250, by: 7).map {
        line(UInt32(user), day: $0)
      }
    }
    var fitted = FittedProfiles(userCount: 200, asOf: Self.asOf)
    let found = fitted.addPurchases(
      log(lines.sorted { $0.time < $1.time }, users: 200), settings: RFM.Settings(), currency: "")
    let risks = try numbers("churn.risk", fitted)
    #expect(risks[..<100].allSatisfy { $0 < 0.1 } && risks[100...].allSatisfy { $0 > 0.9 })
    let churn = try #require(found.churn)
    #expect(churn.sentence.contains("ln(1 + recency)"))
    #expect(churn.horizon == 90)
  }

  @Test func `nothing is said of shoppers when nobody bought`() {
    var fitted = FittedProfiles(userCount: 3, asOf: Self.asOf)
    let found = fitted.addPurchases(log([]), settings: RFM.Settings(), currency: "")
    #expect(fitted.tags.isEmpty)
    #expect(found.remarks.count == 1)
  }

  @Test func `an affinity is what a shopper chose against what all did, the older the less`() {
    // Values 0 and 1, items 0 and 1; shopper 0 chose value 0 in one visit of two, shopper 1 long ago.
    let choices = ChoiceLog(
      userCount: 2, users: [1, 0, 0], items: [1, 0, 0],
      timestamps: [0, 10 * Self.day, 10 * Self.day + 60], asOf: 10 * Self.day, gap: 1_800,
      halfLife: Double(10 * Self.day))
    #expect(choices.weights[0] == 0.5)
    #expect(abs(choices.weights[1] - 0.5) < 1e-6 && abs(choices.weights[2] - 0.5) < 1e-4)
    let table = FittedAffinities(
      choices, attribute: "colour", values: ["red", "blue"], itemValues: [[0], [1]],
      minimum: 0)
    // p: (1 + 1) and (1 + .5) of 3.5; K = 5.
    #expect(abs(table.rows[0][0].weight - 1 / (1 + 5 * 2 / 3.5)) < 1e-4)
    #expect(abs(table.rows[1][0].weight - 0.5 / (0.5 + 5 * 1.5 / 3.5)) < 1e-4)
    #expect(table.rows[1][0].value == 1)
  }
}
