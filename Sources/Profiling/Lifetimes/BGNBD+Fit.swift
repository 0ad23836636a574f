import Learning
import RealModule

extension BGNBD {
  /// The parameters under which the histories are most likely; `nil` without any.
  ///
  /// The logarithm of equation 6, in the form of Hardie's note *Implementing the BG/NBD Model*:
  ///
  ///     A1 + A2 + ln(exp(A3) + [x > 0] exp(A4))
  ///     A1 = ln Γ(r + x) − ln Γ(r) + r ln α
  ///     A2 = ln Γ(a + b) + ln Γ(b + x) − ln Γ(b) − ln Γ(a + b + x)
  ///     A3 = −(r + x) ln(α + T)
  ///     A4 = ln a − ln(b + x − 1) − (r + x) ln(α + t_x)
  ///
  /// Minimised over the logarithms of the parameters from several starts: each runs a few
  /// iterations, and the best goes on. Equal histories are counted, not repeated.
  /// O(iterations · distinct histories).
  package static func fit(_ histories: [PurchaseHistory]) -> BGNBD? {
    guard !histories.isEmpty else { return nil }
    let likelihood = Likelihood(histories)
    let scale = likelihood.meanAge
    let starts: [[Double]] = [
      [0.5, 0.25 * scale, 1, 2], [1, scale, 0.5, 5], [0.2, 0.1 * scale, 0.2, 0.5],
    ].map { $0.map { Double.log($0) } }
    var search = QuasiNewton()
    search.iterationLimit = 8
    let tried = starts.map { search.minimum(from: $0, of: likelihood.negativeMean) }
    guard let best = tried.min(by: { $0.value < $1.value }) else { return nil }
    search.iterationLimit = 200
    let found = search.minimum(from: best.point, of: likelihood.negativeMean)
      .point.map { Double.exp($0) }
    return BGNBD(r: found[0], alpha: found[1], a: found[2], b: found[3])
  }

  /// The mean over histories, as above.
  package func logLikelihood(_ histories: [PurchaseHistory]) -> Double {
    var gradient = [0.0, 0, 0, 0]
    return -Likelihood(histories).negativeMean(
      [r, alpha, a, b].map { Double.log($0) }, &gradient)
  }
}

/// Histories in the form in which likelihood is computed fastest: what depends on x alone is
/// computed once per x.
private struct Likelihood {
  private var frequencies: [Double] = []
  /// How many histories have each.
  private var frequencyCounts: [Double] = []
  /// One per distinct history; its frequency's number.
  private var classes: [Int] = []
  private var recencies: [Double] = []
  private var ages: [Double] = []
  private var weights: [Double] = []
  private let total: Double

  init(_ histories: [PurchaseHistory]) {
    var counts: [PurchaseHistory: Double] = [:]
    for history in histories { counts[history, default: 0] += 1 }
    // In one order, whatever the hash seed: sums of rounded numbers depend on it.
    let distinct = counts.sorted {
      ($0.key.frequency, $0.key.recency, $0.key.age) < (
        $1.key.frequency, $1.key.recency, $1.key.age
      )
    }
    for (history, count) in distinct {
      if frequencies.last != history.frequency {
        frequencies.append(history.frequency)
        frequencyCounts.append(0)
      }
      frequencyCounts[frequencyCounts.count - 1] += count
      classes.append(frequencies.count - 1)
      recencies.append(history.recency)
      ages.append(history.age)
      weights.append(count)
    }
    total = Double(histories.count)
  }

  var meanAge: Double {
    max(1e-6, zip(ages, weights).reduce(0) { $0 + $1.0 * $1.1 } / total)
  }

  /// Of the logarithms of r, α, a, b. Infinite where a parameter is outside of what doubles bear:
  /// data without dropout, for one, drives b without bound.
  func negativeMean(_ point: [Double], _ gradient: inout [Double]) -> Double {
    guard point.allSatisfy({ $0.magnitude < 16 }) else { return .infinity }
    let (r, alpha) = (Double.exp(point[0]), Double.exp(point[1]))
    let (a, b) = (Double.exp(point[2]), Double.exp(point[3]))
    var sum = total * r * point[1]
    var dr = total * point[1]
    var dAlpha = total * r / alpha
    var (da, db) = (0.0, 0.0)
    let (gammaR, gammaB) = (Double.logGamma(r), Double.logGamma(b))
    let gammaAB = Double.logGamma(a + b)
    let (psiR, psiB, psiAB) = (digamma(r), digamma(b), digamma(a + b))
    for (index, x) in frequencies.enumerated() {
      let count = frequencyCounts[index]
      sum +=
        count
        * (Double.logGamma(r + x) - gammaR + gammaAB + Double.logGamma(b + x) - gammaB
          - Double.logGamma(a + b + x))
      dr += count * (digamma(r + x) - psiR)
      let psi = psiAB - digamma(a + b + x)
      da += count * psi
      db += count * (psi + digamma(b + x) - psiB)
    }
    for row in weights.indices {
      let x = frequencies[classes[row]]
      let weight = weights[row]
      let alive = alpha + ages[row]
      let logAlive = Double.log(alive)
      guard x > 0 else {
        sum -= weight * r * logAlive
        dr -= weight * logAlive
        dAlpha -= weight * r / alive
        continue
      }
      let left = alpha + recencies[row]
      let logLeft = Double.log(left)
      let a3 = -(r + x) * logAlive
      let a4 = point[2] - Double.log(b + x - 1) - (r + x) * logLeft
      let (larger, smaller) = a3 > a4 ? (a3, a4) : (a4, a3)
      let ratio = Double.exp(smaller - larger)
      sum += weight * (larger + Double.log(onePlus: ratio))
      let shareLeft = (a3 > a4 ? ratio : 1) / (1 + ratio)
      let shareAlive = 1 - shareLeft
      dr -= weight * (shareAlive * logAlive + shareLeft * logLeft)
      dAlpha -= weight * (r + x) * (shareAlive / alive + shareLeft / left)
      da += weight * shareLeft / a
      db -= weight * shareLeft / (b + x - 1)
    }
    gradient[0] = -dr * r / total
    gradient[1] = -dAlpha * alpha / total
    gradient[2] = -da * a / total
    gradient[3] = -db * b / total
    return -sum / total
  }
}
