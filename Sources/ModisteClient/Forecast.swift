import Bytes
import Wire

/// Asks how many of an item will sell.
public struct GetForecastRequest: Equatable, Sendable {
  /// An item, or `ITEM@STORE`; at most 256 bytes.
  public var seriesID: String
  /// Periods, from 1 to what the snapshot forecasts.
  public var horizon: UInt32
  /// Levels above 0 and below 1, ascending; at most 32.
  public var quantiles: [Double]
  /// Oldest first, at most 1,000. They count for this answer, and are not stored.
  public var recent: [SalesObservation]
  /// Leaves ``GetForecastResponse/members`` out.
  public var omitsMembers: Bool

  public init(
    seriesID: String = "", horizon: UInt32, quantiles: [Double] = [],
    recent: [SalesObservation] = [], omitsMembers: Bool = false
  ) {
    self.seriesID = seriesID
    self.horizon = horizon
    self.quantiles = quantiles
    self.recent = recent
    self.omitsMembers = omitsMembers
  }

  func encoded() -> [UInt8] { encodedBody { write(into: &$0) } }

  func write(into buffer: inout ByteBuffer) {
    buffer.appendGetForecastRequest(
      series: seriesID, horizon: horizon, quantiles: quantiles, omitsMembers: omitsMembers
    ) { buffer in
      for observation in recent { observation.write(field: 4, into: &buffer) }
    }
  }
}

/// What was sold in a period that is newer than the snapshot.
public struct SalesObservation: Equatable, Sendable {
  /// Any day of the period as ISO 8601; an ordinal where the series has ordinals.
  public var date: String
  /// 0 and above.
  public var quantity: Double
  /// There was none left: more might have sold.
  public var isStockedOut: Bool

  public init(date: String, quantity: Double, isStockedOut: Bool = false) {
    self.date = date
    self.quantity = quantity
    self.isStockedOut = isStockedOut
  }

  func write(field: Int, into buffer: inout ByteBuffer) {
    buffer.appendObservation(
      date: date, quantity: quantity, isStockedOut: isStockedOut, field: field)
  }
}

/// What is to be said of a forecast.
public enum ForecastNote: UInt32, Sendable {
  /// A note that this client does not know.
  case unknown = 0
  /// Too few periods to learn from; the forecast is little more than their mean.
  case short = 1
  /// All periods were alike.
  case constant = 2
  /// Nothing was sold.
  case allZero = 3
  /// Periods were missing, and were bridged.
  case bridged = 4
  /// Periods without stock were taken for less than was asked for.
  case stockOuts = 5
  /// Sold in whole units, and often none: quantiles are whole numbers.
  case counts = 6
  /// The observations of the request changed it.
  case recent = 7

  static func all(_ numbers: [UInt32]) -> [ForecastNote] {
    numbers.map { ForecastNote(rawValue: $0) ?? .unknown }
  }
}

/// A model that took part in a forecast.
public struct ForecastMember: Equatable, Sendable {
  /// For example `ETS(A,N,M)`.
  public var model: String
  /// 0...1; together 1.
  public var weight: Double
  /// What it expects of a period: on average over all that the snapshot forecasts, or with `recent` over the
  /// horizon.
  public var mean: Double
}

/// The periods to come of one series.
public struct GetForecastResponse: Equatable, Sendable {
  /// The first day of the first period forecast, as ISO 8601; or its ordinal.
  public var firstDate = ""
  /// `day`, `week`, `month`, `quarter`, `year` or `step`.
  public var frequency = ""
  /// One per period.
  public var mean: [Double] = []
  /// Shape: periods × levels of the request, row-major; rising along each row.
  public var quantiles: [Double] = []
  /// Largest weight first.
  public var members: [ForecastMember] = []
  public var notes: [ForecastNote] = []
  /// The snapshot that answered.
  public var generation: String

  init(_ view: GetForecastResponseView, generation: String) {
    firstDate = view.firstDate.string
    frequency = view.frequency.string
    mean = view.mean
    quantiles = view.quantiles
    members = view.members.map {
      ForecastMember(model: $0.model.string, weight: $0.weight, mean: $0.mean)
    }
    notes = ForecastNote.all(view.notes)
    self.generation = generation
  }

  init(generation: String) { self.generation = generation }
}

/// Asks how many of many items will sell.
public struct BatchForecastRequest: Equatable, Sendable {
  /// 1...10,000; at most 256 bytes each.
  public var seriesIDs: [String]
  /// What to ask of each; its `seriesID` and `recent` have no effect.
  public var question: GetForecastRequest

  public init(seriesIDs: [String], question: GetForecastRequest) {
    self.seriesIDs = seriesIDs
    self.question = question
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendBatchForecastRequest(series: seriesIDs) { question.write(into: &$0) }
    }
  }
}

/// The answer for one series of a batch.
public struct BatchForecastPart: Equatable, Sendable {
  public var seriesID: String
  /// `nil`: the snapshot does not know the series.
  public var answer: GetForecastResponse?

  init(_ view: BatchForecastPartView, generation: String) {
    seriesID = view.seriesID.string
    answer = view.answer.map { GetForecastResponse($0, generation: generation) }
  }
}

extension ModisteClient {
  /// How many of an item will sell in the periods to come.
  ///
  /// A series that the snapshot does not know is `notFound`, a snapshot without forecasts `unavailable`.
  public func getForecast(
    _ request: GetForecastRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> GetForecastResponse {
    let reply = try await call(.getForecast, request.encoded(), timeout)
    return try reply.decode(GetForecastResponseView.self) {
      GetForecastResponse($0, generation: reply.generation)
    }
  }

  /// The same of many series: one part for each, in the order of the request. What is said of
  /// ``recommendBatch(_:timeout:)`` holds here.
  public func batchForecast(
    _ request: BatchForecastRequest, timeout: Duration? = nil
  ) -> Parts<BatchForecastPart> {
    stream(.batchForecast, request.encoded(), timeout) { raw throws(ModisteError) in
      try raw.decode(BatchForecastPartView.self) {
        BatchForecastPart($0, generation: raw.generation)
      }
    }
  }
}
