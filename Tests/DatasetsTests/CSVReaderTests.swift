import Bytes
import Datasets
import Testing

/// Defends: however a file is cut into pieces, compressed or ended, its rows are the same; what is
/// malformed is refused with its place.
@Suite struct CSVReaderTests {
  static let tricky = """
    id,title,note\n\
    1,plain,\n\
    2,"a, b","say ""hi""\"\n\
    \n\
    3,"two\nlines",""\n\
    4,12" lamp,é漢😀\n\
    5,"",last
    """
  static let trickyRows = [
    ["1", "plain", ""],
    ["2", "a, b", "say \"hi\""],
    ["3", "two\nlines", ""],
    ["4", "12\" lamp", "é漢😀"],
    ["5", "", "last"],
  ]

  @Test func `rows are the same for every chunk size, line end and mark`() throws {
    let texts = [
      Self.tricky, Self.tricky + "\n", "\u{FEFF}" + Self.tricky,
      crlf(Self.tricky), crlf(Self.tricky) + "\r\n", crlf("\u{FEFF}" + Self.tricky),
    ]
    for text in texts {
      let bytes = Array(text.utf8)
      for chunkSize in 1...bytes.count + 1 {
        let rows = try read(bytes, chunkSize: chunkSize).map { row in
          row.map { $0 == "two\r\nlines" ? "two\nlines" : $0 }
        }
        #expect(rows == Self.trickyRows, "chunk size \(chunkSize)")
      }
    }
  }

  @Test func `a row of one quoted empty field is a row, an empty line is not`() throws {
    #expect(try read(Array("id\n\"\"\n\n\"\"".utf8)) == [[""], [""]])
  }

  @Test func `a row larger than the buffer is read`() throws {
    let long = String(repeating: "x\"\"\n", count: 300_000)
    let rows = try read(Array("a,b\n1,\"\(long)\"\n2,3\n".utf8))
    #expect(rows.count == 2)
    #expect(rows[0][1].utf8.count == 900_000)
    #expect(rows[1] == ["2", "3"])
  }

  @Test func `a line number is where the row begins, quoted line ends counted`() throws {
    var reader = try CSVReader(bytes: Array(Self.tricky.utf8), name: "f.csv")
    var lines: [Int] = []
    while try reader.next() { lines.append(reader.line) }
    #expect(lines == [2, 3, 5, 7, 8])
  }

  @Test func `a file without a header gives its first row, and rows of any width`() throws {
    var reader = try CSVReader(
      bytes: Array("1 2 3\n4 5\n".utf8), name: "f.txt", delimiter: " ", hasHeader: false)
    #expect(try reader.next())
    #expect(reader.count == 3)
    #expect(try reader.next())
    #expect(reader[1].string == "5")
    #expect(try !reader.next())
    #expect(try !reader.next())
  }

  @Test(arguments: [
    ("", "f.csv: there is no header; the first line must name the columns"),
    ("\n\n", "f.csv: there is no header; the first line must name the columns"),
    (
      "a,b,a\n",
      "f.csv line 1, column a: two columns have this name; each name is accepted once"
    ),
    ("a,b\n1\n", "f.csv line 2: the row has 1 fields; the header has 2"),
    ("a,b\n1,2\n1,2,3\n", "f.csv line 3: the row has 3 fields; the header has 2"),
    (
      "a,b\n1,\"2\n3,4\n",
      "f.csv line 2, column b: the file ends inside a quoted field; "
        + "a quote that opens a field must close it"
    ),
    (
      "a,b\n\"1\"x,2\n",
      "f.csv line 2, column a: the closing quote is followed by 'x'; "
        + "a comma or the end of the line is accepted; a quote inside is written twice"
    ),
    (
      "a,b\n\"1\"\r,2\n",
      "f.csv line 2, column a: the closing quote is followed by 0x0D; "
        + "a comma or the end of the line is accepted; a quote inside is written twice"
    ),
  ])
  func `a malformed file is refused with its place`(text: String, message: String) {
    for chunkSize in [1, 2, 3, 1_000] {
      let error = #expect(throws: DatasetError.self) {
        try read(Array(text.utf8), chunkSize: chunkSize)
      }
      #expect(error?.description == message)
    }
  }

  @Test func `a byte that is not UTF-8 is refused with its own line`() {
    var bytes = Array("a,b\n1,\"x\ny".utf8)
    bytes += [0xE9]
    bytes += Array("z\"\n2,3\n".utf8)
    let error = #expect(throws: DatasetError.self) { try read(bytes) }
    #expect(
      error?.description
        == "f.csv line 3, column b: byte 0xE9 is not UTF-8; save the file as UTF-8")
  }

  @Test func `rows behind a ragged or malformed one can be read, behind a lost quote not`() throws {
    var bytes = Array("a,b\n1\n2,".utf8)
    bytes += [0xFF]
    bytes += Array("\n3,4\n5,\"6\n".utf8)
    var reader = try CSVReader(bytes: bytes, name: "f.csv")
    #expect(throws: DatasetError.self) { _ = try reader.next() }
    #expect(throws: DatasetError.self) { _ = try reader.next() }
    #expect(try reader.next())
    #expect(reader[1].string == "4")
    #expect(throws: DatasetError.self) { _ = try reader.next() }
    #expect(throws: DatasetError.self) { _ = try reader.next() }
  }

  @Test func `a missing column is an error that lists the columns`() throws {
    let reader = try CSVReader(bytes: Array("a,b\n".utf8), name: "f.csv")
    var message = ""
    do { _ = try reader.column("c") } catch { message = error.description }
    #expect(message == "f.csv column c: the column is missing; the header has a, b")
    #expect(reader.optionalColumn("b") == 1)
  }

  @Test func `a long value is shortened in an error`() {
    let error = DatasetError(
      file: "f.csv", line: 2, column: "a", value: String(repeating: "x", count: 50),
      problem: "is long", accepted: "short is accepted")
    #expect(
      error.description
        == "f.csv line 2, column a: '\(String(repeating: "x", count: 39))…' is long; "
        + "short is accepted")
  }

  @Test func `a quote that is lost is found before the whole file is held`() throws {
    let text = "a,b\n1,2\n3,\"" + String(repeating: "x,y\n", count: 2_000)
    var reader = try CSVReader(
      bytes: Array(text.utf8), name: "f.csv", chunkSize: 100, rowSizeMax: 1_000)
    #expect(try reader.next())
    var message = ""
    do { _ = try reader.next() } catch { message = error.description }
    #expect(
      message == "f.csv line 3: the row is longer than 1000 bytes; "
        + "shorter rows are accepted; has a quoted field lost its closing quote?")
  }

  private func crlf(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.flatMap { $0 == "\n" ? ["\r", $0] : [$0] }))
  }

  private func read(_ bytes: [UInt8], chunkSize: Int = 1 << 16) throws -> [[String]] {
    var reader = try CSVReader(bytes: bytes, name: "f.csv", chunkSize: chunkSize)
    var rows: [[String]] = []
    while try reader.next() {
      var row: [String] = []
      for index in 0..<reader.count { row.append(reader[index].string) }
      rows.append(row)
    }
    return rows
  }
}
