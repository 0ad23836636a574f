import Snapshots

/// Indices by hash, read in place: an entry is the high 32 bits of a hash and index + 1; 0 is free. A hash
/// is looked for from its low bits upwards.
///
/// A hash that training did not have is found with a chance of some 2⁻³², as if it were another.
struct HashTable: Sendable {
  private let entries: Column<UInt64>

  @inline(__always)
  func index(of hash: UInt64) -> Int? {
    let mask = entries.count &- 1
    let high = hash >> 32
    var slot = Int(truncatingIfNeeded: hash) & mask
    // A damaged table can be full; the search must end.
    for _ in 0..<entries.count {
      let entry = entries[slot]
      if entry == 0 { return nil }
      if entry >> 32 == high { return Int(entry & 0xFFFF_FFFF) &- 1 }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  fileprivate init(entries: Column<UInt64>) {
    self.entries = entries
  }

  /// At most half full. O(count).
  ///
  /// - Precondition: the hashes are distinct.
  static func entries(_ hashes: [UInt64]) -> [UInt64] {
    var size = 2
    while size < hashes.count * 2 { size *= 2 }
    var entries = [UInt64](repeating: 0, count: size)
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while entries[slot] != 0 { slot = (slot + 1) & (size - 1) }
      entries[slot] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(index + 1)
    }
    return entries
  }
}

extension TensorFile {
  /// - Throws: when it is absent, has no power of two of entries, has no free one, or points outside.
  func hashTable(_ name: String, count: Int) throws(SnapshotError) -> HashTable {
    let entries = try column(name, as: UInt64.self)
    guard entries.count.nonzeroBitCount == 1, entries.count > count else {
      throw error(
        name, "has \(entries.count) elements; a power of two above \(count) is accepted")
    }
    for slot in 0..<entries.count where entries[slot] & 0xFFFF_FFFF > UInt64(count) {
      throw error(
        name,
        "contains index \(entries[slot] & 0xFFFF_FFFF) at \(slot); at most \(count) is accepted")
    }
    return HashTable(entries: entries)
  }
}
