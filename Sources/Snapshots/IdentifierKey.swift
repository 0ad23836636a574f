import Bytes
import Platform

/// A secret under which identifiers of shoppers become names that only its owners can compute.
///
/// The name of an id is `~` and the first 16 bytes of HMAC-SHA256(key, id) in hexadecimal: 33 characters,
/// as alike as 128 random bits. So two of a billion shoppers share one with probability 10⁻²¹.
package struct IdentifierKey: Sendable {
  /// What a generation calls the key that it needs.
  package let id: String
  private let key: HMACKey

  package typealias Name = [33 of UInt8]

  package init(id: String, secret: [UInt8]) {
    self.id = id
    key = HMACKey(secret.rawSpan)
  }

  /// About 0.2 µs.
  package func name(of identifier: RawSpan) -> Name {
    let code = key.code(of: identifier)
    var name = Name(repeating: UInt8(ascii: "~"))
    for index in 0..<16 {
      name[1 + 2 * index] = hexadecimalDigit(code[index] >> 4)
      name[2 + 2 * index] = hexadecimalDigit(code[index] & 15)
    }
    return name
  }

  package func name(of identifier: String) -> String {
    let name = name(of: Array(identifier.utf8).rawSpan)
    return String(decoding: name.indices.map { name[$0] }, as: UTF8.self)
  }

  /// What another key of the same id would not give: tells the two apart without telling the key.
  package var check: String { name(of: "modiste: check of a key") }

  /// Whether these bytes have the form of a name.
  package static func isName(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount == 33 else { return false }
    let first: UInt8 = bytes.loadLittleEndian(at: 0)
    guard first == UInt8(ascii: "~") else { return false }
    for offset in 1..<33 {
      let byte: UInt8 = bytes.loadLittleEndian(at: offset)
      guard isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte) else {
        return false
      }
    }
    return true
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}

func hexadecimalDigit(_ value: UInt8) -> UInt8 {
  value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
}

/// The keys of a key file: one, or two while one replaces the other.
///
///     # The first hashes what is trained; all are tried for what is served.
///     2026b = 6f1c…   64 to 128 hexadecimal digits
///     2025a = 09ab…
///
/// The file belongs to nobody but its owner (mode 0600 or 0400), and lies outside of the store: whoever
/// copies the store should not have copied the keys.
package struct IdentifierKeys: Sendable {
  package let keys: [IdentifierKey]

  package static let none = IdentifierKeys([])

  package init(_ keys: [IdentifierKey]) { self.keys = keys }

  /// The key of an id; `nil` when the file has none of that.
  package subscript(id: String) -> IdentifierKey? { keys.first { $0.id == id } }

  /// - Parameter store: where the file must not lie.
  /// - Throws: when the file can be read by others, lies in the store, or holds no keys. No message shows a
  ///   part of a key.
  package init(file path: String, outside store: String) throws(SnapshotError) {
    let mode = try attempt(path) { () throws(SystemError) in try FileSystem.mode(of: path) }
    guard mode & 0o077 == 0 else {
      throw SnapshotError(
        file: path,
        "has mode 0\(String(mode & 0o777, radix: 8)); 0600 is accepted, since keys are for their owner alone"
      )
    }
    let place = try attempt(path) { () throws(SystemError) in try FileSystem.resolved(path) }
    // A store that is not there yet holds nothing.
    if let store = try? FileSystem.resolved(store), place.hasPrefix("\(store)/") {
      throw SnapshotError(
        file: path, "lies in the store; a place that is not copied together with it is accepted")
    }
    let bytes = try attempt(path) { () throws(SystemError) in try FileSystem.read(path) }
    try self.init(parsing: String(decoding: bytes, as: UTF8.self), file: path)
  }

  package init(parsing text: String, file: String) throws(SnapshotError) {
    var keys: [IdentifierKey] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.filter { $0 != " " && $0 != "\t" && $0 != "\r" }
      if line.isEmpty || line.hasPrefix("#") { continue }
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, Self.isID(parts[0]), let secret = Self.secret(parts[1]) else {
        throw SnapshotError(
          file: file,
          "line \(number + 1) is no key; ID = 64 to 128 hexadecimal digits is accepted, "
            + "an id of at most 32 letters, digits, - and _")
      }
      guard !keys.contains(where: { $0.id == parts[0] }) else {
        throw SnapshotError(file: file, "has two keys '\(parts[0])'; one of each id is accepted")
      }
      keys.append(IdentifierKey(id: parts[0], secret: secret))
    }
    guard (1...2).contains(keys.count) else {
      throw SnapshotError(
        file: file, "holds \(keys.count) keys; one is accepted, or two while one replaces the other"
      )
    }
    self.init(keys)
  }

  private static func isID(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
  }

  private static func secret(_ text: String) -> [UInt8]? {
    guard (64...128).contains(text.utf8.count), text.utf8.count % 2 == 0 else { return nil }
    return bytes(hexadecimal: text)
  }
}

/// `nil` for what is no pairs of hexadecimal digits.
func bytes(hexadecimal text: String) -> [UInt8]? {
  let digits = text.utf8.map { byte in Character(UnicodeScalar(byte)).hexDigitValue }
  guard digits.count % 2 == 0 else { return nil }
  var bytes: [UInt8] = []
  for index in stride(from: 0, to: digits.count, by: 2) {
    guard let high = digits[index], let low = digits[index + 1] else { return nil }
    bytes.append(UInt8(high << 4 | low))
  }
  return bytes
}

func hexadecimal(_ bytes: [UInt8]) -> String {
  String(
    decoding: bytes.flatMap { [hexadecimalDigit($0 >> 4), hexadecimalDigit($0 & 15)] },
    as: UTF8.self)
}
