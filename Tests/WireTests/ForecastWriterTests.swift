import Bytes
import TestSupport
import Testing
import Wire

/// What we write of forecasts is, byte for byte, what protobuf-c packs of the same message; and the views
/// read what was written.
@Suite struct ForecastWriterTests {
  private func expectAsPacked(
    _ schema: MessageSchema, sourceLocation: SourceLocation = #_sourceLocation,
    _ write: (inout ByteBuffer) -> Void
  ) throws {
    let ours = encoded(write)
    let packed = try schema.repacked(ours.rawSpan)
    #expect(ours == packed, "\(schema.name)", sourceLocation: sourceLocation)
  }

  private let texts = ["", "a", "连衣裙-红", String(repeating: "x", count: 300)]
  /// None, one, and more than 127 bytes and than 16,383 bytes have; negative zeros and what is no number.
  private let series: [[Double]] = [
    [], [0], [1.5, -0.0, .nan, .infinity, 0, -.greatestFiniteMagnitude, .leastNonzeroMagnitude],
    (0..<28).map { Double($0) / 3 }, (0..<2_500).map { Double($0) },
  ]

  private func append(
    _ numbers: [Double], _ text: String, _ notes: ForecastNotes, to buffer: inout ByteBuffer
  ) {
    buffer.appendForecastHead(
      firstDate: text, frequency: text, mean: numbers.span, quantiles: numbers.span)
    buffer.appendForecastMember(model: text, weight: 0.75, mean: -2.5)
    withView(Array(text.utf8)) { buffer.appendForecastMember(model: $0, weight: 0, mean: 1e300) }
    buffer.appendForecastTail(notes: notes)
  }

  @Test func `a forecast is written as protobuf-c packs it`() throws {
    for notes in [[], .short, [.short, .constant, .recent], ForecastNotes(rawValue: .max)]
      as [ForecastNotes]
    {
      for numbers in series {
        for text in texts {
          try expectAsPacked(GetForecastResponseView.schema) {
            append(numbers, text, notes, to: &$0)
          }
        }
      }
    }
  }

  @Test func `a forecast inside of another answer is written as protobuf-c packs it`() throws {
    for numbers in series {
      for text in texts {
        try expectAsPacked(BatchForecastPartView.schema) { buffer in
          withView(Array(text.utf8)) { id in
            let answer = buffer.beginBatchForecastPart(seriesID: id)
            append(numbers, text, .counts, to: &buffer)
            buffer.endMessage(answer)
          }
        }
        try expectAsPacked(BatchForecastPartView.schema) { buffer in
          withView(Array(text.utf8)) { buffer.appendBatchForecastPart(unknownSeriesID: $0) }
        }
        var fields = WhatIfFields()
        fields.usualPrice = 49.9
        fields.elasticity = -1.5
        fields.elasticityLow = -.infinity
        fields.elasticityHigh = 0.5
        fields.usualRevenue = 1e9
        fields.changedRevenue = 2
        try expectAsPacked(WhatIfResponseView.schema) { buffer in
          let usual = buffer.beginUsualForecast()
          append(numbers, text, [], to: &buffer)
          buffer.endMessage(usual)
          let changed = buffer.beginChangedForecast()
          append(numbers, text, .recent, to: &buffer)
          buffer.endMessage(changed)
          buffer.appendWhatIfTail(factors: numbers.span, fields)
        }
      }
    }
  }

  @Test func `what to order is written as protobuf-c packs it`() throws {
    try expectAsPacked(PlanReplenishmentResponseView.schema) {
      $0.appendPlanReplenishmentResponse(ReplenishmentFields())
    }
    var plan = ReplenishmentFields()
    plan.reorderPoint = 61.25
    plan.orderUpTo = 90
    plan.safetyStock = -0.5
    plan.orderQuantity = 54
    plan.daysOfCover = .infinity
    plan.daysOfCoverWithOrders = .nan
    plan.stockOutProbability = 0.25
    plan.stockOutProbabilityAfterOrder = .leastNonzeroMagnitude
    plan.expectedDemand = 42.75
    plan.demandDeviation = 11
    plan.notes = [.allZero, .bridged, .stockOuts]
    try expectAsPacked(PlanReplenishmentResponseView.schema) {
      $0.appendPlanReplenishmentResponse(plan)
    }
  }

  @Test func `a new item's forecast is written as protobuf-c packs it`() throws {
    for numbers in series {
      try expectAsPacked(NewItemForecastResponseView.schema) { buffer in
        buffer.appendNewItemForecastHead(
          mean: numbers.span, quantiles: numbers.span, frequency: "week")
        for text in texts {
          withView(Array(text.utf8)) { buffer.appendLikeItem(id: $0, weight: 0.5) }
        }
        for text in texts {
          withView(Array(text.utf8)) { buffer.appendSizeShare(size: $0, share: 0) }
        }
        for text in texts { withView(Array(text.utf8)) { buffer.appendUnknownAttribute($0) } }
      }
    }
  }

  @Test func `requests of forecasts are written as protobuf-c packs them`() throws {
    let schemas: [UInt16: MessageSchema] = [
      0x0301: GetForecastRequestView.schema, 0x0302: BatchForecastRequestView.schema,
      0x0303: WhatIfRequestView.schema, 0x0304: PlanReplenishmentRequestView.schema,
      0x0305: NewItemForecastRequestView.schema,
    ]
    var methods = Set<UInt16>()
    for request in forecastCorpus() {
      let packed = try #require(schemas[request.method]).repacked(request.body.rawSpan)
      #expect(request.body == packed, "\(request.name)")
      methods.insert(request.method)
    }
    #expect(methods == Set(schemas.keys))
  }

  @Test func `the server reads what a client wrote`() throws {
    let decoder = MessageDecoder()
    let corpus = forecastCorpus()
    func body(_ name: String) throws -> [UInt8] {
      try #require(corpus.first { $0.name == name }).body
    }
    func check(_ question: GetForecastRequestView) {
      #expect(question.seriesID.string == "A1@S1")
      #expect(question.horizon == 3)
      #expect(array(question.quantiles) == [0.1, 0.5, 0.9])
      #expect(question.omitsMembers)
      #expect(question.recent.count == 2)
      #expect(question.recent[0].date.string == "2026-11-16")
      #expect(question.recent[0].quantity == 0)
      #expect(!question.recent[0].isStockedOut)
      #expect(question.recent[1].date.string == "2026-11-23")
      #expect(question.recent[1].quantity == 2.5)
      #expect(question.recent[1].isStockedOut)
    }
    try withView(try body("forecast")) {
      check(try decoder.decode(GetForecastRequestView.self, from: $0))
    }
    try withView(try body("batch forecast")) {
      let request = try decoder.decode(BatchForecastRequestView.self, from: $0)
      check(try #require(request.question))
      #expect(
        (0..<request.seriesCount).map { request.seriesID($0).string }
          == ["A1@S1", "", "nothing", "连衣裙"])
    }
    try withView(try body("what if")) {
      let request = try decoder.decode(WhatIfRequestView.self, from: $0)
      check(try #require(request.question))
      #expect(array(request.prices) == [39.9])
      #expect(array(request.promotions) == [0, 1, 0.5])
      #expect(array(request.events) == [0, 0, 1])
    }
    try withView(try body("replenishment")) {
      let request = try decoder.decode(PlanReplenishmentRequestView.self, from: $0)
      #expect(request.seriesID.string == "A1@S1")
      #expect(request.recent.count == 2 && request.recent[1].quantity == 4)
      #expect(request.leadTimeDays == 14 && request.leadTimeDeviationDays == 2)
      #expect(request.reviewDays == 7 && request.coverDays == 7)
      #expect(request.cycleService == 0.95 && request.fillRate == 0)
      #expect(request.shortageCost == 0 && request.holdingCost == 0)
      #expect(request.onHand == 12 && request.onOrder == 6)
      #expect(request.packSize == 6 && request.minimumOrder == 12)
    }
    try withView(try body("new item")) {
      let request = try decoder.decode(NewItemForecastRequestView.self, from: $0)
      #expect(request.attributeCount == 2)
      #expect(request.attribute(0).name.string == "category")
      #expect(request.attribute(1).value.string == "红")
      #expect(request.horizon == 4)
      #expect(array(request.quantiles) == [0.5])
      #expect(array(request.earlySales) == [3, 0, 1])
    }
  }

  /// Packed or one by one, and both: proto3 has readers take either.
  @Test func `levels may come unpacked, and in pieces`() throws {
    let body = encoded { buffer in
      buffer.append(0.25 as Double, field: 3)
      buffer.appendPacked([0.5, 0.75].span, field: 3)
      buffer.append(0.875 as Double, field: 3)
    }
    try withView(body) {
      let request = try MessageDecoder().decode(GetForecastRequestView.self, from: $0)
      #expect(array(request.quantiles) == [0.25, 0.5, 0.75, 0.875])
    }
  }

  @Test(arguments: 1...7) func `levels that end inside of a number are refused`(rest: Int) {
    let body = encoded { buffer in
      let begin = buffer.beginMessage(field: 3)
      buffer.appendZeros(8 + rest)
      buffer.endMessage(begin)
    }
    #expect(throws: MessageError.undecodable(message: "modiste.v1.GetForecastRequest")) {
      try withView(body) { _ = try MessageDecoder().decode(GetForecastRequestView.self, from: $0) }
    }
  }

  private func array(_ numbers: Span<Double>) -> [Double] { numbers.indices.map { numbers[$0] } }

  /// Lends a view of the bytes.
  private func withView(_ bytes: [UInt8], _ body: (ByteView) throws -> Void) rethrows {
    // Safe: the bytes outlive the closure, and the writers copy.
    try unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return try body(ByteView()) }
      try body(unsafe ByteView(start: start, count: buffer.count))
    }
  }
}
