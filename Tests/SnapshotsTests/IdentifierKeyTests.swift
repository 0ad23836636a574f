import Bytes
import Platform
import Snapshots
import Testing

/// Names under a key tell nothing without it, and a key file that others could read is none.
@Suite struct IdentifierKeyTests {
  static let one = String(repeating: "0123456789abcdef", count: 4)
  static let two = String(repeating: "fedcba9876543210", count: 4)

  private func refusal(_ text: String) -> String {
    do {
      _ = try IdentifierKeys(parsing: text, file: "keys")
      return ""
    } catch { return "\(error)" }
  }

  @Test func `a name is ~ and 32 hexadecimal digits, the same for the same key and id`() throws {
    let keys = try IdentifierKeys(parsing: "a = \(Self.one)\nb = \(Self.two)\n", file: "keys")
    let name = keys.keys[0].name(of: "U00001")
    #expect(name.count == 33)
    let isName = IdentifierKey.isName(Array(name.utf8).rawSpan)
    #expect(isName)
    #expect(name == keys.keys[0].name(of: "U00001"))
    #expect(name != keys.keys[0].name(of: "U00002"))
    #expect(name != keys.keys[1].name(of: "U00001"))
    #expect(keys.keys[0].check != keys.keys[1].check)
  }

  @Test func `a name is what any program computes from the key`() throws {
    let keys = try IdentifierKeys(parsing: "a = \(Self.one)", file: "keys")
    // printf U00001 | openssl dgst -sha256 -mac HMAC -macopt hexkey:0123…cdef | cut -c1-32
    #expect(keys.keys[0].name(of: "U00001") == "~f4b3a4e34938b69b6a3cdeaf926eb03d")
  }

  @Test(arguments: [
    "", "~", "U00001", "~0123456789abcdef0123456789abcde", "~0123456789ABCDEF0123456789abcdef",
  ])
  func `other texts are no names`(text: String) {
    let isName = IdentifierKey.isName(Array(text.utf8).rawSpan)
    #expect(!isName)
  }

  @Test func `comments, empty lines and spaces are skipped, and the first key is the first line`()
    throws
  {
    let text = "# keys of the shop\r\n\n  new\t= \(Self.two)  \nold=\(Self.one)"
    let keys = try IdentifierKeys(parsing: text, file: "keys")
    #expect(keys.keys.map(\.id) == ["new", "old"])
    #expect(keys["old"] != nil && keys["older"] == nil)
  }

  @Test(arguments: [
    "", "# nothing", "a", "a = 1234", "a = \(String(repeating: "g", count: 64))", "a b: \(one)",
    "a = \(one)\na = \(two)", "a = \(one)\nb = \(two)\nc = \(one)", "= \(one)", "a = \(one)0",
  ])
  func `a file that is not one or two keys is refused without showing any`(text: String) {
    let message = refusal(text)
    #expect(message.hasPrefix("keys: "))
    #expect(!message.contains("0123456789abcdef") && !message.contains("1234"))
  }

  @Test(arguments: [UInt32(0o644), 0o640, 0o604, 0o660])
  func `a file that others may read is refused with its mode`(mode: UInt32) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.file("keys", Array("a = \(Self.one)".utf8))
    try FileSystem.setMode(of: path, to: mode)
    let error = #expect(throws: SnapshotError.self) {
      try IdentifierKeys(file: path, outside: "\(directory.path)/store")
    }
    #expect(error?.reason.contains("has mode 0\(String(mode, radix: 8)); 0600 is accepted") == true)
    try FileSystem.setMode(of: path, to: 0o600)
    #expect(try IdentifierKeys(file: path, outside: "\(directory.path)/store").keys.count == 1)
  }

  @Test func `a file in the store is refused, also by way of a link`() throws {
    let directory = try TemporaryDirectory()
    let store = try Store.create(at: "\(directory.path)/store")
    let path = "\(store.path)/keys"
    try FileSystem.createFile(at: path, with: Array("a = \(Self.one)".utf8).rawSpan, mode: 0o600)
    let link = "\(directory.path)/keys"
    try FileSystem.replaceLink(at: link, target: path)
    for name in [path, link] {
      let error = #expect(throws: SnapshotError.self) {
        try IdentifierKeys(file: name, outside: store.path)
      }
      #expect(error?.reason.hasPrefix("lies in the store") == true)
    }
  }
}
