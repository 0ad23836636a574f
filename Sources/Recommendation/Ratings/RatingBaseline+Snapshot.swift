import Snapshots

extension RatingBaseline {
  init(opening file: borrowing TensorFile, users: Int, items: Int) throws(SnapshotError) {
    mean = try file.finite("ratings.mean", count: 1)[0]
    userBiases = try file.finite("ratings.user_biases", count: users)
    itemBiases = try file.finite("ratings.item_biases", count: items)
  }
}

extension TensorFile {
  /// A column of which every value is finite.
  func finite(_ name: String, count: Int) throws(SnapshotError) -> Column<Float> {
    let column = try column(name, as: Float.self, count: count)
    for position in 0..<count where !column[position].isFinite {
      throw error(name, "has \(column[position]) at \(position); finite values are accepted")
    }
    return column
  }
}
