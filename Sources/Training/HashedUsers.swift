import Bytes
package import Datasets
package import Snapshots

/// Why a dataset's shoppers cannot be hashed.
package struct HashedUsersError: Error, CustomStringConvertible {
  package let description: String
}

extension Dataset {
  /// The dataset as it has to be trained for hashed ids: its shoppers in the order of their names under the
  /// key. Rows in the order of users.csv would name them: who knows the file knows its 7th line.
  ///
  /// - Throws: when an id has the form of a name, and could be taken for another shopper's.
  package func orderingUsers(by key: IdentifierKey) throws(HashedUsersError) -> Dataset {
    let ids = users.ids
    if let row = ids.firstIndex(where: { IdentifierKey.isName(Array($0.utf8).rawSpan) }) {
      throw HashedUsersError(
        description: "the id of user \(row + 1) is ~ and 32 hexadecimal digits, as hashed ids are; "
          + "other ids are accepted with --hash-ids")
    }
    let names = ids.map { key.name(of: $0) }
    return orderingUsers(ids.indices.sorted { names[$0] < names[$1] })
  }
}
