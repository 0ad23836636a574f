/// Sums of as many periods as a block has, smoothed exponentially.
///
/// A block that is not full yet waits: the level is of full blocks, as in statsforecast, where a series
/// is cut into blocks from its end. After a fit, the model seen on equals one cut again whenever a block
/// is full.
struct AggregatedLevel: Sendable, Equatable {
  static let packedCount = 5

  /// Periods of a block.
  let blockSize: Int
  /// Smoothing weight of a block.
  let weight: Double
  /// Units of a block.
  private(set) var level: Double
  private var sum = 0.0
  private var count = 0

  /// Levels' weights lie where statsforecast looks for them.
  private static let weights = 0.1...0.3

  /// - Precondition: `sales` has a full block.
  init(_ sales: [Double], blockSize: Int) {
    precondition(blockSize >= 1 && sales.count >= blockSize, "no block of \(blockSize)")
    let blockCount = sales.count / blockSize
    let first = sales.count - blockCount * blockSize
    let sums = (0..<blockCount).map { block in
      sales[(first + block * blockSize)..<(first + (block + 1) * blockSize)].reduce(0, +)
    }
    self.blockSize = blockSize
    weight = minimumByGoldenSection(in: Self.weights) { (weight: Double) -> Double in
      var level = sums[0]
      var squares = 0.0
      for sum in sums.dropFirst() {
        squares += (sum - level) * (sum - level)
        level += weight * (sum - level)
      }
      return squares
    }
    level = sums[0]
    for sum in sums.dropFirst() { level += weight * (sum - level) }
  }

  mutating func observe(_ value: Double) {
    sum += value
    count += 1
    guard count == blockSize else { return }
    level += weight * (sum - level)
    (sum, count) = (0, 0)
  }

  /// Units of a period.
  var mean: Double { level / Double(blockSize) }

  func pack(into output: inout [Double]) {
    output += [Double(blockSize), weight, level, sum, Double(count)]
  }

  /// - Parameter packed: of ``packedCount`` elements; nil when no level has them.
  init?(packed: Span<Double>) {
    guard packed.count == Self.packedCount, let blockSize = Int(exactly: packed[0]),
      let count = Int(exactly: packed[4]), blockSize >= 1, count >= 0, count < blockSize,
      Self.weights.contains(packed[1]), packed[2] >= 0, packed[2].isFinite, packed[3] >= 0,
      packed[3].isFinite
    else { return nil }
    self.blockSize = blockSize
    self.count = count
    (weight, level, sum) = (packed[1], packed[2], packed[3])
  }
}

/// Periods between demands, on average, to the nearest whole number (halves to the even one); nil without
/// demand.
func meanInterval(of sales: [Double]) -> Int? {
  guard let last = sales.lastIndex(where: { $0 > 0 }) else { return nil }
  let demands = sales.count { $0 > 0 }
  return Int((Double(last + 1) / Double(demands)).rounded(.toNearestOrEven))
}

/// Where a function with one valley is lowest, within 1e-12; the middle of what is left where two values
/// are the same. Press et al., *Numerical Recipes*, section 10.2.
func minimumByGoldenSection(
  in range: ClosedRange<Double>, _ function: (Double) -> Double
) -> Double {
  let ratio = (5.0.squareRoot() + 1) / 2
  var (low, high) = (range.lowerBound, range.upperBound)
  var (left, right) = (high - (high - low) / ratio, low + (high - low) / ratio)
  var (atLeft, atRight) = (function(left), function(right))
  while high - low >= 1e-12 {
    if atLeft < atRight {
      (high, right, atRight) = (right, left, atLeft)
      left = high - (high - low) / ratio
      atLeft = function(left)
    } else if atRight < atLeft {
      (low, left, atLeft) = (left, right, atRight)
      right = low + (high - low) / ratio
      atRight = function(right)
    } else {
      break
    }
  }
  return (low + high) / 2
}
