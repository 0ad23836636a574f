import Bytes
import Testing
import Wire

/// The rules that every message definition keeps; proto/modiste/v1/common.proto states them.
@Suite struct DefinitionsTests {
  /// protobuf-c recurses without bound; so no message may hold itself, at whatever depth. Nor does
  /// one have a field beyond the table of rules, or making its schema would have trapped.
  @Test func `no message is recursive`() {
    var seen = Set<String>()
    func walk(_ schema: MessageSchema, inside names: [String]) {
      #expect(!names.contains(schema.name))
      guard !names.contains(schema.name) else { return }
      seen.insert(schema.name)
      for inner in schema.fields.compactMap(\.rule.submessage) {
        walk(inner, inside: names + [schema.name])
      }
    }
    for schema in MessageSchema.all { walk(schema, inside: []) }
    // 55 that travel, 43 that lie only inside of them.
    #expect(seen.count == 55 + 43)
    #expect(seen.isSuperset(of: ["modiste.v1.Event", "modiste.v1.Reason", "modiste.v1.Pair"]))
  }

  @Test func `a number that an enum does not define is kept`() throws {
    let packed = try RecommendRequestView.schema.repacked([0x40, 99].rawSpan)
    #expect(packed == [0x40, 99])
  }
}
