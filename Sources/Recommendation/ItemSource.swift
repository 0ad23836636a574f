package import Snapshots

/// The models that score items by the items a user chose: each an ``ItemNeighbours`` of its own,
/// under a name of its own in the snapshot.
package enum ItemSource: Int, CaseIterable, Sendable {
  /// Items that were chosen by the same users: `ItemNeighbours.fit`.
  case neighbours
  /// ``Ease``
  case ease
  /// ``NextItems``
  case nextItems
  /// ``Transitions``
  case transitions
  /// ``FactorNeighbours``
  case factors
  /// ``ContentNeighbours``
  case content

  /// What the names of its tensors begin with.
  package var tensorName: String {
    switch self {
    case .neighbours: "item_neighbours"
    case .ease: "ease"
    case .nextItems: "next_items"
    case .transitions: "transitions"
    case .factors: "factor_neighbours"
    case .content: "content_neighbours"
    }
  }

  /// As `explain` names it.
  package var name: StaticString {
    switch self {
    case .neighbours: "neighbours"
    case .ease: "ease"
    case .nextItems: "next"
    case .transitions: "transitions"
    case .factors: "factors"
    case .content: "content"
    }
  }
}

/// The sources of one snapshot, as far as they are there.
struct ItemSources: Sendable {
  private var neighbours: ItemNeighbours?
  private var ease: ItemNeighbours?
  private var nextItems: ItemNeighbours?
  private var transitions: ItemNeighbours?
  private var factors: ItemNeighbours?
  private var content: ItemNeighbours?

  init(opening file: borrowing TensorFile, items: Int) throws(SnapshotError) {
    for source in ItemSource.allCases where file.contains("\(source.tensorName).indptr") {
      self[source] = try ItemNeighbours(opening: file, source, items: items)
    }
  }

  subscript(source: ItemSource) -> ItemNeighbours? {
    get {
      switch source {
      case .neighbours: neighbours
      case .ease: ease
      case .nextItems: nextItems
      case .transitions: transitions
      case .factors: factors
      case .content: content
      }
    }
    set {
      switch source {
      case .neighbours: neighbours = newValue
      case .ease: ease = newValue
      case .nextItems: nextItems = newValue
      case .transitions: transitions = newValue
      case .factors: factors = newValue
      case .content: content = newValue
      }
    }
  }
}

/// A fitted ``ItemNeighbours``, before it is packed.
package struct FittedItemNeighbours: Sendable {
  package let source: ItemSource
  package let rows: SparseRows
  /// One per entry of the rows: users who chose both items; empty where that is not counted.
  package var together: [UInt32] = []
  /// In items; infinity: none.
  package var halfLife: Float

  package func pack(into writer: inout TensorWriter) {
    rows.pack(source.tensorName, into: &writer)
    writer.add("\(source.tensorName).half_life", [halfLife])
    if !together.isEmpty { writer.add("\(source.tensorName).together", together) }
  }
}
