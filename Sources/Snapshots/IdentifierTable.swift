package import Bytes

/// Distinct identifiers, and the dense index of each: ids of items and users become rows here.
///
/// The tensors of a ``StringColumn``, and `name.slots` (U32): a hash table with open addressing. Its
/// size is a power of two; an identifier is looked for from `stableHash` modulo the size
/// upwards; a slot holds index + 1, or 0 when it is free, which ends a search.
package struct IdentifierTable: Sendable {
  package let strings: StringColumn
  fileprivate let slots: Column<UInt32>

  package var count: Int { strings.count }

  package subscript(index: Int) -> ByteView { strings[index] }

  /// The index of an identifier; `nil` when it is not in the table. O(byteCount), as a rule one or
  /// two probes.
  package func index(of identifier: RawSpan) -> Int? {
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: identifier.stableHash) & mask
    // A damaged table can be full; the search must end.
    for _ in 0..<slots.count {
      let entry = slots[slot]
      guard entry > 0 else { return nil }
      let index = Int(entry) &- 1
      if index < count, strings[index].bytes.hasSameBytes(as: identifier) { return index }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  fileprivate init(strings: StringColumn, slots: Column<UInt32>) {
    self.strings = strings
    self.slots = slots
  }

  /// The table for identifiers, at most half full. O(count).
  ///
  /// - Precondition: The identifiers are distinct.
  static func slots(for identifiers: [String]) -> [UInt32] {
    var size = 2
    while size < identifiers.count * 2 { size *= 2 }
    var slots = [UInt32](repeating: 0, count: size)
    for (index, identifier) in identifiers.enumerated() {
      var slot = Int(truncatingIfNeeded: Array(identifier.utf8).rawSpan.stableHash) & (size - 1)
      while slots[slot] > 0 {
        precondition(
          !identifiers[Int(slots[slot]) - 1].utf8.elementsEqual(identifier.utf8),
          "identifiers are distinct")
        slot = (slot + 1) & (size - 1)
      }
      slots[slot] = UInt32(index + 1)
    }
    return slots
  }
}

extension TensorFile {
  /// - Throws: as ``strings(_:)``, and when the table has no power of two of slots, has no free slot,
  ///   points outside, or does not find every identifier at its own index. O(bytes + count).
  package func identifiers(_ name: String) throws(SnapshotError) -> IdentifierTable {
    let strings = try strings(name)
    let slots = try column("\(name).slots", as: UInt32.self)
    func refuse(_ reason: String) -> SnapshotError { error("\(name).slots", reason) }

    guard slots.count.nonzeroBitCount == 1, slots.count > strings.count else {
      throw refuse(
        "has \(slots.count) elements; a power of two above \(strings.count) is accepted")
    }
    var used = 0
    let span = slots.span
    for position in span.indices where span[position] > 0 {
      used += 1
      guard span[position] <= strings.count else {
        throw refuse("contains \(span[position]); at most \(strings.count) is accepted")
      }
    }
    guard used == strings.count else {
      throw refuse("has \(used) used slots; \(strings.count), one per identifier, are accepted")
    }

    let table = IdentifierTable(strings: strings, slots: slots)
    if let lost = table.firstLost {
      throw refuse("does not find identifier \(lost) at its index; is it repeated?")
    }
    return table
  }
}

extension IdentifierTable {
  /// The first identifier that ``index(of:)`` would not find at its own index.
  ///
  /// It searches as `index(of:)` does, but compares hashes before it touches another identifier's
  /// bytes: a miss of the cache per identifier, where that has three.
  fileprivate var firstLost: Int? {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(count)
    for index in 0..<count { hashes.append(strings[index].bytes.stableHash) }

    let mask = slots.count &- 1
    for index in 0..<count {
      var slot = Int(truncatingIfNeeded: hashes[index]) & mask
      // Ends: the table has a free slot.
      while true {
        let found = Int(slots[slot]) - 1
        if found == index { break }
        // The first ends a search; the second can only be a file damaged while it is checked.
        guard found >= 0, found < hashes.count else { return index }
        if hashes[found] == hashes[index], strings[found] == strings[index] { return index }
        slot = (slot &+ 1) & mask
      }
    }
    return nil
  }
}
