import Learning
import RealModule

/// Whether the shop's bot should answer at all: a logistic regression on what the intents' scores look
/// like, with a threshold that loses few of the shop's own messages.
///
///     features   the highest score of an intent in scope; how far it is above the second; the highest
///                score of an intent out of scope; ln(1 + how many n-grams of words, and of characters,
///                training did not have); see ``ScopeEvidence``
///
/// Counts rather than shares of them: a word nobody knows says as much in a long message as in a short one.
///
/// In a file, F32: intercept and weights of the features as they are, then the threshold.
package struct ScopeGate: Equatable, Sendable {
  package static let featureCount = 5

  /// Intercept, then one weight per feature.
  package let weights: [Float]
  /// Messages with a smaller probability are refused.
  package let threshold: Float

  package init(weights: [Float], threshold: Float) {
    precondition(weights.count == Self.featureCount + 1, "\(weights.count) weights of a gate")
    self.weights = weights
    self.threshold = threshold
  }

  /// Lets everything pass: of a shop that has no examples of what is out of scope.
  package static let open = ScopeGate(
    weights: [Float](repeating: 0, count: featureCount + 1), threshold: 0)

  /// Whether more of a feature speaks for an answer.
  private static let speaksFor = [true, true, false, false, false]

  /// A weight that would say the opposite of what the feature means comes of too few examples, and is 0.
  init(fitting rows: [[5 of Float]], isInScope: [Bool]) {
    var isKept = Self.speaksFor.map { _ in true }
    while true {
      var values: [Double] = []
      for row in rows {
        for feature in 0..<Self.featureCount {
          values.append(isKept[feature] ? Double(row[feature]) : 0)
        }
      }
      let regression = LogisticRegression.fit(
        rows: values, featureCount: Self.featureCount, happened: isInScope, ridge: 1e-3)
      let wrong = isKept.indices.filter {
        isKept[$0] && regression.weights[$0] != 0
          && (regression.weights[$0] > 0) != Self.speaksFor[$0]
      }
      guard !wrong.isEmpty else {
        self.init(regression, threshold: 0)
        return
      }
      for feature in wrong { isKept[feature] = false }
    }
  }

  /// The same with weights of features that are not standardised.
  private init(_ regression: LogisticRegression, threshold: Float) {
    var weights = [Float(regression.intercept)]
    for feature in 0..<Self.featureCount {
      let weight = regression.weights[feature] / regression.deviations[feature]
      weights[0] -= Float(weight * regression.means[feature])
      weights.append(Float(weight))
    }
    self.init(weights: weights, threshold: threshold)
  }

  /// How likely it is that the message should be answered. 0 when it is more likely than not of an intent
  /// out of scope, or when training had none of its words: with few examples a regression does not learn
  /// as much. An open gate has no such doubts.
  func scope(_ evidence: ScopeEvidence) -> Float {
    if self != .open, evidence.outside > 0.5 || evidence.hasNoKnownWord { return 0 }
    var sum = weights[0]
    for feature in 0..<Self.featureCount {
      sum += weights[feature + 1] * evidence.features[feature]
    }
    return 1 / (1 + Float.exp(-sum))
  }
}

/// How many n-grams of a message training had.
struct GramCounts: Sendable {
  private(set) var knownWords = 0
  private(set) var unknownWords = 0
  private(set) var unknownCharacters = 0

  @inline(__always)
  mutating func add(_ family: GramReader.Family, isKnown: Bool) {
    switch (family, isKnown) {
    case (.words, true): knownWords += 1
    case (.words, false): unknownWords += 1
    case (.characters, true): break
    case (.characters, false): unknownCharacters += 1
    }
  }
}

/// What a gate looks at.
struct ScopeEvidence: Sendable {
  /// See ``ScopeGate``.
  let features: [5 of Float]
  /// The probability that the intent is one out of scope.
  let outside: Float
  let hasNoKnownWord: Bool

  /// Scores are cut, so that few intents look like many.
  ///
  /// - Parameters:
  ///   - scores: of which the first `count` are of intents
  ///   - factor: what they are multiplied by before the softmax
  init(
    scores: [Float], count: Int, factor: Float, counts: GramCounts, isInScope: (Int) -> Bool
  ) {
    var best: Float = -2
    var second: Float = -2
    var worst: Float = -2
    var highest = -Float.infinity
    for column in 0..<count {
      let score = scores[column]
      highest = max(highest, score)
      if !isInScope(column) {
        worst = max(worst, score)
      } else if score > best {
        (best, second) = (score, best)
      } else {
        second = max(second, score)
      }
    }
    features = [
      best, best - second, worst, Float.log(onePlus: Float(counts.unknownWords)),
      Float.log(onePlus: Float(counts.unknownCharacters)),
    ]
    var sums: (all: Float, outside: Float) = (0, 0)
    for column in 0..<count {
      let share = Float.exp((scores[column] - highest) * factor)
      sums.all += share
      if !isInScope(column) { sums.outside += share }
    }
    outside = sums.outside / sums.all
    hasNoKnownWord = counts.knownWords == 0
  }
}
