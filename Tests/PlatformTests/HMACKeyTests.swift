import Platform
import Testing

/// Codes are those of the standard.
@Suite struct HMACKeyTests {
  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  private func code(_ key: [UInt8], _ message: [UInt8]) -> String {
    // Safe: arrays of bytes have no padding.
    hexadecimal(unsafe HMACKey(key.span.bytes).bytes(of: message.span.bytes))
  }

  /// Source: RFC 4231, test cases 1, 2, 3, 6.
  @Test func `the standard's examples come out, of short keys and of keys longer than a block`() {
    #expect(
      code([UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8))
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      code(Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    #expect(
      code([UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50))
        == "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")
    #expect(
      code(
        [UInt8](repeating: 0xAA, count: 131),
        Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
        == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
  }

  @Test func `an empty message has a code, and a key can be used again`() {
    let empty = code(Array("key".utf8), [])
    #expect(empty == "5d5d139563c95b5967b9bd9a8c9b233a9dedb45072794cd232dc1b74832607d0")
    let key: [UInt8] = [1, 2, 3]
    // Safe: arrays of bytes have no padding.
    let shared = unsafe HMACKey(key.span.bytes)
    let codes = (0..<3).map { _ in unsafe shared.bytes(of: key.span.bytes) }
    #expect(Set(codes).count == 1)
  }

  @Test func `a keyed stream goes on from block to block without repeating`() {
    let key: [UInt8] = [7]
    // Safe: an array of bytes has no padding.
    var random = KeyedRandom(key: HMACKey(unsafe key.span.bytes), seed: [])
    #expect(Set((0..<10_000).map { _ in random.next() }).count == 10_000)
  }
}
