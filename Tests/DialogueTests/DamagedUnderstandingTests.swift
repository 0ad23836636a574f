import Dialogue
import Snapshots
import Testing

/// A file whose tensors cannot be a model is refused, and the message names the tensor.
@Suite struct DamagedUnderstandingTests {
  private static let tensors = [
    "intents.labels.offsets", "intents.grams", "intents.idf", "intents.families",
    "intents.weights", "intents.scales", "intents.intercepts", "intents.shape", "intents.numbers",
    "intents.in_scope", "intents.gate", "slots.names.offsets", "slots.trained", "slots.features",
    "slots.weights", "slots.scales", "slots.transitions", "gazetteer.phrases", "gazetteer.slots",
    "gazetteer.values", "gazetteer.names.offsets", "gazetteer.longest",
  ]

  @Test(arguments: tensors)
  func `without a tensor it does not open`(tensor: String) throws {
    // The name alone is changed, to one as long.
    let renamed = "x" + tensor.dropFirst()
    let bytes = replacing("\"\(tensor)\"", by: "\"\(renamed)\"")
    #expect(bytes != SmallTalk.bytes)
    let error = refusal(bytes)
    #expect(error?.description.contains(tensor) == true, "\(error?.description ?? "it opens")")
  }

  @Test(arguments: ["intents.idf", "intents.scales", "intents.gate", "slots.scales"])
  func `a number that is not finite is refused`(tensor: String) throws {
    let bytes = try overwriting(tensor, with: [0, 0, 0xC0, 0x7F])
    #expect(refusal(bytes)?.description.contains("finite") == true)
  }

  @Test(
    arguments: [
      ("intents.families", [2]), ("intents.shape", [9, 9]), ("gazetteer.slots", [250]),
      ("slots.trained", [3]), ("gazetteer.values", [0xFF, 0xFF]),
      ("gazetteer.longest", [0xFF, 0xFF]),
    ] as [(String, [UInt8])])
  func `a value that points outside is refused`(tensor: String, value: [UInt8]) throws {
    let error = refusal(try overwriting(tensor, with: value))
    #expect(error?.description.contains("accepted") == true)
  }

  @Test func `intents that were told by an encoder do not open without it`() {
    let rows = (0..<8).map { index in
      (message: "words \(index)", intent: index % 2 == 0 ? "a" : "b", group: String?.none)
    }
    let encodings = rows.indices.flatMap { $0 % 2 == 0 ? [1, 0] : [0, 1] as [Float] }
    var writer = TensorWriter()
    FittedIntents(IntentData(rows), encodings: encodings).pack(into: &writer)
    SmallTalk.slots.pack(into: &writer)
    let error = refusal(writer.encoded())
    #expect(error?.description.contains("has 2 rows, and the encoder 0 dimensions") == true)
  }

  private func refusal(_ bytes: [UInt8]) -> SnapshotError? {
    do throws(SnapshotError) {
      let file = try TensorFile(bytes: bytes, name: "chat.safetensors")
      defer { extendLifetime(file) }
      _ = try Understanding(opening: file)
      return nil
    } catch { return error }
  }

  private func overwriting(_ tensor: String, with value: [UInt8]) throws -> [UInt8] {
    let file = try TensorFile(bytes: SmallTalk.bytes, name: "chat.safetensors")
    let summary = try #require(file.summary.first { $0.name == tensor })
    var bytes = SmallTalk.bytes
    bytes.replaceSubrange(summary.offset..<summary.offset + value.count, with: value)
    return bytes
  }

  private func replacing(_ old: String, by new: String) -> [UInt8] {
    let (old, new) = (Array(old.utf8), Array(new.utf8))
    var bytes = SmallTalk.bytes
    for start in 0..<bytes.count - old.count
    where bytes[start] == old[0] && bytes[start..<start + old.count].elementsEqual(old) {
      bytes.replaceSubrange(start..<start + old.count, with: new)
      break
    }
    return bytes
  }
}
