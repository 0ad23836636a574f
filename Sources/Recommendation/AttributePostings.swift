import Kernels
import RealModule

/// Which items have each value of an attribute: what a search that names values is ranked by.
///
/// The search is taken as an item q that is described by these values and nothing else, and every item
/// counts by how much it is described like it, as in ``ContentNeighbours``:
///
///     w(q, j) = Σ over values that both have of idf² / (‖q‖ · ‖j‖),   idf = ln(items / items with it)
///
/// Unlike there no value is too common: a category that a third of the items are in says much when it
/// was asked for.
package struct AttributePostings: Sendable {
  /// Where a value's items begin; one longer than there are values.
  private var starts: [Int] = [0]
  /// Ascending for each value.
  private var items: [UInt32] = []
  /// One per value.
  private var idf: [Float] = []
  /// 1/‖j‖, one per item; 0 where nothing is said of it.
  private var scales: [Float]

  /// - Parameter holders: per value the items that have it, ascending, each below `itemCount`
  package init(itemCount: Int, holders: [[UInt32]]) {
    var squares = [Float](repeating: 0, count: itemCount)
    for holders in holders {
      let idf = holders.isEmpty ? 0 : Float.log(Float(itemCount) / Float(holders.count))
      self.idf.append(idf)
      items += holders
      starts.append(items.count)
      for item in holders { squares[Int(item)] += idf * idf }
    }
    scales = squares.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
  }

  /// Appends what a search says, value by value; nothing for values that every item has.
  ///
  /// - Parameters:
  ///   - values: each once
  ///   - age: how many items the user chose since
  package func append(
    search values: [UInt32], age: Int, to searched: inout [SearchedValue]
  ) {
    let norm = values.reduce(Float(0)) { $0 + idf[Int($1)] * idf[Int($1)] }.squareRoot()
    guard norm > 0 else { return }
    for value in values where idf[Int(value)] > 0 {
      searched.append(
        SearchedValue(value: value, weight: idf[Int(value)] * idf[Int(value)] / norm, age: age))
    }
  }

  /// Adds what a searched value says of items to a lane. O(items that have the value).
  func add(
    _ searched: SearchedValue, times weight: Float, to lane: Int, of lanes: inout LaneAccumulator
  ) {
    for position in starts[Int(searched.value)]..<starts[Int(searched.value) + 1] {
      let item = Int(items[position])
      lanes.add(weight * searched.weight * scales[item], at: item, to: lane)
    }
  }

  /// What a searched value says of an item: 0 where the item does not have it.
  func weight(_ searched: SearchedValue, of item: Int) -> Float {
    var lower = starts[Int(searched.value)]
    var upper = starts[Int(searched.value) + 1]
    while lower < upper {
      let middle = (lower + upper) / 2
      if items[middle] < item { lower = middle + 1 } else { upper = middle }
    }
    let isHeld = lower < starts[Int(searched.value) + 1] && items[lower] == item
    return isHeld ? searched.weight * scales[item] : 0
  }
}

/// A value of an attribute that a search names.
package struct SearchedValue: Sendable {
  /// Its number in ``AttributePostings``.
  package let value: UInt32
  /// idf²/‖q‖
  let weight: Float
  /// How many items the user chose since.
  let age: Int
}
