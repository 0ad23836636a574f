import Forecasting

/// Series on standard input, one a line, numbers separated by spaces; on standard output first a line
/// `model seconds`, then the forecasts of each series, one a line.
///
///     Series MODEL SEASON HORIZON THREADS < histories
///
/// MODEL: smoothing, theta, complex, criteria (of smoothing, one number a line), or panel, which learns combinations and quantiles from the series
/// (then each line of forecasts is followed by lines of the quantiles .025, .1, .9, .975).
let arguments = CommandLine.arguments
guard arguments.count == 5, let season = Int(arguments[2]), let horizon = Int(arguments[3]),
  let threads = Int(arguments[4])
else { fatalError("Series MODEL SEASON HORIZON THREADS < histories") }
let histories = read()

func read() -> [[Double]] {
  var rows: [[Double]] = []
  while let line = readLine() { rows.append(line.split(separator: " ").compactMap { Double($0) }) }
  return rows
}

func steps(_ model: some SeriesModel) -> [Double] {
  var output = [Double](repeating: 0, count: horizon)
  var span = output.mutableSpan
  model.forecast(into: &span)
  return output
}

func show(_ values: [Double]) { print(values.map { "\($0)" }.joined(separator: " ")) }

func time(_ body: ([Double]) -> [Double]?) {
  var found: [[Double]] = []
  let spent = ContinuousClock().measure {
    found = histories.map {
      body($0) ?? [Double](repeating: $0.last ?? 0, count: horizon)
    }
  }
  print(arguments[1], spent / .seconds(1))
  for row in found { show(row) }
}

switch arguments[1] {
case "smoothing": time { ETS.fit($0, season: season).map { steps($0.model) } }
case "criteria":
  print("criteria", 0)
  for history in histories { print(ETS.fit(history, season: season)?.criterion ?? .infinity) }
case "theta": time { Theta.fit($0, season: season).map { steps($0) } }
case "complex": time { CES.fit($0, season: season).map { steps($0.model) } }
default:
  var learner = PanelFit(season: season, horizon: horizon)
  learner.isNonnegative = true
  let clock = ContinuousClock()
  let start = clock.now
  let panel = learner.learn(from: histories, threads: threads)
  let learned = clock.now
  let series = PanelFit.fit(histories, in: panel, threads: threads)
  print(arguments[1], (clock.now - learned) / .seconds(1), (learned - start) / .seconds(1))
  for one in series {
    let forecast = one.forecast(horizon: horizon, by: panel)
    show(forecast)
    for level in [0.025, 0.1, 0.9, 0.975] {
      show(forecast.indices.map { one.quantile(level, of: forecast[$0], step: $0, by: panel) })
    }
  }
}
