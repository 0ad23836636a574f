/// A model of a series with many zeros: fitted by seeing it once, and the same value every step ahead.
package protocol IntermittentModel: SeriesModel, Equatable {
  /// - Parameter sales: oldest first, one value a period
  /// - Throws: DemandError when there is none, or one is negative or not finite.
  static func fit(_ sales: [Double]) throws(DemandError) -> Self
  /// Expected sales of each period to come; not negative.
  var mean: Double { get }

  /// The model as numbers: parameters, then state.
  func pack(into output: inout [Double])
  /// - Throws: DemandError.invalidPackedModel when no model has these numbers.
  init(packed: Span<Double>) throws(DemandError)
}

extension IntermittentModel {
  package func forecast(into output: inout MutableSpan<Double>) {
    let mean = mean
    for step in output.indices { output[step] = mean }
  }
}
