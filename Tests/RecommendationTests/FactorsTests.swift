import Recommendation
import Testing

/// The factors minimise the loss they are documented to minimise.
@Suite struct FactorsTests {
  func loss(_ interactions: Interactions, _ fitted: FittedFactors, _ settings: FactorSettings)
    -> Double
  {
    let count = settings.factorCount
    var loss = 0.0
    for user in 0..<interactions.userCount {
      var confidence = [Double](repeating: 0, count: interactions.itemCount)
      for entry in interactions.entries(of: user) {
        confidence[Int(interactions.items[entry])] =
          Double(settings.alpha * interactions.weights[entry])
      }
      for item in 0..<interactions.itemCount {
        let score = (0..<count).reduce(0.0) {
          $0 + Double(fitted.users[user * count + $1] * fitted.items[item * count + $1])
        }
        let chosen = confidence[item] > 0
        loss +=
          (chosen ? confidence[item] : 1) * ((chosen ? 1 : 0) - score) * ((chosen ? 1 : 0) - score)
      }
    }
    let squares = (fitted.users + fitted.items).reduce(0.0) { $0 + Double($1 * $1) }
    return loss + Double(settings.lambda) * squares
  }

  @Test func `every iteration lowers the loss`() {
    var settings = FactorSettings()
    settings.factorCount = 6
    settings.lambda = 0.1
    var previous = Double.infinity
    for iterations in [1, 2, 4, 8, 16] {
      settings.iterationCount = iterations
      let fitted = Factors.fit(irregular(), settings: settings)
      let loss = loss(irregular(), fitted, settings)
      #expect(loss < previous)
      previous = loss
    }
  }

  @Test func `enough factors reproduce the choices`() {
    var settings = FactorSettings()
    settings.factorCount = 30
    settings.lambda = 0.001
    settings.iterationCount = 60
    let interactions = irregular()
    let fitted = Factors.fit(interactions, settings: settings)
    for user in 0..<interactions.userCount {
      let chosen = Set(interactions.entries(of: user).map { Int(interactions.items[$0]) })
      for item in 0..<interactions.itemCount {
        let score = (0..<30).reduce(Float(0)) {
          $0 + fitted.users[user * 30 + $1] * fitted.items[item * 30 + $1]
        }
        #expect(abs(score - (chosen.contains(item) ? 1 : 0)) < 0.1)
      }
    }
  }

  @Test func `who chose nothing has no factors`() {
    let interactions = Interactions(
      userCount: 3, itemCount: 3, users: [0, 2], items: [0, 2])
    let fitted = Factors.fit(interactions, settings: FactorSettings())
    #expect(fitted.users[128..<256].allSatisfy { $0 == 0 })
    #expect(fitted.items[128..<256].allSatisfy { $0 == 0 })
    #expect(fitted.users.allSatisfy { $0.isFinite })
  }
}
