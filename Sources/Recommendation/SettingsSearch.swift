package import Learning
package import Snapshots

/// Chooses the weighting of the item neighbours and the half-life of a user's items by what they
/// would have foretold: every pair of the grid is fitted on the older part of the training data,
/// served, and measured on the newer part. Test data is never seen.
///
///     let best = try SettingsSearch().best(
///       training: older, heldOut: newer, settings: settings, threads: 2)
package struct SettingsSearch: Sendable {
  package var weightings: [Weighting] =
    [.cosine, .tfidf]
    + [Float(0.3), 1.2, 5, 20].flatMap { k1 in
      [Float(0.25), 0.5, 0.75].map { .bm25(k1: k1, b: $0) }
    }
  /// In items.
  package var halfLives: [Float] = [1, 2, 4, 8, 16, 32, .infinity]
  /// NDCG at this cutoff decides.
  package var cutoff = 20
  /// More users than this cost time and change little; they are taken at even distances.
  package var userLimit = 5_000
  package var includesSeen = false

  package init() {}

  /// One pair of the grid and how it did.
  package struct Trial: Sendable {
    package let weighting: Weighting
    package let halfLife: Float
    package let metrics: RankingMetrics
  }

  package struct Outcome: Sendable {
    /// Those given, with the best weighting and half-life; of equally good pairs the first.
    package let settings: RecommendationSettings
    /// In the order of the grid.
    package let trials: [Trial]
  }

  /// - Parameters:
  ///   - training: without what is held out
  ///   - heldOut: each user's newer choices, made by the caller as its evaluation will make them
  ///   - progress: called on this thread, after each weighting
  /// - Throws: never for what a fit packs; the error is that of opening a snapshot.
  package func best(
    training: Interactions, heldOut: [HeldOut], settings: RecommendationSettings, threads: Int,
    progress: (FitProgress) -> Void = { _ in }
  ) throws(SnapshotError) -> Outcome {
    let sample = sample(of: heldOut)
    var trials: [Trial] = []
    for (done, weighting) in weightings.enumerated() {
      trials += try self.trials(
        of: weighting, training: training, sample: sample, settings: settings, threads: threads)
      progress(FitProgress(model: "settings", done: done + 1, total: weightings.count))
    }
    var best = settings
    var bestGain = -1.0
    for trial in trials where trial.metrics.ndcg > bestGain {
      bestGain = trial.metrics.ndcg
      best.weighting = trial.weighting
      best.halfLife = trial.halfLife
    }
    return Outcome(settings: best, trials: trials)
  }

  private func trials(
    of weighting: Weighting, training: Interactions, sample: [HeldOut],
    settings: RecommendationSettings, threads: Int
  ) throws(SnapshotError) -> [Trial] {
    var settings = settings
    settings.weighting = weighting
    settings.factors = nil
    var writer = TensorWriter()
    RecommendationFit.fit(training, settings: settings, threads: threads).pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "search")
    // The columns of `recommender` lie in `file`, so it must live until they were used.
    defer { extendLifetime(file) }
    let recommender = try Recommender(
      opening: file, users: training.userCount, items: training.itemCount)
    return halfLives.map { halfLife in
      Trial(
        weighting: weighting, halfLife: halfLife,
        metrics: recommender.with(halfLife: halfLife).metrics(
          on: sample, includesSeen: includesSeen, cutoffs: [cutoff], threads: threads)[0])
    }
  }

  private func sample(of heldOut: [HeldOut]) -> [HeldOut] {
    guard heldOut.count > userLimit else { return heldOut }
    return (0..<userLimit).map { heldOut[$0 * heldOut.count / userLimit] }
  }
}
