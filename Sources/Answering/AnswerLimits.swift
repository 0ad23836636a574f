import Bytes

/// How large a question may be. Larger than any page of a shop needs, and small enough that one
/// question cannot keep a thread for long.
package enum AnswerLimits {
  package static let limit = 1...500
  package static let recentMax = 1_000
  package static let excludedMax = 1_000
  package static let idBytesMax = 256
  package static let neighboursMax = 100
  package static let filterBytesMax = 4_096
  package static let tagsMax = 64
  package static let affinitiesMax = 100

  static func check(limit found: Int) throws(AnswerError) {
    guard limit.contains(found) else {
      throw .invalidArgument(
        "limit must be in \(limit.lowerBound)...\(limit.upperBound), got \(found)")
    }
  }

  static func check(neighbourCount found: Int) throws(AnswerError) {
    guard (0...neighboursMax).contains(found) else {
      throw .invalidArgument("neighbours must be in 0...\(neighboursMax), got \(found)")
    }
  }

  static func check(recentCount found: Int) throws(AnswerError) {
    guard found <= recentMax else {
      throw .invalidArgument("recent has \(found) events; at most \(recentMax) are accepted")
    }
  }

  static func check(excluded ids: [ByteView]) throws(AnswerError) {
    guard ids.count <= excludedMax else {
      throw .invalidArgument(
        "excluded_item_ids has \(ids.count) ids; at most \(excludedMax) are accepted")
    }
    for (position, id) in ids.enumerated() {
      try check(id: id, of: .excluded(position))
    }
  }

  static func check(id: ByteView, of field: IDField) throws(AnswerError) {
    guard id.count <= idBytesMax else {
      throw .invalidArgument(
        "\(field) is \(id.count) bytes; at most \(idBytesMax) are accepted")
    }
    guard id.count > 0 || field.mayBeEmpty else {
      throw .invalidArgument("\(field) is empty; 1 to \(idBytesMax) bytes are accepted")
    }
  }

  static func check(filter: ByteView) throws(AnswerError) {
    guard filter.count <= filterBytesMax else {
      throw .invalidArgument(
        "filter is \(filter.count) bytes; at most \(filterBytesMax) are accepted")
    }
  }
}

/// A field of a question that holds an id. It becomes text only in a message.
enum IDField: CustomStringConvertible {
  case user
  case item
  case recent(Int)
  case excluded(Int)
  case search(Int)
  case state(Int)
  case basket(Int)
  case promoted(Int)
  case candidate(Int)
  case tag(Int)

  /// A shopper may have no id.
  var mayBeEmpty: Bool {
    switch self {
    case .user, .search: true
    default: false
    }
  }

  var description: String {
    switch self {
    case .user: "user_id"
    case .item: "item_id"
    case .recent(let position): "recent[\(position)].item_id"
    case .search(let position): "recent[\(position)].query"
    case .excluded(let position): "excluded_item_ids[\(position)]"
    case .state(let position): "states[\(position)].item_id"
    case .basket(let position): "basket_item_ids[\(position)]"
    case .promoted(let position): "promoted_item_ids[\(position)]"
    case .candidate(let position): "candidate_item_ids[\(position)]"
    case .tag(let position): "tags[\(position)]"
    }
  }
}
