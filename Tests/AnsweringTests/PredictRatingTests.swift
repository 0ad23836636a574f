import Answering
import Bytes
import Recommendation
import Snapshots
import Testing

/// Defends what a question about a rating may be, and what it is answered with.
@Suite struct PredictRatingTests {
  let models: Models
  let arena = Arena()

  /// The users and items of ``SmallShop``; dee and the bag have no ratings.
  init() throws {
    let given = Ratings(
      userCount: 4, itemCount: 6, users: [0, 0, 0, 1, 1, 1, 2, 2, 2],
      items: [0, 1, 3, 0, 1, 4, 3, 4, 0], values: [5, 4, 1, 4, 5, 2, 5, 4, 2])
    var recommend = SmallShop.recommend()
    var settings = RatingSettings()
    settings.userNeighbours.minimumSupport = 1
    settings.itemNeighbours.minimumSupport = 1
    settings.usual = .userNeighbours
    RatingFit.fit(given, settings: settings, threads: 1).pack(into: &recommend)
    models = try Models(
      catalogue: TensorFile(bytes: SmallShop.catalogue().encoded(), name: "catalogue.safetensors"),
      recommend: TensorFile(bytes: recommend.encoded(), name: "recommend.safetensors"))
  }

  func predict(
    _ user: String, _ item: String, model: RatingModel? = nil, neighbours: Int = 0
  ) throws(AnswerError) -> RatingPrediction {
    var question = PredictRatingQuery()
    question.user = arena.view(user)
    question.item = arena.view(item)
    question.model = model
    question.neighbourCount = neighbours
    var prediction = RatingPrediction()
    try models.predictRating(question, into: &prediction)
    return prediction
  }

  func refusal(_ user: String, _ item: String, neighbours: Int = 0) -> AnswerError? {
    do throws(AnswerError) {
      _ = try predict(user, item, neighbours: neighbours)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: RatingModel.allCases)
  func `a rating comes with its neighbours by id`(model: RatingModel) throws {
    let prediction = try predict("ann", "shoe-2", model: model)
    #expect(prediction.isUserKnown && prediction.isItemKnown)
    #expect((1...5).contains(prediction.rating))
    let ids = Set(prediction.neighbours.map { models.neighbourID($0, of: model).string })
    // Of nine ratings no factor is learned, and what has none is like nothing.
    #expect(ids.isEmpty == (model == .factors))
    #expect(
      ids.isSubset(
        of: model == .userNeighbours ? ["bob", "cid"] : ["dress-1", "dress-2", "shoe-1"])
    )
  }

  @Test func `who and what is unknown, or was never rated, is said to be`() throws {
    for user in ["", "zoe", "dee"] {
      let prediction = try predict(user, "dress-1")
      #expect(!prediction.isUserKnown && prediction.isItemKnown)
      #expect(prediction.neighbours.isEmpty)
      #expect(prediction.rating == prediction.baseline)
    }
    for item in ["x", "bag"] {
      let prediction = try predict("ann", item)
      #expect(prediction.isUserKnown && !prediction.isItemKnown)
    }
  }

  @Test func `ids that are too long, and an empty item, are refused`() {
    let long = String(repeating: "x", count: 257)
    #expect(
      refusal(long, "bag")
        == .invalidArgument("user_id is 257 bytes; at most 256 are accepted"))
    #expect(
      refusal("ann", long)
        == .invalidArgument("item_id is 257 bytes; at most 256 are accepted"))
    #expect(
      refusal("ann", "") == .invalidArgument("item_id is empty; 1 to 256 bytes are accepted"))
  }

  @Test func `more than 100 neighbours are refused`() {
    #expect(refusal("ann", "bag", neighbours: 100) == nil)
    for count in [101, Int(UInt32.max)] {
      #expect(
        refusal("ann", "bag", neighbours: count)
          == .invalidArgument("neighbours must be in 0...100, got \(count)"))
    }
  }

  @Test func `a snapshot without ratings is unavailable`() throws {
    let shop = try SmallShop()
    var question = PredictRatingQuery()
    question.item = arena.view("bag")
    var prediction = RatingPrediction()
    #expect(
      throws: AnswerError.unavailable(
        "this snapshot has no ratings; train on events of kind rating with values to ask for these")
    ) { try shop.models.predictRating(question, into: &prediction) }
  }

  @Test func `ratings of other users or items are refused, and both files named`() throws {
    let given = Ratings(userCount: 5, itemCount: 6, users: [0], items: [0], values: [5])
    var recommend = SmallShop.recommend()
    RatingFit.fit(given, settings: RatingSettings(), threads: 1).pack(into: &recommend)
    let encoded = recommend.encoded()
    let error = #expect(throws: SnapshotError.self) {
      try Models(
        catalogue: TensorFile(
          bytes: SmallShop.catalogue().encoded(), name: "catalogue.safetensors"),
        recommend: TensorFile(bytes: encoded, name: "recommend.safetensors"))
    }
    #expect(error?.description.contains("tensor 'ratings.by_user.indptr'") == true)
    #expect(
      error?.description.hasSuffix("(catalogue.safetensors has 4 users and 6 items)") == true)
  }
}
