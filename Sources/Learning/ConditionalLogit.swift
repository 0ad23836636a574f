import RealModule

/// Chooses weights such that what was chosen stands out among what could have been.
///
///     maximise  mean over questions of  Σ over chosen c of ln( exp(w·x(c)) / Σ over candidates i of exp(w·x(i)) ) / chosen
///               − ridge/2 · ‖w‖²
///
/// McFadden, *Conditional logit analysis of qualitative choice behavior*, 1974, equation 16; concave,
/// so that there is one answer. Solved by projected gradient ascent with the step sizes of Kingma, Ba,
/// *Adam*, ICLR 2015, algorithm 1. The same for every number of threads.
package struct ConditionalLogit: Sendable {
  package var ridge = 1e-4
  package var stepCount = 300
  package var stepSize = 0.1

  package init() {}

  /// The candidates of one question.
  package struct Question: Sendable {
    /// Shape: candidates × features.
    package var features: [Float]
    /// Candidates that were chosen, at least one.
    package var chosen: [Int]

    package init(features: [Float], chosen: [Int]) {
      self.features = features
      self.chosen = chosen
    }
  }

  /// O(steps · candidates of all questions · features).
  ///
  /// - Parameter isSigned: one per feature: whether its weight may be below 0
  package func weights(
    for questions: [Question], featureCount: Int, isSigned: [Bool], threads: Int
  ) -> [Double] {
    var weights = [Double](repeating: 1, count: featureCount)
    guard !questions.isEmpty else { return weights }
    var mean = [Double](repeating: 0, count: featureCount)
    var variance = mean
    let blocks = blocks(of: questions.count, size: 256)
    for step in 1...stepCount {
      let current = weights.map { Float($0) }
      let parts = parallelMap(count: blocks.count, threads: threads) { block in
        var sum = [Double](repeating: 0, count: featureCount)
        for question in blocks[block] {
          questions[question].addGradient(at: current, to: &sum)
        }
        return sum
      }
      for feature in 0..<featureCount {
        let gradient =
          parts.reduce(0) { $0 + $1[feature] } / Double(questions.count)
          - ridge * weights[feature]
        mean[feature] = 0.9 * mean[feature] + 0.1 * gradient
        variance[feature] = 0.99 * variance[feature] + 0.01 * gradient * gradient
        let bias = 1 - Double.pow(0.99, step)
        let rate = stepSize / (1 - Double.pow(0.9, step))
        weights[feature] += rate * mean[feature] / ((variance[feature] / bias).squareRoot() + 1e-8)
        if !isSigned[feature] { weights[feature] = max(0, weights[feature]) }
      }
    }
    return weights
  }
}

extension ConditionalLogit.Question {
  /// Of what was chosen, on average.
  package func logLikelihood(at weights: [Double]) -> Double {
    let scores = scores(at: weights.map { Float($0) })
    let largest = Double(scores.max() ?? 0)
    let total = scores.reduce(0) { $0 + Double.exp(Double($1) - largest) }
    let chosenScores = chosen.reduce(0) { $0 + Double(scores[$1]) }
    return chosenScores / Double(chosen.count) - largest - Double.log(total)
  }

  private func scores(at weights: [Float]) -> [Float] {
    let width = weights.count
    return (0..<features.count / width).map { candidate in
      var score: Float = 0
      for feature in 0..<width { score += weights[feature] * features[candidate * width + feature] }
      return score
    }
  }

  fileprivate func addGradient(at weights: [Float], to sum: inout [Double]) {
    let width = weights.count
    let count = features.count / width
    var scores = scores(at: weights)
    let largest = scores.max() ?? 0
    var total: Float = 0
    for candidate in 0..<count {
      scores[candidate] = Float.exp(scores[candidate] - largest)
      total += scores[candidate]
    }
    for candidate in 0..<count {
      let share = Double(scores[candidate] / total)
      for feature in 0..<width {
        sum[feature] -= share * Double(features[candidate * width + feature])
      }
    }
    for candidate in chosen {
      for feature in 0..<width {
        sum[feature] += Double(features[candidate * width + feature]) / Double(chosen.count)
      }
    }
  }
}
