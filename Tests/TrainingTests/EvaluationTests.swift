import Bytes
import Datasets
import Learning
import Platform
import Recommendation
import Snapshots
import Testing
import Training

/// Defends: figures are those of what is served, groups are what they are said to be, and a generation
/// that has seen the answers is not judged by them.
@Suite struct EvaluationTests {
  private func evaluation(
    of dataset: Dataset, split: SplitSpecification, models: [RankingModel] = [.automatic],
    seed: UInt64 = 1, threads: Int = 1
  ) throws -> Evaluation {
    var options = EvaluationOptions()
    options.models = models
    options.seed = seed
    options.threads = threads
    options.resamples = 200
    options.exampleCount = 3
    var training = TrainingOptions()
    training.choosesSettings = false
    training.recommendation.factors = nil
    let directory = try FileSystem.makeTemporaryDirectory("modiste-evaluation")
    defer { try? FileSystem.removeTree(directory) }
    return try Evaluation(
      of: dataset, split: split, named: "a split", options: options, training: training,
      directory: directory)
  }

  /// Everybody chose p (popular); then ann, bob and cat each choose what is expected below.
  private func threeShoppers() throws -> Dataset {
    try dataset([
      "items.csv": """
      item_id,title,category
      p,Popular shirt,shirt
      q,Quiet dress,dress
      r,"Rare <script>alert(1)</script> & ""coat"" 1",coat
      s,Scarf,scarf

      """,
      "events.csv": """
      user_id,item_id,kind,timestamp
      ann,p,purchase,1
      bob,p,purchase,2
      cat,p,purchase,3
      ann,q,purchase,4
      bob,q,purchase,5
      dan,r,purchase,6
      dan,p,purchase,7
      eve,s,purchase,8
      cat,q,purchase,100
      ann,r,purchase,101
      eve,p,purchase,102

      """,
    ])
  }

  @Test func `the most popular items are judged by hand`() throws {
    // Popular order: p (4), q (2), r, s (1 each). Without what was seen, cat is shown q r s: a hit at 1.
    // Ann is shown r s: a hit at 1. Eve is shown p q r: a hit at 1.
    let found = try evaluation(
      of: threeShoppers(), split: .temporalFrom(50), models: [.popularity])
    let popular = try #require(found.results.first)
    #expect(popular.name == "popularity")
    #expect(found.userCount == 3)
    for metric in [RankingMetric.recall, .ndcg, .map, .mrr, .hitRate] {
      #expect(popular.figure(metric, at: 1) == Estimate(value: 1, low: 1, high: 1), "\(metric)")
    }
    let precision = try #require(popular.figure(.precision, at: 5)).value
    #expect(abs(precision - 1.0 / 5) < 1e-12)
    // q r s, r s and p q r: every item is somewhere.
    #expect(popular.lists(at: 5)?.coverage == 1)
    #expect(popular.lists(at: 1)?.coverage == 0.75)
  }

  @Test func `baselines stand beside what was asked for, each once`() throws {
    let found = try evaluation(
      of: threeShoppers(), split: .temporalFrom(50), models: [.itemNeighbours])
    #expect(found.results.map(\.name) == ["item-neighbours", "popularity", "random"])
    #expect(found.results.map(\.isBaseline) == [false, true, true])
    #expect(
      found.results[0].leads.filter { $0.group == .all }.map(\.over) == ["popularity", "random"])
  }

  @Test func `cold items are hits only where few chose them, and cold users know little`() throws {
    // Everything here is cold, as nothing was chosen more than five times.
    let found = try evaluation(of: threeShoppers(), split: .temporalFrom(50))
    #expect(found.userCounts == [.all: 3, .coldUsers: 3, .coldItems: 3])
    let shop = try demoShop()
    let split = shop.usualSplit
    let demo = try evaluation(of: shop, split: split)
    let cut = try shop.answerableSplit(split)
    let interactions = cut.training.interactions
    let cold = cut.heldOut.count { interactions.entries(of: $0.user).count <= 5 }
    #expect(demo.userCounts[.coldUsers] == cold)
    var shoppers = [Int](repeating: 0, count: shop.items.count)
    for item in interactions.items { shoppers[Int(item)] += 1 }
    let rare = cut.heldOut.count { $0.items.contains { shoppers[Int($0)] <= 5 } }
    #expect(demo.userCounts[.coldItems] == rare)
  }

  @Test func `the seed and not the number of threads decides`() throws {
    let shop = try demoShop()
    func document(seed: UInt64, threads: Int) throws -> String {
      // Times are all that may differ.
      let found = try evaluation(of: shop, split: shop.usualSplit, seed: seed, threads: threads)
      return found.manifestFigures.compact
    }
    #expect(try document(seed: 1, threads: 1) == document(seed: 1, threads: 2))
    #expect(try document(seed: 1, threads: 1) != document(seed: 2, threads: 1))
  }

  @Test func `a random list holds no item twice and none that was seen`() throws {
    // With four items and one to three seen, lists end where nothing is left: diversity and coverage
    // could not be computed from a list that repeats.
    let found = try evaluation(of: threeShoppers(), split: .temporalFrom(50))
    let random = try #require(found.results.first { $0.name == "random" })
    // All that is unseen is shown at length 50, so everything held out is found.
    #expect(random.figure(.recall, at: 50)?.value == 1)
    #expect(random.lists(at: 50)?.coverage == 1)
  }

  // MARK: Leaks

  private func published(
    _ dataset: Dataset, holdingOut split: SplitSpecification?
  ) throws -> (store: Store, directory: String) {
    var options = TrainingOptions()
    options.choosesSettings = false
    options.recommendation.factors = nil
    let trainer = Trainer(options)
    let trained =
      try split.map { try trainer.train(dataset, holdingOut: $0) }
      ?? trainer.train(dataset)
    let directory = try FileSystem.makeTemporaryDirectory("modiste-store")
    let store = try Store.create(at: directory)
    let writer = try StoreWriter(to: store)
    let staged = try writer.stage()
    try trained.write(to: staged.path)
    _ = try writer.publish(
      staged, models: trained.description, evaluation: trained.evaluation())
    return (store, directory)
  }

  private func judge(
    _ dataset: Dataset, _ store: Store, split: SplitSpecification,
    models: [RankingModel] = [.automatic]
  ) throws -> Evaluation {
    var options = EvaluationOptions()
    options.resamples = 100
    options.models = models
    let id = try #require(try store.currentGeneration())
    return try Evaluation(
      of: dataset, split: split, named: split.commandLineName, options: options,
      generation: store.generation(id))
  }

  @Test(arguments: [SplitSpecification.leaveOneOut, .temporalShare(0.8)])
  func `a generation trained on everything is refused`(split: SplitSpecification) throws {
    let shop = try demoShop()
    let (store, directory) = try published(shop, holdingOut: nil)
    defer { try? FileSystem.removeTree(directory) }
    do {
      _ = try judge(shop, store, split: split)
      Issue.record("it was judged")
    } catch let error as EvaluationError {
      let text = "\(error)"
      #expect(text.contains("has seen the answers: it was trained on \(shop.events.count) events"))
      #expect(text.contains("train one with --hold-out \(split.commandLineName)"))
    }
  }

  @Test(arguments: [SplitSpecification.leaveOneOut, .temporalShare(0.8)])
  func `a generation that held out the split is judged as one that was fitted for it`(
    split: SplitSpecification
  ) throws {
    let shop = try demoShop()
    let (store, directory) = try published(shop, holdingOut: split)
    defer { try? FileSystem.removeTree(directory) }
    let judged = try judge(shop, store, split: split)
    let fitted = try evaluation(of: shop, split: split)
    #expect(judged.results.map(\.name) == fitted.results.map(\.name))
    for (left, right) in zip(judged.results, fitted.results) {
      #expect(left.figure(.ndcg, at: 10)?.value == right.figure(.ndcg, at: 10)?.value)
    }
    #expect(judged.generation != nil && judged.settings == nil)
  }

  @Test func `a generation older than all that is held out is judged, a newer one refused`() throws
  {
    let shop = try demoShop()
    let (store, directory) = try published(shop, holdingOut: .temporalShare(0.7))
    defer { try? FileSystem.removeTree(directory) }
    #expect(try judge(shop, store, split: .temporalShare(0.8)).userCount > 0)
    #expect(throws: EvaluationError.self) { try judge(shop, store, split: .temporalShare(0.6)) }
  }

  @Test func `a manifest that does not say what was trained on is refused`() throws {
    let shop = try demoShop()
    let directory = try FileSystem.makeTemporaryDirectory("modiste-store")
    defer { try? FileSystem.removeTree(directory) }
    let store = try Store.create(at: directory)
    let writer = try StoreWriter(to: store)
    let staged = try writer.stage()
    try Trainer(TrainingOptions()).train(shop, holdingOut: .temporalShare(0.8))
      .write(to: staged.path)
    let id = try writer.publish(staged).id
    #expect(throws: EvaluationError.unknownExtent(generation: id.text)) {
      try judge(shop, store, split: .temporalShare(0.8))
    }
  }

  @Test func `a model that the generation lacks is named`() throws {
    let shop = try demoShop()
    let (store, directory) = try published(shop, holdingOut: .temporalShare(0.8))
    defer { try? FileSystem.removeTree(directory) }
    let id = try #require(try store.currentGeneration())
    #expect(throws: EvaluationError.absent(model: "factors", generation: id.text)) {
      try judge(shop, store, split: .temporalShare(0.8), models: [.factors])
    }
  }

  @Test func `the extent is of the events, not of how their files lie`() throws {
    let events = "user_id,item_id,kind,timestamp\nann,a,view,1\nbob,b,view,5\n"
    let plain = try dataset(["events.csv": events])
    let sorted = try dataset(["events.csv": events, "items.csv": "item_id\nb\na\n"])
    let extent = TrainingExtent(of: plain)
    #expect(extent == TrainingExtent(of: sorted))
    #expect(extent.eventCount == 2 && extent.first == 1 && extent.last == 5)
    #expect(TrainingExtent(extent.json) == extent)
    #expect(TrainingExtent(of: plain, isTraining: [true, false]).sha256 != extent.sha256)
    #expect(TrainingExtent([:]) == nil)
  }

  // MARK: Report

  @Test func `the report shows everything, in words too, and loads nothing`() throws {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-demo")
    defer { try? FileSystem.removeTree(directory) }
    try DemoShop(users: 200, items: 120, days: 200, seed: 3).write(to: directory)
    let shop = try Dataset(reading: directory)
    let found = try evaluation(of: shop, split: shop.usualSplit)
    #expect(found.userCount >= 3)
    let page = EvaluationReport(of: found, dataset: "shop").page.text
    for heading in [
      "What was asked", "Who wins, and by how much", "How long should the list be?",
      "New shoppers and rare items", "Which items get shown", "Shoppers drawn by lot",
      "What the words mean",
    ] {
      #expect(page.contains("<h2>\(heading)</h2>"), "\(heading)")
    }
    for part in [
      "<!doctype html>", "lang=\"en\"", "prefers-color-scheme: dark", "width=device-width",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    // Nothing from elsewhere, and nothing that runs.
    for part in ["<script", "http:", "https:", "@import", "url(", "<link", "src="] {
      #expect(!page.contains(part), "\(part)")
    }
    let plots = page.components(of: "<svg class=\"plot\"")
    #expect(plots >= 8)
    #expect(page.components(of: "<title>") == plots + 1)
    #expect(page.components(of: "<desc>") == plots)
    #expect(page.components(of: "class=\"card shopper\"") == 3)
    for result in found.results {
      let value = try #require(result.figure(.ndcg, at: 10)).value
      #expect(page.contains("<td>\(value.fixed(4))<small>"))
    }
    #expect(!page.contains("nan") && !page.contains("inf<"))
  }

  @Test func `what comes from the shop is escaped`() throws {
    let found = try evaluation(of: threeShoppers(), split: .temporalFrom(50))
    let page = EvaluationReport(of: found, dataset: "<b>\"shop\" & 'co'</b>").page.text
    #expect(!page.contains("<script"))
    #expect(
      page.contains("Rare &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;coat&quot; 1"))
    #expect(page.contains("&lt;b&gt;&quot;shop&quot; &amp; &#39;co&#39;&lt;/b&gt;"))
    #expect(!page.contains("<b>\"shop\""))
  }

  @Test func `nothing to ask about still makes a page`() throws {
    let one = try dataset([
      "events.csv": """
      user_id,item_id,kind,timestamp
      ann,a,view,1
      bob,b,view,200

      """
    ])
    let found = try evaluation(of: one, split: .temporalFrom(50))
    #expect(found.userCount == 0)
    #expect(EvaluationReport(of: found, dataset: "x").page.text.contains("held-out part is empty"))
  }

  @Test(arguments: [
    (0.0531, 4, "0.0531"), (0, 2, "0.00"), (-0.25, 1, "−0.3"), (12.5, 0, "13"), (-0.001, 2, "0.00"),
  ])
  func `numbers have the places asked for`(value: Double, places: Int, text: String) {
    #expect(value.fixed(places) == text)
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
