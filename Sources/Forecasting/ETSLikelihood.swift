import RealModule

/// What an exponential smoothing loses on a series, and its slopes, for a quasi-Newton search.
///
/// Hyndman et al. 2008, equation 5.3: n · log Σ e² (+ 2 · Σ log |ŷ| where errors multiply, e = y/ŷ − 1)
/// is −2 · log likelihood but for a constant. The slopes are those of the recursion run backwards
/// (reverse differentiation), so that all of them cost about twice the value. Working memory is kept
/// from one call to the next: nothing is allocated. O(n).
struct ETSLikelihood {
  let form: ETSForm
  let values: [Double]
  let season: Int

  /// Parameters and initial states, in natural units; after `evaluate(slopes: true)` their slopes.
  struct Point {
    var alpha = 0.0
    var beta = 0.0
    var gamma = 0.0
    var phi = 1.0
    var level = 0.0
    var trend = 0.0
    var seasons: [Double]
  }

  /// Of every observation what the way back needs: four blocks of `values.count` elements, which are
  /// l + φ·b, the error, the trend before, and the season before; then the season now.
  private var work: [Double]
  /// The states after the last observation of the last evaluation.
  private(set) var end: (level: Double, trend: Double) = (0, 0)
  /// Σ e² of the last evaluation.
  private(set) var squares = 0.0

  init(form: ETSForm, values: [Double], season: Int) {
    self.form = form
    self.values = values
    self.season = form.season == .none ? 1 : season
    work = [Double](repeating: 0, count: 4 * values.count + self.season)
  }

  var endSeasons: [Double] { Array(work[(4 * values.count)...]) }

  /// The value at `point`; infinite where the model is not defined.
  mutating func value(at point: Point) -> Double {
    if form.season == .multiplicative, point.seasons.contains(where: { !($0 > 0) }) {
      return .infinity
    }
    // Its own reference: a span of one property beside that of another would overlap.
    let (form, values, season) = (form, values, season)
    for place in point.seasons.indices { work[4 * values.count + place] = point.seasons[place] }
    var span = work.mutableSpan
    let found =
      form.season == .multiplicative
      ? Self.forward(form, values.span, season, point, &span, multiplicative: true)
      : Self.forward(form, values.span, season, point, &span, multiplicative: false)
    squares = found.squares
    end = (found.level, found.trend)
    return found.loss
  }

  @inline(__always)
  private static func forward(
    _ form: ETSForm, _ values: Span<Double>, _ season: Int, _ point: Point,
    _ work: inout MutableSpan<Double>, multiplicative: Bool
  ) -> (loss: Double, squares: Double, level: Double, trend: Double) {
    let (alpha, beta, gamma, phi) = (point.alpha, point.beta, point.gamma, point.phi)
    let multiplicativeError = form.hasMultiplicativeError
    let seasonal = form.season != .none
    var level = point.level
    var trend = point.trend
    let count = values.count
    var place = 0
    var sum = 0.0
    // Σ log |ŷ| as the logarithm of a product, taken whenever the product leaves a safe range.
    var product = 1.0
    var logs = 0.0
    for index in values.indices {
      let value = values[index]
      let damped = phi * trend
      let base = level + damped
      let own = seasonal ? work[4 * count + place] : multiplicative ? 1 : 0
      let fitted = multiplicative ? base * own : base + own
      let error = value - fitted
      work[index] = base
      work[2 * count + index] = trend
      work[3 * count + index] = own
      if multiplicativeError {
        let divisor = away(fitted)
        let relative = error / divisor
        work[count + index] = relative
        sum += relative * relative
        product *= divisor.magnitude
        if !(product > 1e-200 && product < 1e200) {
          logs += Double.log(product)
          product = 1
        }
      } else {
        work[count + index] = error
        sum += error * error
      }
      let shock = multiplicative ? value / away(own) - base : error
      level = base + alpha * shock
      trend = damped + beta * shock
      if seasonal {
        work[4 * count + place] = own + gamma * (multiplicative ? value / away(base) - own : error)
        place = place + 1 == season ? 0 : place + 1
      }
    }
    let n = Double(count)
    let loss = n * Double.log(max(sum, 1e-300))
    return (
      multiplicativeError ? loss + 2 * (logs + Double.log(product)) : loss, sum, level, trend
    )
  }

  /// The slopes at the point that was last evaluated, with respect to each of its parts.
  func slopes(at point: Point, into slopes: inout Point) {
    switch form.season {
    case .multiplicative: backward(point, &slopes, multiplicative: true)
    case .none, .additive: backward(point, &slopes, multiplicative: false)
    }
  }

  @inline(__always)
  private func backward(_ point: Point, _ slopes: inout Point, multiplicative: Bool) {
    let (alpha, beta, gamma, phi) = (point.alpha, point.beta, point.gamma, point.phi)
    let multiplicativeError = form.hasMultiplicativeError
    let seasonal = form.season != .none
    let count = values.count
    let weight = 2 * Double(count) / max(squares, 1e-300)
    let values = values.span
    let work = work.span
    var seasons = slopes.seasons.mutableSpan
    if seasonal { for place in 0..<season { seasons[place] = 0 } }
    // The slopes of what follows with respect to the states after this observation.
    var (toLevel, toTrend) = (0.0, 0.0)
    var (toAlpha, toBeta, toGamma, toPhi) = (0.0, 0.0, 0.0, 0.0)
    var place = seasonal ? count % season : 0
    for index in (0..<count).reversed() {
      if seasonal { place = place == 0 ? season - 1 : place - 1 }
      let value = values[index]
      let (base, error) = (work[index], work[count + index])
      let own = work[3 * count + index]
      let ofSeason = seasonal ? seasons[place] : 0
      let fitted = multiplicative ? base * own : base + own
      // Of the loss itself, through the forecast.
      var ofFitted = -weight * error
      if multiplicativeError {
        let divisor = away(fitted)
        ofFitted = ofFitted * value / (divisor * divisor) + 2 / divisor
      }
      let ofShock = alpha * toLevel + beta * toTrend
      var ofBase = toLevel
      var ofOwn = ofSeason
      if multiplicative {
        let (divisor, ground) = (away(own), away(base))
        let shock = value / divisor - base
        let change = value / ground - own
        let ofChange = gamma * ofSeason
        toAlpha += toLevel * shock
        toBeta += toTrend * shock
        toGamma += ofSeason * change
        ofBase += -ofShock - ofChange * value / (ground * ground) + ofFitted * own
        ofOwn += -ofShock * value / (divisor * divisor) - ofChange + ofFitted * base
      } else {
        let raw = value - fitted
        toAlpha += toLevel * raw
        toBeta += toTrend * raw
        toGamma += ofSeason * raw
        let through = ofFitted - ofShock - gamma * ofSeason
        ofBase += through
        ofOwn += through
      }
      if seasonal { seasons[place] = ofOwn }
      toPhi += (toTrend + ofBase) * work[2 * count + index]
      toTrend = phi * (toTrend + ofBase)
      toLevel = ofBase
    }
    slopes.alpha = toAlpha
    slopes.beta = toBeta
    slopes.gamma = toGamma
    slopes.phi = toPhi
    slopes.level = toLevel
    slopes.trend = toTrend
  }
}
