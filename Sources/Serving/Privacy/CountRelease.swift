import Answering
import Learning
import Platform
package import Snapshots
import Synchronization
import Wire

/// How counts of shoppers leave for an analyst: with noise, paid for, the same for the same question.
///
/// The noise is ``DiscreteLaplace``, drawn from a stream that is a function of the ledger's secret and of
/// generation, tombstones, query and epsilon. So asking again teaches nothing, also after a restart, and
/// costs nothing. A generation under other tombstones is another one here: else the difference of two
/// answers with the same noise would tell whether the erased shopper was among the counted.
///
/// Neighbours, between which answers hardly differ, are two sets of shoppers of which one has one
/// shopper more, with all that is known of her. Answers are not rounded up to 0: they are right on
/// average, and their intervals are.
package struct CountRelease: Sendable {
  package let ledger: PrivacyLedger
  private let epsilon: Double
  private let audienceLeast: Int

  package init(
    opening settings: PrivacySettings, audienceLeast: Int
  ) throws(SnapshotError) {
    self.init(
      ledger: try PrivacyLedger(
        opening: settings.ledger, ownMicros: settings.ownMicros,
        periodSeconds: settings.periodSeconds),
      epsilon: settings.epsilon, audienceLeast: audienceLeast)
  }

  /// - Parameters:
  ///   - epsilon: of a question that does not say
  ///   - audienceLeast: what is smaller, with its noise, is refused
  package init(ledger: PrivacyLedger, epsilon: Double = 0.1, audienceLeast: Int = 1) {
    self.ledger = ledger
    self.epsilon = epsilon
    self.audienceLeast = audienceLeast
  }

  package struct ReleasedCount: Equatable, Sendable {
    /// May be below 0.
    package let count: Int
    /// The count that was counted is within so much of it, 19 times of 20.
    package let halfWidth95: Int
    /// Of this server's share.
    package let epsilonLeft: Double
  }

  package struct ReleasedGroups: Equatable, Sendable {
    /// As they were given, each with its own noise.
    package let groups: [[Int]]
    /// Of each count.
    package let halfWidth95: Int
    package let epsilonLeft: Double
  }

  /// Releases the size of an audience.
  ///
  /// - Parameters:
  ///   - count: exact; one shopper changes it by at most 1
  ///   - query: the method and the normal form of the expression
  ///   - epsilon: 0: the usual one
  /// - Throws: a refusal, which tells nothing that was not paid for.
  package func release(
    _ count: Int, of query: [UInt8], epsilon: Double = 0, generation: Generation
  ) throws(PrivacyRefusal) -> ReleasedCount {
    let released = try release(
      groups: [[count]], of: query, epsilon: epsilon, generation: generation)
    return ReleasedCount(
      count: released.groups[0][0], halfWidth95: released.halfWidth95,
      epsilonLeft: released.epsilonLeft)
  }

  /// Releases several counts, of which the first is the size of the audience.
  ///
  /// Epsilon is split evenly among the groups: that is what the answer costs as a whole, since one shopper
  /// is in at most one count of each (the values of a tag, inside the audience or of all). How many groups and
  /// counts there are must follow from query and generation alone, not from who is in the audience:
  /// what is left out because it is 0 has been told.
  ///
  /// - Parameter groups: in each, one shopper changes at most one count, by at most 1
  package func release(
    groups: [[Int]], of query: [UInt8], epsilon: Double = 0, generation: Generation
  ) throws(PrivacyRefusal) -> ReleasedGroups {
    try release(
      groups: groups, of: query, epsilon: epsilon, identity: generation.privacyIdentity)
  }

  /// - Parameter identity: of the generation and its tombstones; at most 40 bytes
  package func release(
    groups: [[Int]], of query: [UInt8], epsilon: Double, identity: String
  ) throws(PrivacyRefusal) -> ReleasedGroups {
    let whole = try Epsilon(epsilon == 0 ? self.epsilon : epsilon)
    let part = try whole.divided(by: groups.count)
    let charge = try ledger.charge(whole, generation: identity, query: query)
    var random = KeyedRandom(
      key: ledger.secret, seed: Array("noise\0\(identity)\0\(whole.micros)\0".utf8) + query)
    let noise = part.noise
    let noisy = groups.map { group in group.map { $0 + noise.sample(using: &random) } }
    guard let size = noisy.first?.first, size >= audienceLeast else {
      throw .tooSmall(least: audienceLeast)
    }
    return ReleasedGroups(
      groups: noisy, halfWidth95: noise.halfWidth(covering: 0.95), epsilonLeft: charge.left)
  }
}

extension Generation {
  /// What a release is of: the generation, and who was erased from it.
  var privacyIdentity: String {
    models.tombstones.isEmpty ? id : "\(id)+\(models.tombstones.version)"
  }
}

extension CallContext {
  /// Through which counts leave for an analyst: `try context.countRelease().release(count, of: …)`.
  ///
  /// - Throws: `failedPrecondition` where no budget is configured: then analysts get no counts.
  package func countRelease() throws(PrivacyRefusal) -> CountRelease {
    guard let release = server?.privacy.withLock({ $0 }) else { throw .notConfigured }
    return release
  }
}
