import Bytes
import Platform
import Snapshots
import Testing

/// Every way a file can be wrong is found by opening it, and none of them traps.
@Suite struct CorruptTensorFileTests {
  @Test func `a file cut at any byte is refused`() {
    let whole = small()
    for count in 0..<whole.count {
      #expect(throws: SnapshotError.self, "cut to \(count) bytes") {
        _ = try TensorFile(bytes: Array(whole[..<count]), name: "cut")
      }
    }
  }

  @Test func `a mapped file cut at any 4 KiB is refused`() throws {
    var writer = TensorWriter()
    writer.add("factors", [Float](repeating: 1, count: 65_536), shape: [1024, 64])
    let whole = writer.encoded()
    let directory = try TemporaryDirectory()
    for count in stride(from: 0, to: whole.count, by: 4096) {
      let path = try directory.file("cut", Array(whole[..<count]))
      #expect(throws: SnapshotError.self) { _ = try TensorFile(path: path) }
    }
    _ = try TensorFile(path: try directory.file("whole", whole))
  }

  /// What still opens has another digest than its manifest says.
  @Test func `a header with any bit flipped is refused or read, and never traps`() {
    let whole = small()
    let digest = SHA256(of: whole.rawSpan)
    let headerSize = 8 + Int(whole[0]) + Int(whole[1]) << 8
    for position in 0..<headerSize {
      for bit in 0..<8 {
        var flipped = whole
        flipped[position] ^= 1 << bit
        let flippedDigest = SHA256(of: flipped.rawSpan)
        #expect(flippedDigest != digest)
        guard let file = try? TensorFile(bytes: flipped, name: "flipped") else { continue }
        for tensor in file.summary {
          if let column = try? file.column(tensor.name, as: Float.self) { _ = column[0] }
          if let column = try? file.column(tensor.name, as: UInt8.self) { _ = column[0] }
        }
        if let items = try? file.identifiers("items") { _ = items.index(of: whole.rawSpan) }
      }
    }
  }

  @Test(
    arguments: [
      (#"{"#, "header is not JSON, byte 8: expected '\"'"),
      (#"[]"#, "header does not begin with '{'; is it a safetensors file?"),
      (
        #"{"t":1}"#,
        "tensor 't' has a malformed entry; {dtype: string, shape: [n…], data_offsets: [begin, end]} is accepted"
      ),
      (entry("F99", [4], 0, 16), "tensor 't' has dtype 'F99'; BF16, BOOL, "),
      (entry("F32", [3], 0, 16), "tensor 't' has 16 bytes; F32 of shape [3] takes 12"),
      (
        entry("F32", [1 << 62, 4], 0, 16),
        "tensor 't' has shape [4611686018427387904, 4], whose size overflows"
      ),
      (entry("F32", [1 << 62, 1 << 62, 0], 0, 16), "tensor 't' has shape "),
      (entry("F32", [-4], 0, 16), "tensor 't' has a malformed entry; "),
      (
        entry("F32", [4], 0, 17), "tensor 't' lies at 0..<17, the file holds 16 bytes of tensors; "
      ),
      (entry("F32", [4], 16, 0), "tensor 't' lies at 16..<0, "),
      (entry("F32", [3], 4, 16), "tensor 't' begins at 4 and leaves a hole behind "),
      (entry("F32", [3], 0, 12), "has 4 bytes after its last tensor; none are accepted"),
      (
        #"{"t":{"dtype":"U8","shape":[16],"data_offsets":[0,16]},"t":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#,
        "header is not JSON, byte 58: key 't' is repeated"
      ),
      (
        #"{"t":{"dtype":"U8","shape":[16],"data_offsets":[0,16]},"u":{"dtype":"U8","shape":[8],"data_offsets":[8,16]}}"#,
        "tensor 'u' begins at 8 and overlaps the tensor before it; 16 is accepted"
      ),
      (
        #"{"t":{"dtype":"U8","shape":[16.0],"data_offsets":[0,16]}}"#,
        "tensor 't' has a malformed entry; "
      ),
      (
        #"{"t":{"dtype":"U8","shape":[16],"data_offsets":[0,99999999999999999999]}}"#,
        "tensor 't' has a malformed entry; "
      ),
      (
        #"{"__metadata__":{"a":1},"t":{"dtype":"U8","shape":[16],"data_offsets":[0,16]}}"#,
        "__metadata__ is not an object of strings; a string for each key is accepted"
      ),
    ] as [(String, String)])
  func `a wrong header is refused with its reason`(header: String, reason: String) {
    let message = refusal { _ = try open(header) }
    #expect(message.hasPrefix("bad: \(reason)"))
  }

  @Test func `a hostile header size is refused before anything is read`() {
    for size in [UInt64.max, 1 << 63, 100_000_001] {
      var bytes: [UInt8] = []
      bytes.appendLittleEndian(size)
      let hostile = bytes
      let message = refusal { _ = try TensorFile(bytes: hostile, name: "bad") }
      #expect(message == "bad: header is \(size) bytes; at most 100000000 are accepted")
    }
  }

  @Test func `a missing or empty file is refused by its path`() throws {
    let directory = try TemporaryDirectory()
    let missing = refusal { _ = try TensorFile(path: "\(directory.path)/none") }
    #expect(missing.hasPrefix("\(directory.path)/none: cannot be mapped: open "))
    let path = try directory.file("empty", [])
    let empty = refusal { _ = try TensorFile(path: path) }
    #expect(empty.hasPrefix("\(path): cannot be mapped: mmap "))
  }

  @Test func `a tensor of another type, rank, count or alignment is refused`() throws {
    // Twelve bytes after the header's padding: aligned for U32, not for F64.
    let header =
      #"{"a":{"dtype":"U32","shape":[1],"data_offsets":[0,4]},"#
      + #""b":{"dtype":"F64","shape":[1],"data_offsets":[4,12]},"#
      + #""c":{"dtype":"U32","shape":[1,1],"data_offsets":[12,16]}}"#
    let file = try open(header)
    let faults = [
      ("a", refusal { _ = try file.column("a", as: Float.self) }, "has dtype U32; F32 is accepted"),
      (
        "a", refusal { _ = try file.column("a", as: UInt32.self, count: 2) },
        "has 1 elements; 2 are accepted"
      ),
      (
        "c", refusal { _ = try file.column("c", as: UInt32.self) },
        "has shape [1, 1]; 1 dimensions are accepted"
      ),
      (
        "c", refusal { _ = try file.matrix("c", as: UInt32.self, columns: 2) },
        "is 1 × 1; any × 2 is accepted"
      ),
      (
        "d", refusal { _ = try file.column("d", as: UInt8.self) },
        "is missing; train again with a version that writes it"
      ),
    ]
    for (tensor, message, reason) in faults {
      #expect(message == "bad: tensor '\(tensor)' \(reason)")
    }
    let unaligned = refusal { _ = try file.column("b", as: Double.self) }
    #expect(unaligned.hasPrefix("bad: tensor 'b' begins at byte "))
    #expect(unaligned.hasSuffix("a multiple of 8 is accepted"))
  }
}

/// A file of two kinds of tensors, small enough to be damaged everywhere.
private func small() -> [UInt8] {
  var writer = TensorWriter(metadata: ["k": "v"])
  writer.add("scores", [1, 2, 3] as [Float])
  writer.add("items", identifiers: ["a", "b"])
  return writer.encoded()
}

private func entry(_ dtype: String, _ shape: [Int], _ begin: Int, _ end: Int) -> String {
  #"{"t":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":[\#(begin),\#(end)]}}"#
}

/// A file with this header, padded as the format's own writers pad it, and 16 bytes of tensors.
private func open(_ header: String) throws -> TensorFile {
  var text = Array(header.utf8)
  while !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: " ")) }
  var bytes: [UInt8] = []
  bytes.appendLittleEndian(UInt64(text.count))
  return try TensorFile(bytes: bytes + text + [UInt8](repeating: 0, count: 16), name: "bad")
}

/// What the error says that `body` throws; empty when it throws none.
func refusal(_ body: () throws -> Void) -> String {
  do {
    try body()
    return ""
  } catch {
    return "\(error)"
  }
}
