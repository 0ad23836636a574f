import Bytes
import Learning
import Platform
import Serving
import Testing

/// A count leaves with noise, for a price, and the same way each time.
@Suite final class CountReleaseTests {
  let directory: String

  init() throws { directory = try FileSystem.makeTemporaryDirectory("modiste-release") }

  deinit { try? FileSystem.removeTree(directory) }

  private func release(
    _ name: String = "ledger", budget: Int = 1000, audienceLeast: Int = 1
  ) throws -> CountRelease {
    CountRelease(
      ledger: try PrivacyLedger(
        opening: "\(directory)/\(name)", ownMicros: budget * 1_000_000, periodSeconds: 1000,
        now: { 1_000_000 }),
      epsilon: 0.5, audienceLeast: audienceLeast)
  }

  private func noisy(
    _ release: CountRelease, _ count: Int, _ query: String, epsilon: Double = 0.5,
    identity: String = "g"
  ) throws -> Int {
    try release.release(
      groups: [[count]], of: Array(query.utf8), epsilon: epsilon, identity: identity
    ).groups[0][0]
  }

  @Test func `the same question gets the same answer, also after a restart, and pays once`() throws
  {
    let answer: Int
    do {
      let first = try release()
      answer = try noisy(first, 5000, "a")
      #expect(try noisy(first, 5000, "a") == answer)
      #expect(first.ledger.left == 999.5)
    }
    let second = try release()
    #expect(try noisy(second, 5000, "a") == answer)
    #expect(second.ledger.left == 999.5)
  }

  @Test
  func `other queries, generations, tombstones, epsilons and ledgers have noise of their own`()
    throws
  {
    let release = try release()
    let other = try self.release("other")
    // Of 40 differences of two independent draws few are 0 (a quarter, at this epsilon).
    func differing(_ pair: (Int) throws -> (Int, Int)) rethrows -> Int {
      try (0..<40).count {
        let (left, right) = try pair($0)
        return left != right
      }
    }
    #expect(
      try differing { (try noisy(release, 1000, "a\($0)"), try noisy(release, 1000, "b\($0)")) }
        > 20)
    #expect(
      try differing {
        (
          try noisy(release, 1000, "a\($0)"),
          try noisy(release, 1000, "a\($0)", identity: "g+0123456789abcdef")
        )
      } > 20)
    #expect(
      try differing {
        (try noisy(release, 1000, "a\($0)"), try noisy(release, 1000, "a\($0)", epsilon: 0.4))
      } > 20)
    #expect(
      try differing { (try noisy(release, 1000, "a\($0)"), try noisy(other, 1000, "a\($0)")) } > 20)
  }

  @Test func `the interval holds the count 19 times of 20, and answers are right on average`()
    throws
  {
    let release = try release()
    var within = 0
    var sum = 0
    let count = 1000
    for query in 0..<count {
      let answer = try release.release(
        groups: [[700]], of: Array("\(query)".utf8), epsilon: 0.5, identity: "g")
      #expect(answer.halfWidth95 == 6)
      let error = answer.groups[0][0] - 700
      if abs(error) <= answer.halfWidth95 { within += 1 }
      sum += error
    }
    // Six deviations of a count of 1,000 draws: a secret that is random each time must not make this flake.
    #expect(within > 900)
    #expect(abs(sum) < 600)
  }

  @Test func `several groups share the price of one question, and are noisier for it`() throws {
    let release = try release()
    let groups = [[5000], [100, 200, 0], [7, 8]]
    let query = Array("describe".utf8)
    let answer = try release.release(groups: groups, of: query, epsilon: 3, identity: "g")
    #expect(answer.epsilonLeft == 997)
    #expect(answer.groups.map(\.count) == [1, 3, 2])
    #expect(answer.groups != groups)
    #expect(answer.halfWidth95 == (try Epsilon(1).noise.halfWidth(covering: 0.95)))
    #expect(
      try release.release(groups: groups, of: query, epsilon: 3, identity: "g") == answer)
  }

  @Test func `a small audience is refused by what may be told of it, and has been paid for`() throws
  {
    let release = try release(audienceLeast: 500)
    let query = Array("few".utf8)
    let error = #expect(throws: PrivacyRefusal.self) {
      try release.release(groups: [[20]], of: query, epsilon: 1, identity: "g")
    }
    #expect(error == .tooSmall(least: 500))
    #expect(release.ledger.left == 999)
    #expect(throws: PrivacyRefusal.self) {
      try release.release(groups: [[20]], of: query, epsilon: 1, identity: "g")
    }
    #expect(release.ledger.left == 999)
  }

  @Test func `what cannot be split into steps, or paid, is refused before anything is told`() throws
  {
    let release = try release(budget: 1)
    let query = Array("q".utf8)
    #expect(throws: PrivacyRefusal.self) {
      try release.release(
        groups: Array(repeating: [1], count: 11), of: query, epsilon: 1e-5, identity: "g")
    }
    let error = #expect(throws: PrivacyRefusal.self) {
      try release.release(groups: [[1000]], of: query, epsilon: 2, identity: "g")
    }
    #expect(error == .spent(asked: 2, left: 1, renews: nil))
    #expect(throws: PrivacyRefusal.self) {
      try release.release(groups: [[1000]], of: query, epsilon: -1, identity: "g")
    }
    #expect(release.ledger.left == 1)
  }
}
