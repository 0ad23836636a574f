package import Bytes

extension AnswerLimits {
  /// How many shoppers one question may be asked for. Larger than any page build needs at once, and
  /// small enough that its ids are a small part of a request's largest size.
  package static let batchUsers = 1...10_000

  /// Everything about the shoppers of a batch.
  ///
  /// - Parameter user: the id at a position
  package static func check(
    batchCount: Int, user: (Int) -> ByteView
  ) throws(AnswerError) {
    try check(batchCount: batchCount)
    for position in 0..<batchCount { try check(batchUser: user(position), at: position) }
  }

  private static func check(batchCount found: Int) throws(AnswerError) {
    guard batchUsers.contains(found) else {
      throw .invalidArgument(
        "user_ids has \(found) ids; \(batchUsers.lowerBound) to \(batchUsers.upperBound) are "
          + "accepted")
    }
  }

  /// A shopper of a batch may have no id, as anywhere.
  package static func check(batchUser id: ByteView, at position: Int) throws(AnswerError) {
    guard id.count <= idBytesMax else {
      throw .invalidArgument(
        "user_ids[\(position)] is \(id.count) bytes; at most \(idBytesMax) are accepted")
    }
  }
}
