package import Datasets
package import Recommendation
import Snapshots

/// The rating models of one dataset, fitted.
package struct TrainedRatings: Sendable {
  package let fitted: FittedRatings
  /// `nil` when settings were given and not chosen.
  package let chosen: RatingSearch.Outcome?
}

extension Dataset {
  /// What shoppers gave items: events of kind rating that have a value; `nil` when there are none.
  package var ratings: Ratings? {
    var users: [UInt32] = []
    var items: [UInt32] = []
    var values: [Float] = []
    var timestamps: [Int64] = []
    for event in 0..<events.count
    where events.kinds[event] == .rating && events.items[event] != EventTable.noItem
      && events.values[event].isFinite
    {
      users.append(events.users[event])
      items.append(events.items[event])
      values.append(events.values[event])
      timestamps.append(events.timestamps[event])
    }
    guard !values.isEmpty else { return nil }
    return Ratings(
      userCount: self.users.count, itemCount: self.items.count, users: users, items: items,
      values: values, timestamps: timestamps)
  }
}

extension Trainer {
  /// Fewer ratings than this leave nothing to hold out; they are fitted with the settings given.
  static let ratingCountMin = 20

  /// - Returns: `nil` when the dataset has no ratings
  func trainRatings(of dataset: Dataset) throws -> TrainedRatings? {
    guard let ratings = dataset.ratings else { return nil }
    return try train(ratings)
  }

  package func train(_ ratings: Ratings) throws -> TrainedRatings {
    var settings = options.ratings
    settings.factors.seed = options.seed
    var chosen: RatingSearch.Outcome?
    if options.choosesSettings, ratings.count >= Self.ratingCountMin {
      let outcome = try RatingSearch().best(
        for: ratings, settings: settings, threads: options.threads, progress: progress)
      settings = outcome.settings
      chosen = outcome
    }
    let fitted = RatingFit.fit(
      ratings, settings: settings, threads: options.threads, progress: progress)
    return TrainedRatings(fitted: fitted, chosen: chosen)
  }
}

extension TrainedRatings {
  /// For the manifest: what the models were trained on, and how.
  var description: JSON {
    ["count": .integer(fitted.ratings.count), "settings": fitted.settings.json]
  }

  /// For the manifest: the errors of the chosen settings on the validation part.
  var validation: JSON? {
    guard let chosen else { return nil }
    var members = [JSON.Member("baseline", chosen.baseline.json)]
    for model in RatingModel.allCases {
      members.append(JSON.Member(model.name, chosen.models[model]?.json ?? .null))
    }
    return .object(members)
  }
}

extension RatingSettings {
  var json: JSON {
    func neighbours(_ settings: RatingNeighbourSettings) -> JSON {
      [
        "centre": .string("\(settings.centre)"),
        "shrinkage": .number(Double(settings.shrinkage)),
        "minimumSupport": .integer(settings.minimumSupport),
        "kept": .integer(settings.keptCount),
        "limit": .integer(settings.limit),
        "damping": .number(Double(settings.damping)),
        "power": .integer(settings.power),
      ]
    }
    return [
      "usual": .string(usual.name),
      "baseline": [
        "userDamping": .number(userDamping), "itemDamping": .number(itemDamping),
      ],
      RatingModel.userNeighbours.name: neighbours(userNeighbours),
      RatingModel.itemNeighbours.name: neighbours(itemNeighbours),
      RatingModel.factors.name: [
        "factors": .integer(factors.factorCount), "rounds": .integer(factors.roundCount),
      ],
    ]
  }
}
