package import Recommendation

/// What an evaluation asks, and of whom.
package struct EvaluationOptions: Sendable {
  /// Asked for; the baselines come beside them.
  package var models: [RankingModel] = [.automatic]
  /// The most popular items, item neighbours, and any unseen items drawn at random.
  package var hasBaselines = true
  package var includesSeen = false
  package var threads = 1
  /// Of the random baseline, the bootstrap and the choice of examples.
  package var seed: UInt64 = 1
  /// Draws of the bootstrap.
  package var resamples = 1000
  /// Shoppers whose lists are shown with reasons.
  package var exampleCount = 0

  package init() {}

  /// Lengths of lists, ascending; the last is the limit that is asked for.
  package static let cutoffs = [1, 5, 10, 20, 50]
  /// The one that a verdict is spoken about.
  package static let mainCutoff = 10
  /// A user with at most so many different items in training is cold; a held-out item that at most
  /// so many users chose in training is too.
  package static let coldMax = 5

  /// Those asked for, then the baselines that were not.
  var contestants: [Contestant] {
    let asked = models.map { Contestant.model($0) }
    guard hasBaselines else { return asked }
    let baselines: [Contestant] = [.model(.popularity), .random, .model(.itemNeighbours)]
    return asked + baselines.filter { !asked.contains($0) }
  }
}

/// Somebody whose lists are judged.
package enum Contestant: Hashable, Sendable {
  /// Of the generation, through the function that answers the server's calls.
  case model(RankingModel)
  /// Items that the user did not choose, each as likely as any other.
  case random

  package var name: String {
    switch self {
    case .model(let model): model.commandLineName
    case .random: "random"
    }
  }
}

extension RankingModel {
  /// As `--model` spells it: itemNeighbours is item-neighbours.
  package var commandLineName: String {
    "\(self)".reduce(into: "") { name, letter in
      name += letter.isUppercase ? "-\(letter.lowercased())" : String(letter)
    }
  }
}

/// Whom a figure is about.
package enum UserGroup: String, CaseIterable, Sendable {
  /// Everybody with a held-out item that could have been answered.
  case all
  /// Those of them with few items in training: see ``EvaluationOptions/coldMax``.
  case coldUsers
  /// Those of them with a held-out item that few chose in training; only such items count as hits.
  case coldItems
}
