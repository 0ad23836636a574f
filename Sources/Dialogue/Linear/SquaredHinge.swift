import Learning

/// A linear separator of examples in two classes:
///
///     min over w, b of ½(‖w‖² + b²) + cost · Σ over examples of max(0, 1 − y(w·x + b))²
///
/// by dual coordinate descent with shrinking: Hsieh, Chang, Lin, Keerthi, Sundararajan, *A dual
/// coordinate descent method for large-scale linear SVM*, ICML 2008, algorithm 3. It is what
/// scikit-learn's LinearSVC solves.
package struct SquaredHinge: Sendable {
  package var cost = 1.0
  package var epochLimit = 60
  /// Of the difference between the largest and the smallest projected gradient.
  package var tolerance = 0.05

  package init(cost: Double = 1) {
    self.cost = cost
  }

  /// Weights of the sparse columns, then of the dense ones, then the intercept.
  ///
  /// O(epochs · entries).
  /// - Parameter isPositive: one per example.
  package func fit(_ examples: Examples, isPositive: [Bool], seed: UInt64 = 1) -> [Float] {
    precondition(isPositive.count == examples.count, "a class per example")
    let width = examples.featureCount
    let tail = examples.denseCount
    var weights = [Float](repeating: 0, count: width + tail + 1)
    let diagonal = 1 / (2 * cost)
    var norms = [Double](repeating: 0, count: examples.count)
    for row in norms.indices { norms[row] = examples.squaredNorm(row) + 1 + diagonal }
    var dual = [Double](repeating: 0, count: examples.count)
    var active = Array(0..<examples.count)
    var random = SeededRandom(seed: seed)
    var ceiling = Double.infinity
    for _ in 0..<epochLimit {
      var largest = -Double.infinity
      var smallest = Double.infinity
      var kept = active.count
      active.shuffle(using: &random)
      var position = 0
      while position < kept {
        let row = active[position]
        let sign: Double = isPositive[row] ? 1 : -1
        let gradient = sign * examples.score(row, weights) - 1 + diagonal * dual[row]
        var projected = gradient
        if dual[row] == 0 {
          if gradient > ceiling {
            // It has been right by far, and will be looked at again at the end.
            kept -= 1
            active.swapAt(position, kept)
            continue
          }
          projected = min(gradient, 0)
        }
        position += 1
        largest = max(largest, projected)
        smallest = min(smallest, projected)
        guard projected.magnitude > 1e-12 else { continue }
        let old = dual[row]
        dual[row] = max(old - gradient / norms[row], 0)
        examples.add(row, times: Float((dual[row] - old) * sign), to: &weights)
      }
      active.removeSubrange(kept...)
      if largest - smallest <= tolerance {
        if active.count == examples.count { break }
        active = Array(0..<examples.count)
        ceiling = .infinity
      } else {
        ceiling = largest > 0 ? largest : .infinity
      }
    }
    return weights
  }
}

extension Examples {
  /// w·x + b, of weights as ``SquaredHinge/fit(_:isPositive:seed:)`` gives them.
  package func score(_ row: Int, _ weights: [Float]) -> Double {
    var sum: Float = weights[featureCount + denseCount]
    for entry in starts[row]..<starts[row + 1] {
      sum += weights[Int(indices[entry])] * values[entry]
    }
    for column in 0..<denseCount {
      sum += weights[featureCount + column] * dense[row * denseCount + column]
    }
    return Double(sum)
  }

  func add(_ row: Int, times scale: Float, to weights: inout [Float]) {
    for entry in starts[row]..<starts[row + 1] {
      weights[Int(indices[entry])] += scale * values[entry]
    }
    for column in 0..<denseCount {
      weights[featureCount + column] += scale * dense[row * denseCount + column]
    }
    weights[featureCount + denseCount] += scale
  }

  func squaredNorm(_ row: Int) -> Double {
    var sum: Float = 0
    for entry in starts[row]..<starts[row + 1] { sum += values[entry] * values[entry] }
    for column in row * denseCount..<(row + 1) * denseCount { sum += dense[column] * dense[column] }
    return Double(sum)
  }
}
