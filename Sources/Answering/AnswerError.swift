/// Why a question has no answer. The text is part of the interface: what was found, and what would
/// be accepted.
package enum AnswerError: Error, Equatable {
  /// The question can never be answered, whatever the snapshot holds.
  case invalidArgument(String)
  /// What the question is about is not in this snapshot.
  case notFound(String)
  /// This snapshot lacks the model; another may have it.
  case unavailable(String)
  /// The caller may not have this answer.
  case refused(String)
}

extension AnswerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .invalidArgument(let text), .notFound(let text), .unavailable(let text),
      .refused(let text):
      text
    }
  }
}
