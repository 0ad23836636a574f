import Learning
package import Snapshots

/// Chooses what the hybrid needs to know and cannot learn from the events it is fitted on: how fast
/// each source forgets, how fast the trend does, and how much each feature weighs. All sources are
/// fitted on the older part of the training data and asked about the newer one, which they never saw;
/// test data is never seen.
package struct HybridSearch: Sendable {
  /// In items.
  package var halfLives: [Float] = [1, 2, 4, 8, 32, .infinity]
  /// In the units of the timestamps.
  package var trendHalfLives: [Double] = [.infinity]
  /// In the units of the timestamps.
  package var ownHalfLives: [Double] = [.infinity]
  /// Regularisations that are tried; one is taken as it is. EASE in closed form is not asked: a fit of
  /// it takes too long.
  package var easeLambdas: [Float] = [30, 100, 300, 1_000, 3_000]
  package var nextItemsLambdas: [Float] = [5, 20, 80, 320, 1_280]
  /// Factor settings that are tried besides those given.
  package var factorTrials: [FactorSettings] = []
  /// NDCG at this cutoff decides.
  package var cutoff = 20
  /// Users who are asked about half-lives, and about weights.
  package var halfLifeQuestionLimit = 3_000
  package var weightQuestionLimit = 8_000
  /// Candidates of a question by each model.
  package var candidateCount = 100
  /// How often weights are fitted: each time also on what the last ones put forward.
  package var roundCount = 3

  package init() {}

  /// Training data as it was at some time, and what came after.
  package struct Cut: Sendable {
    package let training: Interactions
    /// New items alone.
    package let newItems: [HeldOut]
    /// Repeats too.
    package let repeats: [HeldOut]
    /// Of users, what was known of them at that time.
    package let descriptions: Descriptions

    package init(
      training: Interactions, newItems: [HeldOut], repeats: [HeldOut],
      descriptions: Descriptions = Descriptions()
    ) {
      self.descriptions = descriptions
      self.training = training
      self.newItems = newItems
      self.repeats = repeats
    }
  }

  /// The settings given, with the half-lives and weights that were chosen.
  package func best(
    cut: Cut, settings: RecommendationSettings, threads: Int,
    progress: (FitProgress) -> Void = { _ in }
  ) throws(SnapshotError) -> RecommendationSettings {
    var best = settings
    best.hybrid = .equal(termCount: cut.descriptions.termNames.count)
    best.trendHalfLife = trendHalfLife(cut)
    best.ownHalfLife = ownHalfLife(cut)
    best.factors = try bestFactors(cut, settings, threads, progress)
    for source in ItemSource.allCases where source != .neighbours {
      best.halfLives[source] = settings.halfLives[source] ?? 2
    }
    if settings.easeMethod == .local {
      best.easeLambda = try bestLambda(of: .ease, among: easeLambdas, cut, threads) {
        Ease.fit($0, lambda: $1, threads: threads)
      }
    }
    best.nextItemsLambda = try bestLambda(of: .nextItems, among: nextItemsLambdas, cut, threads) {
      NextItems.fit($0, lambda: $1, threads: threads)
    }
    progress(FitProgress(model: "regularisation", done: 1, total: 1))
    var writer = TensorWriter()
    RecommendationFit.fit(
      cut.training, descriptions: cut.descriptions, settings: best, threads: threads,
      progress: progress
    ).pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "search")
    // The columns of the recommender lie in `file`, so it must live until they were used.
    defer { extendLifetime(file) }
    var recommender = try Recommender(
      opening: file, users: cut.training.userCount, items: cut.training.itemCount)

    let sample = sample(of: cut.newItems, limit: halfLifeQuestionLimit)
    for source in ItemSource.allCases where source != .neighbours {
      guard
        let halfLife = recommender.bestHalfLife(
          of: source, among: halfLives, on: sample, cutoff: cutoff, threads: threads)
      else {
        best.halfLives[source] = nil
        continue
      }
      best.halfLives[source] = halfLife
      recommender = recommender.with(halfLife: halfLife, of: source)
    }
    best.hybrid = HybridWeights(
      newItems: weights(recommender, cut.newItems, includesSeen: false, threads),
      repeats: weights(recommender, cut.repeats, includesSeen: true, threads),
      termNames: cut.descriptions.termNames)
    progress(FitProgress(model: "hybrid", done: 1, total: 1))
    return best
  }

  /// Of the weights of all rounds and equal ones, those that foretell most for users they were not
  /// fitted on.
  private func weights(
    _ recommender: Recommender, _ heldOut: [HeldOut], includesSeen: Bool, _ threads: Int
  ) -> [Float] {
    let sample = sample(of: heldOut, limit: weightQuestionLimit)
    let fitted = sample.indices.filter { $0 % 4 != 0 }.map { sample[$0] }
    let judging = sample.indices.filter { $0 % 4 == 0 }.map { sample[$0] }
    // A source that spoke against items could not be a reason; popularity may.
    let isSigned =
      HybridFeature.allCases.map { $0 == .popular || $0 == .trending }
      + [Bool](repeating: false, count: recommender.termCount)
    let equal = HybridWeights.equal(termCount: recommender.termCount).newItems
    var models = [equal]
    var best = (weights: equal, ndcg: -1.0)
    for round in 0...roundCount {
      let weights = models[models.count - 1]
      let ndcg = recommender.with(HybridWeights(newItems: weights, repeats: weights)).metrics(
        on: judging, model: .hybrid, includesSeen: includesSeen, cutoffs: [cutoff],
        threads: threads)[0].ndcg
      if ndcg > best.ndcg { best = (weights, ndcg) }
      if round == roundCount { break }
      let questions = recommender.questions(
        about: fitted, includesSeen: includesSeen, models: models, count: candidateCount,
        threads: threads)
      models.append(
        ConditionalLogit().weights(
          for: questions, featureCount: isSigned.count, isSigned: isSigned, threads: threads
        ).map { Float($0) })
    }
    return best.weights
  }

  /// The half-life whose order of the users' own items was chosen from most.
  private func ownHalfLife(_ cut: Cut) -> Double {
    let sample = sample(of: cut.repeats, limit: halfLifeQuestionLimit)
    var best = (halfLife: Double.infinity, ndcg: -1.0)
    for halfLife in ownHalfLives {
      let values = cut.training.ownValues(halfLife: halfLife)
      var metrics = RankingMetrics(cutoff: cutoff)
      for user in sample {
        let order = cut.training.entries(of: user.user).sorted {
          (-values[$0], $0) < (-values[$1], $1)
        }
        metrics.add(
          ranked: order.prefix(cutoff).map { Int32(cut.training.items[$0]) },
          relevant: Set(user.items))
      }
      if metrics.ndcg > best.ndcg { best = (halfLife, metrics.ndcg) }
    }
    return best.halfLife
  }

  /// The regularisation under which a source alone foretells most.
  private func bestLambda(
    of source: ItemSource, among lambdas: [Float], _ cut: Cut, _ threads: Int,
    fit: (Interactions, Float) -> FittedItemNeighbours
  ) throws(SnapshotError) -> Float {
    guard lambdas.count > 1 else { return lambdas[0] }
    let sample = sample(of: cut.newItems, limit: halfLifeQuestionLimit)
    let binary = cut.training.binary
    var best = (lambda: lambdas[0], ndcg: -1.0)
    for lambda in lambdas {
      let ndcg = try ndcg(of: fit(binary, lambda), cut, on: sample, threads)
      if ndcg > best.ndcg { best = (lambda, ndcg) }
    }
    return best.lambda
  }

  private func ndcg(
    of fitted: FittedItemNeighbours, _ cut: Cut, on sample: [HeldOut], _ threads: Int
  ) throws(SnapshotError) -> Double {
    var writer = TensorWriter()
    Histories.pack(cut.training, into: &writer)
    Popularity.fit(cut.training).pack(into: &writer)
    fitted.pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "search")
    // The columns of the recommender lie in `file`, so it must live until they were used.
    defer { extendLifetime(file) }
    return try Recommender(
      opening: file, users: cut.training.userCount, items: cut.training.itemCount
    ).ndcg(of: fitted.source, on: sample, cutoff: cutoff, threads: threads)
  }

  /// Of the settings given and those to try, the ones whose neighbours foretell most.
  private func bestFactors(
    _ cut: Cut, _ settings: RecommendationSettings, _ threads: Int,
    _ progress: (FitProgress) -> Void
  ) throws(SnapshotError) -> FactorSettings? {
    guard let given = settings.factors, !factorTrials.isEmpty else { return settings.factors }
    let sample = sample(of: cut.newItems, limit: halfLifeQuestionLimit)
    var best = (settings: given, ndcg: -1.0)
    let trials = [given] + factorTrials
    for (index, trial) in trials.enumerated() {
      var trial = trial
      trial.seed = given.seed
      let factors = Factors.fit(cut.training.binary, settings: trial, threads: threads)
      let neighbours = FactorNeighbours.fit(factors, lambda: trial.lambda, threads: threads)
      let ndcg = try ndcg(of: neighbours, cut, on: sample, threads)
      if ndcg > best.ndcg { best = (trial, ndcg) }
      progress(FitProgress(model: "factor settings", done: index + 1, total: trials.count))
    }
    return best.settings
  }

  /// The half-life under which popularity and trend together make what was chosen likeliest.
  private func trendHalfLife(_ cut: Cut) -> Double {
    guard trendHalfLives.count > 1 else { return trendHalfLives.first ?? .infinity }
    let chosen = cut.newItems.flatMap(\.items).map { Int($0) }
    let popular = FittedHybrid.share(Popularity.fit(cut.training).scores)
    var best = (halfLife: Double.infinity, likelihood: -Double.infinity)
    for halfLife in trendHalfLives {
      let trending = FittedHybrid.share(Popularity.fit(cut.training, halfLife: halfLife).scores)
      let question = ConditionalLogit.Question(
        features: zip(popular, trending).flatMap { [$0, $1] }, chosen: chosen)
      let weights = ConditionalLogit().weights(
        for: [question], featureCount: 2, isSigned: [true, true], threads: 1)
      let likelihood = question.logLikelihood(at: weights)
      if likelihood > best.likelihood { best = (halfLife, likelihood) }
    }
    return best.halfLife
  }

  private func sample(of heldOut: [HeldOut], limit: Int) -> [HeldOut] {
    guard heldOut.count > limit else { return heldOut }
    return (0..<limit).map { heldOut[$0 * heldOut.count / limit] }
  }
}

extension Recommender {
  /// `nil` when the source is not there.
  fileprivate func bestHalfLife(
    of source: ItemSource, among halfLives: [Float], on sample: [HeldOut], cutoff: Int, threads: Int
  ) -> Float? {
    guard sources[source] != nil else { return nil }
    var best: (halfLife: Float, ndcg: Double)?
    for halfLife in halfLives {
      let ndcg = with(halfLife: halfLife, of: source).ndcg(
        of: source, on: sample, cutoff: cutoff, threads: threads)
      if ndcg > best?.ndcg ?? -1 { best = (halfLife, ndcg) }
    }
    return best?.halfLife
  }

  func ndcg(
    of source: ItemSource, on sample: [HeldOut], cutoff: Int, threads: Int
  ) -> Double {
    let blocks = blocks(of: sample.count, size: 64)
    let parts = parallelMap(
      count: blocks.count, threads: threads, state: { (RankingScratch(), Ranking()) }
    ) { state, block in
      var metrics = RankingMetrics(cutoff: cutoff)
      var query = RankingQuery()
      query.limit = cutoff
      for user in sample[blocks[block]] {
        query.user = user.user
        rank(query, by: source, in: &state.0.space, into: &state.1)
        metrics.add(ranked: state.1.items.map(\.item), relevant: Set(user.items))
      }
      return metrics
    }
    var sum = RankingMetrics(cutoff: cutoff)
    for part in parts { sum.add(part) }
    return sum.ndcg
  }
}
