package import Bytes
package import Forecasting

/// How many of a series will sell. Borrows the request's bytes.
package struct ForecastQuery: Sendable {
  package var series = ByteView()
  /// Periods; see ``AnswerLimits``.
  package var horizon = 0
  /// Levels between 0 and 1, ascending.
  package var quantiles: [Double] = []
  /// Newer than the snapshot, oldest first; they count for this answer, and are not stored.
  package var recent: [Observation] = []
  package var wantsMembers = false

  package struct Observation: Sendable {
    package var date: ByteView
    package var quantity: Double
    package var isStockedOut: Bool

    package init(date: ByteView, quantity: Double, isStockedOut: Bool) {
      self.date = date
      self.quantity = quantity
      self.isStockedOut = isStockedOut
    }
  }

  package init() {}

  /// As new, with the memory of its arrays kept.
  package mutating func reset() {
    series = ByteView()
    horizon = 0
    quantiles.removeAll(keepingCapacity: true)
    recent.removeAll(keepingCapacity: true)
    wantsMembers = false
  }
}

/// Reused from call to call, it stops allocating.
package struct ForecastAnswer: Sendable {
  package struct Member: Sendable, Equatable {
    package var name: String
    package var weight: Double
    package var mean: Double
  }

  /// The first period forecast, as ``Frequency`` counts them.
  package var firstPeriod = 0
  /// Expected units, one per period.
  package var means: [Double] = []
  /// Shape: periods × levels, row-major.
  package var quantiles: [Double] = []
  package var members: [Member] = []
  package var notes: ForecastNotes = []
  /// Of the errors of each period: what ``ReplenishmentPlan`` needs.
  var variances: [Double] = []
  /// Of the errors of two periods.
  var errorCorrelation = 0.0
  /// Of what levels are multiplied with.
  var factorVariance = 0.0

  package init() {}

  mutating func reset() {
    firstPeriod = 0
    means.removeAll(keepingCapacity: true)
    quantiles.removeAll(keepingCapacity: true)
    members.removeAll(keepingCapacity: true)
    variances.removeAll(keepingCapacity: true)
    notes = []
    errorCorrelation = 0
    factorVariance = 0
  }
}
