package import Bytes
import CMessages

// The requests of forecasts as the server reads them; ForecastAnswers.swift writes the answers.

/// What was sold in a period that is newer than the snapshot.
package struct ObservationView {
  /// ISO 8601, or an ordinal.
  package var date = ByteView()
  package var quantity = 0.0
  package var isStockedOut = false

  /// Of an element of a repeated field, all of which protobuf-c fills.
  init(_ observation: UnsafeMutablePointer<Modiste__V1__Observation>?) {
    // Safe: it points at an observation, which lives as long as its request.
    guard let observation = unsafe observation else { return }
    date = unsafe ByteView(cString: observation.pointee.date)
    quantity = unsafe observation.pointee.quantity
    isStockedOut = unsafe observation.pointee.stocked_out != 0
  }
}

/// The newest periods in a request, oldest first.
@safe package struct ObservationsView {
  package let count: Int
  private let observations: UnsafeMutablePointer<UnsafeMutablePointer<Modiste__V1__Observation>?>?

  /// Safe when protobuf-c filled `count` pointers, and for as long as the message is there.
  @unsafe init(
    count: Int,
    _ observations: UnsafeMutablePointer<UnsafeMutablePointer<Modiste__V1__Observation>?>?
  ) {
    self.count = count
    unsafe self.observations = observations
  }

  /// - Precondition: `index < count`.
  package subscript(index: Int) -> ObservationView {
    precondition(index >= 0 && index < count)
    // Safe: in range.
    return unsafe ObservationView(observations?[index])
  }
}

@safe package struct GetForecastRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__GetForecastRequest()) {
    unsafe modiste__v1__get_forecast_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__GetForecastRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__GetForecastRequest.self)
  }

  package var seriesID: ByteView { unsafe ByteView(cString: message.pointee.series_id) }
  package var horizon: Int { Int(unsafe message.pointee.horizon) }
  /// Whatever was sent: neither ascending nor within 0...1.
  package var quantiles: Span<Double> {
    @_lifetime(borrow self)
    get {
      unsafe numbers(message.pointee.quantiles, message.pointee.n_quantiles, of: self)
    }
  }
  package var recent: ObservationsView {
    unsafe ObservationsView(count: message.pointee.n_recent, message.pointee.recent)
  }
  package var omitsMembers: Bool { unsafe message.pointee.omit_members != 0 }
}

@safe package struct BatchForecastRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__BatchForecastRequest()) {
    unsafe modiste__v1__batch_forecast_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__BatchForecastRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__BatchForecastRequest.self)
  }

  package var seriesCount: Int { unsafe message.pointee.n_series_ids }

  /// - Precondition: `index < seriesCount`.
  package func seriesID(_ index: Int) -> ByteView {
    precondition(index >= 0 && index < seriesCount)
    // Safe: in range.
    return unsafe ByteView(cString: message.pointee.series_ids[index])
  }

  /// `nil` when there is none.
  package var question: GetForecastRequestView? {
    unsafe message.pointee.question.map { unsafe GetForecastRequestView(UnsafeRawPointer($0)) }
  }
}

@safe package struct WhatIfRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__WhatIfRequest()) {
    unsafe modiste__v1__what_if_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__WhatIfRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__WhatIfRequest.self)
  }

  /// `nil` when there is none.
  package var question: GetForecastRequestView? {
    unsafe message.pointee.question.map { unsafe GetForecastRequestView(UnsafeRawPointer($0)) }
  }
  package var prices: Span<Double> {
    @_lifetime(borrow self)
    get {
      unsafe numbers(message.pointee.prices, message.pointee.n_prices, of: self)
    }
  }
  package var promotions: Span<Double> {
    @_lifetime(borrow self)
    get {
      unsafe numbers(message.pointee.promotions, message.pointee.n_promotions, of: self)
    }
  }
  package var events: Span<Double> {
    @_lifetime(borrow self)
    get {
      unsafe numbers(message.pointee.events, message.pointee.n_events, of: self)
    }
  }
}

@safe package struct PlanReplenishmentRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__PlanReplenishmentRequest()) {
    unsafe modiste__v1__plan_replenishment_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__PlanReplenishmentRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(
      to: Modiste__V1__PlanReplenishmentRequest.self)
  }

  package var seriesID: ByteView { unsafe ByteView(cString: message.pointee.series_id) }
  package var recent: ObservationsView {
    unsafe ObservationsView(count: message.pointee.n_recent, message.pointee.recent)
  }
  package var leadTimeDays: Double { unsafe message.pointee.lead_time_days }
  package var leadTimeDeviationDays: Double { unsafe message.pointee.lead_time_deviation_days }
  package var reviewDays: Double { unsafe message.pointee.review_days }
  package var coverDays: Double { unsafe message.pointee.cover_days }
  package var cycleService: Double { unsafe message.pointee.cycle_service }
  package var fillRate: Double { unsafe message.pointee.fill_rate }
  package var shortageCost: Double { unsafe message.pointee.shortage_cost }
  package var holdingCost: Double { unsafe message.pointee.holding_cost }
  package var onHand: Double { unsafe message.pointee.on_hand }
  package var onOrder: Double { unsafe message.pointee.on_order }
  package var packSize: Double { unsafe message.pointee.pack_size }
  package var minimumOrder: Double { unsafe message.pointee.minimum_order }
}

@safe package struct NewItemForecastRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__NewItemForecastRequest()) {
    unsafe modiste__v1__new_item_forecast_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__NewItemForecastRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(
      to: Modiste__V1__NewItemForecastRequest.self)
  }

  package var attributeCount: Int { unsafe message.pointee.n_attributes }

  /// - Precondition: `index < attributeCount`.
  package func attribute(_ index: Int) -> (name: ByteView, value: ByteView) {
    precondition(index >= 0 && index < attributeCount)
    // Safe: in range, and protobuf-c fills every element of a repeated field.
    guard let attribute = unsafe message.pointee.attributes[index] else {
      return (ByteView(), ByteView())
    }
    return (
      unsafe ByteView(cString: attribute.pointee.name),
      unsafe ByteView(cString: attribute.pointee.value)
    )
  }

  package var horizon: Int { Int(unsafe message.pointee.horizon) }
  /// As in ``GetForecastRequestView``.
  package var quantiles: Span<Double> {
    @_lifetime(borrow self)
    get {
      unsafe numbers(message.pointee.quantiles, message.pointee.n_quantiles, of: self)
    }
  }
  package var earlySales: Span<Double> {
    @_lifetime(borrow self)
    get {
      unsafe numbers(message.pointee.early_sales, message.pointee.n_early_sales, of: self)
    }
  }
}

/// A repeated number of a decoded message. Safe for the pointer and count that protobuf-c filled in
/// the message that `owner` looks at.
@unsafe @_lifetime(borrow owner)
func numbers<Owner: MessageView>(
  _ start: UnsafeMutablePointer<Double>?, _ count: Int, of owner: borrowing Owner
) -> Span<Double> {
  let span = unsafe Span(_unsafeElements: UnsafeBufferPointer(start: start, count: count))
  return unsafe _overrideLifetime(span, borrowing: owner)
}
