import Answering
import Catalogue
package import Datasets
package import Learning
package import Recommendation
package import Snapshots

/// How a snapshot is trained.
package struct TrainingOptions: Sendable {
  package var threads = 1
  package var seed: UInt64 = 1
  /// Whether weighting and half-life are chosen by what they would have foretold of the newest
  /// part of the training data; otherwise `recommendation` is taken as it is.
  package var choosesSettings = true
  /// BM25 with the usual parameters and no half-life, unless the choice finds something surely better.
  package var recommendation = RecommendationSettings()
  /// Whether the hybrid and its sources are fitted.
  package var fitsHybrid = true
  /// A file of factors that were fitted elsewhere; see ``ExternalFactors``. `nil`: they are fitted here.
  package var factorsFile: String?
  /// A file of vectors of items; see ``ExternalEmbeddings``. `nil`: there are none.
  package var embeddingsFile: String?
  package var ratings = RatingSettings()
  /// Whether items that a shopper chose before count when settings are chosen.
  package var includesSeen = false
  /// Whether profiles of shoppers are fitted, and forecasts of sales.
  package var fitsProfiles = true
  package var fitsForecasts = true
  /// Whether what messages mean is fitted, where the dataset has utterances.
  package var fitsChat = true
  /// A sentence encoder that intents are told by too; see ``EncoderFiles``. `nil`: by n-grams alone.
  package var encoderDirectory: String?

  package init() { recommendation.weighting = .bm25Default }
}

/// Fits every model over a dataset, and packs them into the files of a generation.
///
///     let trained = try Trainer(options).train(dataset)
///     try trained.write(to: stagingDirectory)
package struct Trainer: Sendable {
  package let options: TrainingOptions
  let progress: @Sendable (FitProgress) -> Void

  package init(
    _ options: TrainingOptions, progress: @escaping @Sendable (FitProgress) -> Void = { _ in }
  ) {
    self.options = options
    self.progress = progress
  }

  package func train(_ dataset: Dataset) throws -> TrainedSnapshot {
    var trained = try train(dataset, on: TrainingData(dataset))
    trained.ratings = try trainRatings(of: dataset)
    trained.purchases = trainPurchases(of: dataset)
    trained.profiles = options.fitsProfiles ? trainProfiles(of: dataset) : nil
    trained.forecasts = options.fitsForecasts ? try trainForecasts(of: dataset) : nil
    trained.chat = options.fitsChat ? try trainChat(of: dataset) : nil
    return trained
  }

  /// Fits profiles alone.
  package func trainProfiles(of dataset: Dataset) -> TrainedProfiles {
    TrainedProfiles(of: dataset)
  }

  /// Fits over what a split leaves, so that the generation can be judged by the rest.
  ///
  /// - Throws: `SplitError` when the dataset cannot be cut so.
  package func train(
    _ dataset: Dataset, holdingOut specification: SplitSpecification
  ) throws -> TrainedSnapshot {
    let cut = try dataset.answerableSplit(specification, includesSeen: options.includesSeen)
    let earlier = dataset.before(cut.isTraining)
    var trained = try train(dataset, on: cut.training, earlier: earlier)
    trained.purchases = trainPurchases(of: earlier)
    trained.profiles = options.fitsProfiles ? trainProfiles(of: earlier) : nil
    // What shoppers say tells nothing of the events that are held out.
    trained.chat = options.fitsChat ? try trainChat(of: dataset) : nil
    return trained
  }

  /// Fits over a part of the dataset; its other events are not looked at.
  ///
  /// - Parameter earlier: the dataset without what is held out, for choosing settings.
  func train(
    _ dataset: Dataset, on data: TrainingData, earlier: Dataset? = nil
  ) throws -> TrainedSnapshot {
    var settings = options.recommendation
    settings.factors?.seed = options.seed
    // Before anything is fitted: a file that is refused should not cost the time of a fit.
    let given = try options.factorsFile.map { path in
      try ExternalFactors(reading: path, for: dataset)
    }
    let vectors = try options.embeddingsFile.map { path in
      try ExternalEmbeddings(reading: path, for: dataset).vectors
    }
    var validation: RankingMetrics?
    if options.choosesSettings {
      (settings, validation) = try choose(from: earlier ?? dataset, settings)
    }
    if options.choosesSettings, options.fitsHybrid,
      let cut = (earlier ?? dataset).hybridCut(vectors: vectors)
    {
      var search = HybridSearch()
      search.trendHalfLives = dataset.trendHalfLives
      search.ownHalfLives = dataset.trendHalfLives
      // Twice as many factors cost up to eight times the time: small catalogues have no use for them,
      // and of large ones the trial would take longer than everything else together.
      if 8_000..<50_000 ~= dataset.items.count, let given = settings.factors,
        given.factorCount < 256
      {
        var larger = given
        (larger.factorCount, larger.alpha, larger.lambda) = (256, 20, 5)
        search.factorTrials = [larger]
      }
      settings = try search.best(
        cut: cut, settings: settings, threads: options.threads,
        progress: progress)
    }
    if let given { settings.factors = given.settings(settings.factors ?? FactorSettings()) }
    let descriptions = (earlier ?? dataset).descriptions(vectors: vectors)
    let fitted = RecommendationFit.fit(
      data.interactions, descriptions: descriptions, settings: settings, threads: options.threads,
      factors: given?.fitted(settings.factors ?? FactorSettings(), threads: options.threads),
      progress: progress)
    return TrainedSnapshot(
      dataset: dataset, fitted: fitted, settings: settings, validation: validation,
      extent: TrainingExtent(of: earlier ?? dataset))
  }

  private func choose(
    from dataset: Dataset, _ settings: RecommendationSettings
  ) throws -> (RecommendationSettings, RankingMetrics?) {
    let cuts = dataset.innerCuts(includesSeen: options.includesSeen)
    // A dataset too small or too short to be cut is trained with the settings given.
    guard !cuts.isEmpty else { return (settings, nil) }
    var search = SettingsSearch()
    search.includesSeen = options.includesSeen
    let outcome = try search.best(
      cuts: cuts, settings: settings, threads: options.threads, progress: progress)
    return (outcome.settings, outcome.validation)
  }
}

/// Every model of one dataset, fitted.
package struct TrainedSnapshot: Sendable {
  package let dataset: Dataset
  package let fitted: FittedRecommender
  package let settings: RecommendationSettings
  /// What the chosen settings foretold of the newest part of the training data.
  package let validation: RankingMetrics?
  /// The events that all of it was learned from.
  package let extent: TrainingExtent
  /// `nil` when the dataset has no ratings, or nobody asked for them.
  package internal(set) var ratings: TrainedRatings?
  /// `nil` where nobody asked for what is bought together, and again.
  package internal(set) var purchases: FittedPurchases?
  /// `nil` where nobody asked for profiles.
  package internal(set) var profiles: TrainedProfiles?
  /// `nil` where nobody asked for forecasts, or nothing was sold; and where a split holds purchases out, which
  /// sales would tell of.
  package internal(set) var forecasts: TrainedForecasts?
  /// `nil` where nobody asked for it, or the dataset has no utterances.
  package internal(set) var chat: TrainedChat?
  /// The same without forecasts.
  package var withoutForecasts: TrainedSnapshot {
    var copy = self
    copy.forecasts = nil
    return copy
  }

  /// Under which the ids of users are hashed in the files; `nil`: they are written as they are.
  package var usersKey: IdentifierKey?

  /// What the files, and the golden questions among them, call the users.
  var userNames: [String] {
    guard let usersKey else { return dataset.users.ids }
    return dataset.users.ids.map { usersKey.name(of: $0) }
  }

  /// Writes the tensor files of a generation.
  package func write(to directory: String) throws {
    var catalogue = TensorWriter()
    Catalogue.pack(items: dataset.catalogueItems, users: userNames, into: &catalogue)
    if let usersKey { catalogue.add(usersKey: usersKey) }
    try catalogue.write(to: "\(directory)/\(Models.catalogueName)")
    var recommend = TensorWriter()
    fitted.pack(into: &recommend)
    ratings?.fitted.pack(into: &recommend)
    purchases?.pack(into: &recommend)
    try recommend.write(to: "\(directory)/\(Models.recommendName)")
    try profiles?.write(to: directory)
    try forecasts?.write(to: directory)
    try chat?.write(to: directory)
  }

  /// For the manifest: what the models were trained on, and how.
  package var description: JSON {
    var members = [JSON.Member("recommend", recommendDescription)]
    if let profiles {
      members.append(JSON.Member(TrainedProfiles.manifestName, profiles.description))
    }
    if let forecasts {
      members.append(JSON.Member(TrainedForecasts.manifestName, forecasts.description))
    }
    if let chat { members.append(JSON.Member(TrainedChat.manifestName, chat.description)) }
    return .object(members)
  }

  private var recommendDescription: JSON {
    [
      "events": .integer(extent.eventCount),
      "trainedOn": extent.json,
      "interactions": .integer(fitted.interactions.entryCount),
      "users": .integer(dataset.users.count),
      "usersKey": usersKey.map { .string($0.id) } ?? .null,
      "items": .integer(dataset.items.count),
      "weighting": .string("\(settings.weighting)"),
      "neighbours": .integer(settings.neighbourCount),
      "halfLifeItems": settings.halfLife.isFinite
        ? .number(Double(settings.halfLife)) : .null,
      "factors": settings.factors.map { .integer($0.factorCount) } ?? .null,
      "hybrid": settings.hybridDescription,
      "ratings": ratings?.description ?? .null,
      "purchases": purchases?.description ?? .null,
    ]
  }

  /// For the manifest: the figures of the chosen settings on the validation part, and those of an
  /// evaluation of models fitted in the same way on the older part. The settings were chosen on cuts
  /// of the same data, so both flatter them a little; they say whether this training is like the last.
  package func evaluation(_ evaluation: Evaluation? = nil) -> JSON {
    var members: [JSON.Member] = []
    if let validation { members.append(JSON.Member("validation", validation.json)) }
    if let ratings = ratings?.validation { members.append(JSON.Member("ratings", ratings)) }
    if let evaluation {
      members.append(JSON.Member("split", .string(evaluation.split)))
      members.append(JSON.Member("users", .integer(evaluation.userCount)))
      members.append(JSON.Member("figures", evaluation.manifestFigures))
    }
    return members.isEmpty ? [:] : ["recommend": .object(members)]
  }
}

extension RecommendationSettings {
  /// What the hybrid's search chose, by source and by feature.
  package var hybridDescription: JSON {
    guard let hybrid else { return .null }
    func weights(_ weights: [Float]) -> JSON {
      .object(
        zip(HybridFeature.allCases.map { "\($0)" } + hybrid.termNames, weights).map {
          name, weight in
          JSON.Member(name, .number(Double(weight)))
        })
    }
    return [
      "halfLivesItems": .object(
        ItemSource.allCases.compactMap { source in
          halfLives[source].map { halfLife in
            JSON.Member("\(source)", halfLife.isFinite ? .number(Double(halfLife)) : .null)
          }
        }),
      "ease": halfLives[.ease] == nil ? .null : .string(easeMethod.rawValue),
      "easeLambda": .number(Double(easeLambda)),
      "nextItemsLambda": .number(Double(nextItemsLambda)),
      "ownHalfLife": ownHalfLife.isFinite ? .number(ownHalfLife) : .null,
      "factors": factors.map { .integer($0.factorCount) } ?? .null,
      "trendHalfLife": trendHalfLife.isFinite ? .number(trendHalfLife) : .null,
      "newItems": weights(hybrid.newItems),
      "repeats": weights(hybrid.repeats),
    ]
  }
}

extension RankingMetrics {
  package var json: JSON {
    [
      "cutoff": .integer(cutoff),
      "users": .integer(userCount),
      "recall": .number(recall),
      "precision": .number(precision),
      "hitRate": .number(hitRate),
      "ndcg": .number(ndcg),
    ]
  }
}

extension Dataset {
  /// Items as the catalogue packs them: attributes as text.
  var catalogueItems: [CatalogueItem] {
    let titles = items.titles
    return items.ids.enumerated().map { row, id in
      let attributes = items.attributes.compactMap { column -> (name: String, value: String)? in
        guard column.name != "title" else { return nil }
        return (column.name, column.text(row))
      }
      return CatalogueItem(id: id, title: titles[row], attributes: attributes)
    }
  }
}

extension AttributeColumn {
  fileprivate func text(_ row: Int) -> String {
    switch values {
    case .texts(let texts): texts[row]
    case .lists(let lists): lists[row].joined(separator: "|")
    case .numbers(let numbers):
      // The shortest text that reads back as the same number; a whole one without its ".0".
      numbers[row].isNaN
        ? "" : Int(exactly: numbers[row]).map(String.init) ?? "\(numbers[row])"
    }
  }
}
