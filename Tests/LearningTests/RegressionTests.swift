import Learning
import Testing

/// Defends: the weights are those that made the data, and what they say are probabilities.
@Suite struct RegressionTests {
  /// Numbers between −2 and 2 that look like chance and are the same every time.
  private func noise(_ count: Int) -> [Double] {
    var state: UInt64 = 7
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) * 4 - 2
    }
  }

  @Test func `least squares find the weights of a sum`() {
    let values = noise(400)
    var rows: [Double] = []
    var targets: [Double] = []
    for row in 0..<200 {
      let (first, second) = (values[2 * row], values[2 * row + 1])
      rows += [1, first, second]
      targets.append(3 - 2 * first + 0.5 * second)
    }
    let weights = RidgeRegression.fit(rows: rows, targets: targets, ridge: [0, 0, 0])
    let made: [Double] = [3, -2, 0.5]
    for (found, expected) in zip(weights, made) { #expect(abs(found - expected) < 1e-9) }
  }

  @Test func `a ridge shrinks as the formula says, and decides between equal columns`() {
    // Σx² / (Σx² + ridge) of the weight; two equal columns share it.
    let alone = RidgeRegression.fit(rows: [1, 2, 3], targets: [2, 4, 6], ridge: [14])
    #expect(abs(alone[0] - 1) < 1e-12)
    let twins = RidgeRegression.fit(
      rows: [1, 1, 2, 2, 3, 3], targets: [2, 4, 6], ridge: [1e-6, 1e-6])
    #expect(abs(twins[0] - 1) < 1e-5 && abs(twins[1] - 1) < 1e-5)
  }

  @Test func `three classes get the shares that made them`() {
    // Of each of two values, counts of the classes: the likeliest model says exactly their shares.
    let counts: [[Int]] = [[50, 30, 20], [10, 60, 30]]
    var rows: [Double] = []
    var classes: [UInt8] = []
    for (value, counts) in counts.enumerated() {
      for (kind, count) in counts.enumerated() {
        rows += Array(repeating: Double(value) * 10 + 5, count: count)
        classes += Array(repeating: UInt8(kind), count: count)
      }
    }
    let model = MultinomialRegression.fit(
      rows: rows, featureCount: 1, classes: classes, classCount: 3, ridge: 0)
    for (value, counts) in counts.enumerated() {
      let found = model.probabilities([Double(value) * 10 + 5])
      #expect(abs(found.reduce(0, +) - 1) < 1e-12)
      for (share, count) in zip(found, counts) { #expect(abs(share - Double(count) / 100) < 1e-4) }
    }
  }

  @Test func `of two classes it is the logistic regression`() {
    let values = noise(600)
    let chance = noise(300)
    let happened = (0..<300).map { values[2 * $0] - values[2 * $0 + 1] + chance[$0] > 0.3 }
    let one = LogisticRegression.fit(
      rows: values, featureCount: 2, happened: happened, ridge: 1e-3)
    let two = MultinomialRegression.fit(
      rows: values, featureCount: 2, classes: happened.map { $0 ? 1 : 0 }, classCount: 2,
      ridge: 1e-3)
    for row in 0..<20 {
      let slice = values[2 * row..<2 * row + 2]
      #expect(abs(one.probability(slice) - two.probabilities(slice)[1]) < 1e-4)
    }
  }

  @Test func `a feature that never changes changes nothing`() {
    let model = MultinomialRegression.fit(
      rows: [4, 4, 4, 4], featureCount: 1, classes: [0, 1, 2, 0], classCount: 3, ridge: 1e-3)
    #expect(abs(model.probabilities([4])[0] - 0.5) < 1e-4)
  }

  @Test func `scores of a thousand are no overflow`() {
    #expect(softmax([1_000, 1_000, -1_000]) == [0.5, 0.5, 0])
  }
}
