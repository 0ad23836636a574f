import Bytes
import Testing

@Suite struct ByteViewTests {
  @Test(arguments: 0...40)
  func `bytes are the same only when all are`(count: Int) {
    let bytes = (0..<count).map { UInt8($0) }
    #expect(bytes.isSame(as: bytes))
    #expect(!bytes.isSame(as: bytes + [0]))
    for position in bytes.indices {
      var changed = bytes
      changed[position] ^= 1
      #expect(!bytes.isSame(as: changed))
    }
  }

  /// Snapshots hold tables that were made with it: it may never change.
  @Test func `the hash of known bytes is what it always was`() {
    #expect(hash([]) == 0xE220_A839_7B1D_CDAF)
    #expect(hash(Array("A1".utf8)) == 0xBA64_66DE_1067_0CE4)
    #expect(hash(Array("12345678".utf8)) == 0xB0A9_F941_6059_942B)
    #expect(hash(Array("连衣裙-红".utf8)) == 0x399B_7E6B_82AC_CA36)
  }

  @Test func `texts of one letter hash differently, however long`() {
    var hashes = Set<UInt64>()
    for count in 0..<64 {
      #expect(hashes.insert(hash([UInt8](repeating: 0x61, count: count))).inserted)
      #expect(hashes.insert(hash([UInt8](repeating: 0x62, count: count + 1))).inserted)
    }
  }

  @Test func `integers are little-endian at any offset`() {
    let bytes: [UInt8] = [0xFF, 1, 2, 3, 4, 5, 6, 7, 8]
    let word: UInt64 = bytes.rawSpan.loadLittleEndian(at: 1)
    #expect(word == 0x0807_0605_0403_0201)
    let half: UInt16 = bytes.rawSpan.loadLittleEndian(at: 7)
    #expect(half == 0x0807)
    var written: [UInt8] = []
    written.appendLittleEndian(word)
    #expect(written == Array(bytes[1...]))
  }

  @Test func `a fault of text is found wherever it lies`() {
    for position in 0..<20 {
      var text = [UInt8](repeating: 0x61, count: 20)
      #expect(fault(text) == nil)
      text[position] = 0
      #expect(fault(text) == .zeroByte)
      text[position] = 0xFF
      #expect(fault(text) == .notUTF8)
    }
  }

  @Test func `all of Unicode is text`() {
    let scalars = (1...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init)
    var text: [UInt8] = []
    for scalar in scalars { text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? []) }
    #expect(fault(text) == nil)
  }

  @Test func `an empty view has no bytes`() {
    let view = ByteView()
    let count = view.bytes.byteCount
    #expect(view.isEmpty)
    #expect(count == 0)
    #expect(view == ByteView())
    #expect(view.string == "")
  }

  private func hash(_ bytes: [UInt8]) -> UInt64 { bytes.rawSpan.stableHash }
  private func fault(_ bytes: [UInt8]) -> TextFault? { bytes.rawSpan.textFault }
}

extension [UInt8] {
  fileprivate func isSame(as other: [UInt8]) -> Bool { rawSpan.hasSameBytes(as: other.rawSpan) }
}
