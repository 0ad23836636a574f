import Learning
import RealModule

/// An exponential smoothing with the likelihood it was chosen by.
package struct ETSFit: Sendable {
  package let model: ETS
  /// Akaike's criterion, corrected for short series; lower is better.
  package let criterion: Double
  /// −2 · log likelihood, but for a constant that depends on the series only.
  package let loss: Double
}

extension ETS {
  /// The best form and its parameters, by corrected Akaike criterion over all forms that the series
  /// admits (Hyndman et al. 2008, section 5.2 and chapter 7).
  ///
  /// Parameters are kept inside the bounds that forecast::ets and statsforecast use: smoothing in
  /// 0.0001…0.9999, γ ≤ 1 − α, φ in 0.8…0.98, and β below the α that the search begins from,
  /// 0.2 / m, which keeps trends calm.
  ///
  /// - Parameter values: finite, at least 1.
  /// - Returns: nil for series too short for any form (fewer than 7 values).
  package static func fit(_ values: [Double], season: Int) -> ETSFit? {
    fits(values, season: season).min { $0.criterion < $1.criterion }
  }

  /// Every form that the series admits, fitted; none for series too short for any.
  static func fits(_ values: [Double], season: Int) -> [ETSFit] {
    if let first = values.first, values.allSatisfy({ $0 == first }) {
      return [
        ETSFit(
          model: ETS(form: ETSForm(), alpha: 0.9999, level: first), criterion: -.infinity,
          loss: -.infinity)
      ]
    }
    guard values.count > 6 else { return [] }
    let isPositive = values.allSatisfy { $0 > 0 }
    let isSeasonal = season > 1 && season <= 24 && values.count > season
    let starts = ETSStarts(values, season: isSeasonal ? season : 1)
    return ETSForm.candidates(seasonal: isSeasonal, positive: isPositive).compactMap {
      fit(values, form: $0, season: season, starts: starts)
    }
  }

  /// One form's parameters and initial states of the greatest likelihood.
  ///
  /// - Returns: nil when the series has no more values than the form has parameters.
  static func fit(
    _ values: [Double], form: ETSForm, season: Int, starts: ETSStarts
  ) -> ETSFit? {
    let length = form.season == .none ? 1 : season
    let parameterCount = form.parameterCount(season: length)
    guard parameterCount < values.count - 1 else { return nil }
    var search = ETSSearch(form: form, values: values, season: season, starts: starts)
    guard let loss = search.run() else { return nil }
    // The variance is a parameter too.
    let k = Double(parameterCount + 1)
    let n = Double(values.count)
    guard n - k - 1 > 0 else { return nil }
    let criterion = loss + 2 * k + 2 * k * (k + 1) / (n - k - 1)
    return ETSFit(model: search.model(), criterion: criterion, loss: loss)
  }
}

/// The search for one form's parameters: a quasi-Newton method over variables without bounds, of which
/// the smoothing parameters are logistic functions.
struct ETSSearch {
  private var likelihood: ETSLikelihood
  private let form: ETSForm
  private let season: Int
  private let start: ETSLikelihood.Point
  private var point: ETSLikelihood.Point
  private var slopes: ETSLikelihood.Point
  private let betaLimit: Double
  private let gammaLimit: Double
  /// Of one unit of the variables of level and trend, and of the season.
  private var scale = 1.0
  private var seasonScale = 1.0

  init(form: ETSForm, values: [Double], season: Int, starts: ETSStarts) {
    self.form = form
    self.season = form.season == .none ? 1 : season
    likelihood = ETSLikelihood(form: form, values: values, season: season)
    let alpha = 1e-4 + 0.2 * 0.9998 / Double(self.season)
    // With a season about, a trend is held as calm in the forms without one.
    let calm =
      form == ETSForm(trend: true) || form == ETSForm(trend: true, damped: true)
      ? 1e-4 + 0.2 * 0.9998 : 1e-4 + 0.2 * 0.9998 / Double(starts.season)
    betaLimit = min(calm, alpha)
    gammaLimit = 0.9999 - (alpha - 1e-4)
    let state = starts.state(of: form)
    start = ETSLikelihood.Point(
      alpha: alpha, beta: 1e-4 + 0.1 * (betaLimit - 1e-4),
      gamma: 1e-4 + 0.05 * (gammaLimit - 1e-4), phi: form.isDamped ? 0.9782 : 1,
      level: state.level, trend: form.hasTrend ? state.trend : 0, seasons: state.seasons)
    point = start
    if !form.hasTrend { point.beta = 0 }
    if form.season == .none { point.gamma = 0 }
    slopes = point
  }

  private var variableCount: Int {
    2 + (form.hasTrend ? 2 : 0) + (form.isDamped ? 1 : 0) + (form.season == .none ? 0 : season)
  }

  /// The least loss that was found; nil where the model is not defined at the start.
  mutating func run() -> Double? {
    let first = likelihood.value(at: point)
    guard first.isFinite else { return nil }
    let spread = (likelihood.squares / Double(likelihood.values.count)).squareRoot()
    scale = form.hasMultiplicativeError ? spread * start.level.magnitude : spread
    seasonScale =
      form.season == .multiplicative ? spread : scale
    if !(scale > 0) { scale = max(start.level.magnitude * 1e-3, 1e-9) }
    if !(seasonScale > 0) { seasonScale = 1e-3 }
    var variables = [Double](repeating: 0, count: variableCount)
    variables[0] = logit((point.alpha - 1e-4) / 0.9998)
    var index = 1
    if form.hasTrend {
      variables[index] = logit((point.beta - 1e-4) / (betaLimit - 1e-4))
      index += 1
    }
    if form.season != .none {
      variables[index] = logit((point.gamma - 1e-4) / (gammaRange(point.alpha) - 1e-4))
      index += 1
    }
    if form.isDamped { variables[index] = logit((point.phi - 0.8) / 0.18) }
    var method = QuasiNewton()
    method.iterationLimit = 100
    method.tolerance = 1e-5
    method.decrease = 1e-7
    let best = method.minimum(from: variables) { self.loss(at: $0, slopes: &$1) }
    place(best.point)
    let value = likelihood.value(at: point)
    return value.isFinite ? value : nil
  }

  func model() -> ETS {
    ETS(
      form: form, alpha: point.alpha, beta: point.beta, gamma: point.gamma, phi: point.phi,
      level: likelihood.end.level, trend: likelihood.end.trend,
      seasons: form.season == .none ? [] : likelihood.endSeasons,
      position: form.season == .none ? 0 : likelihood.values.count % season)
  }

  private func gammaRange(_ alpha: Double) -> Double { max(min(gammaLimit, 1 - alpha), 2e-4) }

  /// Sets the point from the variables.
  private mutating func place(_ variables: [Double]) {
    point.alpha = 1e-4 + 0.9998 * logistic(variables[0])
    var index = 1
    if form.hasTrend {
      point.beta = 1e-4 + (betaLimit - 1e-4) * logistic(variables[index])
      index += 1
    }
    if form.season != .none {
      point.gamma = 1e-4 + (gammaRange(point.alpha) - 1e-4) * logistic(variables[index])
      index += 1
    }
    if form.isDamped {
      point.phi = 0.8 + 0.18 * logistic(variables[index])
      index += 1
    }
    point.level = start.level + scale * variables[index]
    index += 1
    if form.hasTrend {
      point.trend = start.trend + scale * 0.1 * variables[index]
      index += 1
    }
    guard form.season != .none else { return }
    // The season of the first observation is what is left of the sum.
    var sum = 0.0
    for place in 1..<season {
      point.seasons[place] = start.seasons[place] + seasonScale * variables[index]
      sum += point.seasons[place]
      index += 1
    }
    point.seasons[0] = (form.season == .multiplicative ? Double(season) : 0) - sum
  }

  private mutating func loss(at variables: [Double], slopes result: inout [Double]) -> Double {
    place(variables)
    let value = likelihood.value(at: point)
    guard value.isFinite else { return value }
    likelihood.slopes(at: point, into: &slopes)
    let share = logistic(variables[0])
    result[0] = slopes.alpha * 0.9998 * share * (1 - share)
    var index = 1
    if form.hasTrend {
      let share = logistic(variables[index])
      result[index] = slopes.beta * (betaLimit - 1e-4) * share * (1 - share)
      index += 1
    }
    if form.season != .none {
      let part = logistic(variables[index])
      let range = gammaRange(point.alpha)
      result[index] = slopes.gamma * (range - 1e-4) * part * (1 - part)
      if range < gammaLimit { result[0] -= slopes.gamma * part * 0.9998 * share * (1 - share) }
      index += 1
    }
    if form.isDamped {
      let share = logistic(variables[index])
      result[index] = slopes.phi * 0.18 * share * (1 - share)
      index += 1
    }
    result[index] = slopes.level * scale
    index += 1
    if form.hasTrend {
      result[index] = slopes.trend * scale * 0.1
      index += 1
    }
    guard form.season != .none else { return value }
    for place in 1..<season {
      result[index] = (slopes.seasons[place] - slopes.seasons[0]) * seasonScale
      index += 1
    }
    return value
  }
}

func logistic(_ x: Double) -> Double { 1 / (1 + Double.exp(-x)) }

func logit(_ share: Double) -> Double {
  let inside = min(max(share, 1e-6), 1 - 1e-6)
  return Double.log(inside / (1 - inside))
}
