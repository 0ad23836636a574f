import Datasets
import Profiling
import Snapshots

extension ProfileEvaluation.Fits {
  /// `nil` where too little is known at the cut, or nothing after it.
  ///
  /// Nothing that comes after the cut is learned from, not even for later pieces: that is what a
  /// generation knows which was trained at the cut.
  init?(_ log: SizingLog, after cut: Int64) {
    let later = log.lines.filter { $0.time > cut && $0.outcome != nil }
    guard !later.isEmpty, let sizing = FittedSizing(log.until(cut)) else { return nil }
    pieces = later.count
    areas = SizingAreas(sizing.chances(of: later), later.compactMap(\.outcome))
    var (asked, best, usual) = (0, 0, 0)
    for line in later where line.outcome == .fit {
      let sizes = sizing.sizesWorn(of: Int(line.item))
      guard sizes.count >= 2, let worn = sizes.firstIndex(where: { $0.size == line.size }) else {
        continue
      }
      asked += 1
      let chances = sizing.chances(
        of: sizes.map {
          SizingLog.Line(
            user: line.user, item: line.item, time: line.time, size: $0.size, outcome: nil)
        }
      ).map { $0[Int(SizeOutcome.fit.rawValue)] }
      let likeliest = chances.indices.max { (chances[$0], $1) < (chances[$1], $0) } ?? 0
      let commonest = sizes.indices.max { (sizes[$0].count, $1) < (sizes[$1].count, $0) } ?? 0
      if (likeliest - worn).magnitude <= 1 { best += 1 }
      if (commonest - worn).magnitude <= 1 { usual += 1 }
    }
    fitted = asked
    bestShare = Double(best) / Double(max(1, asked))
    usualShare = Double(usual) / Double(max(1, asked))
  }

  var json: JSON {
    func area(_ outcome: SizeOutcome) -> JSON { .number(areas.areas[Int(outcome.rawValue)]) }
    return [
      "pieces": .integer(pieces), "macroAuc": .number(areas.macro), "fitAuc": area(.fit),
      "smallAuc": area(.small), "largeAuc": area(.large), "priorAuc": .number(0.5),
      "fitted": .integer(fitted), "bestWithinOne": .number(bestShare),
      "usualWithinOne": .number(usualShare),
    ]
  }
}

extension Dataset {
  /// Whether shoppers go on buying the size that they kept most often in a category.
  func sizeAccuracy(after cut: Int64) -> ProfileEvaluation.Sizes? {
    guard events.sizeNames.count > 1 else { return nil }
    let categories = items.categories
    let usual = UsualSizes(of: self, until: cut)
    var (asked, hits, baselineHits) = (0, 0, 0)
    for event in 0..<events.count
    where events.timestamps[event] > cut && events.kinds[event] == .purchase
      && events.sizes[event] != EventTable.noSize && events.items[event] != EventTable.noItem
    {
      let category = categories?[Int(events.items[event])] ?? "all"
      guard let own = usual.sizes[category]?[events.users[event]] else { continue }
      asked += 1
      if own.size == events.sizes[event] { hits += 1 }
      if usual.commonest[category] == events.sizes[event] { baselineHits += 1 }
    }
    guard asked > 0 else { return nil }
    return ProfileEvaluation.Sizes(
      purchases: asked, accuracy: Double(hits) / Double(asked),
      baseline: Double(baselineHits) / Double(asked))
  }
}
