import Bytes

/// The pieces of a ``WordPiece`` and their hash table, while they are gathered.
struct Vocabulary {
  private(set) var bytes: [UInt8] = []
  private(set) var offsets: [UInt32] = [0]
  private(set) var continues: [Bool] = []
  private(set) var slots: [UInt32]
  private(set) var pieceSizeMax = 1

  init(count: Int) {
    // At most half full, so that a search ends soon.
    var size = 2
    while size < count * 2 { size *= 2 }
    slots = [UInt32](repeating: 0, count: size)
  }

  static func hash(_ piece: RawSpan, _ continues: Bool) -> Int {
    Int(truncatingIfNeeded: continues ? ~piece.stableHash : piece.stableHash)
  }

  mutating func add(_ token: ByteView, at index: Int) throws(WordPieceError) {
    let mark = Array("##".utf8)
    let isContinued = token.count > 2 && token.prefix(2).bytes.hasSameBytes(as: mark.rawSpan)
    let piece = isContinued ? token.dropFirst(2) : token
    if let first = find(piece.bytes, isContinued) {
      throw .repeated(id: index, first: first)
    }
    bytes.append(piece.bytes)
    offsets.append(UInt32(bytes.count))
    continues.append(isContinued)
    pieceSizeMax = max(pieceSizeMax, piece.count)
    let mask = slots.count - 1
    var slot = Self.hash(piece.bytes, isContinued) & mask
    while slots[slot] > 0 { slot = (slot + 1) & mask }
    slots[slot] = UInt32(index + 1)
  }

  func special(_ token: String) throws(WordPieceError) -> Int32 {
    guard let index = find(Array(token.utf8).rawSpan, false) else { throw .missing(token) }
    return Int32(index)
  }

  private func find(_ piece: RawSpan, _ isContinued: Bool) -> Int? {
    let mask = slots.count - 1
    var slot = Self.hash(piece, isContinued) & mask
    while slots[slot] > 0 {
      let index = Int(slots[slot]) - 1
      let range = Int(offsets[index])..<Int(offsets[index + 1])
      if continues[index] == isContinued, bytes.rawSpan.extracting(range).hasSameBytes(as: piece) {
        return index
      }
      slot = (slot + 1) & mask
    }
    return nil
  }
}
