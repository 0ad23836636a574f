import Forecasting
import Testing

/// The models equal statsforecast's within 1e-6 of their value, move on in steps as they would have been
/// fitted, and survive being packed.
@Suite struct IntermittentTests {
  private func isClose(_ left: Double, _ right: Double) -> Bool {
    abs(left - right) <= 1e-6 * max(abs(right), 1e-9)
  }

  @Test(arguments: IntermittentReference.all.indices)
  func `forecasts are statsforecast's`(index: Int) throws {
    let reference = IntermittentReference.all[index]
    #expect(isClose(try Croston.fit(reference.sales).mean, reference.croston))
    #expect(isClose(try Croston.syntetosBoylan(reference.sales).mean, reference.syntetosBoylan))
    #expect(isClose(try TSB.fit(reference.sales).mean, reference.tsb))
    #expect(isClose(try ADIDA.fit(reference.sales).mean, reference.adida))
    #expect(isClose(try IMAPA.fit(reference.sales).mean, reference.imapa))
  }

  @Test func `sizes and intervals are smoothed when a demand comes`() throws {
    // Sizes 4 and 14, so 4 + .1 · 10 = 5; intervals 2 and 3, so 2.1.
    #expect(abs(try Croston.fit([0, 4, 0, 0, 14, 0]).mean - 5 / 2.1) < 1e-12)
    #expect(abs(try Croston.syntetosBoylan([0, 4, 0, 0, 14]).mean - 0.95 * 5 / 2.1) < 1e-12)
  }

  @Test func `what nobody buys any more fades with TSB, not with Croston`() throws {
    let sales = [3.0, 3, 3, 3] + [Double](repeating: 0, count: 40)
    #expect(try Croston.fit(sales).mean == 3)
    #expect(try TSB.fit(sales).mean < 0.05)
    #expect(try CountForecaster.fit(sales).mean < 0.001)
  }

  private func followed<Model: IntermittentModel>(_ model: Model, _ sales: [Double]) -> Model {
    var model = model
    for value in sales { model.observe(value) }
    return model
  }

  @Test func `seen one by one is the same as fitted at once`() throws {
    let sales = IntermittentReference.all[2].sales
    let (before, after) = (Array(sales.prefix(30)), Array(sales.dropFirst(30)))
    #expect(try followed(Croston.fit(before), after) == Croston.fit(sales))
    #expect(try followed(TSB.fit(before), after) == TSB.fit(sales))
    #expect(try followed(CountForecaster.fit(before), after) == CountForecaster.fit(sales))
  }

  @Test func `a block moves the level when it is full`() throws {
    // One sale in two periods: blocks of 2, sums 1 and 1.
    var model = try ADIDA.fit([0, 1, 0, 1])
    #expect(model.mean == 0.5)
    model.observe(9)
    #expect(model.mean == 0.5)
    model.observe(2)
    // A weight between .1 and .3 towards 11.
    #expect(model.mean >= (1 + 0.1 * 10) / 2 && model.mean <= (1 + 0.3 * 10) / 2)
  }

  private func opened<Model: IntermittentModel>(_ packed: [Double]) throws -> Model {
    try Model(packed: packed.span)
  }

  private func expectPackedEqual<Model: IntermittentModel>(_ model: Model) throws {
    var packed: [Double] = []
    model.pack(into: &packed)
    let same: Model = try opened(packed)
    #expect(same == model)
    for index in packed.indices {
      var broken = packed
      broken[index] = .nan
      #expect(throws: DemandError.self) { try opened(broken) as Model }
    }
    packed.append(0)
    #expect(throws: DemandError.self) { try opened(packed) as Model }
    #expect(throws: DemandError.self) { try opened([]) as Model }
  }

  @Test(arguments: IntermittentReference.all.indices)
  func `packed and opened they are the same, and broken ones are refused`(index: Int) throws {
    let sales = IntermittentReference.all[index].sales
    try expectPackedEqual(Croston.fit(sales))
    try expectPackedEqual(TSB.fit(sales))
    try expectPackedEqual(ADIDA.fit(sales))
    try expectPackedEqual(IMAPA.fit(sales))
    try expectPackedEqual(CountForecaster.fit(sales))
  }

  @Test func `every step ahead is the same`() throws {
    var output = [Double](repeating: -1, count: 3)
    var span = output.mutableSpan
    try TSB.fit([2, 2]).forecast(into: &span)
    #expect(output == [2, 2, 2])
  }

  @Test(arguments: [[], [1, -1], [.nan], [.infinity]] as [[Double]])
  func `sales that are none are refused`(sales: [Double]) {
    #expect(throws: DemandError.self) { try Croston.fit(sales) }
    #expect(throws: DemandError.self) { try TSB.fit(sales) }
    #expect(throws: DemandError.self) { try ADIDA.fit(sales) }
    #expect(throws: DemandError.self) { try IMAPA.fit(sales) }
    #expect(throws: DemandError.self) { try CountForecaster.fit(sales) }
  }

  @Test func `messages name what was found`() {
    #expect(
      DemandError.invalidSales(index: 1, value: -1).description
        == "sales at index 1 are -1.0; they must be finite and not negative")
    #expect(
      DemandError.invalidArgument(name: "lead time", value: -1, accepted: "in 0...3650 days")
        .description == "lead time is -1.0; it must be in 0...3650 days")
    #expect(
      DemandError.unequalCounts(name: "forecasts", count: 2, expected: 3).description
        == "forecasts has 2 elements; it must have 3")
  }
}
