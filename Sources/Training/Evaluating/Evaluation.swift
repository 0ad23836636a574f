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
package struct Evaluation: Sendable {
  package let split: String
  package let model: RankingModel
  package let includesSeen: Bool
  package let userCount: Int
  package let trainingEvents: Int
  package let settings: RecommendationSettings
  package let validation: RankingMetrics?
  /// One per cutoff.
  package let metrics: [RankingMetrics]
  /// The same of the most popular items, to compare with.
  package let popularity: [RankingMetrics]
  package let fitSeconds: Double
  package let answerMicroseconds: Double

  package static let cutoffs = [5, 10, 20]

  package init(
    of dataset: Dataset, split specification: SplitSpecification, named name: String,
    model: RankingModel, includesSeen: Bool, options: TrainingOptions,
    directory: String, progress: @escaping @Sendable (FitProgress) -> Void = { _ in }
  ) throws {
    let cut = try dataset.answerableSplit(specification, includesSeen: includesSeen)
    var options = options
    options.includesSeen = includesSeen
    let began = MonotonicTime.now
    let trained = try Trainer(options, progress: progress).train(
      dataset, on: cut.training, earlier: dataset.before(cut.isTraining))
    fitSeconds = MonotonicTime.now.seconds(since: began)
    try trained.write(to: directory)
    let models = try Models(opening: directory)

    let asked = MonotonicTime.now
    metrics = models.metrics(
      on: cut.heldOut, model: model, includesSeen: includesSeen, threads: options.threads)
    answerMicroseconds =
      MonotonicTime.now.seconds(since: asked) * 1e6 / Double(max(1, cut.heldOut.count))
    popularity = models.metrics(
      on: cut.heldOut, model: .popularity, includesSeen: includesSeen, threads: options.threads)

    split = name
    self.model = model
    self.includesSeen = includesSeen
    userCount = cut.heldOut.count
    trainingEvents = cut.isTraining.count { $0 }
    settings = trained.settings
    validation = trained.validation
  }

  package var json: JSON {
    [
      "split": .string(split),
      "model": .string("\(model)"),
      "includesSeen": .bool(includesSeen),
      "users": .integer(userCount),
      "trainingEvents": .integer(trainingEvents),
      "settings": [
        "weighting": .string("\(settings.weighting)"),
        "neighbours": .integer(settings.neighbourCount),
        "halfLifeItems": settings.halfLife.isFinite ? .number(Double(settings.halfLife)) : .null,
      ],
      "validation": validation?.json ?? .null,
      "metrics": .array(metrics.map(\.json)),
      "popularity": .array(popularity.map(\.json)),
      "fitSeconds": .number(fitSeconds),
      "answerMicroseconds": .number(answerMicroseconds),
    ]
  }
}

extension Models {
  /// Asks for every user of `heldOut` by id, as a client would.
  fileprivate func metrics(
    on heldOut: [HeldOut], model: RankingModel, includesSeen: Bool, threads: Int
  ) -> [RankingMetrics] {
    let cutoffs = Evaluation.cutoffs
    let blocks = blocks(of: heldOut.count, size: 256)
    let parts = parallelMap(
      count: blocks.count, threads: threads,
      state: { (AnsweringScratch(), RecommendAnswer(), RecommendQuery()) }
    ) { state, block in
      var metrics = cutoffs.map { RankingMetrics(cutoff: $0) }
      for position in blocks[block] {
        let user = heldOut[position]
        state.2.reset()
        state.2.user = catalogue.users[user.user]
        state.2.limit = cutoffs.max() ?? 1
        state.2.model = model
        state.2.includesSeen = includesSeen
        do throws(AnswerError) {
          try recommend(state.2, scratch: state.0, into: &state.1)
        } catch {
          preconditionFailure("a question made from the catalogue itself: \(error)")
        }
        let ranked = state.1.ranking.items.map(\.item)
        for index in metrics.indices {
          metrics[index].add(ranked: ranked, relevant: Set(user.items))
        }
      }
      return metrics
    }
    var sums = cutoffs.map { RankingMetrics(cutoff: $0) }
    for part in parts {
      for index in sums.indices { sums[index].add(part[index]) }
    }
    return sums
  }
}
