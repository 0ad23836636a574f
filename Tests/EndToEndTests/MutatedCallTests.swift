import Datasets
import Forecasting
import Foundation
import Platform
import TestSupport
import Testing
import Wire

/// Calls whose bodies were changed at random, to a server over all models: each is answered, and the server
/// answers the next as before.
///
/// `MODISTE_FUZZ_SECONDS=300 swift test … --filter MutatedCallTests` goes on for as long, from a seed of
/// the clock, which it prints.
@Suite struct MutatedCallTests {
  private static let seconds = ProcessInfo.processInfo.environment["MODISTE_FUZZ_SECONDS"]
    .flatMap(Double.init)

  // Audiences of few shoppers are `permissionDenied`.
  private let accepted: Set<StatusCode> = [
    .ok, .invalidArgument, .notFound, .resourceExhausted, .permissionDenied,
  ]

  @Test func `every changed call is answered, and sound ones are answered as before`() throws {
    let served = try ServedShop(isHybrid: true, profiles: MadeUpProfiles.fitted())
    let dataset = served.shop.dataset
    let user = dataset.users.ids[served.shop.busiestUser]
    let sales = try #require(dataset.sales)
    let last = try #require(sales.times.max())
    let weeks = [1, 2].map { Frequency.week.period(of: last) + $0 }
    try change(
      requestCorpus(user: user, items: dataset.items.ids)
        + forecastCorpus(
          series: sales.seriesIDs[0], dates: weeks.map { Frequency.week.date(ofPeriod: $0) }),
      of: served)
  }

  @Test func `every changed message of a shopper is answered, and sound ones as before`() throws {
    let served = try ServedShop()
    let dataset = served.shop.dataset
    try change(
      chatCorpus(
        user: dataset.users.ids[served.shop.busiestUser], item: dataset.items.ids[0]),
      of: served)
  }

  private func change(_ corpus: [CorpusRequest], of served: ServedShop) throws {
    let peer = try served.peer()
    let before = try corpus.map { try ask(peer, $0.method, $0.body) }

    let seed = Self.seconds == nil ? 1 : UInt64(Date().timeIntervalSince1970)
    if Self.seconds != nil { print("MutatedCallTests: seed \(seed)") }
    let end = Date().addingTimeInterval(Self.seconds ?? 0)
    var random = SplitMix(seed: seed)
    var statuses: [StatusCode: Int] = [:]
    var rounds = 0
    while Self.seconds == nil ? rounds < 60 : Date() < end {
      rounds += 1
      for request in corpus where rounds % 20 == 0 || request.body.count < 4_096 {
        let answer = try ask(peer, request.method, request.body.mutated(&random))
        let status = try #require(answer.status)
        statuses[status, default: 0] += 1
        // The history of this shop is too short to have launches.
        let isUnknown = status == .unavailable && request.method == 0x0305
        #expect(accepted.contains(status) || isUnknown, "\(request.name): \(answer.message)")
        check(answer)
      }
    }
    if Self.seconds != nil { print("MutatedCallTests: \(rounds) rounds, \(statuses)") }
    #expect((statuses[.ok] ?? 0) > 0)
    #expect((statuses[.invalidArgument] ?? 0) > 0)
    #expect(try corpus.map { try ask(peer, $0.method, $0.body) } == before)
  }

  /// Scores are numbers, and candidates that nothing was said of were not removed.
  private func check(_ answer: Peer.Frame) {
    guard answer.status == .ok, answer.header.method == 0x0101 else { return }
    let ids = answer.items.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(answer.items.allSatisfy { $0.score.isFinite })
    let fields = fields(of: answer.body)
    let removed = fields.filter { $0.number == 4 }
      .compactMap { TestSupport.fields(of: $0.bytes).first { $0.number == 2 }?.bits }
    #expect(removed.reduce(0, +) <= fields.first { $0.number == 5 }?.bits ?? 0)
  }

  /// The response to a call; of a stream, what ends it.
  private func ask(_ peer: Peer, _ method: UInt16, _ body: [UInt8]) throws -> Peer.Frame {
    peer.request(method, micros: 30_000_000, body: body)
    while true {
      let frame = try #require(try peer.receive())
      if frame.header.kind != .part { return frame }
    }
  }
}
