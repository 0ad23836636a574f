import Learning

/// How likely a piece is too small, fits, or is too large, for a shopper, an item and a size of it: a
/// multinomial logistic regression on
///
/// - what the shopper's body and the item's category say by themselves,
/// - how far the size is from the one the body takes, from the shopper's latent size, and from what the
///   item is worn in,
/// - the outcomes of the item, of that size of it, and of the shopper, shrunken, as odds,
///
/// with the products of those that strengthen one another. Latent true sizes as in Sembium, Rastogi,
/// Saroop, Merugu, *Recommending product sizes to customers*, RecSys 2017; what is learned from outcomes
/// as in Misra, Wan, McAuley, *Decomposing fit semantics for product size recommendation*, RecSys 2018.
///
/// What a row of the training data knows of outcomes and sizes is of earlier times only.
package struct FittedSizing: Sendable {
  /// Below that nothing is learned of outcomes.
  package static let outcomesMin = 200
  /// Rows to learn from at most; of more the newest.
  static let rowLimit = 250_000
  /// Rows that a setting is chosen with.
  static let choiceLimit = 50_000
  /// What a shopper's true size is above a piece that was too small, in deviations.
  static let shifts = [0, 0.15, 0.3]

  let frame: SizingFrame
  package let shift: Double
  let strengths: SizingStrengths
  let model: MultinomialRegression
  /// Of all lines.
  let history: SizingHistory
  /// How many outcomes were learned from.
  package let outcomeCount: Int
  package var systemCount: Int { frame.systems.count }

  /// `nil` when there are fewer than ``outcomesMin`` outcomes, or one of the three never comes.
  /// O(iterations · lines · features).
  package init?(_ log: SizingLog) {
    // Chosen inside of what there is: learned from four fifths of the outcomes, judged by the last.
    let outcomes = log.lines.filter { $0.outcome != nil }
    guard outcomes.count >= Self.outcomesMin else { return nil }
    let cut = outcomes[outcomes.count * 4 / 5].time - 1
    let earlier = log.until(cut)
    let later = outcomes.filter { $0.time > cut }
    var best = (shift: Self.shifts[0], area: -Double.infinity)
    for shift in Self.shifts {
      guard let candidate = FittedSizing(earlier, shift: shift, rowLimit: Self.choiceLimit) else {
        break
      }
      let area = SizingAreas(candidate.chances(of: later), later.compactMap(\.outcome)).macro
      if area > best.area { best = (shift, area) }
    }
    self.init(log, shift: best.shift, rowLimit: Self.rowLimit)
  }

  package init?(_ log: SizingLog, shift: Double, rowLimit: Int) {
    let frame = SizingFrame(log)
    var history = frame.emptyHistory
    for line in log.lines {
      if let placed = frame.placed(line) { history.add(placed, shift: shift) }
    }
    let strengths = history.strengths
    let examples = SizingExamples(frame, shift: shift, rowLimit: rowLimit) {
      $0.features(strengths)
    }
    guard Set(examples.outcomes).count == SizeOutcome.allCases.count else { return nil }
    self.frame = frame
    self.shift = shift
    self.strengths = strengths
    self.history = history
    outcomeCount = examples.outcomes.count
    model = .fit(
      rows: examples.rows,
      featureCount: frame.linearNames.count + SizingEvidence.featureNames.count,
      classes: examples.outcomes.map(\.rawValue), classCount: SizeOutcome.allCases.count)
  }

  /// Whether a line's size is on a scale; ``table(_:of:)`` leaves out those that are not.
  package func places(_ line: SizingLog.Line) -> Bool { frame.placed(line) != nil }

  /// Of each outcome, in the order of ``SizeOutcome``, as known at the end of the log: one row per line.
  ///
  /// - Parameter lines: of this log's users, items and sizes; one that is not on a scale has the
  ///   shares of all
  package func chances(of lines: [SizingLog.Line]) -> [[Double]] {
    lines.map { line in
      guard let placed = frame.placed(line) else {
        return (0..<3).map { history.all[$0] / history.all.sum() }
      }
      let row =
        frame.linear(Int(line.user), category: placed.category)
        + frame.evidence(history, placed).features(strengths)
      return model.probabilities(row[...])
    }
  }
}

extension FittedSizing {
  /// The sizes in which an item was worn, ascending on their scale, and of how many pieces.
  package func sizesWorn(of item: Int) -> [(size: UInt32, count: Double)] {
    frame.log.sizeNames.indices.compactMap { size in
      guard let entry = history.itemSizes[SizingHistory.key(item, UInt32(size))],
        let name = frame.names[size]
      else { return nil }
      return (UInt32(size), entry.outcomes.sum() + entry.silent, name.value)
    }.sorted { (left: (UInt32, Double, Double), right: (UInt32, Double, Double)) in
      (left.2, left.0) < (right.2, right.0)
    }.map { ($0.0, $0.1) }
  }
}

/// Rows to learn from, each with what was known before its time.
struct SizingExamples {
  private(set) var rows: [Double] = []
  private(set) var outcomes: [SizeOutcome] = []

  /// - Parameters:
  ///   - rowLimit: of more rows the newest are kept
  ///   - features: of the evidence, besides what shopper and category say by themselves
  init(
    _ frame: SizingFrame, shift: Double, rowLimit: Int,
    features: (SizingEvidence) -> [Double]
  ) {
    let lines = frame.log.lines
    var skipped = max(0, lines.count { $0.outcome != nil } - rowLimit)
    var known = frame.emptyHistory
    var start = 0
    while start < lines.count {
      // Of lines of the same time none knows of another.
      var end = start
      while end < lines.count, lines[end].time == lines[start].time { end += 1 }
      let group = lines[start..<end].compactMap { frame.placed($0) }
      for line in group {
        guard let outcome = line.line.outcome else { continue }
        guard skipped == 0 else {
          skipped -= 1
          continue
        }
        rows += frame.linear(Int(line.line.user), category: line.category)
        rows += features(frame.evidence(known, line))
        outcomes.append(outcome)
      }
      for line in group { known.add(line, shift: shift) }
      start = end
    }
  }
}

/// How well chances tell each outcome from the two others.
package struct SizingAreas: Sendable {
  /// In the order of ``SizeOutcome``; NaN of one that never or always came.
  package let areas: [Double]
  package var macro: Double { areas.reduce(0, +) / Double(areas.count) }

  package init(_ chances: [[Double]], _ outcomes: [SizeOutcome]) {
    areas = SizeOutcome.allCases.map { outcome in
      areaUnderCurve(
        chances.map { $0[Int(outcome.rawValue)] }, outcomes.map { $0 == outcome })
    }
  }
}
