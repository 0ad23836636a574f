import Bytes
package import Dialogue
import Learning
package import Snapshots
import Text

/// A sentence encoder beside a chat's own n-grams: vectors of messages as they will be when they are served.
package struct ChatEncoder: Sendable {
  let weights: EncoderWeights
  package let precision: EncoderPrecision

  /// - Throws: when the directory holds no encoder; see ``EncoderFiles``.
  package init(
    reading directory: String, precision: EncoderPrecision = .int8
  ) throws(SnapshotError) {
    weights = try EncoderFiles.read(directory: directory)
    self.precision = precision
  }

  package func pack(into writer: inout TensorWriter) {
    weights.pack(into: &writer, precision: precision)
  }

  package struct Encoded: Sendable {
    /// Shape: texts × width, row-major, each of length 1.
    package var vectors: [Float] = []
    /// Of each text.
    package var tokenCounts: [Int] = []
    package var unknownCounts: [Int] = []
  }

  /// Texts as they will be when they are served.
  package func encode(_ texts: [String], threads: Int) throws(SnapshotError) -> Encoded {
    var writer = TensorWriter()
    pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "encoder")
    let encoder = try SentenceEncoder(opening: file)
    let rows = parallelMap(
      count: texts.count, threads: threads, state: { EncoderScratch(for: encoder) }
    ) { scratch, index in
      var vector = [Float](repeating: 0, count: encoder.width)
      var span = vector.mutableSpan
      encoder.encode(Array(texts[index].utf8).rawSpan, into: &span, &scratch)
      let unknown = scratch.tokens.count { $0 == encoder.tokenizer.unknown }
      return (vector: vector, tokens: scratch.tokens.count, unknown: unknown)
    }
    extendLifetime(file)
    return Encoded(
      vectors: rows.flatMap(\.vector), tokenCounts: rows.map(\.tokens),
      unknownCounts: rows.map(\.unknown))
  }
}
