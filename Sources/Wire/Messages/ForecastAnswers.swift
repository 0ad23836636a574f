package import Bytes

// The answers of forecasts as the server writes them. Numbers come in spans, texts as views or as strings
// of at most 15 bytes, which need no memory of their own: so none is allocated.

/// What is to be said of a forecast: the bit `1 << n` is the note n of the enum ForecastNote.
package struct ForecastNotes: OptionSet, Sendable {
  package var rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let short = Self(rawValue: 1 << 1)
  package static let constant = Self(rawValue: 1 << 2)
  package static let allZero = Self(rawValue: 1 << 3)
  package static let bridged = Self(rawValue: 1 << 4)
  package static let stockOuts = Self(rawValue: 1 << 5)
  package static let counts = Self(rawValue: 1 << 6)
  package static let recent = Self(rawValue: 1 << 7)
}

/// What a WhatIfResponse says beyond its forecasts and factors.
package struct WhatIfFields {
  package var usualPrice = 0.0
  package var elasticity = 0.0
  package var elasticityLow = 0.0
  package var elasticityHigh = 0.0
  package var usualRevenue = 0.0
  package var changedRevenue = 0.0

  package init() {}
}

/// A PlanReplenishmentResponse, before it is written.
package struct ReplenishmentFields {
  package var reorderPoint = 0.0
  package var orderUpTo = 0.0
  package var safetyStock = 0.0
  package var orderQuantity = 0.0
  package var daysOfCover = 0.0
  package var daysOfCoverWithOrders = 0.0
  package var stockOutProbability = 0.0
  package var stockOutProbabilityAfterOrder = 0.0
  package var expectedDemand = 0.0
  package var demandDeviation = 0.0
  package var notes = ForecastNotes()

  package init() {}
}

extension ByteBuffer {
  /// A repeated number, packed: of 8 bytes each.
  package mutating func appendPacked(_ values: Span<Double>, field: Int) {
    guard !values.isEmpty else { return }
    appendTag(field, .lengthDelimited)
    appendVarint(UInt64(8 * values.count))
    reserve(8 * values.count)
    for index in values.indices { appendLittleEndian(values[index].bitPattern) }
  }

  /// The notes in the order of their numbers.
  package mutating func appendPacked(_ notes: ForecastNotes, field: Int) {
    guard !notes.isEmpty else { return }
    let begin = beginMessage(field: field)
    var rest = notes.rawValue
    while rest != 0 {
      // Below 32, so each is a varint of one byte.
      append(UInt8(rest.trailingZeroBitCount))
      rest &= rest - 1
    }
    endMessage(begin)
  }

  /// The beginning of GetForecastResponse; members follow, then `appendForecastTail`.
  ///
  /// - Parameters:
  ///   - firstDate: ISO 8601, or an ordinal
  ///   - frequency: as Frequency calls it
  ///   - quantiles: shape: periods × levels of the request, row-major
  package mutating func appendForecastHead(
    firstDate: String, frequency: String, mean: Span<Double>, quantiles: Span<Double>
  ) {
    append(firstDate, field: 1)
    append(frequency, field: 2)
    appendPacked(mean, field: 3)
    appendPacked(quantiles, field: 4)
  }

  /// A member of GetForecastResponse; the largest weight first.
  package mutating func appendForecastMember(model: String, weight: Double, mean: Double) {
    let begin = beginMessage(field: 5)
    append(model, field: 1)
    append(weight, field: 2)
    append(mean, field: 3)
    endMessage(begin)
  }

  /// The same, of a name that lies in the snapshot.
  package mutating func appendForecastMember(model: ByteView, weight: Double, mean: Double) {
    let begin = beginMessage(field: 5)
    append(model, field: 1)
    append(weight, field: 2)
    append(mean, field: 3)
    endMessage(begin)
  }

  /// What follows the members of GetForecastResponse.
  package mutating func appendForecastTail(notes: ForecastNotes) { appendPacked(notes, field: 6) }

  /// Begins a BatchForecastPart; write its GetForecastResponse, then `endMessage`.
  package mutating func beginBatchForecastPart(seriesID: ByteView) -> Int {
    append(seriesID, field: 1)
    return beginMessage(field: 2)
  }

  /// The whole BatchForecastPart of a series that the snapshot does not know.
  package mutating func appendBatchForecastPart(unknownSeriesID: ByteView) {
    append(unknownSeriesID, field: 1)
  }

  /// Begins the first GetForecastResponse of WhatIfResponse; `endMessage` ends it.
  package mutating func beginUsualForecast() -> Int { beginMessage(field: 1) }

  /// Begins the second GetForecastResponse of WhatIfResponse; `endMessage` ends it.
  package mutating func beginChangedForecast() -> Int { beginMessage(field: 2) }

  /// What follows the forecasts of WhatIfResponse.
  package mutating func appendWhatIfTail(factors: Span<Double>, _ fields: WhatIfFields) {
    appendPacked(factors, field: 3)
    append(fields.usualPrice, field: 4)
    append(fields.elasticity, field: 5)
    append(fields.elasticityLow, field: 6)
    append(fields.elasticityHigh, field: 7)
    append(fields.usualRevenue, field: 8)
    append(fields.changedRevenue, field: 9)
  }

  /// A whole PlanReplenishmentResponse.
  package mutating func appendPlanReplenishmentResponse(_ plan: ReplenishmentFields) {
    append(plan.reorderPoint, field: 1)
    append(plan.orderUpTo, field: 2)
    append(plan.safetyStock, field: 3)
    append(plan.orderQuantity, field: 4)
    append(plan.daysOfCover, field: 5)
    append(plan.daysOfCoverWithOrders, field: 6)
    append(plan.stockOutProbability, field: 7)
    append(plan.stockOutProbabilityAfterOrder, field: 8)
    append(plan.expectedDemand, field: 9)
    append(plan.demandDeviation, field: 10)
    appendPacked(plan.notes, field: 11)
  }

  /// The beginning of NewItemForecastResponse; then like items, then sizes, then unknown attributes.
  ///
  /// - Parameters: as those of `appendForecastHead`
  package mutating func appendNewItemForecastHead(
    mean: Span<Double>, quantiles: Span<Double>, frequency: String
  ) {
    appendPacked(mean, field: 1)
    appendPacked(quantiles, field: 2)
    append(frequency, field: 3)
  }

  /// A like item of NewItemForecastResponse; the most alike first.
  package mutating func appendLikeItem(id: ByteView, weight: Double) {
    let begin = beginMessage(field: 4)
    append(id, field: 1)
    append(weight, field: 2)
    endMessage(begin)
  }

  package mutating func appendSizeShare(size: ByteView, share: Double) {
    let begin = beginMessage(field: 5)
    append(size, field: 1)
    append(share, field: 2)
    endMessage(begin)
  }

  /// The name of an attribute of the request that the snapshot does not know.
  package mutating func appendUnknownAttribute(_ name: ByteView) { appendElement(name, field: 6) }
}
