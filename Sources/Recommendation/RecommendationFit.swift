package import Snapshots

/// How the models of a ``Recommender`` are fitted.
package struct RecommendationSettings: Sendable, Equatable {
  package var weighting = Weighting.tfidf
  /// Neighbours that an item keeps.
  package var neighbourCount = 100
  /// What half-life a user's items have, in items; infinity: all count alike.
  package var halfLife: Float = .infinity
  /// What half-life a choice has in the popularity, in the units of the timestamps; infinity: none.
  package var popularityHalfLife = Double.infinity
  /// `nil`: no factors are fitted.
  package var factors: FactorSettings? = FactorSettings()
  /// Sources of the hybrid besides item neighbours, and the half-life of a user's items in each;
  /// those that are not here are not fitted.
  package var halfLives: [ItemSource: Float] = [:]
  /// How the source ``Ease`` is solved for.
  package var easeMethod = Ease.Method.local
  /// See ``Ease/fit(_:method:lambda:candidateCount:neighbourCount:halfLife:historyLimit:threads:)``.
  package var easeLambda: Float = 100
  /// See ``NextItems/fit(_:lambda:candidateCount:neighbourCount:halfLife:historyLimit:threads:)``.
  package var nextItemsLambda: Float = 20
  /// What half-life a choice has in the trend, in the units of the timestamps.
  package var trendHalfLife = Double.infinity
  /// What half-life the last time has at which a user chose an item, when it is to foretell the
  /// next, in the units of the timestamps.
  package var ownHalfLife = Double.infinity
  /// The hybrid's weights, for new items and for repeats; `nil`: there is none.
  package var hybrid: HybridWeights?

  package init() {}
}

/// By ``HybridFeature``, then one for each attribute of ``Affinity`` and each trait of ``Demographics``.
package struct HybridWeights: Sendable, Equatable {
  package var newItems: [Float]
  package var repeats: [Float]
  /// What the weights after those of the features are of, where that is known.
  package var termNames: [String]

  package init(newItems: [Float], repeats: [Float], termNames: [String] = []) {
    self.newItems = newItems
    self.repeats = repeats
    self.termNames = termNames
  }

  /// All features alike, and no terms: what candidates are collected with before there are weights.
  package static func equal(termCount: Int = 0) -> HybridWeights {
    let weights =
      [Float](repeating: 1, count: HybridFeature.allCases.count)
      + [Float](repeating: 0, count: termCount)
    return HybridWeights(newItems: weights, repeats: weights)
  }

  /// The same weights, and `weight` for every term that has none.
  package func padded(termCount: Int, with weight: Float = 0) -> HybridWeights {
    func pad(_ weights: [Float]) -> [Float] {
      let missing = HybridFeature.allCases.count + termCount - weights.count
      return weights + [Float](repeating: weight, count: max(0, missing))
    }
    return HybridWeights(newItems: pad(newItems), repeats: pad(repeats), termNames: termNames)
  }
}

/// The models of a ``Recommender``, fitted, before they are packed.
package struct FittedRecommender: Sendable {
  package let interactions: Interactions
  package let popularity: FittedPopularity
  package let sources: [FittedItemNeighbours]
  package let factors: FittedFactors?
  package let hybrid: FittedHybrid?
  package let affinity: FittedAffinity?
  package let demographics: FittedDemographics?
  package let ownHalfLife: Double

  /// Tensors `histories.…`, `popularity.…`, `item_neighbours.…` and `factors.…`.
  package func pack(into writer: inout TensorWriter) {
    Histories.pack(interactions, ownHalfLife: ownHalfLife, into: &writer)
    popularity.pack(into: &writer)
    for source in sources { source.pack(into: &writer) }
    factors?.pack(into: &writer)
    hybrid?.pack(into: &writer)
    affinity?.pack(into: &writer)
    demographics?.pack(into: &writer)
  }
}

/// How far a fit has come.
package struct FitProgress: Sendable, Equatable {
  package let model: String
  /// Steps of this model that are done, of how many.
  package let done: Int
  package let total: Int

  package init(model: String, done: Int, total: Int) {
    self.model = model
    self.done = done
    self.total = total
  }
}

package enum RecommendationFit {
  /// Fits all models. The same for every number of threads.
  ///
  /// - Parameters:
  ///   - interactions: weights count how often; that a user chose an item counts once, except for
  ///     what the user's own past says
  ///   - descriptions: of items and users
  ///   - factors: those to take instead of fitting any
  ///   - progress: called on this thread, after each step
  package static func fit(
    _ interactions: Interactions, descriptions: Descriptions = Descriptions(),
    settings: RecommendationSettings, threads: Int, factors given: FittedFactors? = nil,
    progress: (FitProgress) -> Void = { _ in }
  ) -> FittedRecommender {
    let binary = interactions.binary
    let popularity = Popularity.fit(binary, halfLife: settings.popularityHalfLife)
    progress(FitProgress(model: "popularity", done: 1, total: 1))
    let factors =
      given
      ?? settings.factors.map { factors in
        Factors.fit(binary, settings: factors, threads: threads) { done in
          progress(FitProgress(model: "factors", done: done, total: factors.iterationCount))
        }
      }
    var sources: [FittedItemNeighbours] = []
    for source in ItemSource.allCases {
      guard let fitted = fit(source, binary, descriptions.content, factors, settings, threads)
      else { continue }
      sources.append(fitted)
      progress(FitProgress(model: "\(source.name)", done: 1, total: 1))
    }
    let affinity =
      settings.hybrid == nil
      ? nil
      : Affinity.fit(
        binary, attributes: descriptions.attributes, visitGap: descriptions.visitGap)
    let demographics =
      settings.hybrid == nil ? nil : Demographics.fit(binary, traits: descriptions.traits)
    let termCount = descriptions.attributes.count + descriptions.traits.count
    let hybrid = settings.hybrid?.padded(termCount: termCount)
    let fittedHybrid = hybrid.map { weights in
      FittedHybrid(
        newItems: weights.newItems, repeats: weights.repeats,
        popular: popularity.shoppers.map { Float($0) },
        trending: Popularity.fit(binary, halfLife: settings.trendHalfLife).scores)
    }
    return FittedRecommender(
      interactions: interactions, popularity: popularity, sources: sources, factors: factors,
      hybrid: fittedHybrid, affinity: affinity, demographics: demographics,
      ownHalfLife: settings.ownHalfLife)
  }

  /// `nil` for a source that was not asked for or that has nothing to learn from.
  static func fit(
    _ source: ItemSource, _ interactions: Interactions, _ content: ItemContent?,
    _ factors: FittedFactors?, _ settings: RecommendationSettings, _ threads: Int
  ) -> FittedItemNeighbours? {
    if source == .neighbours {
      return ItemNeighbours.fit(
        interactions, weighting: settings.weighting, neighbourCount: settings.neighbourCount,
        halfLife: settings.halfLife, threads: threads)
    }
    guard let halfLife = settings.halfLives[source] else { return nil }
    switch source {
    case .neighbours: return nil
    case .ease:
      return Ease.fit(
        interactions, method: settings.easeMethod, lambda: settings.easeLambda,
        halfLife: halfLife, threads: threads)
    case .nextItems:
      var fitted = NextItems.fit(
        interactions, lambda: settings.nextItemsLambda, threads: threads)
      fitted.halfLife = halfLife
      return fitted
    case .transitions: return Transitions.fit(interactions, halfLife: halfLife, threads: threads)
    case .factors:
      guard let factors, let lambda = settings.factors?.lambda else { return nil }
      return FactorNeighbours.fit(factors, lambda: lambda, halfLife: halfLife, threads: threads)
    case .content:
      return content.map { ContentNeighbours.fit($0, halfLife: halfLife, threads: threads) }
    }
  }
}
