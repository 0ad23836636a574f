/// Why a question about demand has no answer.
package enum DemandError: Error, Equatable, CustomStringConvertible {
  case noObservations
  /// Sales are counted from 0 on.
  case invalidSales(index: Int, value: Double)
  /// A number outside of what its name can mean.
  case invalidArgument(name: String, value: Double, accepted: String)
  case unequalCounts(name: String, count: Int, expected: Int)
  /// A model's packed form that no model has.
  case invalidPackedModel(name: String, count: Int)

  package var description: String {
    switch self {
    case .noObservations:
      "the series has no observation; at least one is needed"
    case .invalidSales(let index, let value):
      "sales at index \(index) are \(value); they must be finite and not negative"
    case .invalidArgument(let name, let value, let accepted):
      "\(name) is \(value); it must be \(accepted)"
    case .unequalCounts(let name, let count, let expected):
      "\(name) has \(count) elements; it must have \(expected)"
    case .invalidPackedModel(let name, let count):
      "\(count) numbers are no \(name) model; was the snapshot written by another version?"
    }
  }

  static func check(_ sales: [Double]) throws(DemandError) {
    guard !sales.isEmpty else { throw .noObservations }
    for (index, value) in sales.enumerated() where !(value >= 0 && value.isFinite) {
      throw .invalidSales(index: index, value: value)
    }
  }

  /// - Parameter accepted: in the words of the message
  static func check(
    _ name: String, _ value: Double, _ accepted: String, _ isAccepted: Bool
  ) throws(DemandError) {
    guard isAccepted, !value.isNaN else {
      throw .invalidArgument(name: name, value: value, accepted: accepted)
    }
  }
}
