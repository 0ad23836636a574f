/// Sizes that mean the same: letters are one system; numbers are as many as there are kinds of pieces
/// that are numbered differently, such as shoes and dresses.
///
/// Categories share numbers when the shoppers of both take the same in both: the mean difference of their
/// sizes is below half a deviation. Where fewer than 20 shoppers have both, they do when the middle size
/// of the smaller one lies within the 5th to 95th percentile of the larger.
package struct SizeSystems: Sendable {
  /// Index of the system of letters.
  let letters: Int?
  /// Per category, of its numbers; `nil` when it has none.
  let numbers: [Int?]
  /// Per system.
  let means: [Double]
  let deviations: [Double]

  package var count: Int { means.count }
  static let countMax = 8

  init(letters: Int?, numbers: [Int?], means: [Double], deviations: [Double]) {
    self.letters = letters
    self.numbers = numbers
    self.means = means
    self.deviations = deviations
  }

  /// Where a size lies: the system, and how far from its mean, in its deviations; `nil` of a size on a
  /// scale that the category was never sold in.
  func place(_ size: SizeName, category: Int) -> (system: Int, value: Double)? {
    guard let system = size.scale == .letters ? letters : numbers[category] else { return nil }
    return (system, (size.value - means[system]) / deviations[system])
  }

  init(_ log: SizingLog) {
    let names = log.sizeNames.map { SizeName($0) }
    var letters: [Double] = []
    var numbers = [[(user: UInt32, value: Double)]](repeating: [], count: log.categoryNames.count)
    for line in log.lines {
      guard let name = names[Int(line.size)] else { continue }
      switch name.scale {
      case .letters: letters.append(name.value)
      case .numbers: numbers[log.categories[Int(line.item)]].append((line.user, name.value))
      }
    }
    var groups: [[(user: UInt32, value: Double)]] = []
    var systemOfCategory = [Int?](repeating: nil, count: numbers.count)
    let order = numbers.indices.filter { !numbers[$0].isEmpty }
      .sorted { (numbers[$1].count, $0) < (numbers[$0].count, $1) }
    for category in order {
      let own = numbers[category]
      // One place is left for the letters; what comes when there is no more joins the largest.
      let joined =
        groups.indices.first { Self.areAlike(groups[$0], own) }
        ?? (groups.count == Self.countMax - 1 ? 0 : nil)
      if let joined {
        groups[joined] += own
        systemOfCategory[category] = joined
      } else {
        systemOfCategory[category] = groups.count
        groups.append(own)
      }
    }
    var values = groups.map { $0.map(\.value) }
    if !letters.isEmpty { values.append(letters) }
    self.numbers = systemOfCategory
    self.letters = letters.isEmpty ? nil : values.count - 1
    means = values.map { $0.reduce(0, +) / Double($0.count) }
    deviations = values.map { $0.deviation }
  }

  private static func areAlike(
    _ larger: [(user: UInt32, value: Double)], _ smaller: [(user: UInt32, value: Double)]
  ) -> Bool {
    let (own, others) = (meanByUser(smaller), meanByUser(larger))
    var difference = 0.0
    var shared = 0
    for (user, mean) in own {
      guard let other = others[user] else { continue }
      shared += 1
      difference += (mean - other).magnitude
    }
    let all = larger.map(\.value).sorted()
    if shared >= 20 { return difference / Double(shared) < all.deviation / 2 }
    let middle = smaller.map(\.value).sorted()[smaller.count / 2]
    return all[all.count / 20] <= middle && middle <= all[all.count - 1 - all.count / 20]
  }

  private static func meanByUser(
    _ values: [(user: UInt32, value: Double)]
  ) -> [UInt32: Double] {
    var sums: [UInt32: (sum: Double, count: Double)] = [:]
    for (user, value) in values {
      sums[user, default: (0, 0)].sum += value
      sums[user, default: (0, 0)].count += 1
    }
    return sums.mapValues { $0.sum / $0.count }
  }
}

extension [Double] {
  /// 1 where all are equal.
  fileprivate var deviation: Double {
    let mean = reduce(0, +) / Double(Swift.max(1, count))
    let variance = reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Swift.max(1, count))
    return variance > 1e-12 ? variance.squareRoot() : 1
  }
}
