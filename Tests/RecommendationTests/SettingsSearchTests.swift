import Learning
import Recommendation
import Testing

/// The search measures what is served, and leaves the given settings only for surely better ones.
@Suite struct SettingsSearchTests {
  @Test func `it tries every pair of its grid, and the given one`() throws {
    let (chosen, heldOut) = checkerboard()
    var search = SettingsSearch()
    search.weightings = [.cosine, .bm25Default]
    search.halfLives = [1, .infinity]
    search.cutoff = 3
    var steps: [FitProgress] = []
    let outcome = try search.best(
      cuts: [SettingsSearch.Cut(training: chosen, heldOut: heldOut)], settings: smallSettings(),
      threads: 2
    ) { steps.append($0) }
    // The given pair, TF-IDF with half-life 4, is on neither axis of the grid.
    #expect(outcome.trials.count == 3 * 3)
    #expect(outcome.trials.allSatisfy { $0.metrics.userCount == heldOut.count })
    #expect(steps.map(\.done) == [1, 2, 3])
    #expect(outcome.settings.factors == smallSettings().factors)
  }

  @Test func `a taste that moves on wants a short half-life`() throws {
    let (walks, heldOut) = ring()
    var settings = smallSettings()
    settings.halfLife = .infinity
    let outcome = try SettingsSearch().best(
      cuts: [SettingsSearch.Cut(training: walks, heldOut: heldOut)], settings: settings, threads: 2)
    #expect(outcome.settings.halfLife <= 4)
    let best = outcome.trials.map(\.metrics.ndcg).max()
    #expect(outcome.validation.ndcg == best)
  }

  @Test func `what is given stays where nothing else does better`() throws {
    // All of a kind chose the same: each setting answers the missing items alike.
    let (chosen, heldOut) = checkerboard()
    let outcome = try SettingsSearch().best(
      cuts: [SettingsSearch.Cut(training: chosen, heldOut: heldOut)], settings: smallSettings(),
      threads: 2)
    #expect(outcome.settings == smallSettings())
  }

  @Test func `all cuts are asked about, within the limit`() throws {
    let (chosen, heldOut) = checkerboard()
    var search = SettingsSearch()
    search.weightings = [.cosine]
    search.halfLives = [.infinity]
    search.questionLimit = 30
    let cut = SettingsSearch.Cut(training: chosen, heldOut: heldOut)
    let outcome = try search.best(
      cuts: [cut, cut, cut], settings: smallSettings(), threads: 2)
    #expect(outcome.trials.allSatisfy { $0.metrics.userCount == 30 })
  }

  @Test func `judgements of users add up to the metrics`() throws {
    let (chosen, heldOut) = checkerboard()
    try withRecommender(chosen) { recommender in
      let whole = recommender.metrics(on: heldOut, cutoffs: [3, 10], threads: 2)
      let single = recommender.judgements(on: heldOut, cutoffs: [3, 10], threads: 1)
      for cutoff in 0...1 {
        var sum = RankingMetrics(cutoff: whole[cutoff].cutoff)
        for one in single { sum.add(one[cutoff]) }
        #expect(sum == whole[cutoff])
      }
    }
  }

  /// Everyone walks along a ring of items, and goes on walking: the newest item says the most.
  private func ring() -> (Interactions, [HeldOut]) {
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
    return (walks, heldOut)
  }
}

@Suite struct PairedLeadTests {
  @Test func `a user's questions count as one`() {
    let lead = PairedLead(
      of: [0.5, 0.7, 0.4], over: [0.1, 0.1, 0.3], users: [7, 7, 3])
    // Differences: user 7 (.4 + .6) / 2 = .5, user 3 .1.
    #expect(abs(lead.mean - 0.3) < 1e-12)
    // √((.2² + .2²) / (2·1)) = .2
    #expect(abs(lead.standardError - 0.2) < 1e-12)
  }

  @Test func `one user proves nothing`() {
    let lead = PairedLead(of: [1], over: [0], users: [0])
    #expect(lead.mean == 1)
    #expect(lead.standardError == .infinity)
  }

  @Test func `equal gains have no lead and no error`() {
    let lead = PairedLead(of: [0.2, 0.3], over: [0.2, 0.3], users: [0, 1])
    #expect(lead.mean == 0)
    #expect(lead.standardError == 0)
  }
}
