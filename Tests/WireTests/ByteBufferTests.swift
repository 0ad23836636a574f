import Bytes
import TestSupport
import Testing
import Wire

@Suite struct ByteBufferTests {
  @Test func `bytes, integers and zeros lie behind each other`() {
    let bytes = encoded { buffer in
      buffer.append(7)
      buffer.appendLittleEndian(0x0102_0304 as UInt32)
      buffer.append([8, 9].rawSpan)
      buffer.append([UInt8]().rawSpan)
      buffer.appendZeros(2)
      buffer.appendZeros(0)
    }
    #expect(bytes == [7, 4, 3, 2, 1, 8, 9, 0, 0])
  }

  @Test func `a buffer grows and keeps what it holds`() {
    var buffer = ByteBuffer(capacity: 1)
    var expected: [UInt8] = []
    for value in 0..<10_000 as Range<UInt32> {
      buffer.appendLittleEndian(value)
      expected.appendLittleEndian(value)
    }
    let found = copy(buffer)
    #expect(found == expected)
    let capacity = buffer.byteCapacity
    #expect(capacity >= 40_000)
  }

  @Test func `truncating forgets the end and keeps the memory`() {
    var buffer = ByteBuffer(capacity: 8)
    buffer.append([1, 2, 3, 4].rawSpan)
    let capacity = buffer.byteCapacity
    buffer.truncate(to: 2)
    buffer.append(9)
    let found = copy(buffer)
    #expect(found == [1, 2, 9])
    buffer.truncate(to: 0)
    let nothing = copy(buffer)
    #expect(nothing.isEmpty)
    let kept = buffer.byteCapacity
    #expect(kept == capacity)
  }

  @Test func `what is taken from the front moves the rest there`() {
    var buffer = ByteBuffer(capacity: 8)
    buffer.append([1, 2, 3, 4, 5].rawSpan)
    buffer.removeFirst(0)
    buffer.removeFirst(2)
    let rest = copy(buffer)
    #expect(rest == [3, 4, 5])
    buffer.removeFirst(3)
    let nothing = copy(buffer)
    #expect(nothing.isEmpty)
  }

  @Test(arguments: [1, 2, 100, 5000])
  func `a gap moves what lies behind it`(distance: Int) {
    var buffer = ByteBuffer(capacity: 4)
    buffer.append([1, 2, 3, 4].rawSpan)
    buffer.openGap(at: 1, of: distance)
    for offset in 0..<distance { buffer.overwrite(at: 1 + offset, with: 0 as UInt8) }
    let found = copy(buffer)
    #expect(found == [1] + [UInt8](repeating: 0, count: distance) + [2, 3, 4])
  }

  @Test func `overwriting changes only the bytes of the integer`() {
    var buffer = ByteBuffer(capacity: 8)
    buffer.append([1, 2, 3, 4, 5].rawSpan)
    buffer.overwrite(at: 1, with: 0xAABB as UInt16)
    let found = copy(buffer)
    #expect(found == [1, 0xBB, 0xAA, 4, 5])
  }

  /// The size of a message is a varint in front of it, of a width that is known only at its end.
  @Test(arguments: [0, 1, 126, 127, 128, 129, 16_382, 16_383, 16_384, 16_385, 2_097_151, 2_097_152])
  func `a message of any size has its size in front`(size: Int) {
    let bytes = encoded { buffer in
      let begin = buffer.beginMessage(field: 3)
      buffer.append([UInt8](repeating: 0xAB, count: size).rawSpan)
      buffer.endMessage(begin)
      buffer.append(0xEE)
    }
    #expect(bytes == message(3, [UInt8](repeating: 0xAB, count: size)) + [0xEE])
  }

  /// Both the inner and the outer message grow beyond what was left for their sizes.
  @Test(arguments: [100, 124, 125, 126, 127, 128, 16_379, 16_380, 16_381, 16_384])
  func `messages nest`(size: Int) {
    let content = [UInt8](repeating: 0xAB, count: size)
    let bytes = encoded { buffer in
      let outer = buffer.beginMessage(field: 1)
      let inner = buffer.beginMessage(field: 2)
      buffer.append(content.rawSpan)
      buffer.endMessage(inner)
      buffer.endMessage(outer)
    }
    #expect(bytes == message(1, message(2, content)))
  }

  @Test(
    arguments: [
      (0 as UInt64, [0]), (1, [1]), (127, [127]), (128, [0x80, 1]), (300, [0xAC, 2]),
      (.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
    ] as [(UInt64, [UInt8])])
  func `varints have as few bytes as they can`(value: UInt64, expected: [UInt8]) {
    #expect(encoded { $0.appendVarint(value) } == expected)
  }

  /// A length-delimited field, put together from its definition.
  private func message(_ field: UInt8, _ content: [UInt8]) -> [UInt8] {
    [field << 3 | 2] + encoded { $0.appendVarint(UInt64(content.count)) } + content
  }
}

private func copy(_ buffer: borrowing ByteBuffer) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.append(buffer.span)
  return bytes
}
