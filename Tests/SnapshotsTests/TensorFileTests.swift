import Bytes
import Platform
import Snapshots
import Testing

/// What a writer packs, a file opened from its bytes reads back, in place.
@Suite struct TensorFileTests {
  @Test func `columns, matrices, strings and identifiers come back`() throws {
    let file = try TensorFile(bytes: sample().encoded(), name: "sample")

    let scores = try file.column("scores", as: Float.self, count: 3)
    #expect((0..<3).map { scores[$0] } == [1, 2.5, -3])
    let factors = try file.matrix("factors", as: Double.self, rows: 2, columns: 3)
    #expect((0..<3).map { factors.row(1)[$0] } == [4, 5, 6])
    let neighbours = try file.sparse("neighbours", rows: 3, columns: 5)
    #expect(neighbours.entryCount == 3)
    #expect(neighbours.row(0).indices.count == 2)
    #expect(neighbours.row(1).indices.count == 0)
    #expect(neighbours.row(2).indices[0] == 4)
    #expect(neighbours.row(2).values[0] == 0.5)
    let titles = try file.strings("titles")
    #expect((0..<titles.count).map { titles[$0].string } == ["dress", "", "連身裙"])
    let items = try file.identifiers("items")
    for index in 0..<100 {
      #expect(find("sku-\(index)", in: items) == index)
    }
    #expect(find("sku-100", in: items) == nil)
    let metadata = file.metadata
    #expect(metadata == ["model": "sample \"1\"\n"])
    let empty = try file.column("empty", as: Int64.self)
    #expect(empty.count == 0)
  }

  @Test func `the same tensors give the same bytes in any order`() {
    var forwards = TensorWriter()
    forwards.add("a", [1, 2, 3] as [Float])
    forwards.add("b", [1] as [UInt8])
    var backwards = TensorWriter()
    backwards.add("b", [1] as [UInt8])
    backwards.add("a", [1, 2, 3] as [Float])
    #expect(forwards.encoded() == backwards.encoded())
  }

  @Test func `a file on disk has the bytes that are encoded in memory`() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/sample.safetensors"
    try sample().write(to: path)
    try sample().write(to: path)
    #expect(try FileSystem.read(path) == sample().encoded())
    #expect(try FileSystem.names(in: directory.path) == ["sample.safetensors"])
    let file = try TensorFile(path: path)
    let scores = try file.column("scores", as: Float.self)
    #expect(scores[1] == 2.5)
  }

  @Test func `every tensor starts on 64 bytes, and padding is not shown`() throws {
    let file = try TensorFile(bytes: sample().encoded(), name: "sample")
    let summary = file.summary
    #expect(summary.allSatisfy { $0.offset.isMultiple(of: 64) })
    #expect(summary.allSatisfy { !$0.name.hasPrefix("__pad_") })
    #expect(summary.count == 12)
    #expect(
      summary.first?.json.compact
        == #"{"name":"empty","dtype":"I64","shape":[0],"byteCount":0,"offset":1472}"#)
  }
}

func sample() -> TensorWriter {
  var writer = TensorWriter(metadata: ["model": "sample \"1\"\n"])
  writer.add("scores", [1, 2.5, -3] as [Float])
  writer.add("factors", [1, 2, 3, 4, 5, 6] as [Double], shape: [2, 3])
  writer.add(
    "neighbours", sparse: (indptr: [0, 2, 2, 3], indices: [1, 3, 4], values: [1, 2, 0.5]))
  writer.add("titles", strings: ["dress", "", "連身裙"])
  writer.add("items", identifiers: (0..<100).map { "sku-\($0)" })
  writer.add("empty", [] as [Int64])
  writer.add("kind", [7] as [UInt8])
  return writer
}

func find(_ identifier: String, in table: IdentifierTable) -> Int? {
  table.index(of: Array(identifier.utf8).rawSpan)
}
