import Answering
import Bytes
import Datasets
import Platform
import Profiling
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
    // It would be the same again, and takes longer than all the rest.
    options.fitsChat = false
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
  /// - Parameters:
  ///   - golden: whose answers golden.bin holds; by default those of these models
  ///   - profiles: published in place of those that were trained
  func publish(
    to store: Store, makesCurrent: Bool = true, answersOf golden: TrainedSnapshot? = nil,
    profiles: FittedProfiles? = nil
  ) throws -> GenerationID {
    let writer = try StoreWriter(to: store)
    let staged = try writer.stage()
    try write(to: staged.path)
    if let profiles {
      var tensors = TensorWriter()
      profiles.pack(into: &tensors)
      try tensors.write(to: "\(staged.path)/\(Models.profileName)")
    }
    let answering = try FileSystem.makeTemporaryDirectory("modiste-golden")
    defer { try? FileSystem.removeTree(answering) }
    try (golden ?? self).write(to: answering)
    if let profiles {
      var writer = TensorWriter()
      profiles.pack(into: &writer)
      for directory in [staged.path, answering] {
        try writer.write(to: "\(directory)/\(Models.profileName)")
      }
    }
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

extension TrainedShop {
  /// Made-up profiles of the shop's users, of every kind of tag; the training data ends in the far
  /// future, so that answers do not change while they are compared.
  var profiles: FittedProfiles {
    let count = dataset.users.count
    var fitted = FittedProfiles(userCount: count, asOf: 4_000_000_000)
    func tag(_ name: String, _ evidence: EvidenceKind, unit: String = "") -> TagDefinition {
      TagDefinition(
        name: name, evidence: evidence, unit: unit,
        source: evidence == .record ? "users.csv" : "RFM",
        method: "As tests have it: \(name).")
    }
    func numbers(_ number: (Int) -> Float) -> FittedProfiles.Values {
      .numbers((0..<count).map(number))
    }
    func categories(_ values: [String], _ code: (Int) -> UInt8?) -> FittedProfiles.Values {
      .categories((0..<count).map(code), values: values)
    }
    fitted.add(tag("birth_year", .record), numbers { user in Float(1950 + user % 50) })
    fitted.add(tag("city", .record), categories(["上海", "Paris"]) { user in UInt8(user % 2) })
    fitted.add(tag("rfm.recency", .purchases, unit: "days"), numbers { user in Float(user) })
    fitted.add(tag("rfm.frequency", .purchases), numbers { user in Float(user % 9) })
    fitted.add(
      tag("rfm.monetary", .purchases, unit: "EUR"),
      numbers { user in user % 7 == 0 ? Float.nan : 12.5 * Float(user) })
    fitted.add(
      tag("segment", .choices),
      categories(["loyal", "lost"]) { user in user % 3 == 0 ? nil : UInt8(user % 3 - 1) })
    var dresses: [[(value: UInt16, weight: Float)]] = []
    var moods: [[(value: UInt16, weight: Float)]] = []
    for user in 0..<count {
      fitted.purchaseCounts[user] = UInt32(user % 9)
      fitted.purchaseAges[user] = Float(user)
      fitted.choiceCounts[user] = UInt32(user)
      fitted.choiceAges[user] = Float(user) / 2
      dresses.append([(value: 0, weight: 0.5), (value: 1, weight: Float(user % 4) / 4)])
      moods.append([(value: 0, weight: 0.25)])
    }
    fitted.affinities = [
      FittedAffinities(attribute: "category", values: ["dress", "shoes"], rows: dresses),
      FittedAffinities(attribute: "mood", values: ["bright"], rows: moods),
    ]
    return fitted
  }
}
