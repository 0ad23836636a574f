import Datasets
package import Recommendation

extension Dataset {
  /// The cuts at which settings are chosen: the dataset as it was when 100 %, 87.5 % and 75 % of its
  /// time span were over, each cut as an evaluation would cut it, with a fifth of the span held out.
  ///
  /// One cut asks about one season, and what that season favours is taken for a rule. Three ask the
  /// same question at three times, with the same share of the past to be foretold. Those windows
  /// overlap a little; a user's answers are put together before errors are estimated. Further back too
  /// little is known to say anything about the data of today. A leave-one-out dataset has no
  /// common time: one cut, the last choice of everybody.
  ///
  /// - Returns: none when the dataset is too small or too short to be cut
  package func innerCuts(includesSeen: Bool) -> [SettingsSearch.Cut] {
    let parts =
      settings.time == .order ? [self] : [self, past(0.875), past(0.75)].compactMap(\.self)
    return parts.compactMap { part in
      guard
        let cut = try? part.answerableSplit(part.usualSplit, includesSeen: includesSeen),
        !cut.heldOut.isEmpty
      else { return nil }
      return SettingsSearch.Cut(training: cut.training.interactions, heldOut: cut.heldOut)
    }
  }

  /// The dataset as it was when this share of its time span was over.
  private func past(_ share: Double) -> Dataset? {
    (try? split(.temporalShare(share))).map { before($0.isTraining) }
  }
}

extension Dataset {
  /// The newest of the cuts above, with the questions of both kinds; `nil` when there is none.
  ///
  /// - Parameter vectors: of items, made elsewhere
  package func hybridCut(vectors: ItemVectors? = nil) -> HybridSearch.Cut? {
    guard let new = try? answerableSplit(usualSplit, includesSeen: false),
      let repeats = try? answerableSplit(usualSplit, includesSeen: true), !new.heldOut.isEmpty
    else { return nil }
    return HybridSearch.Cut(
      training: new.training.interactions, newItems: new.heldOut, repeats: repeats.heldOut,
      descriptions: before(new.isTraining).descriptions(vectors: vectors))
  }
}
