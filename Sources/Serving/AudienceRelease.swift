import Bytes
import Wire

/// Counts of shoppers as they may leave for an answer.
struct ReleasedCounts {
  /// In the order in which they were asked for.
  let values: [Int64]
  let isNoisy: Bool
  /// Half the width of the 95 % interval of the noise.
  let noise95: Double
  /// NaN: there is no budget.
  let epsilonLeft: Double
}

extension CallContext {
  /// The smallest audience that is answered.
  var audienceLeast: Int {
    server?.configuration.audienceLeast ?? Configuration().audienceLeast
  }

  /// Counts for callers who may have them exactly. This and ``releaseWithNoise`` are the only ways by
  /// which counts of shoppers get into an answer.
  ///
  /// - Throws: `permissionDenied` when one is below ``audienceLeast``: then it, and not how far it is
  ///   below, is told; and for analysts, whatever the counts.
  func release(_ counts: [Int]) throws(RPCError) -> ReleasedCounts {
    guard role != .analyst else {
      throw RPCError(.permissionDenied, "exact counts are not answered to analysts")
    }
    guard counts.allSatisfy({ $0 >= audienceLeast }) else {
      throw RPCError(
        .permissionDenied,
        "the audience has fewer than \(audienceLeast) shoppers; at least so many are accepted")
    }
    return ReleasedCounts(
      values: counts.map { Int64($0) }, isNoisy: false, noise95: 0, epsilonLeft: .nan)
  }

  /// A count for analysts; see ``releaseWithNoise(groups:of:_:epsilon:_:)``.
  func releaseWithNoise(
    _ count: Int, of method: String, _ expression: ByteView, epsilon: Double,
    _ generation: Generation?
  ) throws(RPCError) -> ReleasedCounts {
    let released = try releaseWithNoise(
      groups: [[count]], of: method, expression, epsilon: epsilon, generation)
    return ReleasedCounts(
      values: [Int64(released.groups[0][0])], isNoisy: true,
      noise95: Double(released.halfWidth95), epsilonLeft: released.epsilonLeft)
  }

  /// Counts for analysts: differentially private, and paid for from the shop's budget before they are told.
  ///
  /// - Parameters:
  ///   - groups: see ``CountRelease/release(groups:of:epsilon:generation:)``
  ///   - method: what is asked, and `expression` of whom; the same of both has the same answer
  ///   - epsilon: 0: the configured one
  /// - Throws: what ``PrivacyRefusal`` says; nothing is told that was not paid for
  func releaseWithNoise(
    groups: [[Int]], of method: String, _ expression: ByteView, epsilon: Double,
    _ generation: Generation?
  ) throws(RPCError) -> CountRelease.ReleasedGroups {
    guard let generation else { throw RPCError(.unavailable, "there is no snapshot") }
    let query = Array("\(method)\0\(expression.string)".utf8)
    do throws(PrivacyRefusal) {
      return try countRelease().release(
        groups: groups, of: query, epsilon: epsilon, generation: generation)
    } catch {
      throw RPCError(error)
    }
  }
}
