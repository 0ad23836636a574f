import Snapshots

/// Fitted ``RatingFactors``, before they are packed.
package struct FittedRatingFactors: Sendable {
  package let mean: Float
  /// 1 + factors: the bias comes first.
  package let width: Int
  /// Shape: users × width.
  package let users: [Float]
  /// Shape: items × width.
  package let items: [Float]

  /// What ``RatingFactors`` would predict, before it is cut to the range.
  package func value(_ user: Int, _ item: Int) -> Float {
    var sum = mean + users[user * width] + items[item * width]
    for factor in 1..<width { sum += users[user * width + factor] * items[item * width + factor] }
    return sum
  }

  func pack(into writer: inout TensorWriter) {
    writer.add("ratings.factors.mean", [mean])
    writer.add("ratings.factors.users", users, shape: [users.count / width, width])
    writer.add("ratings.factors.items", items, shape: [items.count / width, width])
  }
}

extension RatingFactors {
  init(opening file: borrowing TensorFile, users: Int, items: Int) throws(SnapshotError) {
    mean = try file.finite("ratings.factors.mean", count: 1)[0]
    self.users = try file.matrix("ratings.factors.users", as: Float.self, rows: users)
    guard self.users.columns >= 2 else {
      throw file.error(
        "ratings.factors.users",
        "has \(self.users.columns) columns; a bias and at least one factor are accepted")
    }
    self.items = try file.matrix(
      "ratings.factors.items", as: Float.self, rows: items, columns: self.users.columns)
    try checkFinite(self.users.elements, "ratings.factors.users", in: file)
    try checkFinite(self.items.elements, "ratings.factors.items", in: file)
  }
}
