import Bytes
import Wire

/// Asks how a shopper would rate an item.
public struct PredictRatingRequest: Equatable, Sendable {
  /// At most 256 bytes.
  public var userID: String
  /// At most 256 bytes.
  public var itemID: String
  public var model: Model
  /// How many neighbours to list, at most 100; 0: ten.
  public var neighbours: UInt32

  public enum Model: UInt32, Sendable {
    /// The one with the smallest error on the validation part.
    case automatic = 0
    /// Shoppers who rated alike (Pearson).
    case userNeighbours = 1
    /// Items that were rated alike (Pearson).
    case itemNeighbours = 2
    case factors = 3
  }

  public init(userID: String, itemID: String, model: Model = .automatic, neighbours: UInt32 = 0) {
    self.userID = userID
    self.itemID = itemID
    self.model = model
    self.neighbours = neighbours
  }

  func encoded() -> [UInt8] {
    encodedBody { buffer in
      buffer.appendPredictRatingRequest(
        user: userID, item: itemID, model: Int(model.rawValue), neighbours: Int(neighbours))
    }
  }
}

public struct PredictRatingResponse: Equatable, Sendable {
  /// In the range of the training data's ratings. Where shopper or item is not known: the baseline.
  public var rating: Float
  /// The model that was used; `nil` for one that this client does not know.
  public var model: PredictRatingRequest.Model?
  /// Those that say most of those the rating was made of, most similar first.
  public var neighbours: [RatingNeighbour]
  /// What would be said without neighbours: the baseline of shopper and item.
  public var baseline: Float
  /// Whether the training data has ratings of the shopper.
  public var isUserKnown: Bool
  /// Whether it has ratings of the item.
  public var isItemKnown: Bool
  /// The snapshot that answered.
  public var generation: String

  init(_ view: PredictRatingResponseView, generation: String) {
    rating = view.rating
    model = PredictRatingRequest.Model(rawValue: view.model)
    neighbours = view.neighbours.map {
      RatingNeighbour(
        id: $0.id.string, similarity: $0.similarity, rating: $0.rating, common: $0.common)
    }
    baseline = view.baseline
    isUserKnown = view.isUserKnown
    isItemKnown = view.isItemKnown
    self.generation = generation
  }
}

public struct RatingNeighbour: Equatable, Sendable {
  /// A shopper or an item, as the model says.
  public var id: String
  /// -1...1, after shrinkage.
  public var similarity: Float
  /// What that shopper gave the item, or the shopper gave that item.
  public var rating: Float
  /// How many ratings the two have in common; 0 from factors, which do not count them.
  public var common: UInt32
}
