import Bytes
import Wire

/// Asks what to order now.
public struct PlanReplenishmentRequest: Equatable, Sendable {
  /// An item, or `ITEM@STORE`; at most 256 bytes.
  public var seriesID: String
  /// What the order is to keep up.
  public var goal: Goal
  /// As in ``GetForecastRequest``.
  public var recent: [SalesObservation]
  /// Days from an order to its delivery, and their standard deviation; 0...3650.
  public var leadTimeDays: Double
  public var leadTimeDeviationDays = 0.0
  /// Days between two occasions to order; 0: any time.
  public var reviewDays = 0.0
  /// Days that an order should last beyond the next occasion.
  public var coverDays = 0.0
  /// Units; below 0: sold, but not delivered.
  public var onHand: Double
  public var onOrder: Double
  /// An order is a multiple of it; 0: of 1.
  public var packSize = 0.0
  /// An order is no smaller.
  public var minimumOrder = 0.0

  public enum Goal: Equatable, Sendable {
    /// The probability that nothing runs out from one delivery to the next; between 0 and 1.
    case cycleService(Double)
    /// The share of units that is served from the shelf; between 0 and 1.
    case fillRate(Double)
    /// What a missing unit costs, and a unit left over, of a cycle.
    case costs(shortage: Double, holding: Double)
  }

  public init(
    seriesID: String, goal: Goal, leadTimeDays: Double, onHand: Double, onOrder: Double = 0,
    recent: [SalesObservation] = []
  ) {
    self.seriesID = seriesID
    self.goal = goal
    self.leadTimeDays = leadTimeDays
    self.onHand = onHand
    self.onOrder = onOrder
    self.recent = recent
  }

  func encoded() -> [UInt8] {
    var (cycleService, fillRate, shortageCost, holdingCost) = (0.0, 0.0, 0.0, 0.0)
    switch goal {
    case .cycleService(let probability): cycleService = probability
    case .fillRate(let share): fillRate = share
    case .costs(let shortage, let holding): (shortageCost, holdingCost) = (shortage, holding)
    }
    return encodedBody { buffer in
      buffer.appendReplenishmentSeries(seriesID)
      for observation in recent { observation.write(field: 2, into: &buffer) }
      buffer.appendReplenishmentTerms(
        leadTimeDays: leadTimeDays, leadTimeDeviationDays: leadTimeDeviationDays,
        reviewDays: reviewDays, coverDays: coverDays, cycleService: cycleService,
        fillRate: fillRate, shortageCost: shortageCost, holdingCost: holdingCost, onHand: onHand,
        onOrder: onOrder, packSize: packSize, minimumOrder: minimumOrder)
    }
  }
}

public struct PlanReplenishmentResponse: Equatable, Sendable {
  /// Order when what is on hand and on order is at it or below, up to `orderUpTo`.
  public var reorderPoint: Double
  public var orderUpTo: Double
  /// The reorder point beyond what is expected to be sold.
  public var safetyStock: Double
  /// Units to order now; 0: there is enough.
  public var orderQuantity: Double
  /// Days until what is on hand is expected to be sold, and with what is on order; infinite: never.
  public var daysOfCover: Double
  public var daysOfCoverWithOrders: Double
  /// That more is asked for than is there before an order of now arrives, and once it has, before the next.
  public var stockOutProbability: Double
  public var stockOutProbabilityAfterOrder: Double
  /// Units expected from now to when the next order arrives, and their standard deviation.
  public var expectedDemand: Double
  public var demandDeviation: Double
  public var notes: [ForecastNote]
  public var generation: String

  init(_ view: PlanReplenishmentResponseView, generation: String) {
    let fields = view.fields
    reorderPoint = fields.reorderPoint
    orderUpTo = fields.orderUpTo
    safetyStock = fields.safetyStock
    orderQuantity = fields.orderQuantity
    daysOfCover = fields.daysOfCover
    daysOfCoverWithOrders = fields.daysOfCoverWithOrders
    stockOutProbability = fields.stockOutProbability
    stockOutProbabilityAfterOrder = fields.stockOutProbabilityAfterOrder
    expectedDemand = fields.expectedDemand
    demandDeviation = fields.demandDeviation
    notes = ForecastNote.all(view.notes)
    self.generation = generation
  }
}

extension ModisteClient {
  /// What to order now, so that a goal is kept.
  public func planReplenishment(
    _ request: PlanReplenishmentRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> PlanReplenishmentResponse {
    let reply = try await call(.planReplenishment, request.encoded(), timeout)
    return try reply.decode(PlanReplenishmentResponseView.self) {
      PlanReplenishmentResponse($0, generation: reply.generation)
    }
  }
}
