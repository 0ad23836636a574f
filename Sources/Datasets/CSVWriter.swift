import FoundationEssentials

/// Rows of RFC 4180 CSV as UTF-8 bytes, with a header line and `\n` after each row.
///
///     var csv = CSVWriter(header: ["user_id", "price"])
///     csv.field("U1"); csv.field(decimal: 12.5, places: 2); csv.endRow()
package struct CSVWriter: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// How many rows were ended, the header excluded.
  package private(set) var rowCount = 0
  private let columnCount: Int
  private var fieldsInRow = 0

  package init(header: [String]) {
    columnCount = header.count
    for name in header { field(name) }
    endRow()
    rowCount = 0
  }

  package mutating func field(_ text: some StringProtocol) {
    separate()
    if text.utf8.contains(where: Self.needsQuotes) {
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
        bytes.append(byte)
      }
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes.append(contentsOf: text.utf8)
    }
  }

  /// Bytes that are known to need no quotes: an id, a date.
  package mutating func field(plain text: [UInt8]) {
    separate()
    bytes.append(contentsOf: text)
  }

  package mutating func field(_ number: Int) {
    separate()
    append(digitsOf: number)
  }

  /// The number rounded to `places` digits after the point; "-0.00" is written as "0.00".
  ///
  /// - Precondition: `number` is finite and below 10¹² in magnitude, `places` is in 1...6.
  package mutating func field(decimal number: Double, places: Int) {
    separate()
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((number * Double(scale)).rounded())
    if scaled < 0 { bytes.append(UInt8(ascii: "-")) }
    let magnitude = abs(scaled)
    append(digitsOf: magnitude / scale)
    bytes.append(UInt8(ascii: "."))
    var unit = scale / 10
    while unit > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(magnitude / unit % 10))
      unit /= 10
    }
  }

  /// A missing value.
  package mutating func emptyField() { separate() }

  /// - Precondition: the row has as many fields as the header.
  package mutating func endRow() {
    precondition(fieldsInRow == columnCount)
    bytes.append(UInt8(ascii: "\n"))
    fieldsInRow = 0
    rowCount += 1
  }

  /// - Throws: whatever the file system answers; an existing file is replaced whole or not at all.
  package func write(to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path), options: .atomic)
  }

  private mutating func separate() {
    if fieldsInRow > 0 { bytes.append(UInt8(ascii: ",")) }
    fieldsInRow += 1
  }

  private mutating func append(digitsOf number: Int) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    var unit: UInt = 1
    while magnitude / unit >= 10 { unit *= 10 }
    while unit > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(magnitude / unit % 10))
      unit /= 10
    }
  }

  private static func needsQuotes(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
}
