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

  package init() {}
}

/// The models of a ``Recommender``, fitted, before they are packed.
package struct FittedRecommender: Sendable {
  package let interactions: Interactions
  package let popularity: FittedPopularity
  package var itemNeighbours: FittedItemNeighbours
  package let factors: FittedFactors?

  /// Tensors `histories.…`, `popularity.…`, `item_neighbours.…` and `factors.…`.
  package func pack(into writer: inout TensorWriter) {
    Histories.pack(interactions, into: &writer)
    popularity.pack(into: &writer)
    itemNeighbours.pack(into: &writer)
    factors?.pack(into: &writer)
  }
}

/// How far a fit has come.
package struct FitProgress: Sendable, Equatable {
  package let model: String
  /// Steps of this model that are done, of how many.
  package let done: Int
  package let total: Int
}

package enum RecommendationFit {
  /// Fits all models. The same for every number of threads.
  ///
  /// - Parameters:
  ///   - interactions: weights as they are to count; take ``Interactions/binary`` when repeats are
  ///     not to count
  ///   - factors: those to take instead of fitting any
  ///   - progress: called on this thread, after each step
  package static func fit(
    _ interactions: Interactions, settings: RecommendationSettings, threads: Int,
    factors given: FittedFactors? = nil, progress: (FitProgress) -> Void = { _ in }
  ) -> FittedRecommender {
    let popularity = Popularity.fit(interactions, halfLife: settings.popularityHalfLife)
    progress(FitProgress(model: "popularity", done: 1, total: 1))
    let itemNeighbours = ItemNeighbours.fit(
      interactions, weighting: settings.weighting, neighbourCount: settings.neighbourCount,
      halfLife: settings.halfLife, threads: threads)
    progress(FitProgress(model: "item neighbours", done: 1, total: 1))
    let factors =
      given
      ?? settings.factors.map { factors in
        Factors.fit(interactions, settings: factors, threads: threads) { done in
          progress(FitProgress(model: "factors", done: done, total: factors.iterationCount))
        }
      }
    return FittedRecommender(
      interactions: interactions, popularity: popularity, itemNeighbours: itemNeighbours,
      factors: factors)
  }
}
