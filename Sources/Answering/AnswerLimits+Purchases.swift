extension AnswerLimits {
  /// Larger than what one shopper carries, and small enough to be added up at once.
  package static let basket = 1...200
  /// To the year 9999, so that milliseconds in place of seconds are refused.
  package static let now: ClosedRange<Int64> = 0...253_402_300_799

  static func check(basketCount found: Int) throws(AnswerError) {
    guard basket.contains(found) else {
      throw .invalidArgument(
        "basket_item_ids has \(found) ids; \(basket.lowerBound) to \(basket.upperBound) are accepted"
      )
    }
  }

  static func check(now found: Int64) throws(AnswerError) {
    guard now.contains(found) else {
      throw .invalidArgument(
        "now must be in \(now.lowerBound)...\(now.upperBound), seconds since 1970, got \(found)")
    }
  }
}
