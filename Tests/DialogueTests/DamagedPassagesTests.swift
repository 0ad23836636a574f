import Dialogue
import Snapshots
import Testing

/// A file whose tensors cannot be an index is refused, and the message names the tensor.
@Suite struct DamagedPassagesTests {
  private static let bytes: [UInt8] = {
    let count = SmallKnowledge.passages.count
    return SmallKnowledge.bytes(vectors: [Float](repeating: 1, count: count))
  }()

  @Test(arguments: [
    "passages.ids.offsets", "passages.titles.offsets", "passages.texts.bytes",
    "passages.sources.offsets", "passages.languages", "passages.terms", "passages.idf",
    "passages.postings.indptr", "passages.postings.indices", "passages.postings.values",
    "passages.sentences.terms", "passages.sentences.idf", "passages.sentences.postings.indptr",
    "passages.sentences.offsets", "passages.sentences.bytes",
  ])
  func `without a tensor it does not open`(tensor: String) {
    let error = refusal(Damage.renaming(tensor, in: Self.bytes))
    #expect(error?.description.contains(tensor) == true, "\(error?.description ?? "it opens")")
  }

  @Test(arguments: [
    "passages.idf", "passages.vectors", "passages.sentences.idf", "passages.postings.values",
  ])
  func `a number that is not finite is refused`(tensor: String) throws {
    let bytes = try Damage.overwriting(tensor, with: [0, 0, 0xC0, 0x7F], in: Self.bytes)
    #expect(refusal(bytes)?.description.contains("finite") == true)
  }

  @Test(
    arguments: [
      ("passages.languages", [2]), ("passages.postings.indices", [0xFF, 0xFF]),
      ("passages.sentences.bytes", [9, 0, 0, 0, 8, 0, 0, 0]),
      ("passages.sentences.bytes", [0, 0, 0, 0, 0xFF, 0xFF]),
      ("passages.sentences.offsets", [1]), ("passages.terms", [0xFF, 0xFF]),
    ] as [(String, [UInt8])])
  func `a value that points outside is refused`(tensor: String, value: [UInt8]) throws {
    let error = refusal(try Damage.overwriting(tensor, with: value, in: Self.bytes))
    #expect(error?.description.contains(tensor) == true, "\(error?.description ?? "it opens")")
  }

  private func refusal(_ bytes: [UInt8]) -> SnapshotError? {
    do throws(SnapshotError) {
      let file = try TensorFile(bytes: bytes, name: "chat.safetensors")
      defer { extendLifetime(file) }
      _ = try PassageIndex(opening: file)
      return nil
    } catch { return error }
  }
}

/// Files with one thing wrong.
enum Damage {
  /// The name alone is changed, to one as long.
  static func renaming(_ tensor: String, in bytes: [UInt8]) -> [UInt8] {
    let (old, new) = (Array("\"\(tensor)\"".utf8), Array("\"x\(tensor.dropFirst())\"".utf8))
    var bytes = bytes
    for start in 0...bytes.count - old.count where bytes[start] == old[0] {
      if Array(bytes[start..<start + old.count]) == old {
        bytes.replaceSubrange(start..<start + old.count, with: new)
        break
      }
    }
    return bytes
  }

  static func overwriting(
    _ tensor: String, with value: [UInt8], in bytes: [UInt8]
  ) throws -> [UInt8] {
    let file = try TensorFile(bytes: bytes, name: "chat.safetensors")
    let summary = try #require(file.summary.first { $0.name == tensor })
    var bytes = bytes
    bytes.replaceSubrange(summary.offset..<summary.offset + value.count, with: value)
    return bytes
  }
}
