package import Learning
package import Snapshots

/// Chooses the weighting of the item neighbours and the half-life of a user's items by what they
/// would have foretold: every pair of the grid is fitted on the older part of the training data,
/// served, and measured on the newer part, at one cut or at several. Test data is never seen.
///
///     let best = try SettingsSearch().best(cuts: cuts, settings: settings, threads: 2)
///
/// The pair that is given stays unless the best pair beats it by more than one standard error of
/// the difference. The best of dozens owes part of its lead to chance, and so does what one season
/// favours; a lead smaller than its own error says nothing about the next season, and then the pair
/// that needs no tuning is the safer one. This is the one-standard-error rule of Breiman et al.,
/// *Classification and Regression Trees*, 1984, section 3.4.3, with one simple candidate. Differences
/// are taken user by user, since users differ far more than settings do. The error is thus of these
/// times with other users; how much seasons differ, three cuts can hardly say, and it is not in it.
package struct SettingsSearch: Sendable {
  /// Interactions that weigh 1 each make BM25 a family of one parameter: an entry weighs
  /// idf / (1 − β + β·length/mean length) with β = K1·B / (1 + K1). Here β is .41, 0, .14, .27, .55
  /// and .75.
  package var weightings: [Weighting] = [
    .bm25Default, .cosine, .tfidf,
    .bm25(k1: 1.2, b: 0), .bm25(k1: 1.2, b: 0.25), .bm25(k1: 1.2, b: 0.5), .bm25(k1: 1.2, b: 1),
    .bm25(k1: 5, b: 0.9),
  ]
  /// In items.
  package var halfLives: [Float] = [1, 2, 4, 8, 16, 32, .infinity]
  /// NDCG at this cutoff decides.
  package var cutoff = 20
  /// More questions than this, over all cuts, cost time and change little; users are taken at even
  /// distances.
  package var questionLimit = 15_000
  package var includesSeen = false

  package init() {}

  /// Training data as it was at some time, and what came after.
  package struct Cut: Sendable {
    package let training: Interactions
    /// Made by the caller as its evaluation will make it.
    package let heldOut: [HeldOut]

    package init(training: Interactions, heldOut: [HeldOut]) {
      self.training = training
      self.heldOut = heldOut
    }
  }

  /// One pair and how it did.
  package struct Trial: Sendable {
    package let weighting: Weighting
    package let halfLife: Float
    /// Over the questions of all cuts.
    package fileprivate(set) var metrics: RankingMetrics
    /// NDCG of each question, cut after cut; the same questions for every trial.
    fileprivate var gains: [Double] = []
  }

  package struct Outcome: Sendable {
    /// Those given, with the chosen weighting and half-life.
    package let settings: RecommendationSettings
    /// Of the chosen pair, over the questions of all cuts.
    package let validation: RankingMetrics
    /// In the order of the grid, weighting by weighting.
    package let trials: [Trial]
  }

  /// One fit per cut and weighting, and one answer per question and pair.
  ///
  /// - Parameters:
  ///   - cuts: at least one
  ///   - settings: its pair is tried also when the grid has it not
  ///   - progress: called on this thread, after each fit
  /// - Throws: never for what a fit packs; the error is that of opening a snapshot.
  package func best(
    cuts: [Cut], settings: RecommendationSettings, threads: Int,
    progress: (FitProgress) -> Void = { _ in }
  ) throws(SnapshotError) -> Outcome {
    let weightings = including(settings.weighting, weightings)
    let halfLives = including(settings.halfLife, halfLives)
    var trials = weightings.flatMap { weighting in
      halfLives.map {
        Trial(weighting: weighting, halfLife: $0, metrics: RankingMetrics(cutoff: cutoff))
      }
    }
    var users: [Int] = []
    var done = 0
    for cut in cuts {
      let sample = sample(of: cut.heldOut, limit: questionLimit / cuts.count)
      users += sample.map(\.user)
      for (row, weighting) in weightings.enumerated() {
        let start = row * halfLives.count
        try measure(
          weighting, cut.training, sample, settings, threads,
          into: &trials[start..<start + halfLives.count])
        done += 1
        progress(
          FitProgress(model: "settings", done: done, total: cuts.count * weightings.count))
      }
    }
    let chosen = choose(trials, users: users, settings)
    var best = settings
    best.weighting = chosen.weighting
    best.halfLife = chosen.halfLife
    return Outcome(settings: best, validation: chosen.metrics, trials: trials)
  }

  private func choose(
    _ trials: [Trial], users: [Int], _ settings: RecommendationSettings
  ) -> Trial {
    guard
      let given = trials.first(where: {
        $0.weighting == settings.weighting && $0.halfLife == settings.halfLife
      })
    else { preconditionFailure("the pair that is given was not tried") }
    // Against one and the same trial, the largest mean difference is the largest mean.
    var best = (trial: given, lead: PairedLead(of: given.gains, over: given.gains, users: users))
    for trial in trials {
      let lead = PairedLead(of: trial.gains, over: given.gains, users: users)
      if lead.mean > best.lead.mean { best = (trial, lead) }
    }
    return best.lead.mean > best.lead.standardError ? best.trial : given
  }

  /// Fits on one cut, and asks for every half-life.
  ///
  /// - Parameter trials: those of `weighting`, one per half-life
  private func measure(
    _ weighting: Weighting, _ training: Interactions, _ sample: [HeldOut],
    _ settings: RecommendationSettings, _ threads: Int, into trials: inout ArraySlice<Trial>
  ) throws(SnapshotError) {
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
    for index in trials.indices {
      let judged = recommender.with(halfLife: trials[index].halfLife).judgements(
        on: sample, includesSeen: includesSeen, cutoffs: [cutoff], threads: threads)
      for one in judged {
        trials[index].metrics.add(one[0])
        trials[index].gains.append(one[0].ndcg)
      }
    }
  }

  private func sample(of heldOut: [HeldOut], limit: Int) -> [HeldOut] {
    guard heldOut.count > limit else { return heldOut }
    return (0..<limit).map { heldOut[$0 * heldOut.count / limit] }
  }

  private func including<Value: Equatable>(_ value: Value, _ grid: [Value]) -> [Value] {
    grid.contains(value) ? grid : [value] + grid
  }
}
