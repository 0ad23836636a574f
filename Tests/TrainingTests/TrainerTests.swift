import Answering
import Bytes
import Catalogue
import Datasets
import Platform
import Recommendation
import Snapshots
import Testing
import Training

@Suite struct TrainerTests {
  private func files(
    of dataset: Dataset, seed: UInt64 = 1, threads: Int = 1, choosesSettings: Bool = true
  ) throws -> [String: [UInt8]] {
    var options = TrainingOptions()
    options.seed = seed
    options.threads = threads
    options.choosesSettings = choosesSettings
    options.recommendation.factors?.factorCount = 8
    let directory = try FileSystem.makeTemporaryDirectory("modiste-trained")
    defer { try? FileSystem.removeTree(directory) }
    try Trainer(options).train(dataset).write(to: directory)
    let names = try FileSystem.names(in: directory)
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try FileSystem.read("\(directory)/\($0)")) })
  }

  @Test func `the same dataset and seed give the same bytes of all files`() throws {
    let dataset = try demoShop()
    let first = try files(of: dataset, threads: 2)
    #expect(
      Set(first.keys) == [
        Models.catalogueName, Models.recommendName, Models.profileName, Models.forecastName,
      ])
    #expect(try files(of: dataset, threads: 2) == first)
  }

  @Test func `another seed gives other factors and the same catalogue`() throws {
    let dataset = try demoShop()
    let first = try files(of: dataset, choosesSettings: false)
    let second = try files(of: dataset, seed: 2, choosesSettings: false)
    #expect(first[Models.catalogueName] == second[Models.catalogueName])
    #expect(first[Models.recommendName] != second[Models.recommendName])
  }

  @Test func `what was trained opens, with every item and user`() throws {
    let dataset = try demoShop()
    let directory = try FileSystem.makeTemporaryDirectory("modiste-trained")
    defer { try? FileSystem.removeTree(directory) }
    var options = TrainingOptions()
    options.recommendation.factors = nil
    try Trainer(options).train(dataset).write(to: directory)
    let models = try Models(opening: directory)
    #expect(models.catalogue.items.count == dataset.items.count)
    #expect(models.catalogue.users.count == dataset.users.count)
    for (index, id) in dataset.items.ids.enumerated() {
      #expect(models.itemID(Int32(index)).string == id)
    }
  }

  @Test
  func
    `golden questions ask for strangers, shoppers, items, profiles, ratings, series and factors`()
    throws
  {
    let dataset = try demoShop()
    var options = TrainingOptions()
    options.choosesSettings = false
    options.recommendation.factors?.factorCount = 8
    let with = try Trainer(options).train(dataset).goldenRequests
    options.recommendation.factors = nil
    let without = try Trainer(options).train(dataset).goldenRequests
    let ratings = try #require(dataset.ratings)
    let series = [[UInt16]](repeating: [0x0301, 0x0304], count: 8).flatMap(\.self)
    #expect(
      without.map(\.method) == [UInt16](repeating: 0x0101, count: 9)
        + [0x0105] + [UInt16](repeating: 0x0102, count: 8)
        + [UInt16](repeating: 0x0103, count: 4) + [UInt16](repeating: 0x0104, count: 4)
        + [UInt16](repeating: 0x0201, count: 5)
        + [UInt16](repeating: 0x0106, count: 5 * min(4, ratings.count))
        + series)
    #expect(with.count == without.count + 2)
  }

  @Test func `a dataset too small to be cut is trained with the settings given`() throws {
    let one = try dataset([
      "events.csv": "user_id,item_id,kind,timestamp\nann,a,view,1\n"
    ])
    let trained = try Trainer(TrainingOptions()).train(one)
    #expect(trained.settings.weighting == TrainingOptions().recommendation.weighting)
    #expect(trained.validation == nil)
  }

  @Test func `events that are no choices are not learned from`() throws {
    let mixed = try dataset([
      "events.csv": """
      user_id,item_id,kind,timestamp,query
      ann,a,view,1,
      ann,b,purchase,2,
      ann,b,purchase,3,
      ann,b,return,4,
      ann,,search,5,dress

      """
    ])
    #expect(TrainingData(mixed).interactions.entryCount == 2)
  }
}
