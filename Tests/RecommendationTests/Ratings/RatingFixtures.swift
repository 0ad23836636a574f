import Recommendation
import Snapshots

/// Ratings worked by hand. Everybody's mean is 3:
///
///            item 0   1   2   3   4
///     user 0      5   1   3   –   –
///     user 1      4   3   2   –   –
///     user 2      1   5   –   3   –
///     user 3      2   4   –   5   1
func worked() -> Ratings {
  ratings([[5, 1, 3, nil, nil], [4, 3, 2, nil, nil], [1, 5, nil, 3, nil], [2, 4, nil, 5, 1]])
}

/// - Parameter rows: by user, then by item; nil: not rated
func ratings(_ rows: [[Float?]]) -> Ratings {
  var log = (users: [UInt32](), items: [UInt32](), values: [Float]())
  for (user, row) in rows.enumerated() {
    for (item, value) in row.enumerated() {
      guard let value else { continue }
      log.users.append(UInt32(user))
      log.items.append(UInt32(item))
      log.values.append(value)
    }
  }
  return Ratings(
    userCount: rows.count, itemCount: rows[0].count, users: log.users, items: log.items,
    values: log.values)
}

/// Users and items are even or odd, and a user gives 4 to items of its own kind and 2 to the others:
/// what the baseline cannot see, and every other model should. One in five is missing.
func checkerboardRatings(users: Int = 40, items: Int = 30) -> (given: Ratings, missing: Ratings) {
  func part(_ isKept: (Int, Int) -> Bool) -> Ratings {
    ratings(
      (0..<users).map { user in
        (0..<items).map { item in
          isKept(user, item) ? (user % 2 == item % 2 ? 4 : 2) : nil
        }
      })
  }
  return (part { ($0 + 2 * $1) % 5 != 0 }, part { ($0 + 2 * $1) % 5 == 0 })
}

/// Few ratings of 1 to 5, the same each time.
func irregularRatings(users: Int = 30, items: Int = 25, count: Int = 300) -> Ratings {
  var state: UInt64 = 7
  func next(below count: Int) -> UInt32 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt32((state >> 33) % UInt64(count))
  }
  var log = (users: [UInt32](), items: [UInt32](), values: [Float]())
  for _ in 0..<count {
    log.users.append(next(below: users))
    log.items.append(min(next(below: items), next(below: items)))
    log.values.append(Float(1 + next(below: 5)))
  }
  return Ratings(
    userCount: users, itemCount: items, users: log.users, items: log.items, values: log.values)
}

/// The formulas as they stand: no shrinkage, no damping, the mean as centre.
func plainNeighbours() -> RatingNeighbourSettings {
  var settings = RatingNeighbourSettings()
  settings.centre = .mean
  settings.minimumSupport = 1
  return settings
}

func plainSettings() -> RatingSettings {
  var settings = RatingSettings()
  settings.userNeighbours = plainNeighbours()
  settings.itemNeighbours = plainNeighbours()
  settings.factors.factorCount = 3
  settings.factors.roundCount = 20
  return settings
}

/// Fits, packs, opens, and lends the opened models with the file they lie in.
func withRatingModels<Result>(
  _ ratings: Ratings, settings: RatingSettings = plainSettings(), threads: Int = 1,
  _ body: (RatingModels) throws -> Result
) throws -> Result {
  var writer = TensorWriter()
  RatingFit.fit(ratings, settings: settings, threads: threads).pack(into: &writer)
  let file = try TensorFile(bytes: writer.encoded(), name: "recommend.safetensors")
  defer { extendLifetime(file) }
  return try body(
    RatingModels(opening: file, users: ratings.userCount, items: ratings.itemCount))
}

extension RatingModels {
  func prediction(
    _ user: Int?, _ item: Int?, _ model: RatingModel? = nil, neighbours: Int = 100
  ) -> RatingPrediction {
    var prediction = RatingPrediction()
    predict(
      user: user, item: item, model: model, neighbourCount: neighbours, into: &prediction)
    return prediction
  }
}

extension FittedRatingNeighbours {
  /// The similarity of two subjects; nil when they are no neighbours.
  func similarity(_ subject: Int, _ other: Int) -> Float? {
    entry(subject, other).map { values[$0] }
  }

  func entry(_ subject: Int, _ other: Int) -> Int? {
    (Int(indptr[subject])..<Int(indptr[subject + 1])).first { indices[$0] == UInt32(other) }
  }
}

func isClose(_ left: Float?, _ right: Float, within tolerance: Float = 1e-5) -> Bool {
  left.map { abs($0 - right) <= tolerance } ?? false
}
