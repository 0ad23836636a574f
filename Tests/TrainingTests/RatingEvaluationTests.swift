import Answering
import Datasets
import Learning
import Platform
import Recommendation
import Snapshots
import Testing
import Training

/// Defends: every rating is foretold once, by models that were not shown it.
@Suite struct RatingEvaluationTests {
  /// Shoppers and items are even or odd; a shopper gives 4 to its own kind and 2 to the other. Views, a
  /// rating without a value and an older rating of a pair count for nothing.
  private func shop() throws -> Dataset {
    var events = "user_id,item_id,kind,value,timestamp\nU0,I1,view,,1\nU0,I0,rating,,1\n"
    for user in 0..<20 {
      for item in 0..<15 {
        events += "U\(user),I\(item),rating,1,2\n"
        events += "U\(user),I\(item),rating,\(user % 2 == item % 2 ? 4 : 2),\(3 + item)\n"
      }
    }
    return try dataset(["events.csv": events])
  }

  private func options(choosesSettings: Bool = false) -> TrainingOptions {
    var options = TrainingOptions()
    options.choosesSettings = choosesSettings
    options.ratings.userNeighbours = RatingNeighbourSettings()
    options.ratings.itemNeighbours = RatingNeighbourSettings()
    options.ratings.factors.factorCount = 3
    options.ratings.factors.roundCount = 30
    return options
  }

  @Test func `ratings are the last of each pair that has a value`() throws {
    let ratings = try #require(try shop().ratings)
    #expect(ratings.count == 300)
    #expect(Set(ratings.values) == [2, 4])
    #expect(try demoShop().ratings != nil)
    #expect(
      try dataset(["events.csv": "user_id,item_id,kind,timestamp\nU,I,view,1\n"]).ratings == nil)
  }

  @Test func `every rating is held out once, and every model beats the baseline`() throws {
    let dataset = try shop()
    let evaluation = try RatingEvaluation(of: dataset, folds: 5, options: options())
    #expect(
      evaluation.rows.map(\.name)
        == ["baseline", "user-neighbours", "item-neighbours", "factors", "usual"])
    for row in evaluation.rows {
      #expect(row.errors.count == 300)
      #expect(row.folds.map(\.count) == [60, 60, 60, 60, 60])
    }
    #expect(evaluation.rows[0].errors.rootMeanSquare > 0.9)
    for row in evaluation.rows.dropFirst() { #expect(row.errors.rootMeanSquare < 0.3) }
  }

  @Test func `the same seed gives the same figures, another seed another cut`() throws {
    let dataset = try shop()
    var options = options()
    let first = try RatingEvaluation(of: dataset, folds: 2, options: options)
    #expect(
      try RatingEvaluation(of: dataset, folds: 2, options: options).json["models"]
        == first.json["models"])
    options.seed = 2
    #expect(try RatingEvaluation(of: dataset, folds: 2, options: options).parts != first.parts)
  }

  @Test func `the cut is written for others to read`() throws {
    let dataset = try shop()
    let evaluation = try RatingEvaluation(of: dataset, folds: 3, options: options())
    let lines = String(decoding: evaluation.foldsCSV(of: dataset), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == 301)
    #expect(lines[0] == "user_id,item_id,value,timestamp,fold")
    // I1 was met first, by a view.
    #expect(lines[1] == "U0,I1,2.0,4,\(evaluation.parts[0])")
  }

  @Test func `a dataset with fewer ratings than folds is refused`() throws {
    let one = try dataset(["events.csv": "user_id,item_id,kind,value,timestamp\nU,I,rating,3,1\n"])
    #expect(throws: SplitError.self) { try RatingEvaluation(of: one, folds: 2, options: options()) }
  }

  @Test func `the usual model is the one with the smallest validation error`() throws {
    let trained = try #require(
      try Trainer(options(choosesSettings: true)).train(shop()).ratings)
    let chosen = try #require(trained.chosen)
    let errors = RatingModel.allCases.compactMap { chosen.models[$0]?.rootMeanSquare }
    #expect(errors.count == 3)
    #expect(chosen.models[chosen.settings.usual]?.rootMeanSquare == errors.min())
    #expect(trained.fitted.settings == chosen.settings)
    #expect(chosen.baseline.count == chosen.models[.factors]?.count)
  }

  @Test func `a dataset without ratings trains a snapshot without ratings`() throws {
    let views = try dataset(["events.csv": "user_id,item_id,kind,timestamp\nU,I,view,1\n"])
    let trained = try Trainer(options()).train(views)
    #expect(trained.ratings == nil)
    let directory = try FileSystem.makeTemporaryDirectory("modiste-unrated")
    defer { try? FileSystem.removeTree(directory) }
    try trained.write(to: directory)
    #expect(try Models(opening: directory).ratings == nil)
    #expect(!trained.goldenRequests.contains { $0.method == 0x0106 })
  }
}
