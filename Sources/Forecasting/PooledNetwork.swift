import Learning
import RealModule

/// A few small networks for all series: the next `horizon` values from the last `windowLength` and the season
/// to come, in logarithms and in the window's own units.
///
/// What Oreshkin et al., *N-BEATS: neural basis expansion analysis for interpretable time series
/// forecasting*, ICLR 2020, show: networks that are learned across series beat models of single ones, and
/// their ensemble each of them. These are much smaller, and are given a season that was estimated before,
/// as in Smyl, *A hybrid method of exponential smoothing and recurrent neural networks*, International
/// Journal of Forecasting 36, 2020. Errors are absolute, partly in units of the series' seasonal steps.
package struct PooledNetwork: Sendable, Equatable {
  package let season: Int
  package let horizon: Int
  /// Their forecasts are averaged, in logarithms.
  let networks: [DenseNetwork]

  init(season: Int, horizon: Int, networks: [DenseNetwork]) {
    let shape = Self.shape(season: season, horizon: horizon)
    precondition(networks.allSatisfy { $0.shape == shape }, "networks are of another panel")
    self.season = season
    self.horizon = horizon
    self.networks = networks
  }

  /// Windows of one series that are learned from, the newest.
  private static let windowsOfSeries = 60
  /// Fewer windows of all series than these teach nothing.
  private static let windowsLeast = 1_000
  /// More windows than these are thinned out.
  private static let windowsMost = 150_000

  /// Differently drawn ones, of which the mean is better than each.
  private static let networkCount = 2

  /// Three seasons; of weeks, two of them, which more series have.
  static func windowLength(season: Int) -> Int {
    season > 24 ? 2 * season + 1 : season > 1 ? 3 * season + 1 : 25
  }

  static func shape(season: Int, horizon: Int) -> DenseNetwork.Shape {
    // The window's steps back from its last value, both units, and the season.
    DenseNetwork.Shape(
      inputs: windowLength(season: season) + 1 + season, hidden: 64, outputs: horizon)
  }

  package var windowLength: Int { Self.windowLength(season: season) }

  /// Learns from positive series without missing values; others are left out.
  ///
  /// - Precondition: `season` ≥ 1.
  /// - Returns: nil when there are too few windows.
  static func fit(
    _ series: [[Double]], season: Int, horizon: Int, threads: Int
  ) -> PooledNetwork? {
    let logs = series.compactMap { one in
      one.allSatisfy { $0 > 0 } ? one.map { Double.log($0) } : nil
    }
    guard let rows = examples(logs, season: season, horizon: horizon, threads: threads) else {
      return nil
    }
    let hidden = shape(season: season, horizon: horizon).hidden
    let networks = parallelMap(count: networkCount, threads: threads) { index in
      var descent = DenseNetwork.Descent()
      descent.seed = UInt64(index + 1)
      return DenseNetwork.fit(rows, hidden: hidden, descent: descent)
    }
    return PooledNetwork(season: season, horizon: horizon, networks: networks)
  }

  /// The newest windows of every series, each with the square root of the weight of their number.
  private static func examples(
    _ logs: [[Double]], season: Int, horizon: Int, threads: Int
  ) -> DenseNetwork.Examples? {
    let length = windowLength(season: season)
    let usable = logs.filter { $0.count >= length + horizon }
    let perSeries = max(1, min(windowsOfSeries, windowsMost / max(usable.count, 1)))
    let parts = parallelMap(count: usable.count, threads: threads) { place in
      let one = usable[place]
      let origins = one.count - horizon - length
      return (0...min(perSeries - 1, origins)).map { back in
        let origin = one.count - horizon - back
        return (
          window: NetworkWindow(one, end: origin, season: season),
          future: one[origin..<origin + horizon]
        )
      }
    }
    let inverses = parts.joined().map { 1 / $0.window.seasonalStep }
    guard inverses.count >= windowsLeast else { return nil }
    let usual = inverses.reduce(0, +) / Double(inverses.count)
    var examples = DenseNetwork.Examples(
      inputCount: shape(season: season, horizon: horizon).inputs, outputCount: horizon)
    for part in parts {
      for (window, future) in part {
        examples.inputs += window.inputs
        for (step, value) in future.enumerated() {
          let own = window.seasons.isEmpty ? 0 : window.seasons[step % window.seasons.count]
          examples.targets.append(Float((value - window.base - own) / window.unit))
        }
        // Mostly in units of the series' seasonal steps, the rest as a share of the value.
        examples.costs.append(Float(window.unit * (0.3 + 1 / window.seasonalStep / usual)))
        examples.chances.append(Float(1 / Double(part.count).squareRoot()))
      }
    }
    return examples
  }

  /// The next values, without their season, of a series that ends with `window`. O(weights).
  ///
  /// - Parameters:
  ///   - window: `windowLength` values without their season, the oldest first
  ///   - seasons: logarithms of the season of the next values, the next first; empty for none
  /// - Returns: false, and nothing written, where a value is not positive.
  func forecast(
    _ window: [Double], seasons: [Double], into output: inout MutableSpan<Double>
  ) -> Bool {
    guard window.count == windowLength, window.allSatisfy({ $0 > 0 }) else { return false }
    let seen = NetworkWindow(
      adjusted: window.map { Double.log($0) }, seasons: seasons, season: season)
    var steps = [Float](repeating: 0, count: horizon)
    var span = steps.mutableSpan
    for step in output.indices { output[step] = seen.base }
    for network in networks {
      network.run(seen.inputs.span, into: &span)
      for step in output.indices {
        // Beyond the horizon the last step is all there is.
        let value = Double(span[min(step, horizon - 1)])
        output[step] += seen.unit * value / Double(networks.count)
      }
    }
    for step in output.indices { output[step] = Double.exp(output[step]) }
    return true
  }
}

/// What a network sees of a series.
struct NetworkWindow {
  /// The last value, without its season; logarithm.
  let base: Double
  /// The mean size of a step within the window; in logarithms.
  let unit: Double
  /// The mean size of a step from one season to the next; in logarithms.
  let seasonalStep: Double
  /// Logarithms, of the next value first; empty for none.
  let seasons: [Double]
  /// Steps back from the last value, seasons to come, both in units; logarithms of both units.
  let inputs: [Float]

  /// - Parameters:
  ///   - adjusted: logarithms without their season
  ///   - seasons: logarithms, of the next value first; empty for none
  init(adjusted: [Double], seasons: [Double], season: Int) {
    let count = adjusted.count
    let base = adjusted[count - 1]
    var (steps, seasonal) = (0.0, 0.0)
    for index in 1..<count { steps += (adjusted[index] - adjusted[index - 1]).magnitude }
    // Without their season or with it, a season apart makes the same step.
    for index in season..<count {
      seasonal += (adjusted[index] - adjusted[index - season]).magnitude
    }
    let unit = max(steps / Double(count - 1), 1e-3)
    self.base = base
    self.unit = unit
    self.seasons = seasons
    seasonalStep = max(seasonal / Double(count - season), 3e-3)
    var inputs = adjusted.dropLast().map { Float(($0 - base) / unit) }
    inputs +=
      seasons.isEmpty
      ? [Float](repeating: 0, count: season) : seasons.map { Float($0 / unit) }
    inputs.append(Float(Double.log(unit)))
    inputs.append(Float(Double.log(seasonalStep)))
    self.inputs = inputs
  }

  /// As it would have been seen before the value at `end`: its season too.
  init(_ logs: [Double], end: Int, season: Int) {
    let known = Array(logs[..<end])
    let found = ShrunkenSeason(of: known, season: season)
    let length = PooledNetwork.windowLength(season: season)
    let adjusted = (end - length..<end).map { known[$0] - found.value(at: $0) }
    self.init(adjusted: adjusted, seasons: found.seasons(from: end), season: season)
  }
}
