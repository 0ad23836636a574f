import Bytes
import Forecasting

extension AnswerLimits {
  package static let quantilesMax = 32
  /// Periods between the snapshot's last and the newest of a question's own.
  package static let periodsBridgedMax = 1_000
  package static let earlySalesMax = 100
  package static let attributesMax = 32

  package static let seriesMax = 10_000

  package static func check(seriesCount found: Int) throws(AnswerError) {
    guard (1...seriesMax).contains(found) else {
      throw .invalidArgument("series_ids has \(found) ids; 1...\(seriesMax) are accepted")
    }
  }

  static func check(series id: ByteView) throws(AnswerError) {
    guard (1...idBytesMax).contains(id.count) else {
      throw .invalidArgument("series_id is \(id.count) bytes; 1...\(idBytesMax) are accepted")
    }
  }

  static func check(horizon found: Int, of most: Int) throws(AnswerError) {
    guard (1...most).contains(found) else {
      throw .invalidArgument("horizon must be in 1...\(most), got \(found)")
    }
  }

  static func check(quantiles levels: [Double]) throws(AnswerError) {
    guard levels.count <= quantilesMax else {
      throw .invalidArgument(
        "quantiles has \(levels.count) levels; at most \(quantilesMax) are accepted")
    }
    var previous = 0.0
    for (position, level) in levels.enumerated() {
      guard level > previous, level < 1 else {
        throw .invalidArgument(
          "quantiles[\(position)] is \(level); levels above 0 and below 1, ascending, are accepted")
      }
      previous = level
    }
  }

  /// One of a scenario's settings: none, one for all periods, or one for each.
  static func check(
    _ name: String, _ values: [Double], horizon: Int, accepted: String,
    _ isAccepted: (Double) -> Bool
  ) throws(AnswerError) {
    guard values.count <= 1 || values.count == horizon else {
      throw .invalidArgument(
        "\(name) has \(values.count) values; none, 1 or \(horizon) are accepted")
    }
    for (position, value) in values.enumerated() where !isAccepted(value) {
      throw .invalidArgument("\(name)[\(position)] is \(value); \(accepted) is accepted")
    }
  }
}
