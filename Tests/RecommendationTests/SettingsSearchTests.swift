import Learning
import Recommendation
import Testing

/// The search measures what is served, and takes the best.
@Suite struct SettingsSearchTests {
  @Test func `it takes the best pair of its grid`() throws {
    let (chosen, heldOut) = checkerboard()
    var search = SettingsSearch()
    search.weightings = [.cosine, .bm25Default]
    search.halfLives = [1, .infinity]
    search.cutoff = 3
    let outcome = try search.best(
      training: chosen, heldOut: heldOut, settings: smallSettings(), threads: 2)
    #expect(outcome.trials.count == 4)
    let best = outcome.trials.map(\.metrics.ndcg).max()
    let first = try #require(outcome.trials.first { $0.metrics.ndcg == best })
    #expect(outcome.settings.weighting == first.weighting)
    #expect(outcome.settings.halfLife == first.halfLife)
    #expect(outcome.settings.factors == smallSettings().factors)
  }

  @Test func `a taste that moves on wants a short half-life`() throws {
    // Everyone walks along a ring of items, and goes on walking: the newest item says the most.
    let (userCount, itemCount, length) = (60, 60, 12)
    var log = (users: [UInt32](), items: [UInt32]())
    var heldOut: [HeldOut] = []
    for user in 0..<userCount {
      for step in 0..<length {
        log.users.append(UInt32(user))
        log.items.append(UInt32((user + step) % itemCount))
      }
      heldOut.append(HeldOut(user: user, items: [Int32((user + length) % itemCount)]))
    }
    let walks = Interactions(
      userCount: userCount, itemCount: itemCount, users: log.users, items: log.items)
    let outcome = try SettingsSearch().best(
      training: walks, heldOut: heldOut, settings: smallSettings(), threads: 2)
    #expect(outcome.settings.halfLife <= 4)
  }
}
