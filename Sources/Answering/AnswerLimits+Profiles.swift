import Bytes
import Recommendation

extension AnswerLimits {
  /// What may be said of any event.
  ///
  /// - Returns: its kind.
  static func check(event: RecentEvent, at position: Int) throws(AnswerError) -> RecentEventKind {
    guard let kind = RecentEventKind(rawValue: event.kind) else {
      throw .invalidArgument(
        "recent[\(position)].kind is \(event.kind); 0...\(RecentEventKind.allCases.count - 1) "
          + "are accepted")
    }
    guard event.value.isFinite else {
      throw .invalidArgument(
        "recent[\(position)].value must be a finite number, got \(event.value)")
    }
    try check(id: event.query, of: .search(position))
    // A search may name no item.
    if kind != .search || !event.item.isEmpty { try check(id: event.item, of: .recent(position)) }
    return kind
  }

  static func check(tags names: [ByteView]) throws(AnswerError) {
    guard names.count <= tagsMax else {
      throw .invalidArgument("tags has \(names.count) names; at most \(tagsMax) are accepted")
    }
    for (position, name) in names.enumerated() { try check(id: name, of: .tag(position)) }
  }

  static func check(affinityLimit found: Int) throws(AnswerError) {
    guard (0...affinitiesMax).contains(found) else {
      throw .invalidArgument("affinity_limit must be in 0...\(affinitiesMax), got \(found)")
    }
  }
}
