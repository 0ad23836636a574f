import Bytes
import Learning
import RealModule
package import Snapshots
package import Text

/// How likely two messages ask for the same: linear in ``PairFeatures``.
///
/// In a file: `pairs.weights` I8, features; `pairs.numbers` F32, 3: what weights are multiplied by, slope
/// and intercept of the logistic function.
package struct PairModel: Sendable {
  private let weights: Column<Int8>
  private let scale: Float
  private let slope: Float
  private let intercept: Float

  package static func isPresent(in file: borrowing TensorFile) -> Bool {
    file.contains("pairs.weights")
  }

  /// - Throws: when a tensor is missing or misshapen, or a number is not finite.
  package init(opening file: borrowing TensorFile) throws(SnapshotError) {
    weights = try file.column("pairs.weights", count: PairFeatures.count)
    let numbers = try file.column("pairs.numbers", as: Float.self, count: 3)
    try file.checkFinite(numbers, "pairs.numbers")
    (scale, slope, intercept) = (numbers[0], numbers[1], numbers[2])
  }

  /// The probability. Allocates nothing once `features` has seen messages as long.
  package func probability(
    _ first: borrowing TokenizedText, _ second: borrowing TokenizedText,
    _ features: inout PairFeatures
  ) -> Float {
    features.read(first, second)
    var sum: Float = 0
    for position in features.indices.indices {
      sum += Float(weights[Int(features.indices[position])]) * features.values[position]
    }
    return 1 / (1 + Float.exp(-(slope * sum * scale + intercept)))
  }
}

/// A pair model before it is packed.
package struct FittedPairs: Sendable {
  private let weights: [Float]
  private let slope: Float
  private let intercept: Float

  /// - Parameter pairs: at least one that asks for the same, and one that does not.
  package init(
    _ pairs: [(first: String, second: String, isSame: Bool)], cost: Double = 0.3, seed: UInt64 = 1
  ) {
    var features = PairFeatures()
    var (first, second) = (TokenizedText(), TokenizedText())
    var examples = Examples(featureCount: PairFeatures.count)
    for pair in pairs {
      first.read(Array(pair.first.utf8).rawSpan)
      second.read(Array(pair.second.utf8).rawSpan)
      features.read(first, second)
      examples.append(Array(zip(features.indices, features.values)))
    }
    let truth = pairs.map(\.isSame)
    let solver = SquaredHinge(cost: cost)
    // The logistic function is fitted on scores of pairs that were held out: Platt's scaling. Halves are
    // drawn, since pairs can lie in an order that would keep all of one kind out of a half.
    var random = SeededRandom(seed: seed, stream: 13)
    let order = pairs.indices.shuffled(using: &random)
    let halves = [
      order.prefix(order.count / 2).sorted(), order.dropFirst(order.count / 2).sorted(),
    ]
    var scores = [Double](repeating: 0, count: pairs.count)
    for (learned, asked) in [(halves[0], halves[1]), (halves[1], halves[0])] {
      var part = Examples(featureCount: PairFeatures.count)
      for row in learned { part.append(examples.entries(row)) }
      let weights = solver.fit(part, isPositive: learned.map { truth[$0] }, seed: seed)
      for row in asked { scores[row] = examples.score(row, weights) }
    }
    let logistic = LogisticRegression.fit(rows: scores, featureCount: 1, happened: truth)
    let slope = logistic.weights[0] / logistic.deviations[0]
    var weights = solver.fit(examples, isPositive: truth, seed: seed)
    let bias = Double(weights.removeLast())
    self.weights = weights
    self.slope = Float(slope)
    intercept = Float(logistic.intercept - slope * logistic.means[0] + slope * bias)
  }

  package func pack(into writer: inout TensorWriter) {
    let largest = max(weights.reduce(0) { max($0, $1.magnitude) }, .leastNormalMagnitude)
    writer.add("pairs.weights", weights.map { Int8(($0 / largest * 127).rounded()) })
    writer.add("pairs.numbers", [largest / 127, slope, intercept])
  }
}

extension Examples {
  func entries(_ row: Int) -> [(index: UInt32, value: Float)] {
    (starts[row]..<starts[row + 1]).map { (indices[$0], values[$0]) }
  }
}
