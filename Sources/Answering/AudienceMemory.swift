import Bytes
import Expressions
import Profiling

/// The audiences that were asked for lately: a marketer sizes an audience, describes it, and then
/// selects it, so each is evaluated once.
///
/// One per thread; it holds audiences of one snapshot at a time, a bit per shopper each.
struct AudienceMemory {
  private static let entryMax = 8

  var evaluator = AudienceEvaluator()
  private var serial: UInt64 = 0
  private var entries: [(hash: UInt64, text: [UInt8], audience: Audience)] = []
  /// Which entry gives way next.
  private var next = 0

  mutating func audience(_ text: ByteView, of serial: UInt64) -> Audience? {
    if serial != self.serial {
      entries.removeAll()
      next = 0
      self.serial = serial
    }
    let hash = text.bytes.stableHash
    for index in entries.indices where entries[index].hash == hash {
      let earlier = entries[index].text
      if earlier.rawSpan.hasSameBytes(as: text.bytes) { return entries[index].audience }
    }
    return nil
  }

  /// - Precondition: `audience(_:of:)` was asked of the same snapshot, and did not know it.
  mutating func remember(_ audience: Audience, as text: ByteView) {
    var copy: [UInt8] = []
    copy.append(text.bytes)
    let entry = (text.bytes.stableHash, copy, audience)
    if entries.count < Self.entryMax {
      entries.append(entry)
    } else {
      entries[next] = entry
      next = (next + 1) % Self.entryMax
    }
  }
}
