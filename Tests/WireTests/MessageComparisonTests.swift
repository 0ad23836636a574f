import Bytes
import TestSupport
import Testing
import Wire

@Suite struct MessageComparisonTests {
  private let forecast = MessageSchema.named("modiste.v1.GetForecastResponse")
  private let similar = MessageSchema.named("modiste.v1.SimilarItemsResponse")

  private func isSame(
    _ left: [UInt8], _ right: [UInt8], as schema: MessageSchema?, tolerance: Double = 1e-3
  ) throws -> Bool {
    try #require(schema).isSame(left.rawSpan, right.rawSpan, tolerance: tolerance)
  }

  /// A GetForecastResponse.
  private func answer(
    date: String = "2026-01-05", mean: [Double] = [1, 2], model: String = "naive",
    weight: Double = 0.5
  ) -> [UInt8] {
    encoded { buffer in
      buffer.append(date, field: 1)
      buffer.appendPacked(mean.span, field: 3)
      let member = buffer.beginMessage(field: 5)
      buffer.append(model, field: 1)
      buffer.append(weight, field: 2)
      buffer.endMessage(member)
    }
  }

  /// A SimilarItemsResponse.
  private func answer(score: Float, unknown: [String] = []) -> [UInt8] {
    encoded { buffer in
      let item = buffer.beginMessage(field: 1)
      buffer.append("one", field: 1)
      buffer.append(score, field: 2)
      buffer.endMessage(item)
      for id in unknown { buffer.appendElement(id, field: 2) }
    }
  }

  @Test func `a message is the same as itself`() throws {
    #expect(try isSame(answer(), answer(), as: forecast))
    #expect(try isSame([], [], as: forecast))
  }

  @Test func `numbers may differ by the tolerance: alone, in nested messages, and side by side`()
    throws
  {
    #expect(try isSame(answer(), answer(weight: 0.50025), as: forecast))
    #expect(try !isSame(answer(), answer(weight: 0.501), as: forecast))
    #expect(try isSame(answer(), answer(mean: [1, 2.001]), as: forecast))
    #expect(try !isSame(answer(), answer(mean: [1, 2.01]), as: forecast))
    #expect(try !isSame(answer(), answer(mean: [1, 2.001]), as: forecast, tolerance: 0))
    #expect(try isSame(answer(score: 2), answer(score: 2.001), as: similar))
    #expect(try !isSame(answer(score: 2), answer(score: 2.01), as: similar))
  }

  @Test func `there must be as many numbers side by side`() throws {
    #expect(try !isSame(answer(), answer(mean: [1]), as: forecast))
    #expect(try !isSame(answer(), answer(mean: [1, 2, 2]), as: forecast))
  }

  @Test func `the sign counts, and being a finite number`() throws {
    #expect(try !isSame(answer(score: 2), answer(score: -2), as: similar))
    #expect(try !isSame(answer(), answer(mean: [1, .nan]), as: forecast))
    #expect(try !isSame(answer(), answer(mean: [1, .infinity]), as: forecast))
    #expect(try !isSame(answer(mean: [1, .infinity]), answer(), as: forecast))
    #expect(try isSame(answer(score: .infinity), answer(score: .infinity), as: similar))
  }

  @Test func `text, its order and its number count, also text that reads as numbers`() throws {
    #expect(try !isSame(answer(), answer(date: "2026-01-06"), as: forecast))
    #expect(try !isSame(answer(), answer(model: "drift"), as: forecast))
    // Eight bytes: as doubles these are alike.
    #expect(try !isSame(answer(date: "a0000000"), answer(date: "b0000000"), as: forecast))
    let two = answer(score: 2, unknown: ["a", "b"])
    #expect(try !isSame(two, answer(score: 2, unknown: ["b", "a"]), as: similar))
    #expect(try !isSame(two, answer(score: 2, unknown: ["a"]), as: similar))
    #expect(try !isSame(answer(score: 2, unknown: ["a"]), two, as: similar))
  }

  @Test func `what is none of the type's fields must have the same bytes`() throws {
    let left = encoded { $0.appendPacked([1.0].span, field: 30) }
    let right = encoded { $0.appendPacked([1.0001].span, field: 30) }
    #expect(try isSame(left, left, as: forecast))
    #expect(try !isSame(left, right, as: forecast))
  }

  @Test func `a message cut at any byte is not the same as the whole one`() throws {
    let whole = answer()
    for length in 0..<whole.count {
      #expect(try !isSame(whole, Array(whole[..<length]), as: forecast))
      #expect(try !isSame(Array(whole[..<length]), whole, as: forecast))
    }
  }
}
