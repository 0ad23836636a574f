import Bytes
import Wire

/// Asks for the shoppers for whom an expression holds.
public struct SelectAudienceRequest: Equatable, Sendable {
  /// For example `affinity(category, "dress") > 0.6 and rfm.recency <= 30d`; at most 65,536 bytes.
  /// Empty: everybody.
  public var expression: String
  /// Of a part, 1...10,000; 0: 1,000.
  public var pageSize: UInt32
  /// At most so many shoppers; 0: all.
  public var limit: UInt32
  /// A tag, `uplift("CAMPAIGN")` or `affinity(ATTRIBUTE, "VALUE")`, largest first; empty: no order.
  public var rankedBy: String
  /// ``SelectAudiencePart/nextPageToken``: goes on behind that part.
  public var pageToken: String

  public init(
    expression: String, pageSize: UInt32 = 0, limit: UInt32 = 0, rankedBy: String = "",
    pageToken: String = ""
  ) {
    self.expression = expression
    self.pageSize = pageSize
    self.limit = limit
    self.rankedBy = rankedBy
    self.pageToken = pageToken
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendSelectAudienceRequest(
        expression: expression, pageSize: pageSize, limit: limit, rankedBy: rankedBy,
        pageToken: pageToken)
    }
  }
}

public struct AudienceMember: Equatable, Sendable {
  public var userID: String
  /// What it is ranked by; NaN where that is not known of the shopper, 0 without an order.
  public var score: Float

  init(_ view: AudienceMemberView) {
    userID = view.userID.string
    score = view.score
  }
}

public struct SelectAudiencePart: Equatable, Sendable {
  public var members: [AudienceMember]
  /// Asks for what follows this part, of the same generation; empty in the last.
  public var nextPageToken: String
  /// How many the whole audience has.
  public var size: UInt32
  /// The snapshot that answered; empty in all parts but the first.
  public var generation: String

  init(_ view: SelectAudiencePartView, generation: String) {
    members = view.members.map(AudienceMember.init)
    nextPageToken = view.nextPageToken.string
    size = view.size
    self.generation = generation
  }
}

/// Asks for how many shoppers an expression holds.
public struct SizeAudienceRequest: Equatable, Sendable {
  public var expression: String
  /// Of analysts: the privacy budget to spend, at most 10; 0: the server's default.
  public var epsilon: Double

  public init(expression: String, epsilon: Double = 0) {
    self.expression = expression
    self.epsilon = epsilon
  }

  func encoded() -> [UInt8] {
    encodedBody { $0.appendSizeAudienceRequest(expression: expression, epsilon: epsilon) }
  }
}

public struct SizeAudienceResponse: Equatable, Sendable {
  public var size: Int64
  /// Whether noise was added, as it is for analysts.
  public var isNoisy: Bool
  /// Half the width of the noise's 95 % interval.
  public var noise95: Double
  /// What is left of the budget; `nil`: there is none.
  public var epsilonLeft: Double?
  public var generation: String

  init(_ view: SizeAudienceResponseView, generation: String) {
    size = view.size
    isNoisy = view.isNoisy
    noise95 = view.noise95
    epsilonLeft = view.epsilonLeft.isNaN ? nil : view.epsilonLeft
    self.generation = generation
  }
}

/// Asks for the shoppers most like given ones.
public struct LookAlikesRequest: Equatable, Sendable {
  /// 1...10,000; at most 256 bytes each.
  public var userIDs: [String]
  /// 1...100,000.
  public var limit: UInt32
  /// Whom to choose from; empty: everybody.
  public var expression: String

  public init(userIDs: [String], limit: UInt32, expression: String = "") {
    self.userIDs = userIDs
    self.limit = limit
    self.expression = expression
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendLookAlikesRequest(users: userIDs, limit: limit, expression: expression)
    }
  }
}

public struct LookAlikesPart: Equatable, Sendable {
  /// The likest first; scores are in 0...1.
  public var members: [AudienceMember]
  /// In the first part: those of the request that the snapshot does not know.
  public var unknownUserIDs: [String]
  public var generation: String

  init(_ view: LookAlikesPartView, generation: String) {
    members = view.members.map(AudienceMember.init)
    unknownUserIDs = view.unknownUserIDs.map(\.string)
    self.generation = generation
  }
}

/// Asks what sets an audience apart from all shoppers.
public struct DescribeAudienceRequest: Equatable, Sendable {
  public var expression: String
  /// How many differences to tell, at most 100; 0: ten.
  public var limit: UInt32
  /// As in ``SizeAudienceRequest``.
  public var epsilon: Double

  public init(expression: String, limit: UInt32 = 0, epsilon: Double = 0) {
    self.expression = expression
    self.limit = limit
    self.epsilon = epsilon
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendDescribeAudienceRequest(
        expression: expression, limit: limit, epsilon: epsilon)
    }
  }
}

/// What is more or less frequent in the audience than among all.
public struct AudienceDifference: Equatable, Sendable {
  /// A tag, or `affinity(ATTRIBUTE)`.
  public var tag: String
  /// Its value, or a range such as `30...60`.
  public var value: String
  /// 0...1 each.
  public var shareInside: Double
  public var shareOfAll: Double
  public var lift: Double
}

public struct DescribeAudienceResponse: Equatable, Sendable {
  public var size: Int64
  /// Most telling first.
  public var differences: [AudienceDifference]
  public var isNoisy: Bool
  /// Half the width of the 95 % interval of each count that the shares were made of.
  public var noise95: Double
  /// `nil`: there is no budget.
  public var epsilonLeft: Double?
  public var generation: String

  init(_ view: DescribeAudienceResponseView, generation: String) {
    size = view.size
    differences = view.differences.map {
      AudienceDifference(
        tag: $0.tag, value: $0.value, shareInside: $0.shareInside, shareOfAll: $0.shareOfAll,
        lift: $0.lift)
    }
    isNoisy = view.isNoisy
    noise95 = view.noise95
    epsilonLeft = view.epsilonLeft.isNaN ? nil : view.epsilonLeft
    self.generation = generation
  }
}

extension ModisteClient {
  /// The shoppers for whom an expression holds, a page at a time.
  ///
  ///     let request = SelectAudienceRequest(expression: "rfm.recency <= 30d and gender = women")
  ///     for try await part in shop.selectAudience(request, timeout: .seconds(60)) {
  ///       send(part.members.map(\.userID))
  ///     }
  ///
  /// A loop that was cut off goes on with the `nextPageToken` of the last part that it had, as long as
  /// the same generation is served.
  public func selectAudience(
    _ request: SelectAudienceRequest, timeout: Duration? = nil
  ) -> Parts<SelectAudiencePart> {
    stream(.selectAudience, request.encoded(), timeout) { raw throws(ModisteError) in
      try raw.decode(SelectAudiencePartView.self) {
        SelectAudiencePart($0, generation: raw.generation)
      }
    }
  }

  /// For how many shoppers an expression holds.
  public func sizeAudience(
    _ request: SizeAudienceRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> SizeAudienceResponse {
    let reply = try await call(.sizeAudience, request.encoded(), timeout)
    return try reply.decode(SizeAudienceResponseView.self) {
      SizeAudienceResponse($0, generation: reply.generation)
    }
  }

  /// The shoppers most like given ones, the likest first.
  public func lookAlikes(
    _ request: LookAlikesRequest, timeout: Duration? = nil
  ) -> Parts<LookAlikesPart> {
    stream(.lookAlikes, request.encoded(), timeout) { raw throws(ModisteError) in
      try raw.decode(LookAlikesPartView.self) { LookAlikesPart($0, generation: raw.generation) }
    }
  }

  /// What sets an audience apart from all shoppers.
  public func describeAudience(
    _ request: DescribeAudienceRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> DescribeAudienceResponse {
    let reply = try await call(.describeAudience, request.encoded(), timeout)
    return try reply.decode(DescribeAudienceResponseView.self) {
      DescribeAudienceResponse($0, generation: reply.generation)
    }
  }
}
