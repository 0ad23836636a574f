/// Body measures as a row of numbers, the same for every shopper: of a number how far it is from the
/// mean, in deviations, that squared, and whether it is missing; of a text, one of 0 and 1 per value.
struct BodyEncoding: Sendable {
  /// Texts of more values say who a shopper is, or where, rather than how tall.
  static let valueLimit = 32
  /// Who is further from the mean has mistyped.
  static let deviationLimit = 5.0

  private enum Part: Sendable {
    case number(column: Int, mean: Double, deviation: Double)
    case text(column: Int, values: [String])
  }

  private let parts: [Part]
  private let body: BodyMeasures
  let names: [String]
  var width: Int { names.count }

  /// - Parameter users: those whose means and values count: of whom something was known at the cut
  init(_ body: BodyMeasures, users: [Int]) {
    var parts: [Part] = []
    var names: [String] = []
    for (index, column) in body.columns.enumerated() {
      switch column.values {
      case .numbers(let numbers):
        let known = users.map { numbers[$0] }.filter { !$0.isNaN }
        guard known.count >= 2 else { continue }
        let mean = known.reduce(0, +) / Double(known.count)
        let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
        guard variance > 0 else { continue }
        parts.append(.number(column: index, mean: mean, deviation: variance.squareRoot()))
        names += [column.name, "\(column.name)²", "\(column.name) missing"]
      case .texts(let texts):
        let values = Set(users.lazy.map { texts[$0] }).subtracting([""]).sorted()
        guard (2...Self.valueLimit).contains(values.count) else { continue }
        parts.append(.text(column: index, values: values))
        names += values.map { "\(column.name) \($0)" }
      }
    }
    self.parts = parts
    self.body = body
    self.names = names
  }

  /// - Parameter user: `nil`: somebody of whom nothing is known
  func row(_ user: Int?) -> [Double] {
    var row: [Double] = []
    row.reserveCapacity(width)
    for part in parts {
      switch part {
      case .number(let column, let mean, let deviation):
        guard let user, case .numbers(let numbers) = body.columns[column].values,
          !numbers[user].isNaN
        else {
          row += [0, 0, 1]
          continue
        }
        let limit = Self.deviationLimit
        let distance = min(limit, max(-limit, (numbers[user] - mean) / deviation))
        row += [distance, distance * distance, 0]
      case .text(let column, let values):
        guard let user, case .texts(let texts) = body.columns[column].values else {
          row += values.map { _ in 0 }
          continue
        }
        row += values.map { $0 == texts[user] ? 1 : 0 }
      }
    }
    return row
  }
}
