package import Datasets
package import Recommendation
import Snapshots

/// What of a dataset a recommender learns from, and what it is judged by.
///
/// Learned from are all choices: views, carts, purchases, ratings. The weight of a pair is how often
/// the shopper chose the item. Foreseen are purchases, where the dataset has any, else all choices.
package struct TrainingData: Sendable {
  package let interactions: Interactions
  package let foreseenKinds: [EventKind]

  /// - Parameter isTraining: one flag per event; `nil`: all.
  package init(_ dataset: Dataset, isTraining: [Bool]? = nil) {
    let events = dataset.events
    var users: [UInt32] = []
    var items: [UInt32] = []
    var timestamps: [Int64] = []
    for event in 0..<events.count
    where events.kinds[event].isChoice && events.items[event] != EventTable.noItem
      && isTraining?[event] ?? true
    {
      users.append(events.users[event])
      items.append(events.items[event])
      timestamps.append(events.timestamps[event])
    }
    interactions =
      Interactions(
        userCount: dataset.users.count, itemCount: dataset.items.count, users: users, items: items,
        timestamps: timestamps
      )
    foreseenKinds = dataset.foreseenKinds
  }
}

extension Dataset {
  package var foreseenKinds: [EventKind] {
    events.kinds.contains(.purchase) ? [.purchase] : EventKind.allCases.filter(\.isChoice)
  }

  /// Cuts the events in two, and keeps of the held-out items those that could have been answered:
  /// chosen by somebody in training, by a user who chose something in training, and, unless
  /// `includesSeen`, not by that user.
  ///
  /// - Throws: `SplitError` when this dataset cannot be cut so.
  package func answerableSplit(
    _ specification: SplitSpecification, includesSeen: Bool = false
  ) throws(SplitError) -> (training: TrainingData, heldOut: [HeldOut], isTraining: [Bool]) {
    let split = try split(specification, kinds: foreseenKinds)
    let training = TrainingData(self, isTraining: split.isTraining)
    let interactions = training.interactions
    var isKnownItem = [Bool](repeating: false, count: items.count)
    for item in interactions.items { isKnownItem[Int(item)] = true }
    var heldOut: [HeldOut] = []
    for (index, user) in split.users.enumerated() {
      let entries = interactions.entries(of: Int(user))
      guard !entries.isEmpty else { continue }
      let seen = includesSeen ? [] : Set(interactions.items[entries])
      let items = split.heldOut(index).filter { isKnownItem[Int($0)] && !seen.contains($0) }
      if !items.isEmpty { heldOut.append(HeldOut(user: Int(user), items: items.map(Int32.init))) }
    }
    return (training, heldOut, split.isTraining)
  }

  /// The dataset as it was before the held-out part.
  func before(_ isTraining: [Bool]) -> Dataset {
    var earlier = self
    earlier.events = events.filtered { isTraining[$0] }
    return earlier
  }

  /// The dataset as a split leaves it.
  ///
  /// - Throws: `SplitError` when it cannot be cut so.
  package func leaving(_ specification: SplitSpecification) throws(SplitError) -> Dataset {
    before(try split(specification, kinds: foreseenKinds).isTraining)
  }

  /// How to cut a dataset of this kind when nobody says how.
  package var usualSplit: SplitSpecification {
    settings.time == .order ? .leaveOneOut : .temporalShare(0.8)
  }
}

extension SplitSpecification {
  /// As `--split` spells it.
  package var commandLineName: String {
    switch self {
    case .leaveOneOut: "leave-one-out"
    case .temporalShare(let share): "temporal:\((share * 100).shortest)%"
    case .temporalFrom(let instant): "temporal:\(UTCTime(secondsSince1970: Int(instant)).extended)"
    case .folds(let count): "folds:\(count)"
    }
  }
}

extension Double {
  /// A whole number without its ".0".
  fileprivate var shortest: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
