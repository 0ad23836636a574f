package import Learning
package import Snapshots

/// Chooses the settings of the rating models, and which of them is the usual one, by how well they
/// foretell a tenth of the training data from the rest. Test data is never seen.
///
///     let best = try RatingSearch().best(for: ratings, settings: settings, threads: 2)
///
/// The tenth is drawn by chance and not by time: a call asks for any rating that is missing, not for the
/// next one.
package struct RatingSearch: Sendable {
  package var dampings: [Double] = [2, 3, 5, 8, 15]
  package var centres = RatingCentre.allCases
  package var shrinkages: [Float] = [10, 30, 100]
  package var neighbourDampings: [Float] = [0, 0.1, 0.25, 0.5, 1, 2]
  package var powers = [1, 2]
  package var limits = [20, 40, 80, 160]
  package var factorCounts = [10, 20]
  package var roundMax = 60
  /// Rounds without a smaller error after which a fit is not continued.
  package var patience = 10

  package init() {}

  package struct Outcome: Sendable {
    package let settings: RatingSettings
    /// What the chosen settings foretold of the tenth.
    package let baseline: RatingErrors
    package let models: [RatingModel: RatingErrors]
  }

  /// - Parameters:
  ///   - ratings: at least 20, or nothing could be held out
  ///   - settings: what is not searched for is taken from here
  ///   - progress: called on this thread, after each fit
  /// - Throws: never for what a fit packs; the error is that of opening a snapshot.
  package func best(
    for ratings: Ratings, settings: RatingSettings, threads: Int,
    progress: (FitProgress) -> Void = { _ in }
  ) throws(SnapshotError) -> Outcome {
    let cut = Cut(ratings, seed: settings.factors.seed)
    var best = settings
    var done = 0
    let total = 2 * centres.count * shrinkages.count + factorCounts.count
    func step() {
      done += 1
      progress(FitProgress(model: "rating settings", done: done, total: total))
    }
    let baseline = bestBaseline(cut, &best)
    var models: [RatingModel: RatingErrors] = [:]
    for side in RatingSide.allCases {
      models[side == .users ? .userNeighbours : .itemNeighbours] = try bestNeighbours(
        cut, side, &best, threads, step)
    }
    models[.factors] = bestFactors(cut, &best, threads, step)
    // Of equal errors the first in their order.
    best.usual =
      RatingModel.allCases.min { left, right in
        models[left]?.isBelow(models[right]) ?? false
      } ?? best.usual
    return Outcome(settings: best, baseline: baseline, models: models)
  }

  /// The ratings that are learned from, and those that are foretold.
  private struct Cut: Sendable {
    let training: Ratings
    let users: [UInt32]
    let items: [UInt32]
    let values: [Float]
    let range: ClosedRange<Float>

    init(_ ratings: Ratings, seed: UInt64) {
      let folds = ratings.folds(10, seed: seed)
      training = ratings.filtered { folds[$0] != 0 }
      let heldOut = ratings.filtered { folds[$0] == 0 }
      users = heldOut.userOfEntry
      items = heldOut.items
      values = heldOut.values
      range = ratings.range ?? 0...0
    }

    func errors(_ predicted: (_ user: Int, _ item: Int) -> Float) -> RatingErrors {
      errors(in: 0..<values.count, predicted)
    }

    func errors(
      in part: Range<Int>, _ predicted: (_ user: Int, _ item: Int) -> Float
    ) -> RatingErrors {
      var errors = RatingErrors()
      for rating in part {
        let value = predicted(Int(users[rating]), Int(items[rating]))
        errors.add(
          predicted: min(range.upperBound, max(range.lowerBound, value)), actual: values[rating])
      }
      return errors
    }
  }

  private func bestBaseline(_ cut: Cut, _ best: inout RatingSettings) -> RatingErrors {
    var least: RatingErrors?
    for userDamping in dampings {
      for itemDamping in dampings {
        let fitted = RatingBaseline.fit(
          cut.training, userDamping: userDamping, itemDamping: itemDamping)
        let errors = cut.errors(fitted.value)
        guard errors.isBelow(least) else { continue }
        least = errors
        (best.userDamping, best.itemDamping) = (userDamping, itemDamping)
      }
    }
    return least ?? RatingErrors()
  }

  /// Every centre and shrinkage is fitted; of each, every power and damping is asked, and then, with
  /// the best of these, every limit.
  private func bestNeighbours(
    _ cut: Cut, _ side: RatingSide, _ best: inout RatingSettings, _ threads: Int,
    _ step: () -> Void
  ) throws(SnapshotError) -> RatingErrors {
    let baseline = RatingBaseline.fit(
      cut.training, userDamping: best.userDamping, itemDamping: best.itemDamping)
    var least: RatingErrors?
    for centre in centres {
      for shrinkage in shrinkages {
        var settings = best[side]
        settings.centre = centre
        settings.shrinkage = shrinkage
        let found = try bestManner(cut, side, settings, baseline, threads)
        if found.errors.isBelow(least) {
          least = found.errors
          best[side] = found.settings
        }
        step()
      }
    }
    return least ?? RatingErrors()
  }

  private func bestManner(
    _ cut: Cut, _ side: RatingSide, _ settings: RatingNeighbourSettings,
    _ baseline: FittedRatingBaseline, _ threads: Int
  ) throws(SnapshotError) -> (settings: RatingNeighbourSettings, errors: RatingErrors) {
    let training = cut.training
    let objects = side == .users ? training.transposed : training
    var writer = TensorWriter()
    RatingNeighbours.fit(
      training, side: side, baseline: baseline, settings: settings, threads: threads
    ).pack(into: &writer)
    baseline.pack(into: &writer)
    writer.add(
      "objects", sparse: (objects.indptr.map(Int64.init), objects.items, objects.values))
    let file = try TensorFile(bytes: writer.encoded(), name: "search")
    // The columns of what is opened lie in `file`, so it must live until they were used.
    defer { extendLifetime(file) }
    let neighbours = try RatingNeighbours(
      opening: file, side: side, subjects: objects.itemCount)
    let packedBaseline = try RatingBaseline(
      opening: file, users: training.userCount, items: training.itemCount)
    let table = try file.sparse("objects", rows: objects.userCount, columns: objects.itemCount)

    func errors(_ settings: RatingNeighbourSettings) -> RatingErrors {
      let asked = neighbours.with(
        limit: settings.limit, damping: settings.damping, power: settings.power)
      let parts = blocks(of: cut.values.count, size: 512)
      let found = parallelMap(
        count: parts.count, threads: threads, state: { RatingPrediction() }
      ) { prediction, part in
        cut.errors(in: parts[part]) { user, item in
          let (subject, object) = side == .users ? (user, item) : (item, user)
          asked.predict(
            subject, object, ratings: table, baseline: packedBaseline, into: &prediction)
          return prediction.rating
        }
      }
      var sum = RatingErrors()
      for part in found { sum.add(part) }
      return sum
    }
    var best = (settings: settings, errors: errors(settings))
    func attempt(_ settings: RatingNeighbourSettings) {
      let errors = errors(settings)
      if errors.isBelow(best.errors) { best = (settings, errors) }
    }
    for power in powers {
      for damping in neighbourDampings {
        var manner = settings
        manner.power = power
        manner.damping = damping
        attempt(manner)
      }
    }
    let chosen = best.settings
    for limit in limits {
      var manner = chosen
      manner.limit = limit
      attempt(manner)
    }
    return best
  }

  private func bestFactors(
    _ cut: Cut, _ best: inout RatingSettings, _ threads: Int, _ step: () -> Void
  ) -> RatingErrors {
    var least: RatingErrors?
    for factorCount in factorCounts {
      var settings = best.factors
      settings.factorCount = factorCount
      settings.roundCount = roundMax
      var own: RatingErrors?
      var bestRound = 0
      _ = RatingFactors.fit(cut.training, settings: settings, threads: threads) { round, fitted in
        let errors = cut.errors(fitted.value)
        if errors.isBelow(own) { (own, bestRound) = (errors, round) }
        return round - bestRound < patience
      }
      step()
      guard let own, own.isBelow(least) else { continue }
      least = own
      settings.roundCount = bestRound
      best.factors = settings
    }
    return least ?? RatingErrors()
  }
}

extension RatingErrors {
  /// True when there is nothing to compare with.
  fileprivate func isBelow(_ other: RatingErrors?) -> Bool {
    other.map { rootMeanSquare < $0.rootMeanSquare } ?? true
  }
}
