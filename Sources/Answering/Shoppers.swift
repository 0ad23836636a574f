package import Bytes
package import Snapshots

/// Who of the shoppers a question means: the one place where the ids of requests become rows.
///
/// Where the generation's ids are hashed, the id of a request is hashed before it is looked for; one that
/// has the form of a hash (an audience's answer, a golden question) is taken as it is. Whoever was erased
/// is not found.
package struct Shoppers: Sendable {
  private let ids: IdentifierTable
  /// `nil`: the generation holds ids as the shop writes them.
  private let key: IdentifierKey?
  /// Bit r % 64 of word r / 64: whether row r was erased. Empty: nobody was.
  package let erasedBits: [UInt64]
  package let erasedCount: Int

  init(_ ids: IdentifierTable, key: IdentifierKey?, tombstones: Tombstones) {
    self.ids = ids
    self.key = key
    let rows = tombstones.rows(in: ids, key: key)
    var bits = [UInt64](repeating: 0, count: rows.isEmpty ? 0 : (ids.count + 63) / 64)
    for row in rows { bits[row / 64] |= 1 << UInt64(row % 64) }
    erasedBits = bits
    erasedCount = rows.count
  }

  /// The row of a shopper; `nil` for an unknown, an erased or an empty one. About 0.1 µs, and 0.2 µs more
  /// under a key. Allocates nothing.
  package func index(of id: ByteView) -> Int? {
    guard !id.isEmpty else { return nil }
    let found: Int?
    if let key, !IdentifierKey.isName(id.bytes) {
      let name = key.name(of: id.bytes)
      // Safe: an inline array of bytes has no padding.
      found = ids.index(of: unsafe name.span.bytes)
    } else {
      found = ids.index(of: id.bytes)
    }
    guard let found, !isErased(found) else { return nil }
    return found
  }

  package func isErased(_ row: Int) -> Bool {
    let word = row >> 6
    guard word < erasedBits.count else { return false }
    return erasedBits[word] >> UInt64(row & 63) & 1 == 1
  }
}

/// Under which key the ids of a generation are hashed: two strings, `users.key`, its id and its check.
struct UsersKey {
  static let tensor = "users.key"

  /// The key that a catalogue needs; `nil` when it needs none.
  ///
  /// - Throws: when it needs one that is not among `keys`.
  static func find(
    in file: borrowing TensorFile, among keys: IdentifierKeys
  ) throws(SnapshotError) -> IdentifierKey? {
    guard file.contains("\(tensor).bytes") else { return nil }
    let strings = try file.strings(tensor)
    guard strings.count == 2 else {
      throw SnapshotError(
        file: file.name, tensor: "\(tensor).offsets",
        "names \(strings.count) strings; the id of a key and its check are accepted")
    }
    let (id, check) = (strings[0].string, strings[1].string)
    guard !keys.keys.isEmpty else {
      throw SnapshotError(
        file: file.name,
        "has users whose ids are hashed under the key '\(id)'; give it with --key-file")
    }
    guard let key = keys[id] else {
      let held = keys.keys.map { "'\($0.id)'" }.joined(separator: ", ")
      throw SnapshotError(
        file: file.name,
        "has users whose ids are hashed under the key '\(id)'; the key file holds \(held)")
    }
    guard key.check == check else {
      throw SnapshotError(
        file: file.name,
        "has users whose ids are hashed under another key '\(id)' than the key file's; "
          + "the one that it was trained with is accepted")
    }
    return key
  }
}

extension TensorWriter {
  /// Says under which key the ids of users are hashed.
  package mutating func add(usersKey key: IdentifierKey) {
    add(UsersKey.tensor, strings: [key.id, key.check])
  }
}

extension Shoppers {
  /// Who of a generation on disk is known, without opening its models.
  ///
  /// - Throws: when its catalogue is damaged, or needs a key that is not among `keys`.
  package static func holds(
    _ id: String, in generation: String, keys: IdentifierKeys
  ) throws(SnapshotError) -> (isKnown: Bool, isHashed: Bool) {
    let file = try TensorFile(path: "\(generation)/\(Models.catalogueName)")
    let key = try UsersKey.find(in: file, among: keys)
    let users = try file.identifiers("users")
    let name = key?.name(of: id) ?? id
    let isKnown = users.index(of: Array(name.utf8).rawSpan) != nil
    // Also keeps the file open for as long as it is searched.
    guard !file.isDamaged else {
      throw SnapshotError(file: file.name, "was cut short while it was read; is the disk full?")
    }
    return (isKnown, key != nil)
  }
}
