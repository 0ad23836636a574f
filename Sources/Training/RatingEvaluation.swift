import Answering
import Bytes
import Catalogue
package import Datasets
package import Learning
import Platform
package import Recommendation
package import Snapshots

/// How well a snapshot would have foretold ratings that it was not shown.
///
/// Ratings are cut by chance into folds. For each fold the models are chosen and fitted on the others,
/// packed into the files of a generation, opened as the server opens them, and asked by the function
/// that answers Recommend.PredictRating. Settings are chosen inside of the training folds alone.
package struct RatingEvaluation: Sendable {
  package struct Fold: Sendable {
    package let settings: RatingSettings
    package let baseline: RatingErrors
    package let models: [RatingModel: RatingErrors]
    /// Choosing settings and fitting.
    package let fitSeconds: Double
  }

  package let seed: UInt64
  package let ratings: Ratings
  /// One part per rating.
  package let parts: [UInt8]
  package let folds: [Fold]
  /// Of one prediction, on one thread.
  package let answerMicroseconds: Double

  /// - Throws: `SplitError.oneSideIsEmpty` when the dataset has fewer ratings than folds.
  package init(
    of dataset: Dataset, folds foldCount: Int, options: TrainingOptions,
    progress: @escaping @Sendable (_ fold: Int, _ step: FitProgress) -> Void = { _, _ in }
  ) throws {
    guard let ratings = dataset.ratings, ratings.count >= foldCount else {
      throw SplitError.oneSideIsEmpty("hold out: it has too few events of kind rating with a value")
    }
    seed = options.seed
    let parts = ratings.folds(foldCount, seed: seed)
    self.parts = parts
    self.ratings = ratings
    var catalogue = TensorWriter()
    Catalogue.pack(items: dataset.catalogueItems, users: dataset.users.ids, into: &catalogue)
    let catalogueBytes = catalogue.encoded()
    var folds: [Fold] = []
    var askedSeconds = 0.0
    for fold in 0..<foldCount {
      let training = ratings.filtered { parts[$0] != fold }
      let heldOut = ratings.filtered { parts[$0] == fold }
      let began = MonotonicTime.now
      let trained = try Trainer(options) { progress(fold, $0) }.train(training)
      let fitSeconds = MonotonicTime.now.seconds(since: began)
      let models = try Models(
        catalogue: TensorFile(bytes: catalogueBytes, name: Models.catalogueName),
        recommend: TensorFile(bytes: trained.packed(), name: Models.recommendName))
      var errors: [RatingModel: RatingErrors] = [:]
      var baseline = RatingErrors()
      let asked = MonotonicTime.now
      for model in RatingModel.allCases {
        (errors[model], baseline) = models.errors(
          on: heldOut, model: model, threads: options.threads)
      }
      askedSeconds += MonotonicTime.now.seconds(since: asked)
      folds.append(
        Fold(
          settings: trained.fitted.settings, baseline: baseline, models: errors,
          fitSeconds: fitSeconds))
    }
    self.folds = folds
    answerMicroseconds =
      askedSeconds * 1e6 * Double(options.threads)
      / Double(ratings.count * RatingModel.allCases.count)
  }

  /// Over all folds; the baseline first, then the models, then the one that answers when none is asked
  /// for, which may differ from fold to fold.
  package var rows: [(name: String, errors: RatingErrors, folds: [RatingErrors])] {
    var rows = [("baseline", folds.map(\.baseline))]
    for model in RatingModel.allCases {
      rows.append((model.name, folds.map { $0.models[model] ?? RatingErrors() }))
    }
    rows.append(("usual", folds.map { $0.models[$0.settings.usual] ?? RatingErrors() }))
    return rows.map { name, folds in
      var sum = RatingErrors()
      for fold in folds { sum.add(fold) }
      return (name, sum, folds)
    }
  }

  package var json: JSON {
    [
      "split": .string("folds:\(folds.count)"),
      "seed": .integer(Int(truncatingIfNeeded: seed)),
      "ratings": .integer(ratings.count),
      "models": .array(
        rows.map { row in
          .object(
            [JSON.Member("model", .string(row.name))] + row.errors.members + [
              JSON.Member("folds", .array(row.folds.map(\.json)))
            ])
        }),
      "settings": .array(folds.map(\.settings.json)),
      "fitSeconds": .array(folds.map { .number($0.fitSeconds) }),
      "answerMicroseconds": .number(answerMicroseconds),
    ]
  }

  /// The cut, for others to be measured on: `user_id,item_id,value,timestamp,fold`, by user and item.
  package func foldsCSV(of dataset: Dataset) -> [UInt8] {
    var csv = CSVWriter(header: ["user_id", "item_id", "value", "timestamp", "fold"])
    let users = ratings.userOfEntry
    for entry in 0..<ratings.count {
      csv.field(dataset.users.ids[Int(users[entry])])
      csv.field(dataset.items.ids[Int(ratings.items[entry])])
      csv.field("\(ratings.values[entry])")
      csv.field("\(ratings.timestamps[entry])")
      csv.field("\(parts[entry])")
      csv.endRow()
    }
    return csv.bytes
  }
}

extension TrainedRatings {
  /// A recommend.safetensors of ratings, and of what no snapshot can do without.
  fileprivate func packed() -> [UInt8] {
    let ratings = fitted.ratings
    let interactions = Interactions(
      userCount: ratings.userCount, itemCount: ratings.itemCount, users: ratings.userOfEntry,
      items: ratings.items, timestamps: ratings.timestamps)
    var writer = TensorWriter()
    Histories.pack(interactions, into: &writer)
    Popularity.fit(interactions).pack(into: &writer)
    fitted.pack(into: &writer)
    return writer.encoded()
  }
}

extension Models {
  /// Asks for every rating of `heldOut` by ids, as a client would.
  fileprivate func errors(
    on heldOut: Ratings, model: RatingModel, threads: Int
  ) -> (model: RatingErrors, baseline: RatingErrors) {
    let users = heldOut.userOfEntry
    let blocks = blocks(of: heldOut.count, size: 512)
    let parts = parallelMap(
      count: blocks.count, threads: threads, state: { RatingPrediction() }
    ) { prediction, block in
      var errors = RatingErrors()
      var baseline = RatingErrors()
      var question = PredictRatingQuery()
      question.model = model
      for entry in blocks[block] {
        question.user = catalogue.users[Int(users[entry])]
        question.item = catalogue.items[Int(heldOut.items[entry])]
        do throws(AnswerError) {
          try predictRating(question, into: &prediction)
        } catch {
          preconditionFailure("a question made from the catalogue itself: \(error)")
        }
        errors.add(predicted: prediction.rating, actual: heldOut.values[entry])
        baseline.add(predicted: prediction.baseline, actual: heldOut.values[entry])
      }
      return (errors, baseline)
    }
    var sums = (model: RatingErrors(), baseline: RatingErrors())
    for part in parts {
      sums.model.add(part.0)
      sums.baseline.add(part.1)
    }
    return sums
  }
}

extension RatingErrors {
  fileprivate var members: [JSON.Member] {
    [
      JSON.Member("ratings", .integer(count)), JSON.Member("rmse", .number(rootMeanSquare)),
      JSON.Member("mae", .number(meanAbsolute)),
    ]
  }

  package var json: JSON { .object(members) }
}
