package import Bytes

/// Rows of a comma-separated file, one at a time, without an allocation per row or field.
///
///     var reader = try CSVReader(path: "shop/events.csv.gz")
///     let user = try reader.column("user_id")
///     while try reader.next() { count(reader[user]) }
///
/// The format is RFC 4180 (Shafranovich, 2005) in UTF-8: fields between commas, rows ended by LF
/// or CRLF; a field in double quotes may hold commas, line ends, and quotes written twice. Beyond
/// it: a byte order mark is skipped, lines without a byte are too, the last line needs no end, and
/// a quote inside an unquoted field is an ordinary character, since it cannot mean anything else.
@safe package struct CSVReader: ~Copyable {
  /// A row longer than this has almost surely lost a closing quote.
  package static let defaultRowSizeMax = 16 << 20

  package let file: String
  /// The header's names; empty for a file without a header.
  package internal(set) var columns: [String] = []
  /// The line on which the current row begins, from 1.
  package private(set) var line = 0

  /// The current row as it lies in the file, with its line end; empty unless it was asked for.
  package private(set) var rawRow: [UInt8] = []
  private let keepsRawRows: Bool

  private var source: ByteSource
  private let delimiter: UInt8
  private let rowSizeMax: Int
  /// `capacity` bytes owned by this reader, of which `filled` hold input, from `position` unread.
  private var buffer: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var filled = 0
  private var position = 0
  private var isAtEnd = false
  private var nextLine = 1
  /// Of the current row: where its fields lie in the buffer, quotes taken off.
  private var fields: [CSVField] = []
  /// Thrown again by every later `next()`: behind a lost quote nothing can be trusted.
  private var fatal: DatasetError?

  /// - Throws: `DatasetError` when the file cannot be read or has no header.
  package init(
    path: String, delimiter: Character = ",", hasHeader: Bool = true, keepsRawRows: Bool = false
  ) throws(DatasetError) {
    try self.init(
      ByteSource(path: path), delimiter: delimiter, hasHeader: hasHeader,
      rowSizeMax: Self.defaultRowSizeMax, keepsRawRows: keepsRawRows)
  }

  /// - Parameter chunkSize: lets a test cut the bytes anywhere.
  package init(
    bytes: [UInt8], name: String, chunkSize: Int = 1 << 20, delimiter: Character = ",",
    hasHeader: Bool = true, rowSizeMax: Int = defaultRowSizeMax
  ) throws(DatasetError) {
    try self.init(
      ByteSource(memory: bytes, name: name, chunkSize: chunkSize), delimiter: delimiter,
      hasHeader: hasHeader, rowSizeMax: rowSizeMax)
  }

  private init(
    _ source: consuming ByteSource, delimiter: Character, hasHeader: Bool, rowSizeMax: Int,
    keepsRawRows: Bool = false
  ) throws(DatasetError) {
    file = source.name
    self.source = source
    self.delimiter = delimiter.asciiValue ?? comma
    self.rowSizeMax = rowSizeMax
    self.keepsRawRows = keepsRawRows
    capacity = 1 << 18
    // Safe: released by the deinit or by `refill()`, which replaces it.
    unsafe buffer = .allocate(capacity: capacity)
    try skipByteOrderMark()
    if hasHeader { try readHeader() }
  }

  deinit { unsafe buffer.deallocate() }

  /// How many fields the current row has: as many as the header, when there is one.
  package var count: Int { fields.count }

  /// A field of the current row, valid until the next call of `next()`.
  package subscript(index: Int) -> ByteView {
    let field = fields[index]
    // Safe: a field lies within the filled part of the buffer, which stays until `next()`.
    return unsafe ByteView(start: buffer + field.start, count: field.end - field.start)
  }

  /// Goes on to the next row; false at the end.
  ///
  /// - Throws: `DatasetError`. When it says `isOneRow` (malformed UTF-8, a ragged row), that row
  ///   has been passed over and the next call gives the one behind it.
  package mutating func next() throws(DatasetError) -> Bool {
    if let fatal { throw fatal }
    do throws(DatasetError) {
      guard try advance() else { return false }
    } catch {
      if !error.isOneRow { fatal = error }
      throw error
    }
    guard columns.isEmpty || fields.count == columns.count else {
      throw DatasetError(
        file: file, line: line, problem: "the row has \(fields.count) fields",
        accepted: "the header has \(columns.count)", isOneRow: true)
    }
    return true
  }

  // MARK: Rows

  private mutating func advance() throws(DatasetError) -> Bool {
    while true {
      if position == filled {
        if isAtEnd { return false }
        try refill()
        continue
      }
      // Safe: `filled` bytes are there, and the pointer is not kept.
      let found = unsafe findFields(
        in: UnsafeBufferPointer(start: buffer, count: filled), from: position, isAtEnd: isAtEnd,
        delimiter: delimiter, into: &fields)
      switch found {
      case .row(let next, let lineEnds, let hasHighBytes):
        let start = position
        line = nextLine
        nextLine += lineEnds
        position = next
        if isBlank { continue }
        if keepsRawRows {
          rawRow.removeAll(keepingCapacity: true)
          // Safe: a row lies in the filled part of the buffer, and it is copied.
          unsafe rawRow.append(
            contentsOf: UnsafeBufferPointer(start: buffer + start, count: next - start))
        }
        if hasHighBytes { try checkUTF8(start..<next) }
        removeDoubledQuotes()
        return true
      case .needsMore:
        // The row is scanned again from its start: once per piece of a mebibyte, and simple.
        try refill()
      case .openQuote:
        throw DatasetError(
          file: file, line: nextLine, column: columnName(fields.count),
          problem: "the file ends inside a quoted field",
          accepted: "a quote that opens a field must close it")
      case .strayAfterQuote(let offset):
        // Safe: the offset is within the filled part.
        let byte = unsafe buffer[offset]
        throw DatasetError(
          file: file, line: nextLine, column: columnName(fields.count - 1),
          problem: "the closing quote is followed by \(printable(byte))",
          accepted: "a comma or the end of the line is accepted; a quote inside is written twice")
      }
    }
  }

  /// A line without a byte; a quoted empty field is not one.
  private var isBlank: Bool {
    guard fields.count == 1 else { return false }
    let field = fields[0]
    // Safe: a field that begins behind a quote has a byte before it.
    guard field.start == field.end else { return false }
    return unsafe field.start == 0 || buffer[field.start - 1] != quote
  }

  private mutating func removeDoubledQuotes() {
    for index in fields.indices where fields[index].hasDoubledQuotes {
      let field = fields[index]
      var written = field.start
      var offset = field.start
      while offset < field.end {
        // Safe: `written` never passes `offset`, and both stay inside the field.
        let byte = unsafe buffer[offset]
        unsafe buffer[written] = byte
        written += 1
        offset += byte == quote ? 2 : 1
      }
      fields[index].end = written
    }
  }

  private func checkUTF8(_ range: Range<Int>) throws(DatasetError) {
    // Safe: the range is a row, which lies in the filled part of the buffer.
    let bytes = unsafe UnsafeBufferPointer(start: buffer + range.lowerBound, count: range.count)
    let span = unsafe bytes.span
    let offset: Int
    do {
      _ = try UTF8Span(validating: span)
      return
    } catch {
      offset = error.byteOffsets.lowerBound
    }
    let before = (0..<offset).count { span[$0] == lineFeed }
    var index = 0
    while index + 1 < fields.count, fields[index + 1].start <= range.lowerBound + offset {
      index += 1
    }
    throw DatasetError(
      file: file, line: line + before, column: columnName(index),
      problem: "byte \(printable(span[offset])) is not UTF-8",
      accepted: "save the file as UTF-8", isOneRow: true)
  }

  // MARK: Bytes

  /// Moves what is unread to the front and reads more behind it.
  private mutating func refill() throws(DatasetError) {
    let unread = filled - position
    guard unread <= rowSizeMax else {
      throw DatasetError(
        file: file, line: nextLine, problem: "the row is longer than \(rowSizeMax) bytes",
        accepted: "shorter rows are accepted; has a quoted field lost its closing quote?")
    }
    if unread > capacity / 2 {
      capacity *= 2
      // Safe: both hold `unread` bytes, and no field of the old one is in use between rows.
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      unsafe larger.update(from: buffer + position, count: unread)
      unsafe buffer.deallocate()
      unsafe buffer = larger
    } else if position > 0 {
      // Safe: `update` allows the two ranges to overlap.
      unsafe buffer.update(from: buffer + position, count: unread)
    }
    position = 0
    filled = unread
    // Safe: `filled` never passes `capacity`.
    let free = unsafe UnsafeMutableRawBufferPointer(
      start: buffer + filled, count: capacity - filled)
    let count = try unsafe source.read(into: free)
    filled += count
    isAtEnd = count == 0
  }

  private mutating func skipByteOrderMark() throws(DatasetError) {
    while filled < 3, !isAtEnd { try refill() }
    // Safe: three bytes are there.
    if filled >= 3, unsafe buffer[0] == 0xEF && buffer[1] == 0xBB && buffer[2] == 0xBF {
      position = 3
    }
  }

  private mutating func readHeader() throws(DatasetError) {
    guard try advance() else {
      throw DatasetError(
        file: file, problem: "there is no header",
        accepted: "the first line must name the columns")
    }
    for index in fields.indices {
      let name = self[index].string
      guard !columns.contains(name) else {
        throw DatasetError(
          file: file, line: line, column: name, problem: "two columns have this name",
          accepted: "each name is accepted once")
      }
      columns.append(name)
    }
  }
}

/// The character, when it can be shown; otherwise the byte as 0xAB.
private func printable(_ byte: UInt8) -> String {
  if (0x21..<0x7F).contains(byte) { return "'\(Character(UnicodeScalar(byte)))'" }
  let digits = String(byte, radix: 16, uppercase: true)
  return "0x" + (digits.count == 1 ? "0" : "") + digits
}
