import Learning
import RealModule

/// How much a shopper spends on a purchase.
///
/// Amounts of a shopper are Gamma(p, ν), and ν ~ Gamma(q, v) among shoppers. Fader, Hardie, *The
/// Gamma-Gamma Model of Monetary Value*, 2013, http://brucehardie.com/notes/025/.
package struct GammaGamma: Sendable, Equatable {
  package let p: Double
  package let q: Double
  /// In the currency.
  package let v: Double

  package init(p: Double, q: Double, v: Double) {
    self.p = p
    self.q = q
    self.v = v
  }

  /// E[amount of a purchase | x purchases of this mean], equation 5. Where q ≤ 1 shoppers in
  /// general have no mean, and the shopper's own is all there is.
  package func expectedAmount(purchases x: Double, mean: Double) -> Double {
    guard q > 1 else { return mean }
    return p * (v + x * mean) / (p * x + q - 1)
  }

  /// The parameters under which the means are most likely; `nil` where fewer than two shoppers have
  /// any. Equation 1a:
  ///
  ///     ln Γ(px + q) − ln Γ(px) − ln Γ(q) + q ln v + (px − 1) ln z + px ln x − (px + q) ln(xz + v)
  ///
  /// - Parameter shoppers: purchases and mean amount; those without an amount above 0 are left out
  package static func fit(_ shoppers: [(purchases: Double, mean: Double)]) -> GammaGamma? {
    let rows = shoppers.filter { $0.purchases > 0 && $0.mean > 0 }
    guard rows.count > 1 else { return nil }
    let likelihood = AmountLikelihood(rows)
    let scale = rows.reduce(0) { $0 + $1.mean } / Double(rows.count)
    let starts: [[Double]] = [[1, 3, 2 * scale], [5, 3, scale], [2, 10, 5 * scale]]
    var search = QuasiNewton()
    search.iterationLimit = 8
    let tried = starts.map {
      search.minimum(from: $0.map { Double.log($0) }, of: likelihood.negativeMean)
    }
    guard let best = tried.min(by: { $0.value < $1.value }) else { return nil }
    search.iterationLimit = 200
    let found = search.minimum(from: best.point, of: likelihood.negativeMean)
      .point.map { Double.exp($0) }
    return GammaGamma(p: found[0], q: found[1], v: found[2])
  }
}

/// What depends on the number of purchases alone is computed once per number.
private struct AmountLikelihood {
  private var frequencies: [Double] = []
  private var counts: [Double] = []
  /// Of each frequency: Σ ln z of its shoppers.
  private var logs: [Double] = []
  private var classes: [Int] = []
  /// x · z, one per shopper.
  private var amounts: [Double] = []

  init(_ rows: [(purchases: Double, mean: Double)]) {
    for row in rows.sorted(by: { ($0.purchases, $0.mean) < ($1.purchases, $1.mean) }) {
      if frequencies.last != row.purchases {
        frequencies.append(row.purchases)
        counts.append(0)
        logs.append(0)
      }
      counts[counts.count - 1] += 1
      logs[logs.count - 1] += Double.log(row.mean)
      classes.append(frequencies.count - 1)
      amounts.append(row.purchases * row.mean)
    }
  }

  /// Of the logarithms of p, q, v.
  func negativeMean(_ point: [Double], _ gradient: inout [Double]) -> Double {
    guard point.allSatisfy({ $0.magnitude < 20 }) else { return .infinity }
    let (p, q, v) = (Double.exp(point[0]), Double.exp(point[1]), Double.exp(point[2]))
    let total = Double(amounts.count)
    var sum = total * (q * point[2] - Double.logGamma(q))
    var dp = 0.0
    var dq = total * (point[2] - digamma(q))
    var dv = total * q / v
    for (index, x) in frequencies.enumerated() {
      let count = counts[index]
      let log = Double.log(x)
      sum += count * (Double.logGamma(p * x + q) - Double.logGamma(p * x) + p * x * log)
      sum += (p * x - 1) * logs[index]
      let psi = digamma(p * x + q)
      dp += x * (count * (psi - digamma(p * x) + log) + logs[index])
      dq += count * psi
    }
    for (row, amount) in amounts.enumerated() {
      let x = frequencies[classes[row]]
      let log = Double.log(amount + v)
      sum -= (p * x + q) * log
      dp -= x * log
      dq -= log
      dv -= (p * x + q) / (amount + v)
    }
    gradient[0] = -dp * p / total
    gradient[1] = -dq * q / total
    gradient[2] = -dv * v / total
    return -sum / total
  }
}
