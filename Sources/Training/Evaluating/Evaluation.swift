import Answering
import Bytes
import Catalogue
package import Datasets
package import Learning
import Platform
package import Recommendation
package import Snapshots

/// How well a snapshot would have foretold what shoppers chose later.
///
/// The models are fitted on the older part of the dataset, packed into the files of a generation,
/// opened as the server opens them, and asked by the function that answers the server's calls: what
/// is evaluated is what is served. Every item is ranked. Settings are chosen on the older part alone.
/// A published generation is judged in the same way, when it has not seen what is held out.
package struct Evaluation: Sendable {
  package let split: String
  package let includesSeen: Bool
  package let seed: UInt64
  package let resamples: Int
  package let trainingEvents: Int
  package let itemCount: Int
  /// `nil` for a published generation, whose manifest says it.
  package internal(set) var settings: RecommendationSettings?
  package internal(set) var validation: RankingMetrics?
  package internal(set) var fitSeconds: Double?
  package internal(set) var generation: String?
  /// Those asked for first, then the baselines.
  package let results: [ModelResult]
  package let examples: [ExampleShopper]

  /// How many users each group has.
  package let userCounts: [UserGroup: Int]

  package var userCount: Int { userCounts[.all] ?? 0 }

  /// Fits on what the split leaves, and asks about the rest.
  ///
  /// - Parameter directory: where the generation's files are written
  package init(
    of dataset: Dataset, split specification: SplitSpecification, named name: String,
    options: EvaluationOptions, training: TrainingOptions, directory: String,
    progress: @escaping @Sendable (FitProgress) -> Void = { _ in }
  ) throws {
    let cut = try dataset.answerableSplit(specification, includesSeen: options.includesSeen)
    var training = training
    training.includesSeen = options.includesSeen
    let began = MonotonicTime.now
    let trained = try Trainer(training, progress: progress).train(
      dataset, on: cut.training, earlier: dataset.before(cut.isTraining))
    let fitSeconds = MonotonicTime.now.seconds(since: began)
    try trained.write(to: directory)
    self.init(
      of: dataset, cut: cut, named: name, models: try Models(opening: directory),
      options: options)
    settings = trained.settings
    validation = trained.validation
    self.fitSeconds = fitSeconds
  }

  /// Asks a published generation.
  ///
  /// - Throws: `EvaluationError` when it was, or may have been, trained on what is held out.
  package init(
    of dataset: Dataset, split specification: SplitSpecification, named name: String,
    options: EvaluationOptions, generation: GenerationDirectory, keys: IdentifierKeys = .none
  ) throws {
    let cut = try dataset.answerableSplit(specification, includesSeen: options.includesSeen)
    let id = generation.manifest.generation.text
    let described = generation.manifest.models["recommend"]
    guard let extent = TrainingExtent(described?["trainedOn"]) else {
      throw EvaluationError.unknownExtent(generation: id)
    }
    guard extent.isBefore(dataset, isTraining: cut.isTraining) else {
      throw EvaluationError.leak(
        generation: id, events: extent.eventCount, last: extent.text(extent.last), split: name,
        heldOutFrom: extent.text(dataset.firstHeldOut(cut.isTraining)))
    }
    if options.models.contains(.factors), described?["factors"]?.integer == nil {
      throw EvaluationError.absent(model: "factors", generation: id)
    }
    self.init(
      of: dataset, cut: cut, named: name, models: try Models(opening: generation.path, keys: keys),
      options: options)
    self.generation = id
  }

  private init(
    of dataset: Dataset,
    cut: (training: TrainingData, heldOut: [HeldOut], isTraining: [Bool]), named name: String,
    models: Models, options: EvaluationOptions
  ) {
    let questions = Questions(dataset, cut.heldOut, cut.training.interactions, options)
    let asked = options.contestants.map { contestant in
      let began = MonotonicTime.now
      let lists = questions.lists(of: contestant, models: models)
      let seconds = MonotonicTime.now.seconds(since: began)
      return AskedModel(
        contestant: contestant, isBaseline: !options.isAsked(contestant), lists: lists,
        microseconds: seconds * 1e6 / Double(max(1, lists.count)))
    }
    split = name
    includesSeen = options.includesSeen
    seed = options.seed
    resamples = options.resamples
    trainingEvents = cut.isTraining.count { $0 }
    itemCount = dataset.items.count
    let groups = UserGroup.allCases.map { questions.group($0) }
    userCounts = Dictionary(
      uniqueKeysWithValues: groups.map { ($0.group, $0.rows.count) })
    results = questions.judge(asked, groups: groups)
    examples = questions.examples(dataset, cut.isTraining, models: models)
  }
}

extension EvaluationOptions {
  func isAsked(_ contestant: Contestant) -> Bool {
    if case .model(let model) = contestant { models.contains(model) } else { false }
  }
}

/// The lists of one contestant, one per question.
struct AskedModel {
  let contestant: Contestant
  let isBaseline: Bool
  let lists: [[Int32]]
  let microseconds: Double
}

/// How one contestant did.
package struct ModelResult: Sendable {
  package let name: String
  package let isBaseline: Bool
  /// Per answer, over all threads.
  package let answerMicroseconds: Double
  /// Per group with users, all metrics at all cutoffs, each a mean over users with its interval.
  package let figures: [UserGroup: [Figure]]
  /// One per cutoff, of all users.
  package let lists: [ListFigures]
  /// By how much it is ahead of each other contestant, in the main figure; paired by user.
  package let leads: [Lead]
  /// See ``Exposure/concentration(at:)``, at the main cutoff.
  package let concentration: [Double]

  package static let concentrationShares = (0...50).map { Double($0 * $0) / 2500 }

  package func figure(
    _ metric: RankingMetric, at cutoff: Int, of group: UserGroup = .all
  ) -> Estimate? {
    figures[group]?.first { $0.metric == metric && $0.cutoff == cutoff }?.estimate
  }

  package func lists(at cutoff: Int) -> ListFigures? { lists.first { $0.cutoff == cutoff } }
}

package struct Figure: Sendable, Equatable {
  package let metric: RankingMetric
  package let cutoff: Int
  package let estimate: Estimate
}

/// What the lists of all users are like, whoever reads them.
package struct ListFigures: Sendable {
  package let cutoff: Int
  /// Of the catalogue, 0...1.
  package let coverage: Double
  package let gini: Double
  /// Mean over users, in bits.
  package let novelty: Estimate
  /// Mean over users, 0...1; `nil` when items have no attributes to compare.
  package let diversity: Estimate?
}

/// NDCG at the main cutoff: this contestant's minus another's.
package struct Lead: Sendable {
  package let group: UserGroup
  package let over: String
  package let difference: Estimate
}
