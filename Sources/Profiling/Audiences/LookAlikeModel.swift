import Kernels
import Learning
import RealModule
import Snapshots

/// What sets some shoppers, the seeds, apart from others: a logistic regression over everything that
/// profiles hold.
///
///     P(u is like the seeds) = σ(b + Σ over number tags w·z(u) + Σ over categories w(value of u)
///                                 + Σ over affinities w(v)·affinity(u, v))
///
/// where z is standardised by a sample of the others, cut to ±4, and 0 where a tag is not known. It is
/// fitted by stochastic gradients with a rate per weight: Duchi, Hazan, Singer, *Adaptive subgradient
/// methods*, JMLR 2011, equation 1 in its diagonal form; seeds and others take turns, so that both
/// classes weigh alike however few the seeds are. The same seeds give the same model.
///
/// A weight is learned for each feature with all others, so tags that say the same thing twice do not
/// count twice, as they would in a cosine.
struct LookAlikeModel {
  private let features: Features
  private var weights: [Float]
  private var bias: Float = 0

  private static let epochs = 6
  private static let rate: Float = 0.1
  private static let ridge: Float = 1e-4
  /// Cuts z: one purchase of a fortune must not decide.
  fileprivate static let limit: Float = 4

  /// - Parameter seeds: ascending, distinct, known
  init(seeds: [Int32], of profiles: Profiles) {
    var random = SeededRandom(seed: 0x10_0CA1)
    let others = Self.sample(of: profiles.userCount, without: seeds, using: &random)
    features = Features(profiles, sample: others)
    weights = [Float](repeating: 0, count: features.count)
    guard !seeds.isEmpty, !others.isEmpty else { return }
    fit(
      features.examples(of: seeds, in: profiles), features.examples(of: others, in: profiles),
      using: &random)
  }

  /// Distinct users who are no seeds: enough to tell what is common, in any order.
  private static func sample(
    of userCount: Int, without seeds: [Int32], using random: inout SeededRandom
  ) -> [Int32] {
    let wanted = min(20_000, max(2_000, 4 * seeds.count))
    var taken = Set(seeds)
    guard userCount - taken.count > 2 * wanted else {
      let rest = (0..<Int32(userCount)).filter { !taken.contains($0) }
      return Array(rest.shuffled(using: &random).prefix(wanted))
    }
    var others: [Int32] = []
    while others.count < wanted {
      let user = Int32(random.index(below: userCount))
      if taken.insert(user).inserted { others.append(user) }
    }
    return others
  }

  private mutating func fit(
    _ seeds: Examples, _ others: Examples, using random: inout SeededRandom
  ) {
    var squares = [Float](repeating: 1e-6, count: weights.count)
    var biasSquares: Float = 1e-6
    var order = Array(0..<others.count)
    var next = 0
    for _ in 0..<Self.epochs {
      order.shuffle(using: &random)
      for other in order {
        step(others, other, label: 0, &squares, &biasSquares)
        step(seeds, next, label: 1, &squares, &biasSquares)
        next = (next + 1) % seeds.count
      }
    }
  }

  private mutating func step(
    _ examples: Examples, _ index: Int, label: Float, _ squares: inout [Float],
    _ biasSquares: inout Float
  ) {
    let range = examples.starts[index]..<examples.starts[index + 1]
    var sum = bias
    for entry in range { sum += weights[Int(examples.features[entry])] * examples.values[entry] }
    let error = sum.logistic - label
    for entry in range {
      let feature = Int(examples.features[entry])
      let gradient = error * examples.values[entry] + Self.ridge * weights[feature]
      squares[feature] += gradient * gradient
      weights[feature] -= Self.rate * gradient / squares[feature].squareRoot()
    }
    biasSquares += error * error
    bias -= Self.rate * error / biasSquares.squareRoot()
  }

  /// b + w·x of every user. A pass over each column whose weight is not 0.
  func scores(of profiles: Profiles) -> [Float] {
    var scores = [Float](repeating: bias, count: profiles.userCount)
    for feature in features.numbers where weights[feature.place] != 0 {
      guard case .numbers(let numbers) = profiles.tags[feature.tag].values else { continue }
      var sums = scores.mutableSpan
      addStandardised(
        numbers.span, mean: feature.mean, scale: feature.scale, limit: Self.limit,
        times: weights[feature.place], to: &sums)
    }
    for (tag, place) in features.categories {
      guard case .categories(let categories) = profiles.tags[tag].values else { continue }
      var table = [Float](repeating: 0, count: 256)
      for code in 0..<categories.values.count { table[code] = weights[place + code] }
      let codes = categories.codes.span
      for user in scores.indices { scores[user] += table[Int(codes[user])] }
    }
    for (index, table) in profiles.affinities.enumerated() {
      for value in 0..<table.values.count {
        let weight = weights[features.affinities[index] + value]
        guard weight != 0 else { continue }
        let entries = table.entries(ofValue: value)
        let users = table.valueUsers.extracting(entries)
        let halves = table.valueWeights.extracting(entries)
        var sums = scores.mutableSpan
        add(halves.span, at: users.span, times: weight, to: &sums)
      }
    }
    return scores
  }
}

/// Users as sparse rows.
private struct Examples {
  var starts = [0]
  var features: [UInt32] = []
  var values: [Float] = []

  var count: Int { starts.count - 1 }

  mutating func append(_ feature: Int, _ value: Float) {
    features.append(UInt32(feature))
    values.append(value)
  }

  mutating func endRow() { starts.append(features.count) }
}

/// Where the weight of each feature lies.
private struct Features {
  struct Number {
    let tag: Int
    let place: Int
    let mean: Float
    /// 1 / standard deviation; 0 where all are alike.
    let scale: Float
  }

  private(set) var numbers: [Number] = []
  private(set) var categories: [(tag: Int, place: Int)] = []
  /// The place of each table's first value.
  private(set) var affinities: [Int] = []
  private(set) var count = 0

  init(_ profiles: Profiles, sample: [Int32]) {
    for (tag, definition) in profiles.tags.enumerated() {
      switch definition.values {
      case .numbers(let numbers):
        let (mean, scale) = Self.moments(of: numbers, sample)
        self.numbers.append(Number(tag: tag, place: count, mean: mean, scale: scale))
        count += 1
      case .categories(let categories):
        self.categories.append((tag, count))
        count += categories.values.count
      }
    }
    for table in profiles.affinities {
      affinities.append(count)
      count += table.values.count
    }
  }

  private static func moments(
    of numbers: Column<Float>, _ sample: [Int32]
  ) -> (mean: Float, scale: Float) {
    var (count, sum, squares) = (0.0, 0.0, 0.0)
    for user in sample where numbers[Int(user)].isFinite {
      let value = Double(numbers[Int(user)])
      count += 1
      sum += value
      squares += value * value
    }
    guard count > 0 else { return (0, 0) }
    let variance = squares / count - sum / count * (sum / count)
    let deviation = max(0, variance).squareRoot()
    // What rounding leaves of a constant is no deviation.
    return (Float(sum / count), deviation > 1e-6 * abs(sum / count) ? Float(1 / deviation) : 0)
  }

  func examples(of users: [Int32], in profiles: Profiles) -> Examples {
    var examples = Examples()
    for user in users.map({ Int($0) }) {
      for feature in numbers where feature.scale > 0 {
        guard case .numbers(let column) = profiles.tags[feature.tag].values else { continue }
        let z = (column[user] - feature.mean) * feature.scale
        guard !z.isNaN else { continue }
        examples.append(
          feature.place, min(max(z, -LookAlikeModel.limit), LookAlikeModel.limit))
      }
      for (tag, place) in categories {
        guard case .categories(let column) = profiles.tags[tag].values else { continue }
        let code = Int(column.codes[user])
        if code < column.values.count { examples.append(place + code, 1) }
      }
      for (index, table) in profiles.affinities.enumerated() {
        for entry in table.entries(ofUser: user) {
          let value = Int(table.userValues[entry])
          guard value < table.values.count else { continue }
          examples.append(affinities[index] + value, Float(table.userWeights[entry]))
        }
      }
      examples.endRow()
    }
    return examples
  }
}

extension Float {
  var logistic: Float { 1 / (1 + Float.exp(-self)) }
}

extension Profiles {
  /// The shoppers most like given ones, the likest first, with 0...1 of how like they are; never the
  /// given ones themselves.
  ///
  /// - Parameters:
  ///   - seeds: ascending, distinct
  ///   - candidates: whom to choose from
  package func lookAlikes(
    of seeds: [Int32], among candidates: ShopperSet, limit: Int
  ) -> RankedShoppers {
    let scores = LookAlikeModel(seeds: seeds, of: self).scores(of: self)
    var candidates = candidates
    for seed in seeds { candidates.remove(Int(seed)) }
    var best = TopK()
    best.reset(k: min(limit, candidates.count))
    let span = scores.span
    candidates.forEach { user in
      let score = span[user]
      if best.accepts(score, Int32(user)) { best.insert(score, Int32(user)) }
    }
    best.sort()
    let users = (0..<best.count).map { best[$0].index }
    return RankedShoppers(
      users: users, scores: (0..<best.count).map { best[$0].score.logistic })
  }
}
