import Bytes
import Recommendation

/// The working memory of answers: one per thread, used for one call at a time. After the first
/// calls nothing is allocated any more.
package final class AnsweringScratch {
  let ranking = RankingScratch()
  var query = RankingQuery()
  /// Searches of the question: positions in `recent`, and how many items came before.
  var searches: [(event: Int, itemCount: Int)] = []
  var unknown = UnknownItems()
  var filters = FilterMemory()
  /// Of sizes that fit, likewise.
  var sizes = FilterMemory()
  var sizesKey: [UInt8] = []
  var profile = ProfileScratch()
  var audiences = AudienceMemory()

  package init() {}
}

/// Finds the ids that were reported already, without looking at all of them.
struct UnknownItems {
  /// Open addressing by `stableHash`: 1 + the position among those reported; 0 is free.
  private var slots = [UInt16](repeating: 0, count: slotCount)
  /// One per id reported: its hash, and the slot it took.
  private var taken: [(hash: UInt64, slot: Int)] = []

  /// A power of two, more than twice as many as a question can name, so that a search ends: Rerank
  /// names 4,300.
  private static let slotCount = 16_384

  /// Appends `id` to `reported` unless it is there.
  ///
  /// - Precondition: `reset` was called when `reported` was emptied, and nothing else appends to it.
  mutating func report(_ id: ByteView, to reported: inout [ByteView]) {
    let hash = id.bytes.stableHash
    var slot = Int(truncatingIfNeeded: hash) & (Self.slotCount - 1)
    while slots[slot] > 0 {
      let position = Int(slots[slot]) - 1
      if taken[position].hash == hash, reported[position] == id { return }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    reported.append(id)
    taken.append((hash, slot))
    slots[slot] = UInt16(reported.count)
  }

  mutating func reset() {
    for (_, slot) in taken { slots[slot] = 0 }
    taken.removeAll(keepingCapacity: true)
  }
}
