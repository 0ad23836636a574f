import Answering
import Bytes
import Forecasting
import Wire

extension Method {
  /// Forecast.GetForecast: the periods to come of one series.
  package static let getForecast = Method(0x0301, "Forecast.GetForecast") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(GetForecastRequestView.self, from: body)
    let models = try generation.requireModels()
    context.forecast.query.fill(from: request)
    do throws(AnswerError) {
      try models.forecast(context.forecast.query, into: &context.forecast.answer)
    } catch {
      throw RPCError(error)
    }
    output.append(context.forecast.answer, of: models)
    try models.checkUndamaged()
  }

  /// Forecast.BatchForecast: GetForecast for many series, one part for each, in their order.
  package static let batchForecast = Method(
    0x0302, "Forecast.BatchForecast",
    beginParts: { body, generation, context throws(RPCError) in
      _ = try generation.requireModels()
      return try ForecastBatch(body)
    })

  /// Forecast.WhatIf: the same at other prices, promotions, events.
  package static let whatIf = Method(0x0303, "Forecast.WhatIf") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(WhatIfRequestView.self, from: body)
    let models = try generation.requireModels()
    guard let question = request.question else {
      throw RPCError(.invalidArgument, "question is missing; a GetForecastRequest is accepted")
    }
    context.forecast.query.fill(from: question)
    context.forecast.scenario.fill(from: request)
    do throws(AnswerError) {
      try models.whatIf(
        context.forecast.query, context.forecast.scenario, into: &context.forecast.whatIf)
    } catch {
      throw RPCError(error)
    }
    output.append(context.forecast.whatIf, of: models)
    try models.checkUndamaged()
  }

  /// Forecast.PlanReplenishment: what to order now.
  package static let planReplenishment = Method(0x0304, "Forecast.PlanReplenishment") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(PlanReplenishmentRequestView.self, from: body)
    let models = try generation.requireModels()
    context.forecast.query.reset()
    context.forecast.query.series = request.seriesID
    context.forecast.query.add(request.recent)
    let terms = try StockTerms(request)
    let plan: ReplenishmentPlan
    do throws(AnswerError) {
      plan = try models.plan(
        &context.forecast.query, terms, into: &context.forecast.answer)
    } catch {
      throw RPCError(error)
    }
    output.append(plan, context.forecast.answer.notes)
    try models.checkUndamaged()
  }

  /// Forecast.NewItemForecast: of an item that has not sold yet, from those like it.
  package static let newItemForecast = Method(
    0x0305, "Forecast.NewItemForecast", placement: .pool
  ) { body, generation, context, output throws(RPCError) in
    let request = try context.decode(NewItemForecastRequestView.self, from: body)
    let models = try generation.requireModels()
    var question = NewItemQuery()
    for index in 0..<request.attributeCount { question.attributes.append(request.attribute(index)) }
    question.horizon = request.horizon
    for index in request.quantiles.indices { question.quantiles.append(request.quantiles[index]) }
    for index in request.earlySales.indices {
      question.earlySales.append(request.earlySales[index])
    }
    var answer = NewItemAnswer()
    do throws(AnswerError) {
      try models.newItemForecast(question, into: &answer)
    } catch {
      throw RPCError(error)
    }
    output.append(answer, of: models)
    try models.checkUndamaged()
  }
}

/// What calls of Forecast use, one after the other.
struct ForecastMemory {
  var query = ForecastQuery()
  var answer = ForecastAnswer()
  var scenario = Scenario()
  var whatIf = WhatIfAnswer()
}

/// A batch that is being answered: what is next.
// Safe to send: as ProfileBatch.
private final class ForecastBatch: PartSource, @unchecked Sendable {
  private let decoder = MessageDecoder(arenaFloor: 2 << 20)
  private let request: BatchForecastRequestView
  private var next = 0

  init(_ body: ByteView) throws(RPCError) {
    let request = try CallContext.decode(BatchForecastRequestView.self, from: body, with: decoder)
    self.request = request
    guard request.question != nil else {
      throw RPCError(.invalidArgument, "question is missing; a GetForecastRequest is accepted")
    }
    do throws(AnswerError) {
      try AnswerLimits.check(seriesCount: request.seriesCount)
    } catch {
      throw RPCError(error)
    }
  }

  func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError) {
    context.forecast.query.reset()
    if let question = request.question { context.forecast.query.fill(from: question) }
    context.forecast.query.recent.removeAll(keepingCapacity: true)
  }

  func writePart(
    _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
  ) throws(RPCError) -> Bool {
    guard next < request.seriesCount else { return false }
    let series = request.seriesID(next)
    next += 1
    let models = try generation.requireModels()
    context.forecast.query.series = series
    do throws(AnswerError) {
      try models.forecast(context.forecast.query, into: &context.forecast.answer)
    } catch {
      // One that is unknown is no reason to keep the others back.
      guard case .notFound = error else { throw RPCError(error) }
      output.appendBatchForecastPart(unknownSeriesID: series)
      return true
    }
    let answer = output.beginBatchForecastPart(seriesID: series)
    output.append(context.forecast.answer, of: models)
    output.endMessage(answer)
    try models.checkUndamaged()
    return true
  }
}

extension ForecastQuery {
  fileprivate mutating func fill(from request: GetForecastRequestView) {
    reset()
    series = request.seriesID
    horizon = request.horizon
    wantsMembers = !request.omitsMembers
    for index in request.quantiles.indices { quantiles.append(request.quantiles[index]) }
    add(request.recent)
  }

  fileprivate mutating func add(_ observations: ObservationsView) {
    for index in 0..<observations.count {
      let observation = observations[index]
      recent.append(
        Observation(
          date: observation.date, quantity: observation.quantity,
          isStockedOut: observation.isStockedOut))
    }
  }
}

extension Scenario {
  fileprivate mutating func fill(from request: WhatIfRequestView) {
    reset()
    for index in request.prices.indices { prices.append(request.prices[index]) }
    for index in request.promotions.indices { promotions.append(request.promotions[index]) }
    for index in request.events.indices { events.append(request.events[index]) }
  }
}

extension StockTerms {
  fileprivate init(_ request: PlanReplenishmentRequestView) throws(RPCError) {
    let hasCosts = request.shortageCost != 0 || request.holdingCost != 0
    let target: ServiceTarget
    switch (request.cycleService != 0, request.fillRate != 0, hasCosts) {
    case (true, false, false): target = .cycleService(request.cycleService)
    case (false, true, false): target = .fillRate(request.fillRate)
    case (false, false, true):
      target = .costs(shortage: request.shortageCost, holding: request.holdingCost)
    default:
      throw RPCError(
        .invalidArgument,
        "exactly one of cycle_service, fill_rate, and shortage_cost with holding_cost is accepted")
    }
    self.init(
      leadTimeDays: request.leadTimeDays, leadTimeDeviationDays: request.leadTimeDeviationDays,
      reviewDays: request.reviewDays, coverDays: request.coverDays, target: target,
      onHand: request.onHand, onOrder: request.onOrder,
      packSize: request.packSize == 0 ? 1 : request.packSize, minimumOrder: request.minimumOrder)
  }
}

extension Wire.ForecastNotes {
  /// In the message note n is the number n, from 1 on.
  fileprivate init(_ notes: Forecasting.ForecastNotes) {
    self.init(rawValue: UInt32(notes.rawValue) << 1)
  }
}

extension ByteBuffer {
  fileprivate mutating func append(_ answer: borrowing ForecastAnswer, of models: Models) {
    guard let frequency = models.forecasts?.frequency else { return }
    appendForecastHead(
      firstDate: frequency.date(ofPeriod: answer.firstPeriod), frequency: frequency.rawValue,
      mean: answer.means.span, quantiles: answer.quantiles.span)
    for member in answer.members {
      appendForecastMember(model: member.name, weight: member.weight, mean: member.mean)
    }
    appendForecastTail(notes: Wire.ForecastNotes(answer.notes))
  }

  fileprivate mutating func append(_ answer: borrowing WhatIfAnswer, of models: Models) {
    let usual = beginUsualForecast()
    append(answer.usual, of: models)
    endMessage(usual)
    let changed = beginChangedForecast()
    append(answer.changed, of: models)
    endMessage(changed)
    var fields = WhatIfFields()
    fields.usualPrice = answer.usualPrice
    fields.elasticity = answer.elasticity
    fields.elasticityLow = answer.elasticityLow
    fields.elasticityHigh = answer.elasticityHigh
    fields.usualRevenue = answer.usualRevenue
    fields.changedRevenue = answer.changedRevenue
    appendWhatIfTail(factors: answer.factors.span, fields)
  }

  fileprivate mutating func append(
    _ plan: ReplenishmentPlan, _ notes: Forecasting.ForecastNotes
  ) {
    var fields = ReplenishmentFields()
    fields.reorderPoint = plan.reorderPoint
    fields.orderUpTo = plan.orderUpTo
    fields.safetyStock = plan.safetyStock
    fields.orderQuantity = plan.orderQuantity
    fields.daysOfCover = plan.daysOfCover
    fields.daysOfCoverWithOrders = plan.daysOfCoverWithOrders
    fields.stockOutProbability = plan.stockOutProbability
    fields.stockOutProbabilityAfterOrder = plan.stockOutProbabilityAfterOrder
    fields.expectedDemand = plan.expectedDemand
    fields.demandDeviation = plan.demandDeviation
    fields.notes = Wire.ForecastNotes(notes)
    appendPlanReplenishmentResponse(fields)
  }

  fileprivate mutating func append(_ answer: borrowing NewItemAnswer, of models: Models) {
    appendNewItemForecastHead(
      mean: answer.means.span, quantiles: answer.quantiles.span,
      frequency: models.forecasts?.frequency.rawValue ?? "")
    for (item, weight) in answer.like {
      appendLikeItem(id: models.itemID(Int32(item)), weight: weight)
    }
    for (name, share) in answer.sizes { appendSizeShare(size: name, share: share) }
    for name in answer.unknownAttributes { appendUnknownAttribute(name) }
  }
}
