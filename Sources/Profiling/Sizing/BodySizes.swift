import Learning

/// The size that a body takes: per system a ridge regression, over pieces that fitted or of which
/// nothing was said, of the size on the body's measures, with an offset per category.
struct BodySizes: Sendable {
  /// Of sizes in deviations: as if this many pieces said that a measure means nothing.
  static let ridge = 10.0
  /// More would cost seconds, and change nothing.
  static let rowLimit = 300_000

  /// Shape: systems × (1 + width of the body's row).
  private let weights: [[Double]]
  /// Shape: systems × categories; 0 for one with too few pieces.
  let offsets: [[Double]]

  init(_ log: SizingLog, _ encoding: BodyEncoding, _ systems: SizeSystems) {
    let names = log.sizeNames.map { SizeName($0) }
    let categoryCount = log.categoryNames.count
    let width = 1 + encoding.width + categoryCount
    var rows = [[Double]](repeating: [], count: systems.count)
    var targets = [[Double]](repeating: [], count: systems.count)
    for line in log.lines.suffix(Self.rowLimit)
    where line.outcome == nil || line.outcome == .fit {
      let category = log.categories[Int(line.item)]
      guard let name = names[Int(line.size)], let place = systems.place(name, category: category)
      else { continue }
      rows[place.system].append(1)
      rows[place.system] += encoding.row(Int(line.user))
      rows[place.system] += (0..<categoryCount).map { $0 == category ? 1 : 0 }
      targets[place.system].append(place.value)
    }
    let ridge = [1e-6] + Array(repeating: Self.ridge, count: width - 1)
    let fitted = zip(rows, targets).map { rows, targets in
      targets.isEmpty
        ? [Double](repeating: 0, count: width)
        : RidgeRegression.fit(rows: rows, targets: targets, ridge: ridge)
    }
    weights = fitted.map { Array($0.prefix(1 + encoding.width)) }
    offsets = fitted.map { Array($0.suffix(categoryCount)) }
  }

  /// - Parameter row: of ``BodyEncoding``
  func size(of row: [Double], system: Int) -> Double {
    var size = weights[system][0]
    for (feature, value) in row.enumerated() { size += weights[system][1 + feature] * value }
    return size
  }
}
