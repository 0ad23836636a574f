import Learning
import RealModule

/// Whether the shop's bot should answer at all: a logistic regression on what the intents' scores look
/// like, with a threshold that loses few of the shop's own messages.
///
///     features   the highest score of an intent in scope; how far it is above the second; the highest
///                score of an intent out of scope; the shares of n-grams of words and of characters
///                that training had
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

  /// The same with weights of features that are not standardised.
  init(_ regression: LogisticRegression, threshold: Float) {
    var weights = [Float(regression.intercept)]
    for feature in 0..<Self.featureCount {
      let weight = regression.weights[feature] / regression.deviations[feature]
      weights[0] -= Float(weight * regression.means[feature])
      weights.append(Float(weight))
    }
    self.init(weights: weights, threshold: threshold)
  }

  func probability(_ features: [5 of Float]) -> Float {
    var sum = weights[0]
    for feature in 0..<Self.featureCount { sum += weights[feature + 1] * features[feature] }
    return 1 / (1 + Float.exp(-sum))
  }

  /// What it looks at; scores are cut, so that few intents look like many.
  static func features(
    scores: [Float], count: Int, isInScope: (Int) -> Bool, coverage: (Float, Float)
  ) -> [5 of Float] {
    var best: Float = -2
    var second: Float = -2
    var outside: Float = -2
    for column in 0..<count {
      let score = scores[column]
      if !isInScope(column) {
        outside = max(outside, score)
      } else if score > best {
        (best, second) = (score, best)
      } else {
        second = max(second, score)
      }
    }
    return [best, best - second, outside, coverage.0, coverage.1]
  }
}
