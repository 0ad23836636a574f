import Foundation
import Platform
import Testing

/// Digests are those of the standard, from memory and from files of any size.
@Suite struct SHA256Tests {
  /// Source: NIST, *Examples with Intermediate Values*, SHA256.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `the standard's examples come out`(text: String, digest: String) {
    let bytes = Array(text.utf8)
    // Safe: an array of bytes has no padding.
    let found = unsafe SHA256(of: bytes.span.bytes)
    #expect(found.hexadecimal == digest)
  }

  @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 1_000_000])
  func `a file has the digest of its bytes`(count: Int) throws {
    let path = temporaryPath()
    defer { try? FileSystem.removeTree(path) }
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try unsafe FileSystem.createFile(at: path, with: bytes.span.bytes)
    let expected = unsafe SHA256(of: bytes.span.bytes)
    #expect(try SHA256(ofFile: path) == expected)
  }

  @Test(arguments: [1, 2, 8])
  func `digests come in the order of the paths, and a missing file is its own error`(
    threads: Int
  ) throws {
    let directory = temporaryPath()
    try FileSystem.makeDirectory(directory)
    defer { try? FileSystem.removeTree(directory) }
    var paths: [String] = []
    var expected: [SHA256] = []
    for index in 0..<20 {
      let bytes = [UInt8](repeating: UInt8(index), count: index * 1000)
      paths.append("\(directory)/\(index)")
      expected.append(unsafe SHA256(of: bytes.span.bytes))
      try unsafe FileSystem.createFile(at: paths[index], with: bytes.span.bytes)
    }
    let digests = SHA256.digests(ofFiles: paths + ["\(directory)/none"], threads: threads)

    #expect(digests.dropLast().map { try? $0.get() } == expected)
    #expect(throws: SystemError.self) { try digests.last?.get() }
    #expect(SHA256.digests(ofFiles: [], threads: threads).isEmpty)
  }
}

/// A path in the system's temporary directory at which there is nothing yet.
func temporaryPath() -> String {
  FileManager.default.temporaryDirectory.path + "/modiste-\(UUID().uuidString)"
}
