import Bytes
import ModisteClient
import Synchronization
import Testing
import Wire

/// What a server wrote of forecasts is what the caller gets, and the server gets what was asked.
@Suite(.timeLimit(.minutes(1)))
struct ForecastTests {
  private let question = GetForecastRequest(
    seriesID: "A1@S1", horizon: 2, quantiles: [0.1, 0.9],
    recent: [SalesObservation(date: "2026-11-23", quantity: 4, isStockedOut: true)],
    omitsMembers: true)

  /// A server that answers every request with the message, and a client of it.
  private func withClient<Answer>(
    message: @escaping @Sendable (inout ByteBuffer) -> Void,
    isPart: Bool = false, ask: (ModisteClient) async throws -> Answer
  ) async throws -> Answer {
    let server = try ScriptedServer { peer, _ in
      while let frame = peer.receive() {
        guard frame.header.kind == .request else { continue }
        peer.send { buffer in
          let start = buffer.count
          buffer.append(
            FrameHeader(
              kind: isPart ? .part : .response, method: frame.header.method,
              callID: frame.header.callID, metadataSize: 3))
          buffer.appendMetadata(generation: "g")
          message(&buffer)
          buffer.endFrame(at: start)
        }
        if isPart { peer.endStream(frame) }
      }
    }
    defer { server.stop() }
    return try await ask(try ModisteClient(address: server.address))
  }

  private static func write(_ mean: [Double], into buffer: inout ByteBuffer) {
    buffer.appendForecastHead(
      firstDate: "2026-11-30", frequency: "week", mean: mean.span,
      quantiles: [1.0, 9, 0, 8].span)
    buffer.appendForecastMember(model: "ETS(A,N,M)", weight: 1, mean: 4)
    buffer.appendForecastTail(notes: [.counts, .recent, ForecastNotes(rawValue: 1 << 20)])
  }

  private func check(_ answer: GetForecastResponse, mean: [Double]) {
    #expect(answer.firstDate == "2026-11-30")
    #expect(answer.frequency == "week")
    #expect(answer.mean == mean)
    #expect(answer.quantiles == [1, 9, 0, 8])
    #expect(answer.members.map(\.model) == ["ETS(A,N,M)"])
    #expect(answer.members.map(\.weight) == [1])
    #expect(answer.members.map(\.mean) == [4])
    // The last is from a newer server.
    #expect(answer.notes == [.counts, .recent, .unknown])
    #expect(answer.generation == "g")
  }

  @Test func `a forecast comes as it was written`() async throws {
    let answer = try await withClient {
      Self.write([5, 3], into: &$0)
    } ask: {
      try await $0.getForecast(question)
    }
    check(answer, mean: [5, 3])
  }

  @Test func `a part of a series that is not known has no answer`() async throws {
    let request = BatchForecastRequest(seriesIDs: ["A1"], question: question)
    for isKnown in [true, false] {
      let parts = try await withClient(
        message: { buffer in
          buffer.append("A1", field: 1)
          guard isKnown else { return }
          let answer = buffer.beginMessage(field: 2)
          Self.write([5], into: &buffer)
          buffer.endMessage(answer)
        }, isPart: true
      ) { client in
        var parts: [BatchForecastPart] = []
        for try await part in client.batchForecast(request) { parts.append(part) }
        return parts
      }
      #expect(parts.map(\.seriesID) == ["A1"])
      #expect((parts[0].answer != nil) == isKnown)
      if let answer = parts[0].answer { check(answer, mean: [5]) }
    }
  }

  @Test func `what would change comes as it was written`() async throws {
    let answer = try await withClient { buffer in
      let usual = buffer.beginUsualForecast()
      Self.write([5, 3], into: &buffer)
      buffer.endMessage(usual)
      let changed = buffer.beginChangedForecast()
      Self.write([10, 3], into: &buffer)
      buffer.endMessage(changed)
      var fields = WhatIfFields()
      fields.elasticity = -1.5
      fields.elasticityLow = -2
      fields.elasticityHigh = -1
      fields.usualRevenue = 80
      fields.changedRevenue = 130
      buffer.appendWhatIfTail(factors: [2.0, 1].span, fields)
    } ask: {
      try await $0.whatIf(WhatIfRequest(question: question, prices: [9.9]))
    }
    check(answer.usual, mean: [5, 3])
    check(answer.changed, mean: [10, 3])
    #expect(answer.factors == [2, 1])
    #expect(answer.usualPrice == nil)
    #expect(answer.elasticity == -1.5)
    #expect(answer.elasticityLow == -2)
    #expect(answer.elasticityHigh == -1)
    #expect(answer.usualRevenue == 80)
    #expect(answer.changedRevenue == 130)
  }

  @Test func `a plan comes as it was written`() async throws {
    let request = PlanReplenishmentRequest(
      seriesID: "A1", goal: .fillRate(0.98), leadTimeDays: 14, onHand: 3)
    let answer = try await withClient { buffer in
      var plan = ReplenishmentFields()
      plan.reorderPoint = 1
      plan.orderUpTo = 2
      plan.safetyStock = 3
      plan.orderQuantity = 4
      plan.daysOfCover = 5
      plan.daysOfCoverWithOrders = .infinity
      plan.stockOutProbability = 0.25
      plan.stockOutProbabilityAfterOrder = 0.125
      plan.expectedDemand = 6
      plan.demandDeviation = 7
      plan.notes = .short
      buffer.appendPlanReplenishmentResponse(plan)
    } ask: {
      try await $0.planReplenishment(request)
    }
    #expect(answer.reorderPoint == 1 && answer.orderUpTo == 2 && answer.safetyStock == 3)
    #expect(answer.orderQuantity == 4 && answer.daysOfCover == 5)
    #expect(answer.daysOfCoverWithOrders == .infinity)
    #expect(answer.stockOutProbability == 0.25 && answer.stockOutProbabilityAfterOrder == 0.125)
    #expect(answer.expectedDemand == 6 && answer.demandDeviation == 7)
    #expect(answer.notes == [.short])
  }

  @Test func `a new item's forecast comes as it was written`() async throws {
    let request = NewItemForecastRequest(
      attributes: [ItemAttribute(name: "category", value: "dress")], horizon: 2)
    let answer = try await withClient { buffer in
      buffer.appendNewItemForecastHead(
        mean: [4.5, 2].span, quantiles: [1.0, 0].span, frequency: "day")
      for (field, name) in [(4, "A3"), (5, "M")] {
        let begin = buffer.beginMessage(field: field)
        buffer.append(name, field: 1)
        buffer.append(0.5 as Double, field: 2)
        buffer.endMessage(begin)
      }
      buffer.appendElement("fit", field: 6)
    } ask: {
      try await $0.newItemForecast(request)
    }
    #expect(answer.mean == [4.5, 2])
    #expect(answer.quantiles == [1, 0])
    #expect(answer.frequency == "day")
    #expect(answer.like.map(\.itemID) == ["A3"] && answer.like.map(\.weight) == [0.5])
    #expect(answer.sizes.map(\.size) == ["M"] && answer.sizes.map(\.share) == [0.5])
    #expect(answer.unknownAttributes == ["fit"])
  }

  /// Of three goals one is sent, and the others are 0, which is none.
  @Test func `a request arrives as it was asked`() async throws {
    let sent = Mutex<[[UInt8]]>([])
    let server = try ScriptedServer { peer, _ in
      while let frame = peer.receive() {
        guard frame.header.kind == .request else { continue }
        sent.withLock { $0.append(frame.message) }
        peer.refuse(frame, RPCError(.notFound, "no"))
      }
    }
    defer { server.stop() }
    let client = try ModisteClient(address: server.address)
    let goals: [PlanReplenishmentRequest.Goal] = [
      .cycleService(0.95), .fillRate(0.98), .costs(shortage: 20, holding: 2.5),
    ]
    for goal in goals {
      var request = PlanReplenishmentRequest(
        seriesID: "A1", goal: goal, leadTimeDays: 14, onHand: -3, onOrder: 6,
        recent: question.recent)
      request.leadTimeDeviationDays = 2
      request.reviewDays = 7
      request.coverDays = 8
      request.packSize = 9
      request.minimumOrder = 10
      _ = try? await client.planReplenishment(request)
    }
    _ = try? await client.getForecast(question)
    let bodies = sent.withLock { $0 }
    let plans = bodies.prefix(3).map { json($0, "PlanReplenishmentRequest") }
    let front =
      #"{"series_id": "A1", "recent": [{"date": "2026-11-23", "quantity": 4.0, "stocked_out": true}], "#
      + #""lead_time_days": 14.0, "lead_time_deviation_days": 2.0, "review_days": 7.0, "cover_days": 8.0, "#
    let back = #""on_hand": -3.0, "on_order": 6.0, "pack_size": 9.0, "minimum_order": 10.0}"#
    #expect(
      plans == [
        front + #""cycle_service": 0.95, "# + back, front + #""fill_rate": 0.98, "# + back,
        front + #""shortage_cost": 20.0, "holding_cost": 2.5, "# + back,
      ])
    #expect(
      bodies.count == 4
        && json(bodies[3], "GetForecastRequest")
          == #"{"series_id": "A1@S1", "horizon": 2, "quantiles": [0.1, 0.9], "recent": "#
          + #"[{"date": "2026-11-23", "quantity": 4.0, "stocked_out": true}], "omit_members": true}"#
    )
  }

  private func json(_ body: [UInt8], _ name: String) -> String? {
    guard let type = MessageDescription.named("modiste.v1.\(name)") else { return nil }
    return try? DynamicMessage.decode(body.rawSpan, as: type).json(isIndented: false)
  }
}
