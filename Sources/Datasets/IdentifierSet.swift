package import Bytes

/// Ids in the order in which they first came, found by their bytes without making a String.
///
/// Open addressing with linear probing, at most half full; a slot holds index + 1, 0 is free.
package struct IdentifierSet: Sendable {
  private var bytes: [UInt8] = []
  /// Id `i` is `bytes[offsets[i]..<offsets[i + 1]]`.
  private var offsets = [0]
  private var hashes: [UInt64] = []
  private var slots = [UInt32](repeating: 0, count: 16)

  package init() {}

  package var count: Int { hashes.count }

  /// O(1) expected.
  package func index(of id: ByteView) -> UInt32? {
    let slot = slots[slot(for: id.bytes, hash: id.bytes.stableHash)]
    return slot == 0 ? nil : slot - 1
  }

  /// The index of an id, which is added when it is new.
  package mutating func insert(_ id: ByteView) -> (index: UInt32, isNew: Bool) {
    let hash = id.bytes.stableHash
    let slot = slot(for: id.bytes, hash: hash)
    if slots[slot] != 0 { return (slots[slot] - 1, false) }
    let index = UInt32(count)
    bytes.append(id.bytes)
    offsets.append(bytes.count)
    hashes.append(hash)
    slots[slot] = index + 1
    if count * 2 > slots.count { grow() }
    return (index, true)
  }

  package func string(_ index: Int) -> String {
    String(decoding: bytes[offsets[index]..<offsets[index + 1]], as: UTF8.self)
  }

  package var strings: [String] { (0..<count).map(string) }

  /// Where the id is, or the free slot where it belongs.
  private func slot(for id: RawSpan, hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot] - 1)
      if hashes[index] == hash {
        let mine = bytes.rawSpan.extracting(offsets[index]..<offsets[index + 1])
        if mine.hasSameBytes(as: id) { return slot }
      }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (index, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index) + 1
    }
  }
}
