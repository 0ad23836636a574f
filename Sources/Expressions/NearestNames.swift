/// The names that a misspelt one may have meant.
package enum NearestNames {
  /// As many as a line has room for.
  private static let countMax = 3
  /// Of a name that was asked for, so many characters are looked at: names are shorter.
  private static let lengthMax = 64

  /// For a message: the nearest of `names` by edit distance, or those there are.
  package static func suggestion(for name: String, among names: [String]) -> String {
    let sought = Array(name.unicodeScalars.prefix(lengthMax))
    let near =
      names.map { (distance: distance(sought, Array($0.unicodeScalars.prefix(lengthMax))), $0) }
      .filter { $0.distance <= max(2, sought.count / 3) }
      .sorted { ($0.distance, $0.1) < ($1.distance, $1.1) }
    if near.isEmpty { return "there are: \(FilterError.list(names))" }
    return "nearest: \(near.prefix(countMax).map(\.1).joined(separator: ", "))"
  }

  /// Insertions, deletions and replacements that turn one into the other (Levenshtein, 1966).
  /// O(left · right).
  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var row = Array(0...right.count)
    for (above, scalar) in left.enumerated() {
      var diagonal = row[0]
      row[0] = above + 1
      for (column, other) in right.enumerated() {
        let replaced = diagonal + (scalar == other ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, min(row[column], diagonal) + 1)
      }
    }
    return row[right.count]
  }
}
