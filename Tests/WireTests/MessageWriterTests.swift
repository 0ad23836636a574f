import Bytes
import TestSupport
import Testing
import Wire

/// What we write is, byte for byte, what protobuf-c packs of the same message.
@Suite struct MessageWriterTests {
  /// Decodes our bytes with protobuf-c, and expects it to pack them alike.
  private func expectAsPacked(
    _ schema: MessageSchema, sourceLocation: SourceLocation = #_sourceLocation,
    _ write: (inout ByteBuffer) -> Void
  ) throws {
    let ours = encoded(write)
    let packed = try schema.repacked(ours.rawSpan)
    #expect(ours == packed, "\(schema.name)", sourceLocation: sourceLocation)
  }

  private let texts = ["", "a", "连衣裙-红", String(repeating: "x", count: 300)]

  @Test func `metadata is written as protobuf-c packs it`() throws {
    for text in texts {
      try expectAsPacked(MetadataView.schema) { $0.appendMetadata(generation: text) }
      for priority in 0...2 {
        try expectAsPacked(MetadataView.schema) {
          $0.appendMetadata(client: text, priority: priority)
        }
      }
    }
  }

  @Test(arguments: StatusCode.allCases)
  func `a status is written as protobuf-c packs it`(code: StatusCode) throws {
    for text in texts {
      try expectAsPacked(StatusView.schema) { $0.appendStatus(RPCError(code, text)) }
    }
  }

  @Test func `a goAway is written as protobuf-c packs it`() throws {
    for accepted in [0, 1, 127, 128, .max] as [UInt64] {
      for text in texts {
        let frame = encoded { $0.appendGoAway(.drain, text, accepted: accepted) }
        let body = Array(frame[FrameHeader.byteCount...])
        let packed = try GoAwayView.schema.repacked(body.rawSpan)
        #expect(body == packed)
      }
    }
  }

  @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 65_536])
  func `a ping is written as protobuf-c packs it`(size: Int) throws {
    for payload in [[1, 2, 3], [UInt8](repeating: 9, count: 70_000)] as [[UInt8]] {
      try expectAsPacked(PingResponseView.schema) { buffer in
        withView(payload) { buffer.appendPingResponse(payload: $0, size: size) }
      }
      try expectAsPacked(PingRequestView.schema) { buffer in
        withView(payload) { buffer.appendPingRequest(payload: $0, answerSize: size) }
      }
    }
  }

  @Test func `a server's status is written as protobuf-c packs it`() throws {
    try expectAsPacked(.statusResponse) { $0.appendStatusResponse(ServerStatus()) }
    var status = ServerStatus()
    status.state = .draining
    status.generation = "20261123T101500Z-4f1c"
    status.generationAgeSeconds = 12.5
    status.uptimeSeconds = .greatestFiniteMagnitude
    status.reloads = 3
    status.refusedReloads = .max
    status.lastRefusal = texts[3]
    status.mappedGenerations = 2
    status.connections = 40
    status.callsInFlight = UInt64(UInt32.max)
    status.bufferedBytes = 1 << 40
    status.methods = [
      .init(name: "Recommend.Recommend", ok: 1, failed: 0), .init(name: "", ok: 0, failed: 0),
      .init(name: texts[3], ok: 0, failed: .max),
    ]
    status.server = "modisted"
    status.ignoredFrames = 128
    status.evaluation = [
      ServerStatus.Figure(
        model: "automatic", metric: "ndcg", cutoff: 10, value: 0.0531, low: 0.05, high: 0.056),
      ServerStatus.Figure(
        model: "", metric: texts[3], cutoff: .max, value: 0, low: -1, high: .infinity),
    ]
    try expectAsPacked(.statusResponse) { $0.appendStatusResponse(status) }
  }

  @Test func `a reload's answer is written as protobuf-c packs it`() throws {
    for (text, isFlipped, milliseconds) in [("", false, 0), ("a", true, 41.25)] {
      try expectAsPacked(ReloadResponseView.schema) {
        $0.appendReloadResponse(
          generation: text, isFlipped: isFlipped, milliseconds: milliseconds)
      }
    }
  }

  @Test func `the methods and limits are written as protobuf-c packs them`() throws {
    try expectAsPacked(.listMethodsResponse) { buffer in
      for text in texts {
        buffer.appendMethod(number: 0xFF01, name: text, isRepeatable: true, isPooled: false)
        buffer.appendMethod(number: 0, name: text, isRepeatable: false, isPooled: true)
      }
      buffer.appendLimits(ServerLimits())
    }
  }

  @Test(arguments: [0, 1, 3, 40])
  func `recommendations are written as protobuf-c packs them`(reasonCount: Int) throws {
    let scores: [Float] = [0, 1.75, -1, .infinity, .leastNonzeroMagnitude]
    try expectAsPacked(.recommendResponse) { buffer in
      for text in texts {
        for score in scores {
          withView(Array(text.utf8)) { id in
            let item = buffer.beginScoredItem(id: id, score: score, step: .personal)
            for number in 0..<reasonCount {
              buffer.appendReason(.neighbour, argument: id, contribution: score)
              buffer.appendReason(.otherNeighbours, contribution: score)
              buffer.appendReason(.popular, count: UInt64(number * 12_345), contribution: score)
              buffer.appendReason(.popular, count: .max, contribution: 0)
              buffer.appendReason(.factors, contribution: 1)
            }
            buffer.endMessage(item)
          }
        }
      }
      withView(Array("乙".utf8)) {
        buffer.appendRecommendTail(isUserKnown: true, unknownItems: [$0, ByteView()])
      }
    }
  }

  @Test func `similar items are written as protobuf-c packs them`() throws {
    try expectAsPacked(.similarItemsResponse) { buffer in
      for text in texts {
        withView(Array(text.utf8)) { buffer.appendSimilarItem(id: $0, score: 0.5) }
      }
      buffer.appendSimilarItem(id: ByteView(), score: 0)
      withView(Array("乙".utf8)) { buffer.appendSimilarItemsTail(unknownItems: [$0, ByteView()]) }
    }
  }

  @Test func `requests are written as protobuf-c packs them`() throws {
    try expectAsPacked(RecommendRequestView.schema) {
      $0.appendRecommendRequest(user: "", limit: 0)
    }
    try expectAsPacked(RecommendRequestView.schema) {
      $0.appendRecommendRequest(
        user: "u", recent: texts, limit: 500, filter: "price <= 80", excluded: texts,
        includesSeen: true, omitsReasons: true, model: 3)
    }
    try expectAsPacked(SimilarItemsRequestView.schema) {
      $0.appendSimilarItemsRequest(item: "a", limit: 20, filter: "b", excluded: texts)
    }
  }

  @Test func `what is bought together is written as protobuf-c packs it`() throws {
    try expectAsPacked(BoughtTogetherResponseView.schema) { buffer in
      for text in texts {
        withView(Array(text.utf8)) {
          buffer.appendTogetherItem(
            id: $0, score: 1.5, because: $0, baskets: 300, lift: 4, confidence: 0.25)
        }
      }
      buffer.appendTogetherItem(
        id: ByteView(), score: 0, because: ByteView(), baskets: 0, lift: 0, confidence: 0)
      withView(Array("乙".utf8)) { buffer.appendBoughtTogetherTail(unknownItems: [$0, ByteView()]) }
    }
    try expectAsPacked(BoughtTogetherRequestView.schema) {
      $0.appendBoughtTogetherRequest(
        basket: texts, limit: 500, filter: "price <= 80", excluded: texts, soldOut: texts)
    }
    try expectAsPacked(BoughtTogetherRequestView.schema) {
      $0.appendBoughtTogetherRequest(basket: [], limit: 0)
    }
  }

  @Test func `what is bought again is written as protobuf-c packs it`() throws {
    for isKnown in [true, false] {
      try expectAsPacked(BuyAgainResponseView.schema) { buffer in
        for text in texts {
          withView(Array(text.utf8)) {
            buffer.appendRepeatedItem(
              id: $0, score: 0.5, purchases: 300, daysSince: 12.5, intervalDays: 30)
          }
        }
        buffer.appendRepeatedItem(
          id: ByteView(), score: 0, purchases: 0, daysSince: 0, intervalDays: 0)
        buffer.appendBuyAgainTail(isUserKnown: isKnown)
      }
    }
    for now in [0, 1_795_000_000, -1, .max, .min] as [Int64] {
      try expectAsPacked(BuyAgainRequestView.schema) {
        $0.appendBuyAgainRequest(
          user: "u", limit: 500, filter: "price <= 80", now: now, soldOut: texts)
      }
    }
  }

  @Test func `a predicted rating is written as protobuf-c packs it`() throws {
    for (known, item) in [(true, false), (false, true)] {
      try expectAsPacked(.predictRatingResponse) { buffer in
        buffer.appendRating(4.5, model: 2)
        for text in texts {
          withView(Array(text.utf8)) {
            buffer.appendRatingNeighbour(id: $0, similarity: -0.25, rating: 3, common: 300)
          }
        }
        withView([]) {
          buffer.appendRatingNeighbour(id: $0, similarity: 0, rating: 0, common: 0)
        }
        buffer.appendRatingTail(baseline: 3.5, isUserKnown: known, isItemKnown: item)
      }
    }
    for text in texts {
      try expectAsPacked(PredictRatingRequestView.schema) {
        $0.appendPredictRatingRequest(user: text, item: text, model: 3, neighbours: 100)
      }
      try expectAsPacked(PredictRatingRequestView.schema) {
        $0.appendPredictRatingRequest(user: text, item: text)
      }
    }
  }

  @Test func `a profile is written as protobuf-c packs it`() throws {
    try expectAsPacked(GetProfileResponseView.schema) { buffer in
      for text in texts {
        withView(Array(text.utf8)) { view in
          var tag = ProfileTagFields(name: view)
          buffer.appendProfileTag(tag)
          (tag.number, tag.category, tag.unit, tag.confidence) = (-12.5, view, view, 0.5)
          (tag.evidence, tag.ageDays, tag.source, tag.method) = (300, 2.25, view, view)
          buffer.appendProfileTag(tag)
          buffer.appendProfileTag(tag, band: "50...100", source: "prior")
        }
      }
      for text in texts {
        withView(Array(text.utf8)) {
          buffer.appendProfileAffinity(
            attribute: $0, value: $0, affinity: 0.75, confidence: 0.125)
        }
      }
      withView(Array("乙".utf8)) { view in
        buffer.appendGetProfileTail(isUserKnown: true, unknownItems: [view, ByteView()])
        buffer.appendMasked(view)
        buffer.appendMasked(affinityTo: view)
      }
    }
    for text in texts {
      try expectAsPacked(GetProfileRequestView.schema) {
        $0.appendGetProfileRequest(
          user: text, recent: [(text, 2, 90), (text, 0, 0)], tags: texts, affinityLimit: 300,
          omitsMethods: true, explains: true)
      }
      try expectAsPacked(GetProfileResponseView.schema) { buffer in
        withView(Array(text.utf8)) {
          buffer.appendProfileTag(ProfileTagFields(name: $0), explanation: text)
        }
      }
    }
    try expectAsPacked(BatchGetProfilesRequestView.schema) {
      $0.appendBatchGetProfilesRequest(users: texts) {
        $0.appendGetProfileRequest(user: "", tags: ["rfm"])
      }
    }
    try expectAsPacked(BatchGetProfilesPartView.schema) { buffer in
      withView(Array("乙".utf8)) { user in
        let answer = buffer.beginBatchGetProfilesPart(userID: user)
        buffer.appendGetProfileTail(isUserKnown: true, unknownItems: [user])
        buffer.endMessage(answer)
      }
    }
  }

  @Test func `audiences are written as protobuf-c packs them`() throws {
    for text in texts {
      try expectAsPacked(SelectAudienceRequestView.schema) {
        $0.appendSelectAudienceRequest(
          expression: text, pageSize: 10_000, limit: .max, rankedBy: text, pageToken: text)
      }
      try expectAsPacked(LookAlikesRequestView.schema) {
        $0.appendLookAlikesRequest(users: texts, limit: 100_000, expression: text)
      }
      try expectAsPacked(DescribeAudienceRequestView.schema) {
        $0.appendDescribeAudienceRequest(expression: text, limit: 3, epsilon: 0.5)
      }
      try expectAsPacked(SelectAudiencePartView.schema) { buffer in
        withView(Array(text.utf8)) { buffer.appendAudienceMember(id: $0, score: -0.5) }
        buffer.appendSelectAudienceTail(nextPageToken: text, size: 1 << 20)
      }
      try expectAsPacked(LookAlikesPartView.schema) { buffer in
        withView(Array(text.utf8)) { buffer.appendAudienceMember(id: $0, score: 1) }
        buffer.appendLookAlikesTail(unknownUsers: texts)
      }
      try expectAsPacked(DescribeAudienceResponseView.schema) { buffer in
        buffer.appendDescribedSize(5)
        buffer.appendAudienceDifference(
          tag: text, value: text, shareInside: 0.5, shareOfAll: 0.25, lift: 2)
        buffer.appendAudienceDifference(tag: "", value: "", shareInside: 0, shareOfAll: 0, lift: 0)
        buffer.appendDescribeAudienceTail(isNoisy: true, epsilonLeft: 0.5, noise95: 30)
      }
    }
    // Noise may make a count negative.
    for size in [0, 1, -3, Int64.max, .min] {
      try expectAsPacked(SizeAudienceResponseView.schema) {
        $0.appendSizeAudienceResponse(size: size, isNoisy: true, noise95: 12.5, epsilonLeft: .nan)
      }
    }
    try expectAsPacked(SizeAudienceRequestView.schema) {
      $0.appendSizeAudienceRequest(expression: "", epsilon: 0.1)
    }
  }

  @Test func `what a campaign brought about is written as protobuf-c packs it, and read back`()
    throws
  {
    let interval = IntervalFields(value: 0.25, low: -0.5, high: 1)
    let nothing = IntervalFields(value: 0, low: 0, high: 0)
    let unknown = IntervalFields(value: .nan, low: .nan, high: .nan)
    let arms = [
      CampaignArmFields(
        shoppers: .max, conversions: 300, conversion: 0.5, revenuePerShopper: .nan),
      CampaignArmFields(shoppers: 0, conversions: 0, conversion: 0, revenuePerShopper: 0),
    ]
    for begin in [0, 1, -3, Int64.max] {
      for (first, second) in [(interval, unknown), (nothing, interval)] {
        let fields = CampaignAnswerFields(
          treated: arms[0], control: arms[1], conversionUplift: first, incrementalRevenue: second,
          incrementalConversions: first, begin: begin, shownShoppers: 300, impressions: 0,
          clicks: .max, qini: second, curve: [(0, 0), (0.5, -3), (1, 12.5)])
        try expectAsPacked(MeasureCampaignResponseView.schema) {
          $0.appendMeasureCampaignResponse(fields)
        }
      }
    }
    for text in texts {
      try expectAsPacked(MeasureCampaignRequestView.schema) {
        $0.appendMeasureCampaignRequest(campaign: text)
      }
    }
  }

  /// Here protobuf-c differs from the definition of proto3, by which it is not the default; so the
  /// bytes are pinned instead.
  @Test func `the negative zero is written`() {
    #expect(encoded { $0.append(-0.0 as Float, field: 1) } == [0x0D, 0, 0, 0, 0x80])
    #expect(
      encoded { $0.append(-0.0 as Double, field: 1) } == [0x09, 0, 0, 0, 0, 0, 0, 0, 0x80])
  }

  /// Lends a view of the bytes.
  private func withView(_ bytes: [UInt8], _ body: (ByteView) -> Void) {
    // Safe: the bytes outlive the closure, and the writers copy.
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return body(ByteView()) }
      body(unsafe ByteView(start: start, count: buffer.count))
    }
  }
}
