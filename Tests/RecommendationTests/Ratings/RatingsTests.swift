import Recommendation
import Testing

/// What ratings are, whatever order they came in.
@Suite struct RatingsTests {
  @Test func `the last rating of a pair wins, and of equal times the later in the log`() {
    let ratings = Ratings(
      userCount: 2, itemCount: 2, users: [0, 0, 1, 1, 0], items: [1, 1, 0, 0, 0],
      values: [5, 2, 3, 4, 1], timestamps: [20, 10, 7, 7, 1])
    #expect(ratings.indptr == [0, 2, 3])
    #expect(ratings.items == [0, 1, 0])
    #expect(ratings.values == [1, 5, 4])
    #expect(ratings.timestamps == [1, 20, 7])
    #expect(ratings.range == 1...5)
  }

  @Test func `without times the log is in order of time`() {
    let ratings = Ratings(
      userCount: 1, itemCount: 1, users: [0, 0], items: [0, 0], values: [5, 2])
    #expect(ratings.values == [2])
  }

  @Test func `turned round twice, ratings are the same`() {
    let ratings = irregularRatings()
    let turned = ratings.transposed
    #expect(turned.userCount == ratings.itemCount)
    #expect(turned.transposed.items == ratings.items)
    #expect(turned.transposed.values == ratings.values)
    #expect(turned.transposed.indptr == ratings.indptr)
  }

  @Test func `folds are of equal size, by chance, and the same for a seed`() {
    let ratings = irregularRatings()
    let folds = ratings.folds(5, seed: 1)
    #expect(folds.count == ratings.count)
    let sizes = (0..<5).map { fold in folds.count { $0 == fold } }
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
    #expect(ratings.folds(5, seed: 1) == folds)
    #expect(ratings.folds(5, seed: 2) != folds)
    #expect(folds != folds.sorted())
  }

  @Test func `a part keeps its ratings as they were`() {
    let part = worked().filtered { $0 % 2 == 0 }
    #expect(part.values == [5, 3, 3, 1, 3, 4, 1])
    #expect(part.userCount == 4)
  }
}
