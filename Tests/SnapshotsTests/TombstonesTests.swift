import Bytes
import Platform
import Snapshots
import Testing

/// Who was erased stays erased, whatever happens to the file, and the file names nobody.
@Suite struct TombstonesTests {
  let keys: IdentifierKeys
  let users: [String]

  init() throws {
    keys = try IdentifierKeys(
      parsing: "b = \(IdentifierKeyTests.two)\na = \(IdentifierKeyTests.one)", file: "keys")
    users = (0..<1000).map { "U\($0)" }
  }

  private func table(
    _ ids: [String], _ body: (IdentifierTable) throws -> Void
  ) throws {
    var writer = TensorWriter()
    writer.add("users", identifiers: ids)
    let file = try TensorFile(bytes: writer.encoded(), name: "users")
    try body(try file.identifiers("users"))
    let isDamaged = file.isDamaged
    #expect(!isDamaged)
  }

  @Test func `a store without the file has none, and what was written is read again`() throws {
    let directory = try TemporaryDirectory()
    let store = try Store.create(at: directory.path)
    #expect(try Tombstones(of: store) == .none)
    #expect(Tombstones.none.version == "")
    var tombstones = Tombstones.none
    tombstones.add("U7", keys: keys, hasPlainGenerations: true, now: 1_764_000_000)
    try StoreWriter(to: store).write(tombstones)
    let read = try Tombstones(of: store)
    #expect(read == tombstones)
    #expect(read.version.count == 16)
    #expect(read.marks.count == 3)
  }

  @Test func `the erased are found among plain ids, and under each key, and nobody else is`() throws
  {
    var tombstones = Tombstones.none
    for user in ["U7", "U999", "unknown"] {
      tombstones.add(user, keys: keys, hasPlainGenerations: true, now: 1)
    }
    try table(users) { #expect(tombstones.rows(in: $0, key: nil) == [7, 999]) }
    for key in keys.keys {
      try table(users.map { key.name(of: $0) }) {
        #expect(tombstones.rows(in: $0, key: key) == [7, 999])
      }
    }
  }

  @Test
  func `without plain generations nothing is written that could be searched for without a key`()
    throws
  {
    var tombstones = Tombstones.none
    tombstones.add("U7", keys: keys, hasPlainGenerations: false, now: 1)
    try table(users) { #expect(tombstones.rows(in: $0, key: nil) == []) }
    #expect(!tombstones.text.contains("digest") && !tombstones.text.contains("U7"))
  }

  @Test func `adding one twice changes nothing, adding another changes the version`() {
    var tombstones = Tombstones.none
    tombstones.add("U7", keys: .none, hasPlainGenerations: true, now: 1)
    let once = tombstones
    tombstones.add("U7", keys: .none, hasPlainGenerations: true, now: 2)
    #expect(tombstones == once)
    tombstones.add("U8", keys: .none, hasPlainGenerations: true, now: 2)
    #expect(tombstones.version != once.version)
    #expect(!tombstones.text.contains("U7") && !tombstones.text.contains("U8"))
  }

  @Test func `a file with any byte changed or its end missing is refused`() throws {
    var tombstones = Tombstones.none
    tombstones.add("U7", keys: keys, hasPlainGenerations: true, now: 1)
    let whole = Array(tombstones.text.utf8)
    #expect(try Tombstones(parsing: tombstones.text, file: "t") == tombstones)
    for offset in whole.indices {
      var changed = whole
      changed[offset] ^= 1
      let text = String(decoding: changed, as: UTF8.self)
      #expect(throws: SnapshotError.self) { try Tombstones(parsing: text, file: "t") }
      let cut = String(decoding: whole[..<offset], as: UTF8.self)
      #expect(throws: SnapshotError.self) { try Tombstones(parsing: cut, file: "t") }
    }
  }

  @Test func `what a killed writer of tombstones leaves is swept away`() throws {
    let directory = try TemporaryDirectory()
    let store = try Store.create(at: directory.path)
    _ = try directory.file("tombstones.tmp-1-2", [])
    _ = try StoreWriter(to: store)
    #expect(!(try FileSystem.names(in: store.path)).contains("tombstones.tmp-1-2"))
  }
}
