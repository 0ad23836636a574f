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
      suggestions: suggestions, over: catalogue)
  }
}
