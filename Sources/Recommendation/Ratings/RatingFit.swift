package import Snapshots

/// How the models of ``RatingModels`` are fitted.
package struct RatingSettings: Sendable, Equatable {
  /// See ``RatingBaseline/fit(_:userDamping:itemDamping:rounds:)``.
  package var userDamping = 3.0
  package var itemDamping = 3.0
  package var userNeighbours = RatingNeighbourSettings()
  package var itemNeighbours = RatingNeighbourSettings()
  package var factors = RatingFactorSettings()
  /// The model that answers when none is asked for.
  package var usual = RatingModel.itemNeighbours

  /// What ``RatingSearch`` chose most often inside of movielens-latest-small's training folds: for data
  /// that nothing is chosen on.
  package init() {
    userNeighbours.shrinkage = 100
    userNeighbours.damping = 0.5
    itemNeighbours.shrinkage = 30
    itemNeighbours.damping = 0.1
    itemNeighbours.power = 2
  }

  package subscript(side: RatingSide) -> RatingNeighbourSettings {
    get { side == .users ? userNeighbours : itemNeighbours }
    set { if side == .users { userNeighbours = newValue } else { itemNeighbours = newValue } }
  }
}

/// The models of ``RatingModels``, fitted, before they are packed.
package struct FittedRatings: Sendable {
  package let ratings: Ratings
  package let settings: RatingSettings
  package let baseline: FittedRatingBaseline
  package let userNeighbours: FittedRatingNeighbours
  package let itemNeighbours: FittedRatingNeighbours
  package let factors: FittedRatingFactors

  /// Tensors `ratings.…`.
  package func pack(into writer: inout TensorWriter) {
    let range = ratings.range ?? 0...0
    writer.add("ratings.range", [range.lowerBound, range.upperBound])
    writer.add("ratings.usual", [settings.usual.rawValue])
    for (name, rows) in [("by_user", ratings), ("by_item", ratings.transposed)] {
      writer.add(
        "ratings.\(name)", sparse: (rows.indptr.map(Int64.init), rows.items, rows.values))
    }
    baseline.pack(into: &writer)
    userNeighbours.pack(into: &writer)
    itemNeighbours.pack(into: &writer)
    factors.pack(into: &writer)
  }
}

package enum RatingFit {
  /// Fits all models with the settings given; ``RatingSearch`` chooses them. The same for every
  /// number of threads.
  ///
  /// - Parameters:
  ///   - ratings: at least one
  ///   - progress: called on this thread, after each step
  package static func fit(
    _ ratings: Ratings, settings: RatingSettings, threads: Int,
    progress: (FitProgress) -> Void = { _ in }
  ) -> FittedRatings {
    precondition(ratings.count > 0, "no ratings")
    let baseline = RatingBaseline.fit(
      ratings, userDamping: settings.userDamping, itemDamping: settings.itemDamping)
    func neighbours(_ side: RatingSide) -> FittedRatingNeighbours {
      RatingNeighbours.fit(
        ratings, side: side, baseline: baseline, settings: settings[side], threads: threads)
    }
    let userNeighbours = neighbours(.users)
    progress(FitProgress(model: "rating neighbours", done: 1, total: 2))
    let itemNeighbours = neighbours(.items)
    progress(FitProgress(model: "rating neighbours", done: 2, total: 2))
    let factors = RatingFactors.fit(ratings, settings: settings.factors, threads: threads) {
      round, _ in
      progress(
        FitProgress(model: "rating factors", done: round, total: settings.factors.roundCount))
      return true
    }
    return FittedRatings(
      ratings: ratings, settings: settings, baseline: baseline, userNeighbours: userNeighbours,
      itemNeighbours: itemNeighbours, factors: factors)
  }
}
