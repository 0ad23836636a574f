/// A model of one series, fitted: parameters that stay, and a state that every observation moves on.
package protocol SeriesModel: Sendable {
  /// Moves the state on by one observation. O(1).
  mutating func observe(_ value: Double)
  /// Expected values 1…output.count steps ahead of the last observation.
  func forecast(into output: inout MutableSpan<Double>)
}
