import Bytes
import Snapshots
import Testing

/// Tensors that hold indices and offsets are checked before they are followed.
@Suite struct CheckedTensorsTests {
  @Test(
    arguments: [
      ([1, 2, 3, 3], "m.indptr' does not begin with 0; offsets that rise from 0 are accepted"),
      ([0, 3, 2, 3], "m.indptr' falls from 3 to 2 at 2; offsets that rise are accepted"),
      ([0, -1, 2, 3], "m.indptr' falls from 0 to -1 at 1; offsets that rise are accepted"),
      ([0, 1, 2, 4], "m.indptr' ends with 4; 3, the number of entries, is accepted"),
      ([0, 1, 2, 2], "m.indptr' ends with 2; 3, the number of entries, is accepted"),
      ([0, 3], "m.indptr' has 2 elements; 4 are accepted"),
      ([0, 1, 2, .max], "m.indptr' ends with 9223372036854775807; "),
    ] as [([Int64], String)])
  func `row pointers that do not rise to the number of entries are refused`(
    indptr: [Int64], reason: String
  ) {
    let message = openSparse(indptr, [0, 1, 2], [1, 2, 3])
    #expect(message.hasPrefix("test: tensor '\(reason)"))
  }

  @Test func `column indices and values out of range are refused`() {
    #expect(
      openSparse([0, 1, 2, 3], [0, 1, 5], [1, 2, 3])
        == "test: tensor 'm.indices' contains 5; indices below 5 are accepted")
    for value in [Float.nan, -.nan, .infinity, -.infinity] {
      #expect(
        openSparse([0, 1, 2, 3], [0, 1, 4], [1, value, -.greatestFiniteMagnitude])
          == "test: tensor 'm.values' contains a value that is not finite; "
          + "finite values are accepted")
    }
    #expect(
      openSparse([0, 1, 2, 3], [0, 1, 4], [1, 3])
        == "test: tensor 'm.values' has 2 elements; 3 are accepted")
    #expect(openSparse([0, 1, 2, 3], [0, 1, 4], [1, 2, 3]) == "")
  }

  @Test func `a matrix without rows or entries opens and answers nothing`() throws {
    var writer = TensorWriter()
    writer.add("m", sparse: (indptr: [0], indices: [], values: []))
    writer.add("d", [] as [Float], shape: [0, 8])
    let file = try TensorFile(bytes: writer.encoded(), name: "test")
    let sparse = try file.sparse("m", rows: 0, columns: 0)
    #expect(sparse.row(0).indices.count == 0)
    let dense = try file.matrix("d", as: Float.self, columns: 8)
    #expect(dense.row(3).count == 0)
  }

  @Test func `an index beyond a table reads another element, never beyond it`() throws {
    let file = try TensorFile(bytes: sample().encoded(), name: "test")
    let scores = try file.column("scores", as: Float.self)
    let factors = try file.matrix("factors", as: Double.self)
    let neighbours = try file.sparse("neighbours", rows: 3, columns: 5)
    let titles = try file.strings("titles")
    for index in [-1, 3, 1000, .max, .min] {
      #expect(scores[index] == -3)
      #expect(factors.row(index).count == 3)
      #expect(neighbours.row(index).values.count == 1)
      #expect(titles[index].string == "連身裙")
    }
  }

  @Test func `strings that are not UTF-8 or cut characters are refused`() {
    #expect(openStrings([0xFF], [0, 1]).hasPrefix("test: tensor 's.bytes' is not UTF-8"))
    #expect(
      openStrings(Array("é".utf8), [0, 1, 2])
        == "test: tensor 's.offsets' cuts a character at byte 1; whole characters are accepted")
    #expect(openStrings(Array("é".utf8), []).hasPrefix("test: tensor 's.offsets' does not begin"))
    #expect(openStrings(Array("é".utf8), [0, 0, 2]) == "")
  }

  @Test(
    arguments: [
      ([1, 2, 0], "has 3 elements; a power of two above 2 is accepted"),
      ([1, 2], "has 2 elements; a power of two above 2 is accepted"),
      ([1, 3, 0, 0], "contains 3; at most 2 is accepted"),
      ([1, 0, 0, 0], "has 1 used slots; 2, one per identifier, are accepted"),
      ([1, 1, 0, 0], "does not find identifier "),
    ] as [([UInt32], String)])
  func `a table that would lose identifiers is refused`(slots: [UInt32], reason: String) throws {
    var writer = TensorWriter()
    writer.add("t", strings: ["a", "b"])
    writer.add("t.slots", slots)
    let file = try TensorFile(bytes: writer.encoded(), name: "test")
    let message = refusal { _ = try file.identifiers("t") }
    #expect(message.hasPrefix("test: tensor 't.slots' \(reason)"))
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5, 1000])
  func `every identifier is found and no other`(count: Int) throws {
    var writer = TensorWriter()
    writer.add("t", identifiers: (0..<count).map { "id \($0)" })
    let file = try TensorFile(bytes: writer.encoded(), name: "test")
    let table = try file.identifiers("t")
    #expect(table.count == count)
    for index in 0..<count {
      #expect(find("id \(index)", in: table) == index)
      #expect(table[index].string == "id \(index)")
    }
    #expect(find("id \(count)", in: table) == nil)
    #expect(find("", in: table) == nil)
  }

  private func openSparse(_ indptr: [Int64], _ indices: [UInt32], _ values: [Float]) -> String {
    var writer = TensorWriter()
    writer.add("m", sparse: (indptr: indptr, indices: indices, values: values))
    let bytes = writer.encoded()
    return refusal {
      let file = try TensorFile(bytes: bytes, name: "test")
      _ = try file.sparse("m", rows: 3, columns: 5)
    }
  }

  private func openStrings(_ strings: [UInt8], _ offsets: [Int64]) -> String {
    var writer = TensorWriter()
    writer.add("s.bytes", strings)
    writer.add("s.offsets", offsets)
    let bytes = writer.encoded()
    return refusal {
      let file = try TensorFile(bytes: bytes, name: "test")
      _ = try file.strings("s")
    }
  }
}
