package import Bytes
import CMessages

// The requests of forecasts as a client writes them, and the answers as it reads them.

extension ByteBuffer {
  /// An element of `recent`: field 4 of GetForecastRequest, 2 of PlanReplenishmentRequest.
  package mutating func appendObservation(
    date: String, quantity: Double, isStockedOut: Bool = false, field: Int = 4
  ) {
    let begin = beginMessage(field: field)
    append(date, field: 1)
    append(quantity, field: 2)
    append(isStockedOut, field: 3)
    endMessage(begin)
  }

  /// - Parameter recent: writes observations, with `appendObservation`.
  package mutating func appendGetForecastRequest(
    series: String, horizon: UInt32, quantiles: [Double] = [], omitsMembers: Bool = false,
    recent: (inout ByteBuffer) -> Void = { _ in }
  ) {
    append(series, field: 1)
    append(UInt64(horizon), field: 2)
    appendPacked(quantiles.span, field: 3)
    recent(&self)
    append(omitsMembers, field: 5)
  }

  /// - Parameter question: writes the fields of a GetForecastRequest.
  package mutating func appendBatchForecastRequest(
    series: [String], question: (inout ByteBuffer) -> Void
  ) {
    for id in series { appendElement(id, field: 1) }
    let begin = beginMessage(field: 2)
    question(&self)
    endMessage(begin)
  }

  /// - Parameter question: writes the fields of a GetForecastRequest.
  package mutating func appendWhatIfRequest(
    prices: [Double] = [], promotions: [Double] = [], events: [Double] = [],
    question: (inout ByteBuffer) -> Void
  ) {
    let begin = beginMessage(field: 1)
    question(&self)
    endMessage(begin)
    appendPacked(prices.span, field: 2)
    appendPacked(promotions.span, field: 3)
    appendPacked(events.span, field: 4)
  }

  /// The beginning of PlanReplenishmentRequest; observations of field 2 may follow, then
  /// `appendReplenishmentTerms`.
  package mutating func appendReplenishmentSeries(_ series: String) { append(series, field: 1) }

  /// What follows the observations of PlanReplenishmentRequest.
  package mutating func appendReplenishmentTerms(
    leadTimeDays: Double = 0, leadTimeDeviationDays: Double = 0, reviewDays: Double = 0,
    coverDays: Double = 0, cycleService: Double = 0, fillRate: Double = 0,
    shortageCost: Double = 0, holdingCost: Double = 0, onHand: Double = 0, onOrder: Double = 0,
    packSize: Double = 0, minimumOrder: Double = 0
  ) {
    append(leadTimeDays, field: 3)
    append(leadTimeDeviationDays, field: 4)
    append(reviewDays, field: 5)
    append(coverDays, field: 6)
    append(cycleService, field: 7)
    append(fillRate, field: 8)
    append(shortageCost, field: 9)
    append(holdingCost, field: 10)
    append(onHand, field: 11)
    append(onOrder, field: 12)
    append(packSize, field: 13)
    append(minimumOrder, field: 14)
  }

  package mutating func appendNewItemForecastRequest(
    attributes: [(name: String, value: String)], horizon: UInt32, quantiles: [Double] = [],
    earlySales: [Double] = []
  ) {
    for attribute in attributes {
      let begin = beginMessage(field: 1)
      append(attribute.name, field: 1)
      append(attribute.value, field: 2)
      endMessage(begin)
    }
    append(UInt64(horizon), field: 2)
    appendPacked(quantiles.span, field: 3)
    appendPacked(earlySales.span, field: 4)
  }
}

@safe package struct GetForecastResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__GetForecastResponse()) {
    unsafe modiste__v1__get_forecast_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__GetForecastResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__GetForecastResponse.self)
  }

  package var firstDate: ByteView { unsafe ByteView(cString: message.pointee.first_date) }
  package var frequency: ByteView { unsafe ByteView(cString: message.pointee.frequency) }
  package var mean: [Double] { unsafe copy(message.pointee.mean, message.pointee.n_mean) }
  package var quantiles: [Double] {
    unsafe copy(message.pointee.quantiles, message.pointee.n_quantiles)
  }
  package var members: [(model: ByteView, weight: Double, mean: Double)] {
    // Safe: there are n_members of them, and protobuf-c fills every one.
    (0..<(unsafe message.pointee.n_members)).compactMap { index in
      unsafe message.pointee.members[index].map { member in
        unsafe (
          ByteView(cString: member.pointee.model), member.pointee.weight, member.pointee.mean
        )
      }
    }
  }
  /// Numbers of the enum ForecastNote, or such as it does not define.
  package var notes: [UInt32] { unsafe noteNumbers(message.pointee.notes, message.pointee.n_notes) }
}

@safe package struct BatchForecastPartView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__BatchForecastPart()) {
    unsafe modiste__v1__batch_forecast_part__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__BatchForecastPart>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__BatchForecastPart.self)
  }

  package var seriesID: ByteView { unsafe ByteView(cString: message.pointee.series_id) }

  /// `nil` when the snapshot does not know the series.
  package var answer: GetForecastResponseView? {
    unsafe message.pointee.answer.map { unsafe GetForecastResponseView(UnsafeRawPointer($0)) }
  }
}

@safe package struct WhatIfResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__WhatIfResponse()) {
    unsafe modiste__v1__what_if_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__WhatIfResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__WhatIfResponse.self)
  }

  package var usual: GetForecastResponseView? {
    unsafe message.pointee.usual.map { unsafe GetForecastResponseView(UnsafeRawPointer($0)) }
  }
  package var changed: GetForecastResponseView? {
    unsafe message.pointee.changed.map { unsafe GetForecastResponseView(UnsafeRawPointer($0)) }
  }
  package var factors: [Double] { unsafe copy(message.pointee.factors, message.pointee.n_factors) }
  package var fields: WhatIfFields {
    var fields = WhatIfFields()
    unsafe fields.usualPrice = message.pointee.usual_price
    unsafe fields.elasticity = message.pointee.elasticity
    unsafe fields.elasticityLow = message.pointee.elasticity_low
    unsafe fields.elasticityHigh = message.pointee.elasticity_high
    unsafe fields.usualRevenue = message.pointee.usual_revenue
    unsafe fields.changedRevenue = message.pointee.changed_revenue
    return fields
  }
}

@safe package struct PlanReplenishmentResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__PlanReplenishmentResponse()) {
    unsafe modiste__v1__plan_replenishment_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__PlanReplenishmentResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(
      to: Modiste__V1__PlanReplenishmentResponse.self)
  }

  /// All but the notes.
  package var fields: ReplenishmentFields {
    var fields = ReplenishmentFields()
    unsafe fields.reorderPoint = message.pointee.reorder_point
    unsafe fields.orderUpTo = message.pointee.order_up_to
    unsafe fields.safetyStock = message.pointee.safety_stock
    unsafe fields.orderQuantity = message.pointee.order_quantity
    unsafe fields.daysOfCover = message.pointee.days_of_cover
    unsafe fields.daysOfCoverWithOrders = message.pointee.days_of_cover_with_orders
    unsafe fields.stockOutProbability = message.pointee.stock_out_probability
    unsafe fields.stockOutProbabilityAfterOrder =
      message.pointee.stock_out_probability_after_order
    unsafe fields.expectedDemand = message.pointee.expected_demand
    unsafe fields.demandDeviation = message.pointee.demand_deviation
    return fields
  }
  /// As in ``GetForecastResponseView``.
  package var notes: [UInt32] { unsafe noteNumbers(message.pointee.notes, message.pointee.n_notes) }
}

@safe package struct NewItemForecastResponseView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__NewItemForecastResponse()) {
    unsafe modiste__v1__new_item_forecast_response__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__NewItemForecastResponse>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(
      to: Modiste__V1__NewItemForecastResponse.self)
  }

  package var mean: [Double] { unsafe copy(message.pointee.mean, message.pointee.n_mean) }
  package var quantiles: [Double] {
    unsafe copy(message.pointee.quantiles, message.pointee.n_quantiles)
  }
  package var frequency: ByteView { unsafe ByteView(cString: message.pointee.frequency) }
  package var like: [(itemID: ByteView, weight: Double)] {
    // Safe: there are n_like of them, and protobuf-c fills every one.
    (0..<(unsafe message.pointee.n_like)).compactMap { index in
      unsafe message.pointee.like[index].map { item in
        unsafe (ByteView(cString: item.pointee.item_id), item.pointee.weight)
      }
    }
  }
  package var sizes: [(size: ByteView, share: Double)] {
    // Safe: there are n_sizes of them, and protobuf-c fills every one.
    (0..<(unsafe message.pointee.n_sizes)).compactMap { index in
      unsafe message.pointee.sizes[index].map { size in
        unsafe (ByteView(cString: size.pointee.size), size.pointee.share)
      }
    }
  }
  package var unknownAttributes: [ByteView] {
    // Safe: there are n_unknown_attributes of them.
    (0..<(unsafe message.pointee.n_unknown_attributes)).map {
      unsafe ByteView(cString: message.pointee.unknown_attributes[$0])
    }
  }
}

/// Safe for what protobuf-c filled.
@unsafe private func copy(_ start: UnsafeMutablePointer<Double>?, _ count: Int) -> [Double] {
  unsafe Array(UnsafeBufferPointer(start: start, count: count))
}

/// Safe for what protobuf-c filled.
@unsafe private func noteNumbers(
  _ start: UnsafeMutablePointer<Modiste__V1__ForecastNote>?, _ count: Int
) -> [UInt32] {
  unsafe UnsafeBufferPointer(start: start, count: count).map(\.rawValue)
}
