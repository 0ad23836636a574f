import Learning
package import Snapshots

/// How far a model's forecasts are from what came: means over series and origins; nil where none has it.
package struct ForecastScore: Sendable, Equatable {
  package let name: String
  package let symmetricMAPE: Double
  package let scaledError: Double?
  package let squaredScaledError: Double?
  /// RMSSE where what was sold in a period without stock is taken for the least that was asked for: to have
  /// expected more is no error then. The same as `squaredScaledError` where nothing was sold out.
  package let demandError: Double?
  /// By what each series' newest periods were worth.
  package let weightedSquaredScaledError: Double?
  /// sMAPE and MASE beside those of the naive forecast without season: below 1 is better than that.
  package let overall: Double?
  /// Forecast less sold, of a period.
  package let bias: Double
  /// All units forecast less all sold, as a share of these.
  package let relativeBias: Double?
  /// Of ``ForecastEvaluation/quantileLevels``, in units of the series.
  package let pinballLoss: Double?
  /// The same over the mean step of the history from one period to the next.
  package let scaledPinballLoss: Double?
  package let coverage80: Double?
  package let coverage95: Double?
  /// Of each level, the share of periods that sold no more than its quantile.
  package let sharesBelow: [Double]
  /// Of each step ahead, the absolute error in units of MASE.
  package let errorsByStep: [Double]
  package let stock: Stock?

  /// What a stock that follows the forecast comes to.
  package struct Stock: Sendable, Equatable {
    /// Periods that a unit sold lay in a stock that receives the forecast, or if negative was waited for.
    package let periodsInStock: Double
    /// Of a stock that holds the 90 % quantile at the begin of each period: units that are asked for and are
    /// not there, and units that are left, as shares of all that are sold.
    package let lost: Double
    package let left: Double

    /// Of a unit sold, in units left: nine for a sale that is lost, which is what the 90 % quantile is least for.
    package var cost: Double { 9 * lost + left }
  }

  package var json: JSON {
    func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
    return [
      "name": .string(name),
      "sMAPE": .number(symmetricMAPE),
      "MASE": number(scaledError),
      "RMSSE": number(squaredScaledError),
      "RMSSE_demand": number(demandError),
      "WRMSSE": number(weightedSquaredScaledError),
      "OWA": number(overall),
      "bias": .number(bias),
      "relative_bias": number(relativeBias),
      "pinball": number(pinballLoss),
      "scaled_pinball": number(scaledPinballLoss),
      "coverage80": number(coverage80),
      "coverage95": number(coverage95),
      "MASE_by_step": .array(errorsByStep.map { .number($0) }),
      "periods_in_stock": number(stock?.periodsInStock),
      "lost_sales": number(stock?.lost),
      "left_over": number(stock?.left),
      "stock_cost": number(stock?.cost),
    ]
  }
}

/// Sums over series, of what is served and of the baselines.
struct ForecastTallies {
  private var tallies = [ForecastTally](
    repeating: ForecastTally(), count: 1 + ForecastCase.baselineNames.count)

  mutating func add(
    _ question: ForecastCase, _ served: PointForecast, _ baselines: [PointForecast]
  ) {
    tallies[0].add(question, served)
    for (place, baseline) in baselines.enumerated() { tallies[1 + place].add(question, baseline) }
  }

  var scores: [ForecastScore] {
    let naive = tallies[1]
    return zip(["modiste"] + ForecastCase.baselineNames, tallies).map {
      $1.score($0, beside: naive)
    }
  }
}

private struct ForecastTally {
  private var count = 0.0
  private var symmetric = 0.0
  private var scaled = Mean()
  private var squared = Mean()
  private var weighted = Mean()
  private var demand = Mean()
  private var scaledPinball = Mean()
  private var bias = 0.0
  private var forecastUnits = 0.0
  private var soldUnits = 0.0
  private var unitPeriods = 0.0
  private var errorsByStep: [Mean] = []
  private var intervals = 0.0
  private var pinball = 0.0
  private var inside80 = 0.0
  private var inside95 = 0.0
  private var below = [Double](repeating: 0, count: ForecastEvaluation.quantileLevels.count)
  private var lost = 0.0
  private var left = 0.0

  private struct Mean {
    var sum = 0.0
    var weight = 0.0

    mutating func add(_ value: Double, weight: Double = 1) {
      sum += weight * value
      self.weight += weight
    }

    var value: Double? { weight > 0 ? sum / weight : nil }
  }

  mutating func add(_ question: ForecastCase, _ forecast: PointForecast) {
    let (actual, means) = (question.actual, forecast.means)
    count += 1
    symmetric += ForecastMetrics.symmetricMAPE(actual, means)
    bias += ForecastMetrics.bias(actual, means)
    forecastUnits += means.reduce(0, +)
    soldUnits += actual.reduce(0, +)
    unitPeriods += ForecastMetrics.periodsInStock(actual, means)
    if let scale = question.absoluteScale {
      if errorsByStep.isEmpty { errorsByStep = actual.map { _ in Mean() } }
      var sum = 0.0
      for step in actual.indices {
        let error = (actual[step] - means[step]).magnitude
        errorsByStep[step].add(error / scale)
        sum += error
      }
      scaled.add(sum / Double(actual.count) / scale)
    }
    if let error = question.squaredScaledError(forecast) {
      squared.add(error)
      weighted.add(error, weight: question.worth)
    }
    if let error = question.demandError(forecast) { demand.add(error) }
    if !forecast.quantiles.isEmpty { addQuantiles(question, forecast) }
  }

  private mutating func addQuantiles(_ question: ForecastCase, _ forecast: PointForecast) {
    let actual = question.actual
    let levels = ForecastEvaluation.quantileLevels
    let columns = levels.indices.map { forecast.column($0) }
    var loss = 0.0
    for (place, level) in levels.enumerated() {
      loss +=
        ForecastMetrics.pinballLoss(actual, quantile: columns[place], level: level)
        / Double(levels.count)
      below[place] +=
        Double(actual.indices.count { actual[$0] <= columns[place][$0] }) / Double(actual.count)
    }
    intervals += 1
    pinball += loss
    if let scale = ForecastMetrics.absoluteScale(question.history, season: 1) {
      scaledPinball.add(loss / scale)
    }
    inside95 += ForecastMetrics.coverage(actual, lower: columns[0], upper: columns[4])
    inside80 += ForecastMetrics.coverage(actual, lower: columns[1], upper: columns[3])
    for step in actual.indices {
      let missing = actual[step] - columns[3][step]
      if missing > 0 { lost += missing } else { left -= missing }
    }
  }

  func score(_ name: String, beside naive: ForecastTally) -> ForecastScore {
    let symmetric = symmetric / max(count, 1)
    let naiveSymmetric = naive.symmetric / max(naive.count, 1)
    var overall: Double?
    if let own = scaled.value, let other = naive.scaled.value, other > 0, naiveSymmetric > 0 {
      overall = ForecastMetrics.OWA(
        symmetricMAPE: symmetric, MASE: own, ofNaive: (naiveSymmetric, other))
    }
    func share(_ sum: Double) -> Double? { intervals > 0 ? sum / intervals : nil }
    return ForecastScore(
      name: name, symmetricMAPE: symmetric, scaledError: scaled.value,
      squaredScaledError: squared.value, demandError: demand.value,
      weightedSquaredScaledError: weighted.value,
      overall: overall, bias: bias / max(count, 1),
      relativeBias: soldUnits > 0 ? forecastUnits / soldUnits - 1 : nil,
      pinballLoss: share(pinball), scaledPinballLoss: scaledPinball.value,
      coverage80: share(inside80), coverage95: share(inside95),
      sharesBelow: below.compactMap(share), errorsByStep: errorsByStep.map { $0.value ?? 0 },
      stock: soldUnits > 0 && intervals > 0
        ? .init(
          periodsInStock: unitPeriods / soldUnits, lost: lost / soldUnits, left: left / soldUnits)
        : nil)
  }
}
