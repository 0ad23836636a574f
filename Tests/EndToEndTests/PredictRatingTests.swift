import Bytes
import Datasets
import Recommendation
import TestSupport
import Testing
import Training
import Wire

/// Recommend.PredictRating over a real socket.
@Suite struct PredictRatingTests {
  let served: ServedShop
  let shop: TrainedShop
  let method: UInt16 = 0x0106

  init() throws {
    served = try ServedShop()
    shop = served.shop
  }

  /// A pair that has a rating.
  private func pair() throws -> (user: String, item: String) {
    let ratings = try #require(shop.first.ratings?.fitted.ratings)
    let users = ratings.userOfEntry
    // The user with most ratings has most neighbours.
    let most = try #require(
      (0..<ratings.count).max {
        ratings.entries(of: Int(users[$0])).count < ratings.entries(of: Int(users[$1])).count
      })
    return (
      shop.dataset.users.ids[Int(users[most])], shop.dataset.items.ids[Int(ratings.items[most])]
    )
  }

  private func predict(
    _ user: String, _ item: String, model: Int = 0, neighbours: Int = 0
  ) throws -> Peer.Frame {
    try served.call(
      method,
      encoded {
        $0.appendPredictRatingRequest(
          user: user, item: item, model: model, neighbours: neighbours)
      })
  }

  @Test func `every model answers in the range, named, with the baseline beside`() throws {
    let (user, item) = try pair()
    for model in 1...3 {
      let answer = Predicted(try predict(user, item, model: model))
      #expect(answer.model == UInt64(model))
      #expect((1...5).contains(answer.rating))
      #expect((1...5).contains(answer.baseline))
      #expect(answer.isUserKnown && answer.isItemKnown)
      #expect(answer.neighbours.count <= 10)
    }
    let factors = Predicted(try predict(user, item, model: 3, neighbours: 2))
    #expect(factors.neighbours.count <= 2)
  }

  @Test func `the default is one of them, and the one that the trainer chose`() throws {
    let (user, item) = try pair()
    let answer = Predicted(try predict(user, item))
    #expect(answer.model == (shop.first.ratings?.fitted.settings.usual.rawValue).map(UInt64.init))
    #expect(answer == Predicted(try predict(user, item, model: Int(answer.model))))
  }

  @Test func `neighbours are users or items, as the model says`() throws {
    let (user, item) = try pair()
    for (model, ids) in [
      (1, shop.dataset.users.ids), (2, shop.dataset.items.ids), (3, shop.dataset.items.ids),
    ] {
      let answer = Predicted(try predict(user, item, model: model, neighbours: 100))
      #expect(Set(answer.neighbours.map(\.id)).isSubset(of: ids))
      for neighbour in answer.neighbours {
        #expect(neighbour.id != (model == 1 ? user : item))
        #expect((-1...1).contains(neighbour.similarity))
        #expect((1...5).contains(neighbour.rating))
        #expect(model == 3 || neighbour.common >= 2)
      }
    }
  }

  @Test func `an unknown user or item is answered from what is known, and said to be`() throws {
    let (user, item) = try pair()
    let stranger = Predicted(try predict("nobody", item))
    #expect(!stranger.isUserKnown && stranger.isItemKnown)
    #expect(stranger.rating == stranger.baseline)
    let novelty = Predicted(try predict(user, "nothing"))
    #expect(novelty.isUserKnown && !novelty.isItemKnown)
    #expect(!Predicted(try predict("", "nothing")).isUserKnown)
  }

  @Test func `bad input is refused with what is accepted`() throws {
    let (user, item) = try pair()
    let long = String(repeating: "x", count: 257)
    for (answer, message) in [
      (try predict(user, ""), "item_id is empty; 1 to 256 bytes are accepted"),
      (try predict(user, long), "item_id is 257 bytes; at most 256 are accepted"),
      (try predict(long, item), "user_id is 257 bytes; at most 256 are accepted"),
      (try predict(user, item, neighbours: 101), "neighbours must be in 0...100, got 101"),
      (try predict(user, item, model: 4), "model must be in 0...3, got 4"),
      (try predict(user, item, model: 257), "model must be in 0...3, got 257"),
    ] {
      #expect(answer.status == .invalidArgument)
      #expect(answer.message == message)
    }
    // Text that is none, and a field cut short.
    #expect(try served.call(method, [0x0A, 1, 0xFF]).status == .invalidArgument)
    #expect(try served.call(method, [0x0A, 9, 0x41]).status == .invalidArgument)
  }

  @Test func `without a generation it is unavailable`() throws {
    let empty = try ServedShop(isEmpty: true)
    let answer = try empty.call(
      method, encoded { $0.appendPredictRatingRequest(user: "", item: "x") })
    #expect(answer.status == .unavailable)
  }
}

/// A PredictRatingResponse as a client that knows only the definition would read it.
private struct Predicted: Equatable {
  struct Neighbour: Equatable {
    var id = ""
    var similarity: Float = 0
    var rating: Float = 0
    var common: UInt64 = 0
  }

  var rating: Float = 0
  var model: UInt64 = 0
  var neighbours: [Neighbour] = []
  var baseline: Float = 0
  var isUserKnown = false
  var isItemKnown = false

  init(_ frame: Peer.Frame) {
    for field in fields(of: frame.body) {
      switch field.number {
      case 1: rating = field.float
      case 2: model = field.bits
      case 3: neighbours.append(Neighbour(field.bytes))
      case 4: baseline = field.float
      case 5: isUserKnown = field.bits == 1
      default: isItemKnown = field.bits == 1
      }
    }
  }
}

extension Predicted.Neighbour {
  init(_ message: [UInt8]) {
    for field in fields(of: message) {
      switch field.number {
      case 1: id = field.text
      case 2: similarity = field.float
      case 3: rating = field.float
      default: common = field.bits
      }
    }
  }
}
