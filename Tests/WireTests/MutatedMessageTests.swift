import Bytes
import TestSupport
import Testing
import Wire

/// Bodies that were changed at random: each is decoded or refused, and what the validator lets
/// through holds nothing that the views would trip over.
@Suite struct MutatedMessageTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `no changed body trips the decoder`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let decoder = MessageDecoder()
    var counts = (all: 0, decoded: 0)
    for request in requestCorpus() + forecastCorpus() + chatCorpus()
    where request.body.count < 4_096 {
      for _ in 0..<500 {
        counts.all += 1
        if decodes(request.body.mutated(&random), of: request.method, decoder) {
          counts.decoded += 1
        }
      }
    }
    // Neither all nor none, or the test would say nothing.
    #expect((counts.all / 20..<counts.all * 19 / 20).contains(counts.decoded))
  }

  @Test func `the bodies to begin from are all decoded`() {
    let decoder = MessageDecoder()
    for request in requestCorpus() + forecastCorpus() + chatCorpus() {
      #expect(decodes(request.body, of: request.method, decoder), "\(request.name)")
    }
  }

  /// Every string of what is decoded is text, and ends within the body it came from.
  private func decodes(_ body: [UInt8], of method: UInt16, _ decoder: MessageDecoder) -> Bool {
    // Safe: the body outlives the view.
    unsafe body.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      let view = unsafe ByteView(start: start, count: bytes.count)
      guard let texts = try? texts(of: view, of: method, decoder) else { return false }
      for text in texts {
        let fault = text.bytes.textFault
        #expect(fault == nil)
        #expect(text.count <= body.count)
      }
      return true
    }
  }

  private func texts(
    of body: ByteView, of method: UInt16, _ decoder: MessageDecoder
  ) throws -> [ByteView] {
    switch method {
    case 0x0101: return texts(try decoder.decode(RecommendRequestView.self, from: body))
    case 0x0102:
      let request = try decoder.decode(SimilarItemsRequestView.self, from: body)
      return [request.itemID, request.filter]
        + (0..<request.excludedCount).map { request.excludedItemID($0) }
    case 0x0105:
      let request = try decoder.decode(RerankRequestView.self, from: body)
      return (request.shopper.map { texts($0) } ?? [])
        + (0..<request.candidateCount).map { request.candidateItemID($0) }
    case 0x0106:
      let request = try decoder.decode(PredictRatingRequestView.self, from: body)
      return [request.userID, request.itemID]
    case 0x0201: return texts(try decoder.decode(GetProfileRequestView.self, from: body))
    case 0x0202:
      let request = try decoder.decode(BatchGetProfilesRequestView.self, from: body)
      return (request.question.map { texts($0) } ?? [])
        + (0..<request.userCount).map { request.userID($0) }
    case 0x0203:
      let request = try decoder.decode(SelectAudienceRequestView.self, from: body)
      return [request.expression, request.rankedBy, request.pageToken]
    case 0x0204:
      return [try decoder.decode(SizeAudienceRequestView.self, from: body).expression]
    case 0x0205:
      let request = try decoder.decode(LookAlikesRequestView.self, from: body)
      return [request.expression] + (0..<request.userCount).map { request.userID($0) }
    case 0x0206:
      return [try decoder.decode(DescribeAudienceRequestView.self, from: body).expression]
    case 0x0207:
      return [try decoder.decode(MeasureCampaignRequestView.self, from: body).campaignID]
    case 0x0301: return texts(try decoder.decode(GetForecastRequestView.self, from: body))
    case 0x0302:
      let request = try decoder.decode(BatchForecastRequestView.self, from: body)
      return (request.question.map { texts($0) } ?? [])
        + (0..<request.seriesCount).map { request.seriesID($0) }
    case 0x0303:
      let request = try decoder.decode(WhatIfRequestView.self, from: body)
      // Read to the end, or a count that says too much would not be noticed.
      _ = sum(request.prices) + sum(request.promotions) + sum(request.events)
      return request.question.map { texts($0) } ?? []
    case 0x0304:
      let request = try decoder.decode(PlanReplenishmentRequestView.self, from: body)
      return [request.seriesID] + (0..<request.recent.count).map { request.recent[$0].date }
    case 0x0305:
      let request = try decoder.decode(NewItemForecastRequestView.self, from: body)
      _ = sum(request.quantiles) + sum(request.earlySales)
      return (0..<request.attributeCount).flatMap { index in
        let (name, value) = request.attribute(index)
        return [name, value]
      }
    case 0x0401, 0x0402: return texts(try decoder.decode(AnswerRequestView.self, from: body))
    case 0x0403:
      let request = try decoder.decode(SuggestRequestView.self, from: body)
      return [request.prefix, request.language]
    case 0x0404: return [try decoder.decode(ClassifyRequestView.self, from: body).text]
    case 0x0405:
      let request = try decoder.decode(SearchRequestView.self, from: body)
      return [request.text, request.language]
    default:
      let request = try decoder.decode(RecommendBatchRequestView.self, from: body)
      return (request.question.map { texts($0) } ?? [])
        + (0..<request.userCount).map { request.userID($0) }
    }
  }

  private func texts(_ request: GetForecastRequestView) -> [ByteView] {
    _ = sum(request.quantiles)
    return [request.seriesID] + (0..<request.recent.count).map { request.recent[$0].date }
  }

  private func texts(_ request: AnswerRequestView) -> [ByteView] {
    // The state is no text, but has to lie within what was sent.
    _ = request.state.bytes.stableHash
    var texts = [request.text, request.userID, request.language, request.itemID]
    texts += (0..<request.turnCount).map { request.turn($0).text }
    guard let result = request.toolResult else { return texts }
    texts += [result.callID, result.tool]
    return texts
      + (0..<result.valueCount).flatMap { index in
        let (name, value) = result.value(index)
        return [name, value]
      }
  }

  private func sum(_ numbers: Span<Double>) -> Double {
    numbers.indices.reduce(0) { $0 + numbers[$1] }
  }

  private func texts(_ request: GetProfileRequestView) -> [ByteView] {
    var texts = [request.userID] + (0..<request.tagCount).map { request.tag($0) }
    for index in 0..<request.recentCount {
      let event = request.recent(index)
      texts += [event.itemID, event.query]
    }
    return texts
  }

  private func texts(_ request: RecommendRequestView) -> [ByteView] {
    var texts = [request.userID, request.filter, request.language]
    for index in 0..<request.recentCount {
      let event = request.recent(index)
      texts += [event.itemID, event.query]
    }
    texts += (0..<request.excludedCount).map { request.excludedItemID($0) }
    texts += (0..<request.basketCount).map { request.basketItemID($0) }
    texts += (0..<request.promotedCount).map { request.promotedItemID($0) }
    texts += (0..<request.sizeCount).map { request.size($0) }
    texts += (0..<request.boostCount).map { request.boost($0).filter }
    texts += (0..<request.capCount).map { request.cap($0).attribute }
    let states = request.states
    for index in 0..<states.count {
      texts.append(states[index].itemID)
      texts += (0..<states[index].sizeCount).map { states.size($0, of: index) }
    }
    return texts
  }
}
