/// Why a shop's export cannot be used: where, what was found there, what is accepted.
///
/// Reads as `events.csv line 7, column kind: 'buy' is not a kind; accepted are view, cart`.
package struct DatasetError: Error, Equatable {
  /// The file's name within its directory, as the shop knows it.
  package var file: String
  /// Counted from 1, the header included; of the row's first line, but for malformed UTF-8.
  package var line: Int?
  package var column: String?
  /// The field as it stands in the file, shortened to 40 characters.
  package var value: String?
  /// What is wrong, as the rest of a sentence that begins with the value, when there is one.
  package var problem: String
  package var accepted: String
  /// Whether the rows behind this one can still be read: such an error may be skipped and counted.
  package var isOneRow: Bool
  /// Set by `BadRows` when the limit was not zero.
  package var note: String?

  package init(
    file: String, line: Int? = nil, column: String? = nil, value: String? = nil,
    problem: String, accepted: String, isOneRow: Bool = false
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.value = value.map(shortened)
    self.problem = problem
    self.accepted = accepted
    self.isOneRow = isOneRow
  }
}

extension DatasetError: CustomStringConvertible {
  package var description: String {
    var text = file
    if let line { text += " line \(line)" }
    if let column { text += line == nil ? " column \(column)" : ", column \(column)" }
    text += ": "
    if let value { text += "'\(value)' " }
    text += "\(problem); \(accepted)"
    if let note { text += " (\(note))" }
    return text
  }
}

/// Long enough to recognise an id or a number, short enough for a line of a log.
private func shortened(_ value: String) -> String {
  value.count <= 40 ? value : value.prefix(39) + "…"
}
