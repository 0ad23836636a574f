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

  /// The only way by which counts of shoppers get into an answer.
  ///
  /// - Parameters:
  ///   - counts: exact; all of one answer at once, so that it is charged once
  ///   - epsilon: what the request offers for all of them together
  /// - Throws: `permissionDenied` when one is below ``audienceLeast``: then it, and not how far it is
  ///   below, is told.
  func release(_ counts: [Int], epsilon: Double) throws(RPCError) -> ReleasedCounts {
    guard counts.allSatisfy({ $0 >= audienceLeast }) else {
      throw RPCError(
        .permissionDenied,
        "the audience has fewer than \(audienceLeast) shoppers; at least so many are accepted")
    }
    return ReleasedCounts(
      values: counts.map { Int64($0) }, isNoisy: false, noise95: 0, epsilonLeft: .nan)
  }
}
