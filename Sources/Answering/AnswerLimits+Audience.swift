package import Bytes

extension AnswerLimits {
  /// Of an audience's expression: far more than a person writes, and small enough that parsing it takes
  /// a few milliseconds.
  package static let expressionBytesMax = 65_536
  /// Of a part of SelectAudience.
  package static let audiencePage = 1...10_000
  package static let audiencePageUsual = 1_000
  package static let lookAlikeSeeds = 1...10_000
  package static let lookAlikeLimit = 1...100_000
  package static let differencesMax = 100
  package static let differencesUsual = 10
  package static let epsilonMax = 10.0

  package static func check(
    audienceText text: ByteView, field: String
  ) throws(AnswerError) {
    guard text.count <= expressionBytesMax else {
      throw .invalidArgument(
        "\(field) is \(text.count) bytes; at most \(expressionBytesMax) are accepted")
    }
  }

  package static func check(audiencePageSize found: Int) throws(AnswerError) {
    guard found == 0 || audiencePage.contains(found) else {
      throw .invalidArgument(
        "page_size must be in \(audiencePage.lowerBound)...\(audiencePage.upperBound), or 0 for "
          + "\(audiencePageUsual), got \(found)")
    }
  }

  package static func check(seedCount found: Int) throws(AnswerError) {
    guard lookAlikeSeeds.contains(found) else {
      throw .invalidArgument(
        "user_ids has \(found) ids; \(lookAlikeSeeds.lowerBound) to \(lookAlikeSeeds.upperBound) "
          + "are accepted")
    }
  }

  package static func check(lookAlikeLimit found: Int) throws(AnswerError) {
    guard lookAlikeLimit.contains(found) else {
      throw .invalidArgument(
        "limit must be in \(lookAlikeLimit.lowerBound)...\(lookAlikeLimit.upperBound), "
          + "got \(found)")
    }
  }

  package static func check(differenceLimit found: Int) throws(AnswerError) {
    guard found <= differencesMax else {
      throw .invalidArgument("limit must be in 0...\(differencesMax), got \(found)")
    }
  }

  /// Also of callers for whom it has no effect, so that a question that is wrong is wrong everywhere.
  package static func check(epsilon found: Double) throws(AnswerError) {
    guard found >= 0, found <= epsilonMax else {
      throw .invalidArgument("epsilon must be in 0...\(Int(epsilonMax)), got \(found)")
    }
  }
}
