import Learning
import RealModule

/// One linear autoregression for all series: the next `horizon` values from the last `windowLength`, every
/// series in its own units.
///
/// Montero-Manso, Hyndman, *Principles and algorithms for forecasting groups of time series: locality and
/// globality*, International Journal of Forecasting 37, 2021: a long memory that no single series could
/// bear is estimated from all of them. A window is taken relative to its last value, as logarithms or in
/// units of its standard deviation, and each step ahead has coefficients of its own (direct forecasts).
package struct PooledRegression: Sendable, Equatable {
  package enum Unit: UInt8, Sendable {
    /// Logarithms, for positive series: proportions are what series share.
    case logarithm = 0
    /// The window's standard deviation.
    case deviation = 1
  }

  package let unit: Unit
  package let windowLength: Int
  package let horizon: Int
  /// Whether series come without their season.
  package let isAdjusted: Bool
  /// Shape: horizon × (windowLength − 1), row-major; of the oldest value first.
  package let coefficients: [Float]

  package init(
    unit: Unit, windowLength: Int, horizon: Int, isAdjusted: Bool, coefficients: [Float]
  ) {
    precondition(coefficients.count == horizon * (windowLength - 1))
    self.unit = unit
    self.windowLength = windowLength
    self.horizon = horizon
    self.isAdjusted = isAdjusted
    self.coefficients = coefficients
  }

  /// Ridge regression over the newest windows of every series, each series with the square root of the
  /// weight of its number of windows; windows with the most extreme targets, one in two hundred, are left out.
  ///
  /// - Parameters:
  ///   - series: without missing values; without their season when `isAdjusted`
  ///   - lambda: in units of the mean diagonal of the normal equations
  /// - Returns: nil when there are fewer than ten windows for every coefficient of a step
  static func fit(
    _ series: [[Double]], unit: Unit, windowLength: Int, horizon: Int, isAdjusted: Bool,
    lambda: Double, threads: Int
  ) -> PooledRegression? {
    let span = windowLength + horizon
    let usable = series.indices.filter {
      series[$0].count >= span && (unit == .deviation || series[$0].allSatisfy { $0 > 0 })
    }
    // Enough for stable coefficients whatever the size of the catalogue.
    let perSeries = max(1, min(600, 400_000 / max(usable.count, 1)))
    let size = windowLength - 1
    let counts = usable.map { min(perSeries, series[$0].count - span + 1) }
    guard counts.reduce(0, +) >= 10 * size else { return nil }
    let extremes = parallelMap(count: usable.count, threads: threads) { place in
      var window = Window(series[usable[place]], unit: unit, length: windowLength, horizon: horizon)
      return (0..<counts[place]).map { window.load($0) ? window.extreme : .infinity }
    }
    let sorted = extremes.joined().filter(\.isFinite).sorted()
    guard
      let limit = sorted.isEmpty ? nil : sorted[min(sorted.count - 1, sorted.count * 995 / 1000)]
    else { return nil }
    let parts = parallelMap(count: threads, threads: threads) { part in
      var sums = NormalEquations(size: size, targets: horizon)
      for place in stride(from: part, to: usable.count, by: threads) {
        var window = Window(
          series[usable[place]], unit: unit, length: windowLength, horizon: horizon)
        let weight = 1 / Double(counts[place]).squareRoot()
        for index in 0..<counts[place] where extremes[place][index] <= limit {
          if window.load(index) { sums.add(window, weight: weight) }
        }
      }
      return sums
    }
    guard var sums = parts.first else { return nil }
    for part in parts.dropFirst() { sums.add(part) }
    return sums.solve(lambda: lambda).map {
      PooledRegression(
        unit: unit, windowLength: windowLength, horizon: horizon, isAdjusted: isAdjusted,
        coefficients: $0)
    }
  }

  /// The next values of a series that ends with `window`. O(horizon · windowLength).
  ///
  /// - Parameter window: `windowLength` values, the oldest first.
  /// - Returns: false, and nothing written, where the window has no such unit.
  func forecast(
    _ window: [Double], into output: inout MutableSpan<Double>
  ) -> Bool {
    guard var loaded = Window(last: window, unit: unit, length: windowLength) else { return false }
    let size = windowLength - 1
    let coefficients = coefficients.span
    let inputs = loaded.takeInputs()
    let values = inputs.span
    for step in 0..<output.count {
      // Beyond the horizon the last step's coefficients are all there is.
      let row = min(step, horizon - 1) * size
      var sum = 0.0
      for index in 0..<size { sum += Double(coefficients[row + index]) * values[index] }
      let value = loaded.base + loaded.scale * sum
      output[step] = unit == .logarithm ? Double.exp(value) : value
    }
    return true
  }
}

/// A window of a series in the regression's units.
private struct Window {
  let values: [Double]
  let unit: PooledRegression.Unit
  let length: Int
  let horizon: Int
  var inputs: [Double]
  var targets: [Double]
  var base = 0.0
  var scale = 1.0

  init(_ series: [Double], unit: PooledRegression.Unit, length: Int, horizon: Int) {
    values = unit == .logarithm ? series.map { Double.log($0) } : series
    self.unit = unit
    self.length = length
    self.horizon = horizon
    inputs = [Double](repeating: 0, count: length - 1)
    targets = [Double](repeating: 0, count: horizon)
  }

  init?(last: [Double], unit: PooledRegression.Unit, length: Int) {
    guard last.count == length, unit == .deviation || last.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    self.init(last, unit: unit, length: length, horizon: 0)
    guard load(0) else { return nil }
  }

  mutating func takeInputs() -> [Double] { inputs }

  /// Of the targets, the largest.
  var extreme: Double { targets.reduce(0) { max($0, $1.magnitude) } }

  /// Loads the window that ends `index` values before the newest one possible.
  ///
  /// - Returns: false where it has no unit, being constant.
  mutating func load(_ index: Int) -> Bool {
    let begin = values.count - horizon - length - index
    base = values[begin + length - 1]
    scale = 1
    if unit == .deviation {
      let n = Double(length)
      var (sum, squares) = (0.0, 0.0)
      for place in begin..<begin + length { sum += values[place] }
      let mean = sum / n
      for place in begin..<begin + length {
        squares += (values[place] - mean) * (values[place] - mean)
      }
      scale = (squares / n).squareRoot()
      guard scale > 1e-9 * mean.magnitude, scale > 0 else { return false }
    }
    for place in 0..<length - 1 { inputs[place] = (values[begin + place] - base) / scale }
    for step in 0..<horizon { targets[step] = (values[begin + length + step] - base) / scale }
    return true
  }
}

/// Sums of products of inputs with each other and with every target.
private struct NormalEquations: Sendable {
  let size: Int
  let targets: Int
  /// Shape: size × size, the lower half.
  var matrix: [Double]
  /// Shape: targets × size.
  var vectors: [Double]

  init(size: Int, targets: Int) {
    self.size = size
    self.targets = targets
    matrix = [Double](repeating: 0, count: size * size)
    vectors = [Double](repeating: 0, count: size * targets)
  }

  mutating func add(_ window: Window, weight: Double) {
    let inputs = window.inputs.span
    let (size, targets) = (size, targets)
    var matrix = matrix.mutableSpan
    for row in 0..<size {
      let value = weight * inputs[row]
      let begin = row * size
      for column in 0...row { matrix[begin + column] += value * inputs[column] }
    }
    var vectors = vectors.mutableSpan
    for target in 0..<targets {
      let value = weight * window.targets[target]
      let begin = target * size
      for column in 0..<size { vectors[begin + column] += value * inputs[column] }
    }
  }

  mutating func add(_ other: NormalEquations) {
    for index in matrix.indices { matrix[index] += other.matrix[index] }
    for index in vectors.indices { vectors[index] += other.vectors[index] }
  }

  func solve(lambda: Double) -> [Float]? {
    var factor = matrix
    let trace = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] }
    for row in 0..<size { factor[row * (size + 1)] += lambda * trace / Double(size) }
    guard trace > 0, factorizeSymmetric(&factor, size) else { return nil }
    return (0..<targets).flatMap { target in
      solveFactorized(factor, Array(vectors[target * size..<(target + 1) * size])).map(Float.init)
    }
  }
}
