/// How far predicted ratings are from those that were given, in the units of the ratings.
///
///     RMSE = √(Σ (predicted − actual)² / count)      MAE = Σ |predicted − actual| / count
package struct RatingErrors: Sendable, Equatable {
  package private(set) var count = 0
  private var squareSum = 0.0
  private var absoluteSum = 0.0

  package init() {}

  package mutating func add(predicted: Float, actual: Float) {
    let error = Double(predicted) - Double(actual)
    count += 1
    squareSum += error * error
    absoluteSum += error.magnitude
  }

  /// Counts the ratings of another part of the same evaluation.
  package mutating func add(_ other: RatingErrors) {
    count += other.count
    squareSum += other.squareSum
    absoluteSum += other.absoluteSum
  }

  /// Smaller is better; 0 when no rating was counted.
  package var rootMeanSquare: Double { (squareSum / Double(max(1, count))).squareRoot() }
  package var meanAbsolute: Double { absoluteSum / Double(max(1, count)) }
}
