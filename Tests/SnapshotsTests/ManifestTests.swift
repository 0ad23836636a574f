import Bytes
import Foundation
import Platform
import Snapshots
import Testing

/// A generation is what its manifest says, to the byte, or it is refused by the name of a file.
@Suite struct ManifestTests {
  @Test func `a manifest comes back from its text`() throws {
    let text = Array(manifest().json.pretty.utf8)
    #expect(try Manifest(parsing: text.rawSpan, file: "m") == manifest())
  }

  @Test(
    arguments: [
      ("", "m: is not JSON, byte 0: expected a value"),
      ("{}", "m: has no formatVersion; 1 is accepted"),
      (
        edited("\"formatVersion\": 1", "\"formatVersion\": 2"), "m: has formatVersion 2; this build"
      ),
      (edited("20261123T101500Z-4f1c", "yesterday"), "m: has no generation id; one like 2026"),
      (edited("\"created\"", "\"made\""), "m: has no creation time; "),
      (edited("null", "\"mother\""), "m: names a parent that is no generation id; "),
      (edited("\"a.safetensors\"", "\"../a\""), "m: lists '../a'; the name of a file beside it"),
      (edited("\"a.safetensors\"", "\"manifest.json\""), "m: lists 'manifest.json'; "),
      (edited("\"files\"", "\"filer\""), "m: lists no files; "),
      (
        edited("\"byteCount\": 3", "\"byteCount\": -3"), "m: has no byteCount for 'a.safetensors'; "
      ),
      (edited("\"sha256\": \"00", "\"sha256\": \"0"), "m: has no sha256 for 'a.safetensors'; 64 "),
    ] as [(String, String)])
  func `a malformed manifest is refused with its reason`(text: String, reason: String) {
    let message = refusal { _ = try Manifest(parsing: Array(text.utf8).rawSpan, file: "m") }
    #expect(message.hasPrefix(reason))
  }

  @Test(arguments: ["20261123T101500Z-4f1c", "00000000T000000Z-0000"])
  func `a generation id has one form`(text: String) {
    #expect(GenerationID(text)?.text == text)
    for position in text.indices {
      var other = text
      other.replaceSubrange(position...position, with: "/")
      #expect(GenerationID(other) == nil)
    }
    #expect(GenerationID(text + "0") == nil)
    #expect(GenerationID(String(text.dropLast())) == nil)
  }

  @Test(arguments: [
    (0, "19700101T000000Z-00ff"), (951_782_399, "20000228T235959Z-00ff"),
    (951_782_400, "20000229T000000Z-00ff"), (1_795_428_900, "20261123T101500Z-00ff"),
    (4_107_542_400, "21000301T000000Z-00ff"), (-1, "19691231T235959Z-00ff"),
  ])
  func `a generation id says when it was made`(created: Int, text: String) {
    #expect(GenerationID(created: created, suffix: 0xFF).text == text)
  }

  @Test func `missing, extra, short and changed files are named`() throws {
    let directory = try generation()
    try FileManager.default.removeItem(atPath: "\(directory.path)/a")
    _ = try directory.file("b", [1])
    _ = try directory.file("c", [9, 9, 9])
    _ = try directory.file("x", [])

    let faults = try GenerationDirectory(opening: directory.path).faults(threads: 2)
    let digest = SHA256(of: ([9, 9, 9] as [UInt8]).rawSpan).hexadecimal
    let whole = SHA256(of: ([1, 2, 3] as [UInt8]).rawSpan).hexadecimal
    #expect(
      faults.map { "\($0)".dropFirst(directory.path.count + 1) } == [
        "a: is missing, the manifest lists it; was the copy interrupted?",
        "b: is 1 bytes, the manifest says 3; was the copy interrupted?",
        "c: has sha256 \(digest), the manifest says \(whole)",
        "x: is not in the manifest; only what it lists is accepted",
      ])
    let message = refusal { try GenerationDirectory(opening: directory.path).verify(threads: 1) }
    #expect(
      message.hasSuffix(
        "a: is missing, the manifest lists it; was the copy interrupted?; 3 more files at fault"))
  }

  @Test func `a file with any bit flipped is refused`() throws {
    let directory = try generation()
    let whole = try Data(contentsOf: URL(filePath: "\(directory.path)/manifest.json"))
    let opened = try GenerationDirectory(opening: directory.path)
    for bit in 0..<24 {
      var bytes: [UInt8] = [1, 2, 3]
      bytes[bit / 8] ^= 1 << (bit % 8)
      _ = try directory.file("b", bytes)
      #expect(throws: SnapshotError.self) { try opened.verify(threads: 1) }
    }
    _ = try directory.file("b", [1, 2, 3])
    try opened.verify(threads: 1)
    #expect(try Data(contentsOf: URL(filePath: "\(directory.path)/manifest.json")) == whole)
  }

  @Test func `a link in the place of a file is refused`() throws {
    let directory = try generation()
    try FileManager.default.removeItem(atPath: "\(directory.path)/a")
    try FileSystem.replaceLink(at: "\(directory.path)/a", target: "b")
    let message = refusal { try GenerationDirectory(opening: directory.path).verify(threads: 1) }
    #expect(message == "\(directory.path)/a: is no regular file; a generation is made of files")
  }

  @Test func `a directory without a manifest is an unfinished copy`() throws {
    let directory = try generation()
    try FileManager.default.removeItem(atPath: "\(directory.path)/manifest.json")
    let message = refusal { _ = try GenerationDirectory(opening: directory.path) }
    #expect(
      message
        == "\(directory.path)/manifest.json: is missing; is the copy of the generation unfinished?")
  }

  /// Three files of three bytes, and their manifest.
  private func generation() throws -> TemporaryDirectory {
    let directory = try TemporaryDirectory()
    let digest = SHA256(of: ([1, 2, 3] as [UInt8]).rawSpan).hexadecimal
    var files: [Manifest.File] = []
    for name in ["a", "b", "c"] {
      _ = try directory.file(name, [1, 2, 3])
      files.append(Manifest.File(name: name, byteCount: 3, sha256: digest))
    }
    let manifest = Manifest(
      generation: GenerationID(created: 0, suffix: 0), created: 0, parent: nil, files: files)
    _ = try directory.file("manifest.json", Array(manifest.json.pretty.utf8))
    return directory
  }
}

private func manifest() -> Manifest {
  Manifest(
    generation: GenerationID(created: 1_795_428_900, suffix: 0x4F1C), created: 1_795_428_900,
    parent: nil,
    files: [
      Manifest.File(
        name: "a.safetensors", byteCount: 3, sha256: String(repeating: "0", count: 64))
    ],
    models: ["popularity": ["halfLifeDays": 30.5]], evaluation: ["ndcg@20": 0.1013])
}

private func edited(_ found: String, _ replacement: String) -> String {
  let text = manifest().json.pretty
  precondition(text.contains(found))
  return text.replacingOccurrences(of: found, with: replacement)
}
