/// How the forecasts of several models become one: a weighted mean, a median, or what lies between.
package struct Combination: Sendable, Equatable {
  /// The members and the weight of each in the mean; weights add up to 1.
  package let weights: [Weight]
  /// Of the median of the members; the rest is the mean's. In 0…1.
  package let medianShare: Double

  package struct Weight: Sendable, Equatable {
    package let member: MemberKind
    package let weight: Double

    package init(_ member: MemberKind, _ weight: Double) {
      self.member = member
      self.weight = weight
    }
  }

  package init(weights: [Weight], medianShare: Double) {
    self.weights = weights
    self.medianShare = medianShare
  }

  /// What is taken where there is nothing to choose by.
  package static let standard = Combination(
    weights: [MemberKind.smoothing, .dynamicTheta, .complexSmoothing, .seasonalNaive].map {
      Weight($0, 0.25)
    }, medianShare: 0.5)

  /// Combines one step's forecasts: `values[..<count]`, with their weights, in any order; `values` is
  /// sorted in place. The weights of members that are missing fall to the others.
  @inline(__always)
  static func combine(
    _ values: inout MutableSpan<Double>, _ weights: Span<Double>, count: Int, medianShare: Double
  ) -> Double {
    var (sum, total, plain) = (0.0, 0.0, 0.0)
    for index in 0..<count {
      sum += weights[index] * values[index]
      total += weights[index]
      plain += values[index]
    }
    let mean = total > 1e-9 ? sum / total : plain / Double(count)
    guard medianShare > 0 else { return mean }
    for index in 1..<max(count, 1) {
      let value = values[index]
      var place = index
      while place > 0, values[place - 1] > value {
        values[place] = values[place - 1]
        place -= 1
      }
      values[place] = value
    }
    let median =
      count.isMultiple(of: 2)
      ? (values[count / 2 - 1] + values[count / 2]) / 2 : values[count / 2]
    return medianShare * median + (1 - medianShare) * mean
  }
}
