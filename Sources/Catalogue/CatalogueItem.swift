/// One item as a shop describes it, before it is packed.
package struct CatalogueItem: Sendable {
  package var id: String
  package var title: String
  /// Names are distinct; an empty value is a missing one, and so is an attribute that is not here.
  package var attributes: [(name: String, value: String)]

  package init(id: String, title: String, attributes: [(name: String, value: String)] = []) {
    self.id = id
    self.title = title
    self.attributes = attributes
  }
}
