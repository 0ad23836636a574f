package import Snapshots

extension Sizing {
  /// O(bytes of its tensors).
  ///
  /// - Throws: when a tensor is absent or misshapen, an index is out of range, or a number is not finite.
  package init(opening file: borrowing TensorFile, users: Int, items: Int) throws(SnapshotError) {
    sizes = try file.identifiers("sizing.sizes")
    means = try file.finite("sizing.means")
    let systems = means.count
    deviations = try file.finite("sizing.deviations", count: systems)
    for system in 0..<systems where !(deviations[system] > 0) {
      throw file.error("sizing.deviations", "contains \(deviations[system]); above 0 is accepted")
    }
    letters = try file.systems("sizing.letters", count: 1, below: systems)[0]
    let strengths = try file.finite("sizing.strengths", count: 3)
    for index in 0..<3 where !(strengths[index] > 0) {
      throw file.error("sizing.strengths", "contains \(strengths[index]); above 0 is accepted")
    }
    self.strengths = SizingStrengths(
      shopper: strengths[0], item: strengths[1], itemSize: strengths[2])
    weights = try file.matrix(
      "sizing.weights", rows: 2, columns: SizingEvidence.featureNames.count + 1)
    for row in 0..<2 {
      let weights = weights.row(row)
      for place in 0..<weights.count where !weights[place].isFinite {
        throw file.error(
          "sizing.weights", "contains \(weights[place]); finite numbers are accepted")
      }
    }
    let categorySystems = try file.column("sizing.categories.systems", as: UInt8.self)
    let categories = categorySystems.count
    self.categorySystems = try file.systems(
      "sizing.categories.systems", count: categories, below: systems)
    categoryOutcomes = try file.matrix("sizing.categories.outcomes", rows: categories, columns: 3)
    var all = OutcomeCounts()
    for category in 0..<categories {
      for outcome in 0..<3 { all[outcome] += Double(categoryOutcomes.row(category)[outcome]) }
    }
    self.all = all
    categoryOffsets = try file.finiteMatrix(
      "sizing.categories.offsets", rows: categories, columns: systems)
    categoryTerms = try file.finiteMatrix("sizing.categories.terms", rows: categories, columns: 2)
    itemCategories = try file.indices("sizing.items.categories", count: items, below: categories)
    itemSizes = try file.indices("sizing.items.sizes", count: nil, below: sizes.count)
    itemStart = try file.offsets("sizing.items.start", count: items + 1, end: itemSizes.count)
    itemCounts = try file.matrix("sizing.items.counts", rows: itemSizes.count, columns: 4)
    itemWorn = try file.column("sizing.items.worn", count: items)
    for item in 0..<items where !itemWorn[item].isFinite {
      throw file.error(
        "sizing.items.worn", "contains \(itemWorn[item]); finite numbers are accepted")
    }
    userBody = try file.finiteMatrix("sizing.users.body", rows: users + 1, columns: systems)
    userTerms = try file.finiteMatrix("sizing.users.terms", rows: users + 1, columns: 2)
    userUsual = try file.finiteMatrix("sizing.users.usual", rows: users, columns: systems)
    userPieces = try file.matrix("sizing.users.pieces", rows: users, columns: systems)
    userOutcomes = try file.matrix("sizing.users.outcomes", rows: users, columns: 3)
  }
}

extension TensorFile {
  fileprivate func finite(_ name: String, count: Int? = nil) throws(SnapshotError) -> Column<Double>
  {
    let column = try column(name, as: Double.self, count: count)
    for index in 0..<column.count where !column[index].isFinite {
      throw error(name, "contains \(column[index]) at \(index); finite numbers are accepted")
    }
    return column
  }

  fileprivate func finiteMatrix(
    _ name: String, rows: Int, columns: Int
  ) throws(SnapshotError) -> Matrix<Float> {
    let matrix = try matrix(name, as: Float.self, rows: rows, columns: columns)
    for index in 0..<rows {
      let row = matrix.row(index)
      for place in 0..<columns where !row[place].isFinite {
        throw error(name, "contains \(row[place]) in row \(index); finite numbers are accepted")
      }
    }
    return matrix
  }

  fileprivate func systems(
    _ name: String, count: Int, below limit: Int
  ) throws(SnapshotError) -> Column<UInt8> {
    let column = try column(name, as: UInt8.self, count: count)
    for index in 0..<count where column[index] != Sizing.noSystem && Int(column[index]) >= limit {
      throw error(
        name, "contains \(column[index]) at \(index); below \(limit), and 255 for none, is accepted"
      )
    }
    return column
  }

  fileprivate func indices(
    _ name: String, count: Int?, below limit: Int
  ) throws(SnapshotError) -> Column<UInt32> {
    let column = try column(name, as: UInt32.self, count: count)
    for index in 0..<column.count where Int(column[index]) >= limit {
      throw error(name, "contains \(column[index]) at \(index); below \(limit) is accepted")
    }
    return column
  }
}
