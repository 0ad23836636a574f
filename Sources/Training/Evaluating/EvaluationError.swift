import Snapshots

/// Why a published generation cannot be judged by a dataset.
package enum EvaluationError: Error, Equatable, CustomStringConvertible {
  /// It was trained on what is held out.
  case leak(generation: String, events: Int, last: String, split: String, heldOutFrom: String)
  /// Nobody knows what it was trained on.
  case unknownExtent(generation: String)
  /// A model that was asked for is not in it.
  case absent(model: String, generation: String)

  package var description: String {
    switch self {
    case .leak(let generation, let events, let last, let split, let heldOutFrom):
      "generation \(generation) has seen the answers: it was trained on \(events) events up to "
        + "\(last), and \(split) holds out events from \(heldOutFrom) on; train one with "
        + "--hold-out \(split), or evaluate without --store"
    case .unknownExtent(let generation):
      "the manifest of generation \(generation) does not say which events it was trained on; "
        + "train it again with this build, with --hold-out, to evaluate it"
    case .absent(let model, let generation):
      "generation \(generation) has no \(model); train with them, or ask for another --model"
    }
  }
}
