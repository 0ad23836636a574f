import RealModule

/// Makes probabilities of a classifier's scores, so that of what is said with probability p a share of
/// p is right: softmax(scores · factor), of which the factor is found on held-out data.
///
/// Guo, Pleiss, Sun, Weinberger, *On Calibration of Modern Neural Networks*, ICML 2017, section 4.2, with
/// factor = 1 / temperature.
package enum Temperature {
  /// The factor that makes the held-out classes likeliest. O(rows · classes).
  ///
  /// - Parameters:
  ///   - scores: shape: rows × classes, row-major; at least one row
  ///   - truth: one class per row
  package static func factor(scores: [Float], classCount: Int, truth: [Int]) -> Float {
    precondition(!truth.isEmpty && scores.count == truth.count * classCount, "rows are ragged")
    // The loss is convex in the factor: golden section, on a logarithmic scale.
    let ratio = (Double.sqrt(5) - 1) / 2
    var (low, high) = (Double.log(0.05), Double.log(100))
    func loss(_ logarithm: Double) -> Double {
      let factor = Float(Double.exp(logarithm))
      var sum = 0.0
      for (row, label) in truth.enumerated() {
        sum -= logProbability(
          scores[row * classCount..<(row + 1) * classCount], of: label, factor: factor)
      }
      return sum
    }
    var left = high - ratio * (high - low)
    var right = low + ratio * (high - low)
    var (leftLoss, rightLoss) = (loss(left), loss(right))
    for _ in 0..<40 {
      if leftLoss < rightLoss {
        (high, right, rightLoss) = (right, left, leftLoss)
        left = high - ratio * (high - low)
        leftLoss = loss(left)
      } else {
        (low, left, leftLoss) = (left, right, rightLoss)
        right = low + ratio * (high - low)
        rightLoss = loss(right)
      }
    }
    return Float(Double.exp((low + high) / 2))
  }

  private static func logProbability(
    _ scores: ArraySlice<Float>, of label: Int, factor: Float
  ) -> Double {
    let highest = scores.max() ?? 0
    var sum: Float = 0
    for score in scores { sum += Float.exp((score - highest) * factor) }
    return Double((scores[scores.startIndex + label] - highest) * factor - Float.log(sum))
  }

  /// Answers that were about as sure.
  package struct Bin: Equatable, Sendable {
    package var count = 0
    /// Means over the bin's answers; 0 for none.
    package var confidence = 0.0
    package var accuracy = 0.0
  }

  /// `binCount` bins of equal width over 0...1.
  package static func bins(
    confidences: [Float], isRight: [Bool], binCount: Int = 15
  ) -> [Bin] {
    var bins = [Bin](repeating: Bin(), count: binCount)
    for (confidence, right) in zip(confidences, isRight) {
      let bin = min(max(Int(confidence * Float(binCount)), 0), binCount - 1)
      bins[bin].count += 1
      bins[bin].confidence += Double(confidence)
      bins[bin].accuracy += right ? 1 : 0
    }
    return bins.map { bin in
      let count = Double(max(bin.count, 1))
      return Bin(
        count: bin.count, confidence: bin.confidence / count, accuracy: bin.accuracy / count)
    }
  }

  /// The expected calibration error: |how often it is right − how sure it says it is|, averaged over
  /// ``bins(confidences:isRight:binCount:)``, weighed by how many fall in each. Naeini, Cooper, Hauskrecht, AAAI 2015.
  package static func expectedError(
    confidences: [Float], isRight: [Bool], binCount: Int = 15
  ) -> Double {
    let bins = bins(confidences: confidences, isRight: isRight, binCount: binCount)
    let total = max(bins.reduce(0) { $0 + $1.count }, 1)
    return bins.reduce(0) { $0 + Double($1.count) * ($1.accuracy - $1.confidence).magnitude }
      / Double(total)
  }
}
