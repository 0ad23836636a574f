import Answering
import Bytes
import Datasets
import Platform
import Recommendation
import Serving
import Snapshots
import Training

/// A simulated shop, and models of it in two trainings that answer differently. Made once for the
/// process; every test publishes them into a store of its own.
struct TrainedShop: Sendable {
  let dataset: Dataset
  let first: TrainedSnapshot
  let second: TrainedSnapshot
  /// With every source, weighed alike.
  let hybrid: TrainedSnapshot

  private static let shared = Result { try TrainedShop() }

  static func get() throws -> TrainedShop { try shared.get() }

  private init() throws {
    let directory = try FileSystem.makeTemporaryDirectory("modiste-shop")
    defer { try? FileSystem.removeTree(directory) }
    try DemoShop(users: 200, items: 150, days: 120, seed: 7).write(to: directory)
    dataset = try Dataset(reading: directory)
    var options = TrainingOptions()
    options.choosesSettings = false
    options.recommendation.factors?.factorCount = 8
    options.recommendation.weighting = .cosine
    first = try Trainer(options).train(dataset)
    options.recommendation.weighting = .bm25Default
    options.recommendation.halfLife = 4
    second = try Trainer(options).train(dataset)
    for source in ItemSource.allCases where source != .neighbours {
      options.recommendation.halfLives[source] = 4
    }
    options.recommendation.hybrid = HybridWeights.equal().padded(
      termCount: dataset.descriptions().termNames.count, with: 0.5)
    hybrid = try Trainer(options).train(dataset)
  }

  /// The attribute of an item as items.csv has it; "" when it has none.
  func text(_ attribute: String, of item: String) -> String {
    guard let row = dataset.items.ids.firstIndex(of: item),
      case .texts(let texts) = dataset.items.attribute(attribute)?.values
    else { return "" }
    return texts[row]
  }

  /// NaN when items.csv has none.
  func number(_ attribute: String, of item: String) -> Double {
    guard let row = dataset.items.ids.firstIndex(of: item),
      case .numbers(let numbers) = dataset.items.attribute(attribute)?.values
    else { return .nan }
    return numbers[row]
  }

  /// The items that a user chose, oldest first.
  func chosen(by user: Int) -> [String] {
    let events = dataset.events
    return (0..<events.count).filter {
      events.users[$0] == user && events.kinds[$0].isChoice && events.items[$0] != EventTable.noItem
    }.map { dataset.items.ids[Int(events.items[$0])] }
  }

  /// How many users chose the item.
  func shoppers(of item: String) -> Int {
    guard let row = dataset.items.ids.firstIndex(of: item) else { return 0 }
    let events = dataset.events
    return Set(
      (0..<events.count).filter { events.items[$0] == row && events.kinds[$0].isChoice }
        .map { events.users[$0] }
    ).count
  }

  /// The user who chose most.
  var busiestUser: Int {
    var counts = [Int](repeating: 0, count: dataset.users.count)
    for user in dataset.events.users { counts[Int(user)] += 1 }
    return counts.indices.max { counts[$0] < counts[$1] } ?? 0
  }
}

extension TrainedSnapshot {
  /// Publishes these models as a new generation.
  ///
  /// - Parameter golden: whose answers golden.bin holds; by default those of these models.
  func publish(
    to store: Store, makesCurrent: Bool = true, answersOf golden: TrainedSnapshot? = nil
  ) throws -> GenerationID {
    let writer = try StoreWriter(to: store)
    let staged = try writer.stage()
    try write(to: staged.path)
    let answering = try FileSystem.makeTemporaryDirectory("modiste-golden")
    defer { try? FileSystem.removeTree(answering) }
    try (golden ?? self).write(to: answering)
    let bytes = try GoldenQuestions.record(
      goldenRequests, of: generation(in: answering, named: staged.id.text),
      methods: MethodTable(Method.standard))
    try FileSystem.createFile(
      at: "\(staged.path)/\(GoldenQuestions.fileName)", with: bytes.rawSpan)
    return try writer.publish(
      staged, models: description, evaluation: evaluation(), makesCurrent: makesCurrent
    ).id
  }
}

/// A generation outside of a server.
func generation(in directory: String, named id: String) throws -> Generation {
  Generation(id: id, models: try Models(opening: directory), retired: RetiredModels())
}
