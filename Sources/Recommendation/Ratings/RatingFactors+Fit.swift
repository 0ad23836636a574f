import Kernels
import Learning
import RealModule

/// How ``RatingFactors`` are fitted.
package struct RatingFactorSettings: Sendable, Equatable {
  /// How many factors a user or an item may have; those that the ratings do not speak for vanish.
  package var factorCount = 10
  package var roundCount = 15
  package var seed: UInt64 = 1

  package init() {}
}

extension RatingFactors {
  /// The posterior means of the model
  ///
  ///     r(u, i) = μ + b(u) + b(i) + p(u)·q(i) + ε,   ε ~ N(0, σ²)
  ///     x(u) = (b(u), p(u)) ~ N(0, diag v),   y(i) = (b(i), q(i)) ~ N(0, diag w)
  ///
  /// by variational Bayes: the distributions of all x are replaced by the normal ones nearest to the
  /// posterior given those of the y, then the other way round, and σ², v and w by the values that the
  /// two explain best. Alternating least squares with the uncertainty of the other side taken into
  /// account; hence it needs no regularisation to be chosen, and hardly overfits. Lim, Teh 2007 (see
  /// ``RatingFactors``), section 3, with biases as factors whose partner is 1.
  ///
  /// The same for every number of threads. O(rounds · (ratings·factors² + (users + items)·factors³)),
  /// and (users + items)·factors² numbers of memory.
  ///
  /// - Parameter watch: told the rounds done and what they have made, after each; false: stop here
  package static func fit(
    _ ratings: Ratings, settings: RatingFactorSettings, threads: Int = 1,
    watch: (_ round: Int, _ fitted: FittedRatingFactors) -> Bool = { _, _ in true }
  ) -> FittedRatingFactors {
    precondition(settings.factorCount >= 1, "factor count is \(settings.factorCount)")
    let width = settings.factorCount + 1
    let mean = Float(
      ratings.values.reduce(0) { $0 + Double($1) } / Double(max(1, ratings.count)))
    let byItem = ratings.transposed
    var random = SplitMix64(state: settings.seed)
    var users = RatingVectors(rows: ratings.userCount, width: width, spread: 0.1, &random)
    var items = RatingVectors(rows: ratings.itemCount, width: width, spread: 0.3, &random)
    // Ratings differ by about one unit from their mean: where most data begin, and soon replaced.
    var noise: Float = 0.8
    func fitted() -> FittedRatingFactors {
      FittedRatingFactors(mean: mean, width: width, users: users.means, items: items.means)
    }
    for round in 0..<settings.roundCount {
      _ = users.update(ratings, given: items.moments, mean: mean, noise: noise, threads: threads)
      noise = items.update(
        byItem, given: users.moments, mean: mean, noise: noise, threads: threads)
      guard watch(round + 1, fitted()) else { break }
    }
    return fitted()
  }
}

/// One side's vectors as normal distributions: bias first, then factors.
private struct RatingVectors: Sendable {
  let width: Int
  /// Shape: rows × width.
  var means: [Float]
  /// Shape: rows × width × width.
  var covariances: [Float]
  /// Of the prior, one per element; above 0.
  var variances: [Float]

  init(rows: Int, width: Int, spread: Float, _ random: inout SplitMix64) {
    self.width = width
    // Uniform numbers of variance 1 span √12.
    means = (0..<rows * width).map { position in
      let unit = random.nextUnit()
      return position % width == 0 ? 0 : (unit - 0.5) * spread * Float(12).squareRoot()
    }
    covariances = [Float](repeating: 0, count: rows * width * width)
    for row in 0..<rows {
      for element in 0..<width { covariances[(row * width + element) * width + element] = 0.01 }
    }
    variances = [0.2] + [Float](repeating: 0.1, count: width - 1)
  }

  /// What the other side's update needs to know of these.
  var moments: RatingMoments { RatingMoments(means, covariances, width) }

  /// Replaces the distributions by those nearest to the posterior.
  ///
  /// - Returns: the mean of the squared errors that are then expected: the next noise.
  mutating func update(
    _ ratings: Ratings, given other: RatingMoments, mean: Float, noise: Float, threads: Int
  ) -> Float {
    let rowBlocks = blocks(of: ratings.userCount, size: 64)
    let (width, variances) = (width, variances)
    let parts = parallelMap(
      count: rowBlocks.count, threads: threads, state: { RatingRowSolver(width: width) }
    ) { solver, block in
      var part = SolvedRows()
      for row in rowBlocks[block] {
        solver.solve(
          ratings, row, given: other, mean: mean, noise: noise, variances: variances, into: &part)
      }
      return part
    }
    means = parts.flatMap(\.means)
    covariances = parts.flatMap(\.covariances)
    var squares = [Double](repeating: 0, count: width)
    var rated = 0.0
    for row in 0..<ratings.userCount where !ratings.entries(of: row).isEmpty {
      rated += 1
      for element in 0..<width {
        let value = Double(means[row * width + element])
        squares[element] +=
          value * value + Double(covariances[(row * width + element) * width + element])
      }
    }
    // Never 0: a factor that vanishes must not divide by it.
    if rated > 0 { self.variances = squares.map { Float(max(1e-6, $0 / rated)) } }
    let error = parts.reduce(0) { $0 + $1.squaredError } / Double(max(1, ratings.count))
    return Float(max(1e-4, error))
  }
}

/// First and second moments of one side, as the other side's update takes them. With f = (1, q):
private struct RatingMoments: Sendable {
  let width: Int
  /// E[f]. Shape: rows × width.
  var features: [Float]
  /// E[f·fᵀ]. Shape: rows × width × width.
  var products: [Float]
  /// E[b·f]. Shape: rows × width.
  var biased: [Float]
  /// E[b²] and E[b], one per row.
  var biasSquares: [Float]
  var biases: [Float]

  init(_ means: [Float], _ covariances: [Float], _ width: Int) {
    self.width = width
    features = means
    products = covariances
    biased = means
    biasSquares = []
    biases = []
    for row in 0..<means.count / width {
      let start = row * width
      let bias = means[start]
      biases.append(bias)
      biasSquares.append(bias * bias + covariances[start * width])
      features[start] = 1
      for element in 1..<width {
        biased[start + element] =
          bias * means[start + element] + covariances[start * width + element]
      }
      for first in 0..<width {
        for second in 0..<width {
          let place = (start + first) * width + second
          let product = features[start + first] * features[start + second]
          products[place] = product + (first > 0 && second > 0 ? covariances[place] : 0)
        }
      }
    }
  }
}

private struct SolvedRows: Sendable {
  var means: [Float] = []
  var covariances: [Float] = []
  var squaredError = 0.0
}

/// The posterior of one row, given the moments of the other side.
private struct RatingRowSolver {
  private let width: Int
  private var products: [Float]
  private var right: [Float]
  private var matrix: SymmetricInverse

  init(width: Int) {
    self.width = width
    products = [Float](repeating: 0, count: width * width)
    right = [Float](repeating: 0, count: width)
    matrix = SymmetricInverse(width: width)
  }

  mutating func solve(
    _ ratings: Ratings, _ row: Int, given other: RatingMoments, mean: Float, noise: Float,
    variances: [Float], into rows: inout SolvedRows
  ) {
    let entries = ratings.entries(of: row)
    guard !entries.isEmpty else {
      rows.means.append(contentsOf: repeatElement(0, count: width))
      for element in 0..<width {
        for second in 0..<width {
          rows.covariances.append(element == second ? variances[element] : 0)
        }
      }
      return
    }
    let constant = Self.gather(
      ratings, entries, given: other, mean: mean, products: &products, right: &right)
    matrix.invert(products, times: 1 / Double(noise), plus: variances.map { 1 / Double($0) })
    let start = rows.means.count
    for first in 0..<width {
      var value = 0.0
      for second in 0..<width { value += matrix[first, second] * Double(right[second]) }
      rows.means.append(Float(value / Double(noise)))
    }
    // E[error²] = constant − 2·x·right + tr((x·xᵀ + S)·products)
    var error = constant
    for first in 0..<width {
      let x = Double(rows.means[start + first])
      error -= 2 * x * Double(right[first])
      for second in 0..<width {
        let covariance = matrix[first, second]
        rows.covariances.append(Float(covariance))
        error +=
          (x * Double(rows.means[start + second]) + covariance)
          * Double(products[first * width + second])
      }
    }
    rows.squaredError += error
  }

  /// Sums over the row's ratings of E[f·fᵀ] and of E[f·(r − μ − b)].
  ///
  /// - Returns: the sum of E[(r − μ − b)²]
  private static func gather(
    _ ratings: Ratings, _ entries: Range<Int>, given other: RatingMoments, mean: Float,
    products: inout [Float], right: inout [Float]
  ) -> Double {
    let width = other.width
    let square = width * width
    var constant = 0.0
    var products = products.mutableSpan
    var right = right.mutableSpan
    for place in 0..<square { products[place] = 0 }
    for element in 0..<width { right[element] = 0 }
    for entry in entries {
      let column = Int(ratings.items[entry])
      let target = ratings.values[entry] - mean
      let range = column * width..<(column + 1) * width
      add(
        other.products.span.extracting(column * square..<(column + 1) * square), times: 1,
        to: &products)
      add(other.features.span.extracting(range), times: target, to: &right)
      add(other.biased.span.extracting(range), times: -1, to: &right)
      constant += Double(
        target * target - 2 * target * other.biases[column] + other.biasSquares[column])
    }
    return constant
  }
}
