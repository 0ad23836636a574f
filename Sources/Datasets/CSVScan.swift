let quote = UInt8(ascii: "\"")
let comma = UInt8(ascii: ",")
let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

/// Where a field lies in a buffer, its quotes taken off.
struct CSVField {
  var start: Int
  var end: Int
  var hasDoubledQuotes: Bool
}

/// What stands at a position where a row should begin.
enum CSVScan {
  /// A whole row; `next` is the first byte behind it.
  case row(next: Int, lineEnds: Int, hasHighBytes: Bool)
  /// The row goes on behind the bytes that are there.
  case needsMore
  /// The file ends inside quotes.
  case openQuote
  case strayAfterQuote(at: Int)
}

/// Finds the fields of the row that begins at `position`. Touches each byte once, changes none.
///
/// - Precondition: `position` is less than the count of `bytes`.
func findFields(
  in bytes: UnsafeBufferPointer<UInt8>, from position: Int, isAtEnd: Bool, delimiter: UInt8,
  into fields: inout [CSVField]
) -> CSVScan {
  fields.removeAll(keepingCapacity: true)
  // Safe: every index read below is less than `end`.
  let end = bytes.count
  var offset = position
  var lineEnds = 0
  var high: UInt8 = 0
  while true {
    let start = offset
    if offset < end, unsafe bytes[offset] == quote {
      var hasDoubledQuotes = false
      offset += 1
      while true {
        guard offset < end else { return isAtEnd ? .openQuote : .needsMore }
        let byte = unsafe bytes[offset]
        high |= byte
        if byte == quote {
          guard offset + 1 < end else {
            if isAtEnd { break }
            return .needsMore
          }
          guard unsafe bytes[offset + 1] == quote else { break }
          hasDoubledQuotes = true
          offset += 1
        } else if byte == lineFeed {
          lineEnds += 1
        }
        offset += 1
      }
      fields.append(
        CSVField(start: start + 1, end: offset, hasDoubledQuotes: hasDoubledQuotes))
      offset += 1
      if offset < end, unsafe bytes[offset] == carriageReturn {
        if offset + 1 == end, !isAtEnd { return .needsMore }
        if unsafe offset + 1 == end || bytes[offset + 1] == lineFeed { offset += 1 }
      }
      if offset < end {
        let byte = unsafe bytes[offset]
        guard byte == delimiter || byte == lineFeed else { return .strayAfterQuote(at: offset) }
      }
    } else {
      while offset < end {
        let byte = unsafe bytes[offset]
        if byte == delimiter || byte == lineFeed { break }
        high |= byte
        offset += 1
      }
      var fieldEnd = offset
      let isRowEnd = unsafe offset == end || bytes[offset] == lineFeed
      if isRowEnd, fieldEnd > start, unsafe bytes[fieldEnd - 1] == carriageReturn {
        fieldEnd -= 1
      }
      fields.append(CSVField(start: start, end: fieldEnd, hasDoubledQuotes: false))
    }
    guard offset < end else {
      if !isAtEnd { return .needsMore }
      return .row(next: end, lineEnds: lineEnds, hasHighBytes: high >= 0x80)
    }
    let isRowEnd = unsafe bytes[offset] == lineFeed
    offset += 1
    if isRowEnd {
      return .row(next: offset, lineEnds: lineEnds + 1, hasHighBytes: high >= 0x80)
    }
  }
}
