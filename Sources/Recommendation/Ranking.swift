package import Expressions

/// Which model ranks; see ``Recommender``.
package enum RankingModel: UInt8, Sendable, CaseIterable {
  /// The hybrid where there is one, else item neighbours of the user's events; then popularity.
  case automatic
  case popularity
  case itemNeighbours
  /// Implicit-feedback factors.
  case factors
  case hybrid
  case ease
  /// ``NextItems``
  case nextItems
  case transitions
  case content
}

/// What is asked: which items, for whom, how many.
package struct RankingQuery: Sendable {
  /// Index of the user; `nil` when unknown.
  package var user: Int?
  /// Items the user chose that the snapshot does not know of, newest last. They count as newer
  /// than every event of the snapshot.
  package var recent: [Int32] = []
  /// What the user searched for, as far as it names values of attributes: further evidence for
  /// ``ItemSource/content``, and for it alone.
  package var searched: [SearchedValue] = []
  /// Items not to answer.
  package var excluded: [Int32] = []
  /// Items not to answer because there are none left.
  package var soldOut: [Int32] = []
  /// Items not to answer because no size in stock fits.
  package var unfitting: [Int32] = []
  /// Items with sizes in stock of which one fits, whatever `fits` says.
  package var fitting: [Int32] = []
  /// Accepts the items that come in a size that fits, and those that come in none.
  package var fits = Filter.all
  /// Items of the user's own that say nothing of taste: sent back, or rated low.
  package var disliked: [Int32] = []
  /// Rank these alone, whatever their scores; empty: every item.
  package var candidates: [Int32] = []
  /// How many items to answer.
  package var limit = 20
  /// Of the limit, places that are not filled with popular items.
  package var spare = 0
  /// Whether items of the user's own events, in the snapshot or in `recent`, may be answered.
  package var includesSeen = false
  package var wantsReasons = false
  /// Whether every feature's share of the hybrid's scores is wanted.
  package var explains = false
  package var model = RankingModel.automatic

  package init() {}
}

/// The step of the fallback chain that put an item into the answer.
package enum RankingStep: UInt8, Sendable {
  /// From the user's events in the snapshot.
  case personal
  /// From the events of the query alone.
  case session
  /// Popular with all users.
  case popular
}

package struct RankedItem: Sendable, Equatable {
  package var item: Int32
  /// Larger is better. Comparable within one ranking and one step only.
  package var score: Float
  package var step: RankingStep
  /// Where its reasons lie in `Ranking.reasons`: `count` of them from `start` on.
  package var reasonStart: Int32 = 0
  package var reasonCount: Int32 = 0
  /// Whether it stands where the shop promotes.
  package var isPromoted = false
  /// Where its shares begin in `Ranking.shares`; -1: it has none.
  package var shareStart: Int32 = -1

  package init(item: Int32, score: Float, step: RankingStep) {
    self.item = item
    self.score = score
    self.step = step
  }
}

package enum RankingReasonCode: UInt8, Sendable {
  /// `item` is an item of the user's that this one is a neighbour of.
  case neighbour
  /// The remaining neighbours together.
  case otherNeighbours
  /// `count` users chose it.
  case popular
  /// The user's and the item's factors agree.
  case factors
  /// `count` users chose both `item`, which is the user's, and the answered one.
  case chosenTogether
  /// The answered item is often chosen after `item`, which is the user's.
  case chosenNext
  /// The answered item is described like `item`, which is the user's.
  case alike
  /// The user chose the answered item `count` times.
  case chosenBefore
  /// Chosen often of late.
  case trending
  /// It has what the user often chooses: `count` has a bit for each attribute of ``Affinity``.
  case affinity
  /// It is chosen by users like this one: `count` has a bit for each trait of ``Demographics``.
  case demographics
  /// It has what the user searched for.
  case searched
}

package struct RankingReason: Sendable, Equatable {
  package var code: RankingReasonCode
  /// The item that is the cause; -1 when it is none.
  package var item: Int32 = -1
  /// Users who chose the answered item; 0 when the code does not say.
  package var count: Int32 = 0
  /// In the units of the score. The contributions of an item add up to its score exactly, in
  /// whichever order they are added.
  package var contribution: Float
}

/// An answer: items, best first, and why. Reused from call to call, it stops allocating.
package struct Ranking: Sendable, Equatable {
  package var items: [RankedItem] = []
  package var reasons: [RankingReason] = []
  /// Where it was asked for: of each item that the hybrid ranked, all features in order.
  package var shares: [FeatureShare] = []
  /// How many candidates there were, and why some of them are not answered.
  package var counts = CandidateCounts()

  package init() {}

  package mutating func removeAll(keepingCapacity: Bool = true) {
    items.removeAll(keepingCapacity: keepingCapacity)
    reasons.removeAll(keepingCapacity: keepingCapacity)
    shares.removeAll(keepingCapacity: keepingCapacity)
    counts = CandidateCounts()
  }

  /// The reasons of the item at `position`, largest contribution first.
  package func reasons(at position: Int) -> ArraySlice<RankingReason> {
    let start = Int(items[position].reasonStart)
    return reasons[start..<start + Int(items[position].reasonCount)]
  }
}

/// What one feature of the hybrid says of an item.
package struct FeatureShare: Sendable, Equatable {
  /// In the feature's own units.
  package var value: Float
  /// In the units of the score.
  package var contribution: Float
}

/// Candidates: items that a source said something of, and popular items that were come to before the
/// answer was full. A candidate that several rules remove counts for the first of them, in the order
/// of `filtered` to `capped`.
package struct CandidateCounts: Sendable, Equatable {
  package var candidates = 0
  package var filtered = 0
  package var excluded = 0
  package var seen = 0
  package var soldOut = 0
  package var unfitting = 0
  /// Passed over when it was their turn, since enough with the same value were placed.
  package var capped = 0

  package init() {}
}
