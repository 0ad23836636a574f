import Bytes
import Datasets
import Platform
import Testing

/// Defends: a compressed file gives the same rows as the plain one, and one that was cut short or
/// damaged is never taken for a whole one.
@Suite struct GzipTests {
  static let text = "id,title\n1,\"a\nb\"\n2,c\n3,\"say \"\"hi\"\"\"\n"
  /// `text` as gzip wrote it.
  static let compressed: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xCB, 0x4C, 0xD1, 0x29,
    0xC9, 0x2C, 0xC9, 0x49, 0xE5, 0x32, 0xD4, 0x51, 0x4A, 0xE4, 0x4A, 0x52, 0xE2, 0x32,
    0xD2, 0x49, 0xE6, 0x32, 0xD6, 0x51, 0x2A, 0x4E, 0xAC, 0x54, 0x50, 0x52, 0xCA, 0xC8,
    0x54, 0x52, 0x52, 0xE2, 0x02, 0x00, 0x33, 0xFC, 0x55, 0xD3, 0x24, 0x00, 0x00, 0x00,
  ]
  static let rows = [["1", "a\nb"], ["2", "c"], ["3", "say \"hi\""]]

  @Test func `a compressed file has the rows of the plain one, whatever its name`() throws {
    #expect(try read(Self.compressed, name: "f.csv.gz") == Self.rows)
    #expect(try read(Self.compressed, name: "f.csv") == Self.rows)
    #expect(try read(Array(Self.text.utf8), name: "f.csv") == Self.rows)
    #expect(try read(Self.compressed + Self.compressed, name: "f.csv.gz").count == 7)
  }

  @Test func `a plain file under a name of a compressed one is refused`() {
    let error = #expect(throws: DatasetError.self) {
      try read(Array(Self.text.utf8), name: "f.csv.gz")
    }
    #expect(
      error?.description == "f.csv.gz: the file is not what gzip writes; "
        + "plain files are accepted under a name without .gz")
  }

  @Test func `a compressed file cut short anywhere is refused`() throws {
    for count in 0..<Self.compressed.count {
      #expect(throws: DatasetError.self, "\(count) bytes") {
        try read(Array(Self.compressed[..<count]), name: "f.csv.gz")
      }
    }
  }

  @Test func `a compressed file whose sum is wrong is refused`() throws {
    var damaged = Self.compressed
    damaged[damaged.count - 6] ^= 0x10
    let error = #expect(throws: DatasetError.self) { try read(damaged, name: "f.csv.gz") }
    #expect(error?.file == "f.csv.gz")
    #expect(error?.description.contains("cannot be read to its end") == true)
    #expect(error?.description.contains("was the copy cut short?") == true)
  }

  @Test func `a file that is not there is refused`() {
    var message = ""
    do { _ = try CSVReader(path: "/nowhere/f.csv") } catch { message = error.description }
    #expect(
      message == "f.csv: cannot be read, open '/nowhere/f.csv': No such file or directory "
        + "(errno 2); a readable file is needed")
  }

  private func read(_ bytes: [UInt8], name: String) throws -> [[String]] {
    let shop = try Shop([:])
    let path = "\(shop.path)/\(name)"
    try FileSystem.createFile(at: path, with: bytes.rawSpan)
    var reader = try CSVReader(path: path)
    var rows: [[String]] = []
    while try reader.next() { rows.append([reader[0].string, reader[1].string]) }
    withExtendedLifetime(shop) {}
    return rows
  }
}
