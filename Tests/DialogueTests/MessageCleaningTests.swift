import Bytes
import Dialogue
import Testing

/// Defends logs, terminals and pages from what a message can hide.
@Suite struct MessageCleaningTests {
  private func clean(_ message: [UInt8]) -> (bytes: [UInt8], hadUnwanted: Bool) {
    var cleaned: [UInt8] = []
    let hadUnwanted = MessageCleaning.clean(message.rawSpan, into: &cleaned)
    return (cleaned, hadUnwanted)
  }

  private func clean(_ message: String) -> (text: String, hadUnwanted: Bool) {
    let (bytes, hadUnwanted) = clean(Array(message.utf8))
    return (String(decoding: bytes, as: UTF8.self), hadUnwanted)
  }

  @Test(arguments: ["Where is A10234?", "有没有黑色连衣裙？", "👩‍👩‍👧 size 38", "", "naïve café"])
  func `what people write stays as it is`(message: String) {
    #expect(clean(message) == (message, false))
  }

  @Test func `every control character and every mark that turns writing becomes spaces`() {
    let unwanted =
      Array(0..<0x20) + Array(0x7F...0x9F) + [0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF, 0xE0041]
      + Array(0x2028...0x202E) + Array(0x2060...0x206F)
    for scalar in unwanted.compactMap({ Unicode.Scalar($0) }) {
      let mark = String(Character(scalar))
      let (text, hadUnwanted) = clean("a\(mark)b")
      #expect(
        text == "a" + String(repeating: " ", count: mark.utf8.count) + "b", "U+\(scalar.value)")
      // Line breaks and tabs are no trick.
      #expect(hadUnwanted == !(0x09...0x0D).contains(scalar.value), "U+\(scalar.value)")
    }
  }

  @Test func `places in a message stay what they are, whatever its bytes`() {
    for first in UInt8.min...UInt8.max {
      for second: UInt8 in [0x00, 0x41, 0x80, 0xBF, 0xE2, 0xF0, 0xFF] {
        let message = [first, second, 0x80, 0xAE, 0x62]
        #expect(clean(message).bytes.count == message.count)
        #expect(clean(message).bytes.last == 0x62)
      }
    }
  }
}
