import Bytes
package import Dialogue
import Learning
package import Snapshots

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

  /// Shape: messages × width, row-major, each of length 1.
  package func encode(_ messages: [String], threads: Int) throws(SnapshotError) -> [Float] {
    var writer = TensorWriter()
    pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "encoder")
    let encoder = try SentenceEncoder(opening: file)
    let vectors = parallelMap(
      count: messages.count, threads: threads, state: { EncoderScratch(for: encoder) }
    ) { scratch, index in
      var vector = [Float](repeating: 0, count: encoder.width)
      var span = vector.mutableSpan
      encoder.encode(Array(messages[index].utf8).rawSpan, into: &span, &scratch)
      return vector
    }
    extendLifetime(file)
    return vectors.flatMap(\.self)
  }
}
