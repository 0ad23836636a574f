package import Catalogue
package import Snapshots

extension Clerk {
  /// Everything that a chat file holds. O(bytes of the file).
  ///
  /// - Throws: when a tensor is missing or misshapen, or names what the catalogue does not have.
  package init(
    opening file: borrowing TensorFile, over catalogue: Catalogue
  ) throws(SnapshotError) {
    let understanding = try Understanding(opening: file)
    let intentCount = understanding.intents.count
    let passages = PassageIndex.isPresent(in: file) ? try PassageIndex(opening: file) : nil
    let width = understanding.encoder?.width ?? 0
    if let passages, passages.dimensions != 0, passages.dimensions != width {
      throw file.error(
        "passages.vectors",
        "has \(passages.dimensions) columns, and the encoder \(width) dimensions; as many are accepted"
      )
    }
    var topics: KnowledgeTopics?
    if let passages, KnowledgeTopics.arePresent(in: file) {
      topics = try KnowledgeTopics(
        opening: file, intentCount: intentCount, passageCount: passages.count)
    }
    let search =
      ProductSearch.isPresent(in: file)
      ? try ProductSearch(opening: file, catalogue: catalogue) : nil
    let suggestions =
      Suggestions.arePresent(in: file)
      ? try Suggestions(opening: file, intentCount: intentCount) : nil
    self.init(
      understanding, passages: passages, topics: topics, search: search,
      suggestions: suggestions, orderShares: try Self.orderShares(in: file, count: intentCount),
      over: catalogue)
  }

  /// In a file: clerk.order_shares, F32, one per intent, 0...1.
  private static func orderShares(
    in file: borrowing TensorFile, count: Int
  ) throws(SnapshotError) -> Column<Float>? {
    let name = "clerk.order_shares"
    guard file.contains(name) else { return nil }
    let shares: Column<Float> = try file.column(name, count: count)
    for index in 0..<count where !(0...1).contains(shares[index]) {
      throw file.error(name, "contains \(shares[index]) at \(index); 0...1 is accepted")
    }
    return shares
  }
}
