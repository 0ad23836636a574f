import Bytes
import TestSupport
import Testing
import Wire

@Suite struct MessageComparisonTests {
  private func isLike(_ left: [UInt8], _ right: [UInt8], tolerance: Double = 1e-3) -> Bool {
    left.rawSpan.isMessage(like: right.rawSpan, tolerance: tolerance)
  }

  private func answer(
    _ id: String = "one", score: Float = 2, unknown: [String] = [], milliseconds: Double = 1
  ) -> [UInt8] {
    encoded { buffer in
      let item = buffer.beginMessage(field: 1)
      buffer.append(id, field: 1)
      buffer.append(score, field: 2)
      buffer.endMessage(item)
      for id in unknown { buffer.appendElement(id, field: 3) }
      buffer.append(milliseconds, field: 4)
      buffer.append(300 as UInt64, field: 5)
    }
  }

  @Test func `a message is like itself`() {
    #expect(isLike(answer(), answer()))
    #expect(isLike([], []))
  }

  @Test func `numbers may differ by the tolerance, also in nested messages`() {
    #expect(isLike(answer(), answer(score: 2.001)))
    #expect(!isLike(answer(), answer(score: 2.01)))
    #expect(isLike(answer(), answer(milliseconds: 1.0005)))
    #expect(!isLike(answer(), answer(milliseconds: 1.01)))
    #expect(!isLike(answer(), answer(score: 2.001), tolerance: 0))
  }

  @Test func `the sign counts, and being a finite number`() {
    #expect(!isLike(answer(), answer(score: -2)))
    #expect(!isLike(answer(), answer(score: .nan)))
    #expect(!isLike(answer(), answer(score: .infinity)))
    #expect(!isLike(answer(score: .infinity), answer()))
    #expect(isLike(answer(score: .infinity), answer(score: .infinity)))
  }

  @Test func `text, its order and its number count`() {
    #expect(!isLike(answer("one"), answer("two")))
    #expect(!isLike(answer("one"), answer("ones")))
    #expect(!isLike(answer(unknown: ["a", "b"]), answer(unknown: ["b", "a"])))
    #expect(!isLike(answer(unknown: ["a"]), answer(unknown: ["a", "a"])))
    #expect(!isLike(answer(unknown: ["a", "a"]), answer(unknown: ["a"])))
  }

  @Test func `a message cut at any byte is not like the whole one`() {
    let whole = answer(unknown: ["a", "b"])
    for length in 0..<whole.count {
      #expect(!isLike(whole, Array(whole[..<length])))
      #expect(!isLike(Array(whole[..<length]), whole))
    }
  }
}
