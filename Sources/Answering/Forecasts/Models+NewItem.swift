package import Bytes
import Catalogue
import Expressions
import Forecasting
import RealModule
import Snapshots

/// An item that has hardly sold yet. Borrows the request's bytes.
package struct NewItemQuery: Sendable {
  package var attributes: [(name: ByteView, value: ByteView)] = []
  package var horizon = 0
  package var quantiles: [Double] = []
  /// Units of its first periods, if it has been selling.
  package var earlySales: [Double] = []

  package init() {}

  package mutating func reset() {
    attributes.removeAll(keepingCapacity: true)
    horizon = 0
    quantiles.removeAll(keepingCapacity: true)
    earlySales.removeAll(keepingCapacity: true)
  }
}

package struct NewItemAnswer: Sendable {
  /// One per period after the early sales.
  package var means: [Double] = []
  /// Shape: periods × levels, row-major.
  package var quantiles: [Double] = []
  /// Most alike first; indices of the catalogue's items.
  package var like: [(item: Int, weight: Double)] = []
  package var sizes: [(name: ByteView, share: Double)] = []
  /// Of the question.
  package var unknownAttributes: [ByteView] = []

  package init() {}
}

extension Models {
  private static let likeMax = 10
  /// Share of attributes in which one may differ before it says a third as much.
  private static let bandwidth = 0.2

  /// What an item will sell after its launch, from the launches of those that are described like it; what it
  /// has sold since moves their level on. See ``LaunchCurves``.
  ///
  /// O(launches · attributes).
  ///
  /// - Throws: `invalidArgument` for a question beyond ``AnswerLimits``; `unavailable` when the snapshot knows
  ///   of no launch.
  package func newItemForecast(
    _ question: borrowing NewItemQuery, into answer: inout NewItemAnswer
  ) throws(AnswerError) {
    answer = NewItemAnswer()
    let forecasts = try requireForecasts()
    try AnswerLimits.check(horizon: question.horizon, of: forecasts.horizon)
    try AnswerLimits.check(quantiles: question.quantiles)
    try check(question)
    guard forecasts.launches.count > 0 else {
      throw .unavailable("this snapshot knows of no launch; a longer history has some")
    }
    let nearest = try nearest(question, forecasts, into: &answer)
    var launch: LaunchForecast
    do throws(DemandError) {
      launch = try forecasts.launches.forecast(
        neighbours: nearest.map { ($0.style, $0.distance) }, bandwidth: Self.bandwidth)
    } catch {
      throw .invalidArgument("\(error)")
    }
    for sales in question.earlySales { launch.observe(sales) }
    for step in 1...question.horizon {
      let distribution = launch.distribution(step)
      answer.means.append(distribution.mean)
      for level in question.quantiles { answer.quantiles.append(distribution.quantile(level)) }
    }
    let category = question.attributes.first { $0.name.string == "category" }
    if let category { answer.sizes = forecasts.sizes(of: category.value) }
  }

  private func check(_ question: borrowing NewItemQuery) throws(AnswerError) {
    let count = question.attributes.count
    guard (1...AnswerLimits.attributesMax).contains(count) else {
      throw .invalidArgument(
        "attributes has \(count) entries; 1...\(AnswerLimits.attributesMax) are accepted")
    }
    for (position, attribute) in question.attributes.enumerated() {
      for text in [attribute.name, attribute.value] where !(1...256).contains(text.count) {
        throw .invalidArgument(
          "attributes[\(position)] has a text of \(text.count) bytes; 1...256 are accepted")
      }
      if question.attributes[..<position].contains(where: { $0.name == attribute.name }) {
        throw .invalidArgument(
          "attributes[\(position)].name '\(attribute.name.string)' is there twice; each once is "
            + "accepted")
      }
    }
    guard question.earlySales.count <= AnswerLimits.earlySalesMax else {
      throw .invalidArgument(
        "early_sales has \(question.earlySales.count) values; at most "
          + "\(AnswerLimits.earlySalesMax) are accepted")
    }
    for (position, sales) in question.earlySales.enumerated() where !(sales >= 0 && sales.isFinite)
    {
      throw .invalidArgument("early_sales[\(position)] is \(sales); 0 and above is accepted")
    }
  }

  private func nearest(
    _ question: borrowing NewItemQuery, _ forecasts: Forecasts, into answer: inout NewItemAnswer
  ) throws(AnswerError) -> [(style: Int, distance: Double)] {
    var wanted: [WantedValue] = []
    for (name, value) in question.attributes {
      guard let column = catalogue.attribute(named: name),
        let wantedValue = WantedValue(column, value)
      else {
        answer.unknownAttributes.append(name)
        continue
      }
      wanted.append(wantedValue)
    }
    var nearest: [(style: Int, item: Int, distance: Double)] = []
    for style in 0..<forecasts.launches.count {
      guard let item = catalogue.items.index(of: forecasts.launched[style].bytes) else { continue }
      let same = wanted.count { $0.isOf(item) }
      let distance = wanted.isEmpty ? 1 : 1 - Double(same) / Double(wanted.count)
      nearest.append((style, item, distance))
    }
    nearest.sort { ($0.distance, $0.style) < ($1.distance, $1.style) }
    guard let least = nearest.first?.distance else {
      throw .unavailable("no launch is of an item of this catalogue; train both together")
    }
    nearest = Array(nearest.prefix(Self.likeMax))
    var weights = nearest.map { Double.exp((least - $0.distance) / Self.bandwidth) }
    let total = weights.reduce(0, +)
    for index in weights.indices { weights[index] /= total }
    answer.like = zip(nearest, weights).map { ($0.item, $1) }
    return nearest.map { ($0.style, $0.distance) }
  }
}

/// A value that items have or have not.
private enum WantedValue {
  case text(Column<UInt32>, code: UInt32)
  case list(Column<Int64>, Column<UInt32>, code: UInt32)
  /// Within a tenth.
  case number(Column<Double>, Double)

  init?(_ column: AttributeColumn, _ value: ByteView) {
    switch column {
    case .text(let codes, let values):
      guard let code = values.index(of: value.bytes) else { return nil }
      self = .text(codes, code: UInt32(code))
    case .list(let starts, let codes, let values):
      guard let code = values.index(of: value.bytes) else { return nil }
      self = .list(starts, codes, code: UInt32(code))
    case .number(let numbers):
      guard let number = value.decimal else { return nil }
      self = .number(numbers, number)
    }
  }

  func isOf(_ item: Int) -> Bool {
    switch self {
    case .text(let codes, let code): codes[item] == code
    case .list(let starts, let codes, let code):
      (Int(starts[item])..<max(Int(starts[item]), Int(starts[item + 1]))).contains {
        codes[$0] == code
      }
    case .number(let numbers, let number):
      (numbers[item] - number).magnitude <= 0.1 * number.magnitude
    }
  }
}
