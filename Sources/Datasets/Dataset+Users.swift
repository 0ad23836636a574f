import Bytes

extension Dataset {
  /// The same shoppers in another order, and their events with them.
  ///
  /// - Parameter order: every row of `users` once: what is to be its i-th comes from row `order[i]`
  package func orderingUsers(_ order: [Int]) -> Dataset {
    precondition(order.count == users.count)
    var sorted = self
    sorted.users = users.gathered(order)
    var rows = [UInt32](repeating: 0, count: order.count)
    for (row, old) in order.enumerated() { rows[old] = UInt32(row) }
    for event in sorted.events.users.indices {
      sorted.events.users[event] = rows[Int(sorted.events.users[event])]
    }
    return sorted
  }
}

extension EntityTable {
  fileprivate func gathered(_ order: [Int]) -> EntityTable {
    var table = EntityTable()
    for row in order {
      var id = identifiers.string(row)
      id.withUTF8 { bytes in
        guard let start = bytes.baseAddress else { return }
        // Safe: the set copies the bytes inside the call that lends them.
        _ = table.identifiers.insert(unsafe ByteView(start: start, count: bytes.count))
      }
    }
    table.attributes = attributes.map { column in
      let values: AttributeColumn.Values =
        switch column.values {
        case .texts(let texts): .texts(order.map { texts[$0] })
        case .lists(let lists): .lists(order.map { lists[$0] })
        case .numbers(let numbers): .numbers(order.map { numbers[$0] })
        }
      return AttributeColumn(name: column.name, values: values)
    }
    return table
  }
}
