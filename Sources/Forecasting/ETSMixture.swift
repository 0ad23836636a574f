import RealModule

/// Several exponential smoothings of one series, weighted by how likely each form is.
///
/// Kolassa, *Combining exponential smoothing forecasts using Akaike weights*, International Journal of
/// Forecasting 27, 2011: a form's weight is exp(−Δ/2) of its criterion above the best one's. Few forms have
/// any weight; the best four of at least a twentieth of the best one's are kept.
package struct ETSMixture: SeriesModel {
  package internal(set) var models: [ETS]
  /// Of each model; they add up to 1.
  package let weights: [Double]

  package init(models: [ETS], weights: [Double]) {
    precondition(models.count == weights.count)
    self.models = models
    self.weights = weights
  }

  /// - Returns: nil for series too short for any form.
  package static func fit(_ values: [Double], season: Int) -> ETSMixture? {
    let fits = ETS.fits(values, season: season).sorted { $0.criterion < $1.criterion }
    guard let best = fits.first else { return nil }
    guard best.criterion.isFinite else { return ETSMixture(models: [best.model], weights: [1]) }
    let kept = fits.prefix(4).map { ($0.model, Double.exp((best.criterion - $0.criterion) / 2)) }
      .filter { $0.1 >= 0.05 }
    let sum = kept.reduce(0) { $0 + $1.1 }
    return ETSMixture(models: kept.map(\.0), weights: kept.map { $0.1 / sum })
  }

  package mutating func observe(_ value: Double) {
    for index in models.indices { models[index].observe(value) }
  }

  package func forecast(into output: inout MutableSpan<Double>) {
    for step in output.indices { output[step] = 0 }
    var own = [Double](repeating: 0, count: output.count)
    for (model, weight) in zip(models, weights) {
      var span = own.mutableSpan
      model.forecast(into: &span)
      for step in 0..<own.count { output[step] += weight * own[step] }
    }
  }
}
