import Bytes
import Platform

/// The shoppers who were erased: `STORE/tombstones`, by which every generation is filtered when it is
/// loaded, so that no rollback brings one back.
///
///     modiste tombstones 1
///     salt 00112233445566778899aabbccddeeff
///     1764000000 digest 64 hexadecimal digits
///     1764000000 key 2026b ~32 hexadecimal digits
///     sha256 …of all lines above
///
/// It names nobody by an id: a line holds the name under a key (``IdentifierKey``), for generations whose
/// ids are hashed; or HMAC-SHA256(salt, id), for those whose are not. The salt is no secret, so the latter
/// can be searched for by who knows which ids there may be; in such a store the ids are readable anyway.
package struct Tombstones: Equatable, Sendable {
  package enum Mark: Hashable, Sendable {
    case digest([UInt8])
    case name(keyID: String, name: String)
  }

  package private(set) var marks: [Mark] = []
  package var isEmpty: Bool { marks.isEmpty }
  private var times: [Int] = []
  private var salt: [UInt8] = []

  package static let fileName = "tombstones"
  package static let none = Tombstones()

  private init() {}

  /// - Throws: when the file is damaged: nobody may come back because of a broken disk.
  package init(of store: Store) throws(SnapshotError) {
    let file = "\(store.path)/\(Self.fileName)"
    guard try store.kind(of: Self.fileName) != nil else {
      self.init()
      return
    }
    let bytes = try attempt(file) { () throws(SystemError) in try FileSystem.read(file) }
    try self.init(parsing: String(decoding: bytes, as: UTF8.self), file: file)
  }

  package init(parsing text: String, file: String) throws(SnapshotError) {
    let refused = SnapshotError(
      file: file, "is damaged or cut short; put the copy back that is as `modiste erase` wrote it")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 4, lines[0] == Self.header, lines.last == "" else { throw refused }
    let end = lines.count - 2
    let body = lines[..<end].map { $0 + "\n" }.joined()
    guard lines[end] == Self.ending(of: body), lines[1].hasPrefix("salt "),
      let salt = bytes(hexadecimal: String(lines[1].dropFirst(5))), salt.count == 16
    else { throw refused }
    self.salt = salt
    for line in lines[2..<end] {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 3, let time = Int(words[0]) else { throw refused }
      switch (words[1], words.count) {
      case ("digest", 3):
        guard let digest = bytes(hexadecimal: words[2]), digest.count == 32 else { throw refused }
        marks.append(.digest(digest))
      case ("key", 4): marks.append(.name(keyID: words[2], name: words[3]))
      default: throw refused
      }
      times.append(time)
    }
  }

  private static let header = "modiste tombstones 1"

  private static func ending(of body: String) -> String {
    "sha256 \(SHA256(of: Array(body.utf8).rawSpan).hexadecimal)"
  }

  package var text: String {
    var body = "\(Self.header)\nsalt \(hexadecimal(salt))\n"
    for (mark, time) in zip(marks, times) {
      switch mark {
      case .digest(let digest): body += "\(time) digest \(hexadecimal(digest))\n"
      case .name(let keyID, let name): body += "\(time) key \(keyID) \(name)\n"
      }
    }
    return body + Self.ending(of: body) + "\n"
  }

  /// Adds a shopper, under every key; and without one where the store has generations that need it.
  ///
  /// - Parameter now: seconds since 1970.
  package mutating func add(
    _ identifier: String, keys: IdentifierKeys, hasPlainGenerations: Bool, now: Int
  ) {
    if salt.isEmpty {
      var random = SystemRandomNumberGenerator()
      salt = (0..<16).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
    }
    var added = keys.keys.map { Mark.name(keyID: $0.id, name: $0.name(of: identifier)) }
    if hasPlainGenerations {
      added.append(.digest(HMACKey(salt.rawSpan).bytes(of: Array(identifier.utf8).rawSpan)))
    }
    for mark in added where !marks.contains(mark) {
      marks.append(mark)
      times.append(now)
    }
  }

  /// 16 digits that differ for different tombstones; "" for none. A release of a generation under others
  /// is another release: see `CountRelease`.
  package var version: String {
    marks.isEmpty ? "" : String(SHA256(of: Array(text.utf8).rawSpan).hexadecimal.prefix(16))
  }

  /// The rows of the erased among `users`, ascending. O(marks) under a key, O(users) without.
  package func rows(in users: IdentifierTable, key: IdentifierKey?) -> [Int] {
    var rows: [Int] = []
    if let key {
      for case .name(key.id, let name) in marks {
        if let row = users.index(of: Array(name.utf8).rawSpan) { rows.append(row) }
      }
      return rows.sorted()
    }
    var digests: Set<[UInt8]> = []
    for case .digest(let digest) in marks { digests.insert(digest) }
    if digests.isEmpty { return [] }
    // Of most shoppers the first byte decides; only then an array is made.
    var firsts = [Bool](repeating: false, count: 256)
    for digest in digests { firsts[Int(digest[0])] = true }
    let key = HMACKey(salt.rawSpan)
    for row in 0..<users.count {
      let code = key.code(of: users[row].bytes)
      if firsts[Int(code[0])], digests.contains(code.indices.map { code[$0] }) { rows.append(row) }
    }
    return rows
  }
}

extension StoreWriter {
  /// Puts the tombstones in their place, on the disk when it returns.
  package borrowing func write(_ tombstones: Tombstones) throws(SnapshotError) {
    let file = "\(store.path)/\(Tombstones.fileName)"
    try attempt(file) { () throws(SystemError) in
      try FileSystem.replaceFile(at: file, with: Array(tombstones.text.utf8).rawSpan)
    }
  }
}
