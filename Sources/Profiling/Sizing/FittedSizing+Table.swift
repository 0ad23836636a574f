/// What sizes are learned from, as a table: what benchmarks give to others.
package struct SizingTable: Sendable {
  package enum Columns: Sendable {
    /// Body and category, and each piece of evidence in one number of its own: shares, residuals, counts.
    case plain
    /// Body and category, and what our model weighs: odds, squares and products of the same.
    case own
  }

  package let names: [String]
  /// Shape: outcomes × names, row-major.
  package let rows: [Double]
  package let outcomes: [SizeOutcome]
}

extension FittedSizing {
  /// The rows that were learned from, each with what was known before its time.
  package func table(_ columns: SizingTable.Columns) -> SizingTable {
    let examples = SizingExamples(
      frame, shift: shift, rowLimit: Self.rowLimit, features: { row($0, columns) })
    return SizingTable(
      names: names(columns), rows: examples.rows, outcomes: examples.outcomes)
  }

  /// Rows of later lines, with what is known at the end of the log; those without an outcome, or with a
  /// size that is on no scale, are left out.
  package func table(
    _ columns: SizingTable.Columns, of lines: [SizingLog.Line]
  ) -> SizingTable {
    var rows: [Double] = []
    var outcomes: [SizeOutcome] = []
    for line in lines {
      guard let outcome = line.outcome, let placed = frame.placed(line) else { continue }
      rows += frame.linear(Int(line.user), category: placed.category)
      rows += row(frame.evidence(history, placed), columns)
      outcomes.append(outcome)
    }
    return SizingTable(names: names(columns), rows: rows, outcomes: outcomes)
  }

  private func names(_ columns: SizingTable.Columns) -> [String] {
    frame.linearNames
      + (columns == .plain ? SizingEvidence.plainNames : SizingEvidence.featureNames)
  }

  private func row(_ evidence: SizingEvidence, _ columns: SizingTable.Columns) -> [Double] {
    columns == .plain ? evidence.plain(strengths) : evidence.features(strengths)
  }
}
