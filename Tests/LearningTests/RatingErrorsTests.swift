import Learning
import Testing

/// The errors are those of their definitions, worked by hand.
@Suite struct RatingErrorsTests {
  @Test func `errors are squared and rooted, or taken as they are`() {
    var errors = RatingErrors()
    errors.add(predicted: 4, actual: 1)
    errors.add(predicted: 1, actual: 5)
    #expect(errors.count == 2)
    #expect(abs(errors.rootMeanSquare - 12.5.squareRoot()) < 1e-12)
    #expect(errors.meanAbsolute == 3.5)
  }

  @Test func `parts add up to the whole`() {
    var whole = RatingErrors()
    var parts = [RatingErrors(), RatingErrors()]
    for rating in 0..<10 {
      whole.add(predicted: Float(rating), actual: 3)
      parts[rating % 2].add(predicted: Float(rating), actual: 3)
    }
    var sum = RatingErrors()
    for part in parts { sum.add(part) }
    #expect(sum == whole)
  }

  @Test func `no ratings have no errors`() {
    #expect(RatingErrors().rootMeanSquare == 0)
    #expect(RatingErrors().meanAbsolute == 0)
  }
}
