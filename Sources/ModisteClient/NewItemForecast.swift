import Bytes
import Wire

/// Asks how many will sell of an item that has not sold yet, or only for a few periods.
public struct NewItemForecastRequest: Equatable, Sendable {
  /// 1...32, each name once.
  public var attributes: [ItemAttribute]
  /// Periods, from 1 to what the snapshot forecasts.
  public var horizon: UInt32
  /// As in ``GetForecastRequest``.
  public var quantiles: [Double]
  /// Units of its first periods, if it has been selling; at most 100.
  public var earlySales: [Double]

  public init(
    attributes: [ItemAttribute], horizon: UInt32, quantiles: [Double] = [],
    earlySales: [Double] = []
  ) {
    self.attributes = attributes
    self.horizon = horizon
    self.quantiles = quantiles
    self.earlySales = earlySales
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendNewItemForecastRequest(
        attributes: attributes.map { ($0.name, $0.value) }, horizon: horizon,
        quantiles: quantiles, earlySales: earlySales)
    }
  }
}

/// For example `category`, and `dress`.
public struct ItemAttribute: Equatable, Sendable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// An item that the new one is like.
public struct LikeItem: Equatable, Sendable {
  public var itemID: String
  /// Share of the forecast that it accounts for.
  public var weight: Double
}

public struct SizeShare: Equatable, Sendable {
  public var size: String
  /// 0...1.
  public var share: Double
}

public struct NewItemForecastResponse: Equatable, Sendable {
  /// From the period after the early sales on.
  public var mean: [Double]
  /// As in ``GetForecastResponse``.
  public var quantiles: [Double]
  public var frequency: String
  /// Most alike first, at most 10.
  public var like: [LikeItem]
  /// How a style's units are spread over sizes in its category; empty: unknown.
  public var sizes: [SizeShare]
  /// Attributes that the snapshot does not know.
  public var unknownAttributes: [String]
  public var generation: String

  init(_ view: NewItemForecastResponseView, generation: String) {
    mean = view.mean
    quantiles = view.quantiles
    frequency = view.frequency.string
    like = view.like.map { LikeItem(itemID: $0.itemID.string, weight: $0.weight) }
    sizes = view.sizes.map { SizeShare(size: $0.size.string, share: $0.share) }
    unknownAttributes = view.unknownAttributes.map(\.string)
    self.generation = generation
  }
}

extension ModisteClient {
  /// How many will sell of a new item, from those like it.
  public func newItemForecast(
    _ request: NewItemForecastRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> NewItemForecastResponse {
    let reply = try await call(.newItemForecast, request.encoded(), timeout)
    return try reply.decode(NewItemForecastResponseView.self) {
      NewItemForecastResponse($0, generation: reply.generation)
    }
  }
}
