package import Bytes
package import Catalogue
package import Dialogue
import Expressions
package import Forecasting
import Platform
package import Profiling
package import Recommendation
package import Snapshots
import Synchronization

/// Everything that one generation answers from, opened and checked together.
///
/// It owns the mapped files and the columns taken from them, so whoever holds it may use both, and
/// the last to let go of it unmaps. Answers are functions of question and models; many threads may
/// ask at once, each with a scratch of its own.
package final class Models: Sendable {
  package let catalogue: Catalogue
  /// Whom the ids of requests mean.
  package let shoppers: Shoppers
  /// By which ``shoppers`` is filtered.
  package let tombstones: Tombstones
  /// Of all models of this process another: what is remembered of these is not taken for others'.
  let serial = Models.lastSerial.add(1, ordering: .relaxed).newValue
  package let recommender: Recommender
  let searchTerms: SearchTerms
  /// `nil` when the training data had no ratings.
  package let ratings: RatingModels?
  /// `nil` in a snapshot of an earlier version.
  package let baskets: Baskets?
  /// `nil` when the training data had no purchases, or not the times of any.
  package let repeats: Repeats?
  /// `nil` in a snapshot that was trained without profiles.
  package let profiles: Profiles?
  let profileLinks: ProfileLinks
  /// `nil` when the training data did not say how pieces fitted.
  package let sizing: Sizing?
  /// `nil` in a snapshot that was trained without sales.
  package let forecasts: Forecasts?
  /// `nil` in a snapshot that was trained without utterances.
  package let clerk: Clerk?
  // Keep the columns above readable.
  private let catalogueFile: TensorFile
  private let recommendFile: TensorFile
  private let profileFile: TensorFile?
  private let forecastFile: TensorFile?
  private let chatFile: TensorFile?

  private static let lastSerial = Atomic<UInt64>(0)

  package static let catalogueName = "catalogue.safetensors"
  package static let recommendName = "recommend.safetensors"
  package static let profileName = "profile.safetensors"
  package static let forecastName = "forecast.safetensors"
  package static let chatName = "chat.safetensors"

  /// Opens the files of a directory. Those of profiles, forecasts and chat may be absent.
  ///
  /// - Parameters:
  ///   - keys: those under which ids may be hashed
  ///   - tombstones: of whoever was erased
  /// - Throws: when one is missing or damaged, they were not trained together, or the ids are hashed under
  ///   another key.
  package convenience init(
    opening directory: String, keys: IdentifierKeys = .none, tombstones: Tombstones = .none
  ) throws(SnapshotError) {
    // What cannot be looked at is not absent: opening it says why.
    func isThere(_ name: String) -> Bool {
      (try? FileSystem.kind(of: "\(directory)/\(name)")) != .some(nil)
    }
    try self.init(
      catalogue: TensorFile(path: "\(directory)/\(Self.catalogueName)"),
      recommend: TensorFile(path: "\(directory)/\(Self.recommendName)"),
      profile: isThere(Self.profileName)
        ? TensorFile(path: "\(directory)/\(Self.profileName)") : nil,
      forecast: isThere(Self.forecastName)
        ? TensorFile(path: "\(directory)/\(Self.forecastName)") : nil,
      chat: isThere(Self.chatName)
        ? TensorFile(path: "\(directory)/\(Self.chatName)") : nil, keys: keys,
      tombstones: tombstones)
  }

  /// The same from files that are open already.
  package init(
    catalogue catalogueFile: consuming TensorFile, recommend recommendFile: consuming TensorFile,
    profile profileFile: consuming TensorFile? = nil,
    forecast forecastFile: consuming TensorFile? = nil,
    chat chatFile: consuming TensorFile? = nil, keys: IdentifierKeys = .none,
    tombstones: Tombstones = .none
  ) throws(SnapshotError) {
    let catalogue = try Catalogue(opening: catalogueFile)
    let key = try UsersKey.find(in: catalogueFile, among: keys)
    let (users, items) = (catalogue.users.count, catalogue.items.count)
    do throws(SnapshotError) {
      let recommender = try Recommender(opening: recommendFile, users: users, items: items)
      searchTerms = SearchTerms(catalogue)
      self.recommender = recommender.with(searchTerms.postings)
      ratings =
        RatingModels.arePresent(in: recommendFile)
        ? try RatingModels(opening: recommendFile, users: users, items: items) : nil
      baskets =
        Baskets.arePresent(in: recommendFile)
        ? try Baskets(opening: recommendFile, items: items) : nil
      repeats =
        Repeats.arePresent(in: recommendFile)
        ? try Repeats(opening: recommendFile, users: users, items: items) : nil
      switch profileFile {
      case .some(let file):
        profiles = try Profiles(opening: file, users: users)
        sizing =
          Sizing.arePresent(in: file)
          ? try Sizing(opening: file, users: users, items: items) : nil
      case .none:
        profiles = nil
        sizing = nil
      }
      profileLinks = ProfileLinks(profiles, catalogue)
      switch forecastFile {
      case .some(let file): forecasts = try Forecasts(opening: file)
      case .none: forecasts = nil
      }
      switch chatFile {
      case .some(let file): clerk = try Clerk(opening: file, over: catalogue)
      case .none: clerk = nil
      }
    } catch {
      // A count that is wrong is wrong by the catalogue, which the message has to name.
      throw SnapshotError(
        file: error.file, tensor: error.tensor,
        "\(error.reason) (\(catalogueFile.name) has \(users) users and \(items) items)")
    }
    self.catalogue = catalogue
    shoppers = Shoppers(catalogue.users, key: key, tombstones: tombstones)
    self.tombstones = tombstones
    self.catalogueFile = catalogueFile
    self.recommendFile = recommendFile
    self.profileFile = profileFile
    self.forecastFile = forecastFile
    self.chatFile = chatFile
  }

  /// Whether a file was changed in place while it was mapped: then answers are worth nothing.
  package var isDamaged: Bool {
    if catalogueFile.isDamaged || recommendFile.isDamaged { return true }
    switch profileFile {
    case .some(let file): if file.isDamaged { return true }
    case .none: break
    }
    switch forecastFile {
    case .some(let file): if file.isDamaged { return true }
    case .none: break
    }
    switch chatFile {
    case .some(let file): return file.isDamaged
    case .none: return false
    }
  }

  /// The id of a ranked item; it lives as long as these models.
  package func itemID(_ index: Int32) -> ByteView {
    catalogue.items[Int(index)]
  }

  // MARK: What questions have in common

  /// The filter a question carries; an empty one is found without looking at the catalogue.
  func filter(
    _ text: ByteView, _ scratch: AnsweringScratch
  ) throws(AnswerError) -> Filter {
    if text.isEmpty { return .all }
    try AnswerLimits.check(filter: text)
    return try scratch.filters.filter(text, of: serial, rows: catalogue.items.count) {
      () throws(AnswerError) in
      do throws(FilterError) {
        return try Filter(parsing: text, over: catalogue)
      } catch {
        throw .invalidArgument(error.description)
      }
    }
  }

  /// The index of an item; one that is unknown is reported.
  func item(
    _ id: ByteView, scratch: AnsweringScratch, into answer: inout RecommendAnswer
  ) -> Int32? {
    if let index = catalogue.items.index(of: id.bytes) { return Int32(index) }
    scratch.unknown.report(id, to: &answer.unknownItems)
    return nil
  }

  /// Resolves `ids` into `scratch.query.excluded`.
  ///
  /// - Precondition: they passed `AnswerLimits.check(excluded:)`.
  func exclude(
    _ ids: [ByteView], scratch: AnsweringScratch, into answer: inout RecommendAnswer
  ) {
    for id in ids {
      guard let item = item(id, scratch: scratch, into: &answer) else { continue }
      scratch.query.excluded.append(item)
    }
  }

  /// Begins an answer: nothing of the last one is left.
  func begin(_ scratch: AnsweringScratch, _ answer: inout RecommendAnswer) {
    answer.reset()
    scratch.unknown.reset()
    scratch.query.recent.removeAll(keepingCapacity: true)
    scratch.query.searched.removeAll(keepingCapacity: true)
    scratch.searches.removeAll(keepingCapacity: true)
    scratch.query.excluded.removeAll(keepingCapacity: true)
    scratch.query.soldOut.removeAll(keepingCapacity: true)
    scratch.query.unfitting.removeAll(keepingCapacity: true)
    scratch.query.fitting.removeAll(keepingCapacity: true)
    scratch.query.fits = .all
    scratch.query.disliked.removeAll(keepingCapacity: true)
    scratch.query.candidates.removeAll(keepingCapacity: true)
    scratch.query.explains = false
  }
}
