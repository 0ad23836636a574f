import Wire

/// Asks for the shop's own candidates in the order in which a shopper wants them.
public struct RerankRequest: Equatable, Sendable {
  /// 1...1,000; at most 256 bytes each. One that is named twice is answered once.
  public var candidateItemIDs: [String]
  /// Who, what is known, and the rules: `filter`, `model`, `includesSeen` and `limit` have no effect.
  public var shopper: RecommendRequest

  public init(candidateItemIDs: [String], shopper: RecommendRequest = RecommendRequest()) {
    self.candidateItemIDs = candidateItemIDs
    self.shopper = shopper
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendRerankRequest(candidates: candidateItemIDs) { shopper.write(into: &$0) }
    }
  }
}
