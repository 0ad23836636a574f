import Bytes
import Platform

/// What a generation consists of, and where it came from: `manifest.json`.
///
///     { "formatVersion": 1, "generation": "20261123T101500Z-4f1c", "created": "2026-11-23T10:15:00Z",
///       "parent": "…" or null,
///       "files": { "recommend.safetensors": { "byteCount": 1048576, "sha256": "…" }, … },
///       "models": { what each model was trained on, and its settings },
///       "evaluation": { figures of each model } }
package struct Manifest: Equatable, Sendable {
  package static let fileName = "manifest.json"
  package static let formatVersion = 1

  package struct File: Equatable, Sendable {
    package let name: String
    package let byteCount: Int
    /// 64 lower-case hexadecimal digits.
    package let sha256: String

    package init(name: String, byteCount: Int, sha256: String) {
      self.name = name
      self.byteCount = byteCount
      self.sha256 = sha256
    }
  }

  package let generation: GenerationID
  /// ISO 8601, UTC.
  package let created: String
  /// The generation that was current when this one was published.
  package let parent: GenerationID?
  /// Everything in the directory but the manifest, by name.
  package let files: [File]
  /// Objects that only their writers and readers understand.
  package let models: JSON
  package let evaluation: JSON

  /// - Parameter created: seconds since 1970.
  package init(
    generation: GenerationID, created: Int, parent: GenerationID?, files: [File],
    models: JSON = [:], evaluation: JSON = [:]
  ) {
    self.generation = generation
    self.created = UTCTime(secondsSince1970: created).extended
    self.parent = parent
    self.files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    self.models = models
    self.evaluation = evaluation
  }

  package var json: JSON {
    let files = files.map { file in
      JSON.Member(
        file.name, ["byteCount": .integer(file.byteCount), "sha256": .string(file.sha256)])
    }
    return [
      "formatVersion": .integer(Self.formatVersion),
      "generation": .string(generation.text),
      "created": .string(created),
      "parent": parent.map { .string($0.text) } ?? .null,
      "files": .object(files),
      "models": models,
      "evaluation": evaluation,
    ]
  }

  /// - Parameter file: for messages.
  package init(parsing bytes: RawSpan, file: String) throws(SnapshotError) {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw SnapshotError(file: file, "is not JSON, \(error)")
    }
    func refuse(_ reason: String) -> SnapshotError { SnapshotError(file: file, reason) }

    guard let version = json["formatVersion"]?.integer else {
      throw refuse("has no formatVersion; \(Self.formatVersion) is accepted")
    }
    guard version == Self.formatVersion else {
      throw refuse("has formatVersion \(version); this build reads \(Self.formatVersion)")
    }
    guard let generation = json["generation"]?.string.flatMap(GenerationID.init) else {
      throw refuse("has no generation id; one like 20261123T101500Z-4f1c is accepted")
    }
    guard let created = json["created"]?.string else {
      throw refuse("has no creation time; one like 2026-11-23T10:15:00Z is accepted")
    }
    switch json["parent"] {
    case nil, .null: parent = nil
    case let value:
      guard let id = value?.string.flatMap(GenerationID.init) else {
        throw refuse("names a parent that is no generation id; null or an id is accepted")
      }
      parent = id
    }
    guard let members = json["files"]?.object, !members.isEmpty else {
      throw refuse("lists no files; an object with one member per file is accepted")
    }
    var files: [File] = []
    for member in members { files.append(try Self.file(from: member, refuse)) }
    self.files = files.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    self.generation = generation
    self.created = created
    models = json["models"] ?? [:]
    evaluation = json["evaluation"] ?? [:]
  }

  private static func file(
    from member: JSON.Member, _ refuse: (String) -> SnapshotError
  ) throws(SnapshotError) -> File {
    // A path would let a manifest reach out of its directory.
    guard !member.key.isEmpty, !member.key.utf8.contains(UInt8(ascii: "/")),
      ![".", "..", fileName].contains(member.key)
    else { throw refuse("lists '\(member.key)'; the name of a file beside it is accepted") }
    guard let byteCount = member.value["byteCount"]?.integer, byteCount >= 0 else {
      throw refuse("has no byteCount for '\(member.key)'; a whole number is accepted")
    }
    guard let sha256 = member.value["sha256"]?.string, isDigest(sha256) else {
      throw refuse(
        "has no sha256 for '\(member.key)'; 64 lower-case hexadecimal digits are accepted")
    }
    return File(name: member.key, byteCount: byteCount, sha256: sha256)
  }

  private static func isDigest(_ text: String) -> Bool {
    let digits = Array("0123456789abcdef".utf8)
    return text.utf8.count == 64 && text.utf8.allSatisfy(digits.contains)
  }
}

extension Manifest {
  /// Of the files that lie in a directory, hashed `threads` at a time.
  ///
  /// - Throws: when the directory is empty, or holds anything but files.
  static func files(
    in directory: String, threads: Int
  ) throws(SnapshotError) -> [File] {
    let names = try attempt(directory) { () throws(SystemError) in
      try FileSystem.names(in: directory)
    }.filter { $0 != fileName }
    guard !names.isEmpty else {
      throw SnapshotError(file: directory, "holds no files; at least one is accepted")
    }
    let paths = names.map { "\(directory)/\($0)" }
    let digests = SHA256.digests(ofFiles: paths, threads: threads)
    var files: [File] = []
    for (name, (path, digest)) in zip(names, zip(paths, digests)) {
      let kind = try attempt(path) { () throws(SystemError) in try FileSystem.kind(of: path) }
      guard case .file(let byteCount) = kind else {
        throw SnapshotError(file: path, "is no regular file; a generation is made of files")
      }
      let sha256 = try attempt(path) { () throws(SystemError) in try digest.get() }
      files.append(File(name: name, byteCount: byteCount, sha256: sha256.hexadecimal))
    }
    return files
  }
}
