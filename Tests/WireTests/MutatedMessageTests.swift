import Bytes
import TestSupport
import Testing
import Wire

/// Bodies that were changed at random: each is decoded or refused, and what the validator lets
/// through holds nothing that the views would trip over.
@Suite struct MutatedMessageTests {
  private let whole = encoded {
    $0.appendRecommendRequest(
      user: "shopper", recent: ["one", "two", "连衣裙"], limit: 300, filter: "price <= 80",
      excluded: ["three", ""], includesSeen: true, model: 2)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `no changed body trips the decoder`(seed: UInt64) {
    var random = SplitMix(state: seed)
    let decoder = MessageDecoder()
    var decoded = 0
    for _ in 0..<2_000 {
      let body = mutated(&random)
      // Safe: the body outlives the view.
      unsafe body.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        let view = unsafe ByteView(start: start, count: bytes.count)
        guard let request = try? decoder.decode(RecommendRequestView.self, from: view) else {
          return
        }
        decoded += 1
        // Every string is text, and ends within the body it came from.
        var texts = [request.userID, request.filter]
        for index in 0..<request.recentCount { texts.append(request.recent(index).itemID) }
        for index in 0..<request.excludedCount { texts.append(request.excludedItemID(index)) }
        for text in texts {
          let fault = text.bytes.textFault
          #expect(fault == nil)
          #expect(text.count <= body.count)
        }
      }
    }
    // Neither all nor none, or the test would say nothing.
    #expect((100..<1_900).contains(decoded))
  }

  private func mutated(_ random: inout SplitMix) -> [UInt8] {
    var body = whole
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let position = Int.random(in: body.indices, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: body[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: body[position] = .random(in: 0 ... .max, using: &random)
      case 2: body.insert(.random(in: 0 ... .max, using: &random), at: position)
      default: body.remove(at: position)
      }
    }
    return body
  }
}

/// SplitMix64; the same seed gives the same bodies.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
