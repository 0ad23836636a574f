package import Bytes

/// What the clerk asks of the other fields, all in the generation that it belongs to.
package protocol Shop {
  /// Items most like one, best first; below a price if one is given.
  func similar(to item: Int32, below price: Double?, limit: Int) -> [Int32]
  /// What goes with an item, best first.
  func together(with item: Int32, limit: Int) -> [Int32]
  /// What a shopper may like, best first.
  func recommended(to user: ByteView, limit: Int) -> [Int32]
  /// The size that a shopper should take; `nil` when nothing says so.
  func bestSize(of item: Int32, for user: ByteView) -> String?
  /// How many of an item are usually sold in a period, and what the period is; `nil` when no series is known.
  func demand(for item: Int32) -> (units: Double, period: String)?
}
