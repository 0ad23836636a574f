import Bytes
import Datasets
import Platform
import Recommendation
import Snapshots
import TestSupport
import Testing
import Training

/// Vectors from elsewhere make items alike, or are refused with what was found and what is accepted.
@Suite final class ExternalEmbeddingsTests {
  private let directory: String
  private var path: String { "\(directory)/embeddings.safetensors" }

  init() throws { directory = try FileSystem.makeTemporaryDirectory("modiste-embeddings") }

  deinit { try? FileSystem.removeTree(directory) }

  /// Items a, b, c and d, of which nothing is said.
  private func shop() throws -> Dataset {
    try dataset([
      "events.csv": """
      user_id,item_id,kind,timestamp
      u,a,view,1
      v,b,view,2
      w,c,view,3
      w,d,view,4

      """
    ])
  }

  private func read(_ write: (inout TensorWriter) -> Void) throws -> ItemVectors {
    var writer = TensorWriter()
    write(&writer)
    try writer.write(to: path)
    return try ExternalEmbeddings(reading: path, for: shop()).vectors
  }

  private func refusal(_ write: (inout TensorWriter) -> Void) throws -> String? {
    do {
      _ = try read(write)
      return nil
    } catch let error as SnapshotError {
      return "\(error.tensor ?? ""): \(error.reason)"
    }
  }

  @Test func `items whose vectors point the same way are neighbours`() throws {
    let vectors = try read {
      $0.add("embeddings", [1, 0, 2, 0.2, 0, 3, 0, 0] as [Float], shape: [4, 2])
    }
    let content = try #require(try shop().descriptions(vectors: vectors).content)
    let rows = ContentNeighbours.fit(content).rows
    func neighbours(_ item: Int) -> [UInt32] {
      Array(rows.indices[Int(rows.indptr[item])..<Int(rows.indptr[item + 1])])
    }
    #expect(neighbours(0) == [1])
    #expect(neighbours(1) == [0, 2])
    // Nothing is known of the last: no vector points anywhere from it.
    #expect(neighbours(3) == [])
  }

  @Test func `vectors and attributes count alike`() throws {
    let vectors = ItemVectors(rows: [1, 0, 1, 0, 0, 1, 0, 1], width: 2)
    let content = ItemContent(
      values: [[0], [], [0], []], valueCount: 1, vectors: vectors)
    let rows = ContentNeighbours.fit(content, shareMax: 1).rows
    // Item 0 has the vector of item 1, and the value of item 2.
    #expect(Array(rows.indices[0..<2]) == [1, 2])
    #expect(Array(rows.values[0..<2]) == [0.5, 0.5])
  }

  @Test func `a file of the wrong width or shape is refused`() throws {
    #expect(
      try refusal { $0.add("embeddings", [Float](), shape: [4, 0]) }
        == "embeddings: is 0 wide; widths in 1...4096 are accepted")
    let wide = [Float](repeating: 1, count: 4 * 4_097)
    #expect(
      try refusal { $0.add("embeddings", wide, shape: [4, 4_097]) }
        == "embeddings: is 4097 wide; widths in 1...4096 are accepted")
    #expect(
      try refusal { $0.add("embeddings", [1, 2, 3] as [Float], shape: [3, 1]) }
        == """
        embeddings: has 3 rows, the dataset 4 items; a row for each, or 'item_ids' that names the rows, \
        is accepted
        """)
    #expect(
      try refusal { $0.add("vectors", [1, 2, 3, 4] as [Float], shape: [4, 1]) }
        == "embeddings: is missing; 'embeddings' or 'items', items × width, is accepted")
    #expect(
      try refusal { $0.add("embeddings", [1, 2, .nan, 4] as [Float], shape: [4, 1]) }
        == "embeddings: contains a value that is not finite; finite values are accepted")
    #expect(
      try refusal { $0.add("embeddings", [1, 2, 3, 4] as [Int32], shape: [4, 1]) }
        == "embeddings: has dtype I32; F32, F64 and F16 are accepted")
  }
}
