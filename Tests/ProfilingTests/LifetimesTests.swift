import Learning
import Profiling
import RealModule
import Testing

/// Defends: fits find what simulated shoppers were made of, and answers are those of the formulae.
@Suite struct LifetimesTests {
  /// As Fader, Hardie, Lee 2005 found it of CDNOW, in weeks.
  static let published = BGNBD(r: 0.243, alpha: 4.414, a: 0.793, b: 2.426)

  /// The paper's spreadsheet, section "Illustrative calculation": x = 2, t_x = 30.43, T = 38.86, t = 39.
  @Test func `the example of the paper comes out`() {
    let shopper = PurchaseHistory(frequency: 2, recency: 30.43, age: 38.86)
    let expected = Self.published.expectedPurchases(within: 39, shopper)
    #expect(abs(expected - 1.226) < 5e-4, "\(expected)")
  }

  @Test func `who never came back is alive, and who is overdue hardly`() {
    let model = Self.published
    #expect(model.probabilityAlive(PurchaseHistory(frequency: 0, recency: 0, age: 30)) == 1)
    let regular = PurchaseHistory(frequency: 20, recency: 38, age: 39)
    let overdue = PurchaseHistory(frequency: 20, recency: 10, age: 39)
    #expect(model.probabilityAlive(regular) > 0.9)
    #expect(model.probabilityAlive(overdue) < 1e-6)
    #expect(model.expectedPurchases(within: 39, overdue) < 1e-4)
  }

  /// The paper's equation 10 without the transformation that the code makes.
  @Test(arguments: [0, 1, 2, 7, 40, 160], [0.5, 39, 200])
  func `expected purchases are those of equation 10`(x: Int, horizon: Double) {
    let m = Self.published
    let x = Double(x)
    let history = PurchaseHistory(frequency: x, recency: x == 0 ? 0 : 20, age: 38.86)
    let z = horizon / (m.alpha + history.age + horizon)
    let power = Double.pow((m.alpha + history.age) / (m.alpha + history.age + horizon), m.r + x)
    let series = hypergeometric(m.r + x, m.b + x, m.a + m.b + x - 1, z)
    let direct =
      (m.a + m.b + x - 1) / (m.a - 1) * (1 - power * series) * m.probabilityAlive(history)
    let found = m.expectedPurchases(within: horizon, history)
    #expect(abs(found - direct) <= 1e-9 * max(1, direct), "\(found) \(direct)")
  }

  @Test func `nothing happens where the formula divides by zero`() {
    let history = PurchaseHistory(frequency: 3, recency: 10, age: 20)
    func expected(_ a: Double) -> Double {
      BGNBD(r: 0.5, alpha: 5, a: a, b: 2).expectedPurchases(within: 10, history)
    }
    let around = (expected(0.999) + expected(1.001)) / 2
    #expect(abs(expected(1) - around) < 1e-5 * around)
    let once = PurchaseHistory(frequency: 0, recency: 0, age: 20)
    let edge = BGNBD(r: 0.5, alpha: 5, a: 0.5, b: 0.5).expectedPurchases(within: 10, once)
    let beside = BGNBD(r: 0.5, alpha: 5, a: 0.5, b: 0.501).expectedPurchases(within: 10, once)
    #expect(abs(edge - beside) < 1e-2 * beside && edge > 0, "\(edge) \(beside)")
  }

  /// r = 1, α = 10: exponential rates of mean .1; a = b = 1 would be uniform dropout, here Beta(1, 3).
  private static func simulated(seed: UInt64) -> [PurchaseHistory] {
    var random = SeededRandom(seed: seed)
    func exponential() -> Double { -Double.log(1 - random.uniform()) }
    return (0..<8_000).map { _ in
      let rate = exponential() / 10
      let dropout = 1 - Double.pow(random.uniform(), 1 / 3.0)
      let age = 50 + 50 * random.uniform()
      var (time, last, count) = (0.0, 0.0, 0.0)
      while random.uniform() >= (count > 0 ? dropout : 0) {
        time += exponential() / rate
        if time > age { break }
        (last, count) = (time, count + 1)
      }
      return PurchaseHistory(frequency: count, recency: last, age: age)
    }
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `a fit finds what shoppers were made of`(seed: UInt64) throws {
    let histories = Self.simulated(seed: seed)
    let found = try #require(BGNBD.fit(histories))
    let truth = BGNBD(r: 1, alpha: 10, a: 1, b: 3)
    #expect(found.logLikelihood(histories) >= truth.logLikelihood(histories))
    #expect(abs(found.r - 1) < 0.1 && abs(found.alpha - 10) < 1, "\(found)")
    let (dropout, true_) = (found.a / (found.a + found.b), 0.25)
    #expect(abs(dropout - true_) < 0.03, "\(found)")
    // No small step in any direction is better.
    for factor in [0.98, 1.02] {
      let best = found.logLikelihood(histories)
      for other in [
        BGNBD(r: found.r * factor, alpha: found.alpha, a: found.a, b: found.b),
        BGNBD(r: found.r, alpha: found.alpha * factor, a: found.a, b: found.b),
        BGNBD(r: found.r, alpha: found.alpha, a: found.a * factor, b: found.b),
        BGNBD(r: found.r, alpha: found.alpha, a: found.a, b: found.b * factor),
      ] { #expect(other.logLikelihood(histories) < best) }
    }
  }

  @Test func `the order of shoppers and the unit of time do not matter`() throws {
    let histories = Array(Self.simulated(seed: 3).prefix(2_000))
    let found = try #require(BGNBD.fit(histories))
    #expect(BGNBD.fit(histories.reversed()) == found)
    let days = histories.map {
      PurchaseHistory(frequency: $0.frequency, recency: 7 * $0.recency, age: 7 * $0.age)
    }
    let inDays = try #require(BGNBD.fit(days))
    #expect(abs(inDays.r / found.r - 1) < 1e-4 && abs(inDays.alpha / found.alpha / 7 - 1) < 1e-4)
  }

  @Test func `nobody and one shopper are no trouble`() throws {
    #expect(BGNBD.fit([]) == nil)
    let one = try #require(BGNBD.fit([PurchaseHistory(frequency: 1, recency: 3, age: 9)]))
    let expected = one.expectedPurchases(
      within: 90, PurchaseHistory(frequency: 1, recency: 3, age: 9))
    #expect(expected.isFinite && expected >= 0)
    #expect(GammaGamma.fit([(purchases: 2, mean: 10)]) == nil)
  }

  /// p = 2, q = 4, v = 30: shoppers' means are 2 · 30 / 3 = 20 on average.
  @Test func `a fit of amounts finds what they were drawn from`() throws {
    var random = SeededRandom(seed: 5)
    func gamma(_ shape: Int) -> Double {
      (0..<shape).reduce(0) { sum, _ in sum - Double.log(1 - random.uniform()) }
    }
    let shoppers = (0..<20_000).map { _ -> (purchases: Double, mean: Double) in
      let count = 1 + random.index(below: 6)
      let rate = gamma(4) / 30
      return (Double(count), gamma(2 * count) / rate / Double(count))
    }
    let found = try #require(GammaGamma.fit(shoppers))
    #expect(abs(found.p / 2 - 1) < 0.1 && abs(found.q / 4 - 1) < 0.1, "\(found)")
    #expect(abs(found.expectedAmount(purchases: 0, mean: 0) / 20 - 1) < 0.03)
    // Much of what a shopper spent is believed, a little of a single amount.
    #expect(abs(found.expectedAmount(purchases: 500, mean: 60) - 60) < 1)
    #expect(found.expectedAmount(purchases: 1, mean: 60) < 50)
  }
}
