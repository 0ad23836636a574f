import Learning
import Recommendation
import TestSupport
import Testing

/// What every rating model owes, whatever it has learnt.
@Suite struct RatingModelsTests {
  func errors(
    _ models: RatingModels, on missing: Ratings, _ model: RatingModel
  ) -> (model: RatingErrors, baseline: RatingErrors) {
    var sums = (model: RatingErrors(), baseline: RatingErrors())
    for user in 0..<missing.userCount {
      for entry in missing.entries(of: user) {
        let prediction = models.prediction(user, Int(missing.items[entry]), model)
        sums.model.add(predicted: prediction.rating, actual: missing.values[entry])
        sums.baseline.add(predicted: prediction.baseline, actual: missing.values[entry])
      }
    }
    return sums
  }

  @Test(arguments: RatingModel.allCases)
  func `it beats the baseline on a checkerboard`(model: RatingModel) throws {
    let (given, missing) = checkerboardRatings()
    try withRatingModels(given) { models in
      let (own, baseline) = errors(models, on: missing, model)
      #expect(baseline.rootMeanSquare > 0.9)
      #expect(own.rootMeanSquare < 0.2)
    }
  }

  @Test(arguments: RatingModel.allCases)
  func `a rating is never outside the range of the training data`(model: RatingModel) throws {
    // User 0 likes everything, and user 1 agrees, who likes the last item still better.
    let steep = ratings([[5, 5, 4, nil], [2, 2, 1, 5], [1, 1, 2, 1]])
    try withRatingModels(steep) { models in
      let rating = models.prediction(0, 3, model).rating
      #expect((1...5).contains(rating))
      if model == .userNeighbours { #expect(rating == 5) }
    }
    for ratings in [irregularRatings(), worked()] {
      try withRatingModels(ratings) { models in
        for user in 0..<models.userCount {
          for item in 0..<models.itemCount {
            let prediction = models.prediction(user, item, model)
            #expect((1...5).contains(prediction.rating))
            #expect((1...5).contains(prediction.baseline))
          }
        }
      }
    }
  }

  @Test(arguments: RatingModel.allCases)
  func `of who or what is unknown, the known part of the baseline is answered`(
    model: RatingModel
  ) throws {
    // User 4 and item 5 are in the catalogue, and have no ratings.
    var rows: [[Float?]] = [
      [5, 1, 3, nil, nil, nil], [4, 3, 2, nil, nil, nil], [1, 5, nil, 3, nil, nil],
      [2, 4, nil, 5, 2, nil],
    ]
    rows.append([nil, nil, nil, nil, nil, nil])
    let given = ratings(rows)
    let settings = plainSettings()
    let baseline = RatingBaseline.fit(
      given, userDamping: settings.userDamping, itemDamping: settings.itemDamping)
    try withRatingModels(given, settings: settings) { models in
      for (user, item) in [(nil, 1), (4, 1)] as [(Int?, Int?)] {
        let prediction = models.prediction(user, item, model)
        #expect(!prediction.isUserKnown && prediction.isItemKnown)
        #expect(isClose(prediction.rating, baseline.mean + baseline.itemBiases[1]))
        #expect(prediction.rating == prediction.baseline)
        #expect(prediction.neighbours.isEmpty)
        #expect(prediction.model == model)
      }
      for (user, item) in [(3, nil), (3, 5)] as [(Int?, Int?)] {
        let prediction = models.prediction(user, item, model)
        #expect(prediction.isUserKnown && !prediction.isItemKnown)
        #expect(isClose(prediction.rating, baseline.mean + baseline.userBiases[3]))
      }
      #expect(isClose(models.prediction(nil, nil, model).rating, baseline.mean))
    }
  }

  @Test(arguments: RatingModel.allCases)
  func `neighbours are at most as many as asked, the most similar first`(
    model: RatingModel
  ) throws {
    try withRatingModels(irregularRatings()) { models in
      for user in 0..<models.userCount {
        let all = models.prediction(user, user % 20, model)
        for count in [0, 1, 3] {
          let few = models.prediction(user, user % 20, model, neighbours: count)
          #expect(few.neighbours.count == min(count, all.neighbours.count))
          #expect(few.rating == all.rating)
          #expect(few.neighbours.allSatisfy(all.neighbours.contains))
          let similarities = few.neighbours.map(\.similarity)
          #expect(similarities == similarities.sorted(by: >))
          // Those that are left out weigh no more.
          let least = few.neighbours.map(\.similarity.magnitude).min() ?? 1
          let others = all.neighbours.filter { !few.neighbours.contains($0) }
          if count > 0 { #expect(others.allSatisfy { $0.similarity.magnitude <= least }) }
        }
      }
    }
  }

  @Test func `neighbours of the factors are the user's own items, with what it gave them`() throws {
    let given = irregularRatings()
    try withRatingModels(given) { models in
      let prediction = models.prediction(3, 2, .factors)
      let items = given.entries(of: 3).map { Int32(given.items[$0]) }
      #expect(Set(prediction.neighbours.map(\.index)) == Set(items).subtracting([2]))
      for neighbour in prediction.neighbours {
        let entry = given.entries(of: 3).first { given.items[$0] == UInt32(neighbour.index) }
        #expect(entry.map { given.values[$0] } == neighbour.rating)
        #expect(abs(neighbour.similarity) <= 1)
      }
    }
  }

  @Test(arguments: RatingModel.allCases)
  func `without a model the usual one answers, and is named`(model: RatingModel) throws {
    var settings = plainSettings()
    settings.usual = model
    try withRatingModels(irregularRatings(), settings: settings) { models in
      #expect(models.prediction(1, 2) == models.prediction(1, 2, model))
      #expect(models.prediction(1, 2).model == model)
    }
  }

  @Test func `one rating alone can be learned from`() throws {
    try withRatingModels(ratings([[4]])) { models in
      for model in RatingModel.allCases {
        #expect(isClose(models.prediction(0, 0, model).rating, 4))
      }
    }
  }
}

/// A prediction allocates nothing once it has grown.
@Suite(.enabled(if: AllocationCounter.isMeaningful, "needs an optimised build"))
struct RatingAllocationTests {
  @Test(arguments: RatingModel.allCases)
  func `predictions allocate nothing after the first ones`(model: RatingModel) throws {
    try withRatingModels(irregularRatings()) { models in
      var prediction = RatingPrediction()
      func askForAll() {
        for user in 0..<models.userCount {
          for item in 0..<models.itemCount {
            models.predict(
              user: user, item: item, model: model, neighbourCount: 10, into: &prediction)
          }
        }
      }
      askForAll()
      let count = AllocationCounter.count(askForAll)
      #expect(count == 0)
    }
  }
}
