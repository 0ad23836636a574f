import Recommendation
import Testing

/// The formulas, worked by hand on ``worked()``, where everybody's mean is 3.
@Suite struct RatingNeighboursTests {
  func fitted(
    _ ratings: Ratings = worked(), _ side: RatingSide = .users,
    change: (inout RatingNeighbourSettings) -> Void = { _ in }
  ) -> FittedRatingNeighbours {
    var settings = plainNeighbours()
    change(&settings)
    let baseline = RatingBaseline.fit(ratings, userDamping: 1, itemDamping: 1)
    return RatingNeighbours.fit(ratings, side: side, baseline: baseline, settings: settings)
  }

  @Test func `similarity is Pearson's over what both rated`() {
    let neighbours = fitted()
    // Deviations: user 0 has 2, -2, 0; user 1 has 1, 0, -1 on the same items:
    // 2 / (√8 · √2) = 1/2.
    #expect(isClose(neighbours.similarity(0, 1), 0.5))
    // On items 0 and 1: 2, -2 and -2, 2: -8 / (√8 · √8) = -1.
    #expect(isClose(neighbours.similarity(0, 2), -1))
    // 1, 0 and -2, 2: -2 / (1 · √8).
    #expect(isClose(neighbours.similarity(1, 2), -0.707_107))
    // On items 0, 1 and 3: -2, 2, 0 and -1, 1, 2: 4 / (√8 · √6).
    #expect(isClose(neighbours.similarity(2, 3), 0.577_350))
    #expect(neighbours.means == [3, 3, 3, 3])
  }

  @Test func `neighbours tell how many ratings they have in common`() throws {
    let neighbours = fitted()
    #expect(neighbours.common[try #require(neighbours.entry(0, 1))] == 3)
    #expect(neighbours.common[try #require(neighbours.entry(0, 2))] == 2)
  }

  @Test func `similarity is symmetric, at most 1, and of others only`() {
    for centre in RatingCentre.allCases {
      let neighbours = fitted(irregularRatings()) { $0.centre = centre }
      for subject in 0..<30 {
        #expect(neighbours.entry(subject, subject) == nil)
        for other in 0..<30 where other != subject {
          let forth = neighbours.similarity(subject, other)
          #expect(forth == neighbours.similarity(other, subject))
          if let forth { #expect(abs(forth) <= 1) }
        }
      }
    }
  }

  @Test func `neighbours of items are those of users with the ratings turned round`() {
    let ratings = irregularRatings()
    let items = fitted(ratings, .items)
    let users = fitted(ratings.transposed, .users)
    #expect(items.indices == users.indices)
    #expect(items.values == users.values)
    #expect(items.common == users.common)
    #expect(items.means == users.means)
  }

  @Test func `shrinkage counts a similarity by n over n plus shrinkage`() {
    let neighbours = fitted { $0.shrinkage = 2 }
    #expect(isClose(neighbours.similarity(0, 1), 0.3))  // 1/2 · 3 / (3 + 2)
    #expect(isClose(neighbours.similarity(0, 2), -0.5))  // -1 · 2 / (2 + 2)
  }

  @Test func `neighbours with less than the minimum support are none`() {
    let neighbours = fitted { $0.minimumSupport = 3 }
    #expect(isClose(neighbours.similarity(0, 1), 0.5))
    #expect(neighbours.similarity(0, 2) == nil)
    #expect(neighbours.similarity(2, 3) != nil)
  }

  @Test func `who never deviates from the centre is nobody's neighbour`() {
    let neighbours = fitted(ratings([[3, 3, 3], [1, 5, 3], [5, 1, 3]]))
    #expect(neighbours.entry(0, 1) == nil)
    #expect(neighbours.entry(1, 0) == nil)
    #expect(isClose(neighbours.similarity(1, 2), -1))
  }

  @Test func `the most similar are kept, whatever their sign`() {
    let all = fitted(irregularRatings())
    let few = fitted(irregularRatings()) { $0.keptCount = 4 }
    for subject in 0..<30 {
      let row = Int(all.indptr[subject])..<Int(all.indptr[subject + 1])
      let kept = Int(few.indptr[subject])..<Int(few.indptr[subject + 1])
      #expect(Array(few.indices[kept]) == Array(all.indices[row].prefix(4)))
      let magnitudes = all.values[row].map(\.magnitude)
      #expect(magnitudes == magnitudes.sorted(by: >))
    }
  }

  @Test func `a rating is the mean and the weighted deviations of the neighbours`() throws {
    try withRatingModels(worked()) { models in
      // Item 3 was rated by users 2 (3, its mean) and 3 (5, two above); user 0 is to both as -1.
      // 3 + (-1 · 0 + -1 · 2) / (1 + 1)
      let prediction = models.prediction(0, 3, .userNeighbours)
      #expect(isClose(prediction.rating, 2))
      #expect(prediction.neighbours.map(\.index) == [2, 3])
      #expect(prediction.neighbours.map(\.rating) == [3, 5])
      #expect(prediction.neighbours.map(\.common) == [2, 2])
      #expect(prediction.neighbours.allSatisfy { isClose($0.similarity, -1) })
      #expect(prediction.isUserKnown && prediction.isItemKnown)
    }
  }

  @Test func `damping draws a rating to its centre`() throws {
    var settings = plainSettings()
    settings.userNeighbours.damping = 1
    try withRatingModels(worked(), settings: settings) { models in
      // 3 - 2 / (1 + 2)
      #expect(isClose(models.prediction(0, 3, .userNeighbours).rating, 2.333_333))
    }
  }

  @Test func `power 2 weighs by the square, with its sign`() throws {
    var settings = plainSettings()
    settings.userNeighbours.power = 2
    try withRatingModels(worked(), settings: settings) { models in
      // User 1 on item 3: users 2 (deviation 0) and 3 (deviation 2), both -1/√2 alike.
      // Hence -1/2 each: 3 - (1/2 · 2) / (1/2 + 1/2).
      #expect(isClose(models.prediction(1, 3, .userNeighbours).rating, 2))
    }
    settings.userNeighbours.damping = 1
    try withRatingModels(worked(), settings: settings) { models in
      #expect(isClose(models.prediction(1, 3, .userNeighbours).rating, 2.5))
    }
  }

  @Test func `only as many neighbours as the limit make a rating`() throws {
    var settings = plainSettings()
    settings.userNeighbours.limit = 1
    try withRatingModels(worked(), settings: settings) { models in
      let prediction = models.prediction(0, 3, .userNeighbours)
      #expect(prediction.neighbours.count == 1)
      #expect(prediction.neighbours.first?.index == 2)
      #expect(isClose(prediction.rating, 3))
    }
  }

  @Test(arguments: RatingSide.allCases)
  func `the baseline as centre corrects the baseline by what the neighbours differ from theirs`(
    side: RatingSide
  ) throws {
    let ratings = irregularRatings()
    var settings = plainSettings()
    settings[side].centre = .baseline
    settings[side].damping = 0.5
    let baseline = RatingBaseline.fit(
      ratings, userDamping: settings.userDamping, itemDamping: settings.itemDamping)
    let model = side == .users ? RatingModel.userNeighbours : .itemNeighbours
    try withRatingModels(ratings, settings: settings) { models in
      var predicted = 0
      for (user, item) in [(0, 3), (4, 9), (11, 2), (20, 1), (29, 7)] {
        let prediction = models.prediction(user, item, model)
        var sum: Float = 0
        var weights: Float = 0
        for neighbour in prediction.neighbours {
          let other = Int(neighbour.index)
          let own =
            side == .users ? baseline.value(other, item) : baseline.value(user, other)
          sum += neighbour.similarity * (neighbour.rating - own)
          weights += abs(neighbour.similarity)
        }
        predicted += weights > 0 ? 1 : 0
        let expected = min(5, max(1, baseline.value(user, item) + sum / (0.5 + weights)))
        #expect(isClose(prediction.rating, expected, within: 1e-4))
      }
      #expect(predicted > 0)
    }
  }

  @Test func `the same for every number of threads`() {
    for side in RatingSide.allCases {
      func fit(_ threads: Int) -> FittedRatingNeighbours {
        RatingNeighbours.fit(
          irregularRatings(users: 200, items: 90, count: 3_000), side: side,
          baseline: RatingBaseline.fit(
            irregularRatings(users: 200, items: 90, count: 3_000), userDamping: 3, itemDamping: 3),
          settings: RatingNeighbourSettings(), threads: threads)
      }
      #expect(fit(1).values == fit(3).values)
      #expect(fit(1).indices == fit(3).indices)
    }
  }
}
