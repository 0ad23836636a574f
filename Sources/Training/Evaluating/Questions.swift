import Answering
import Bytes
import Catalogue
import Datasets
import Learning
import Recommendation
import Snapshots

/// Everything that is asked: about whom, what they chose later, and what was known of them.
///
/// Users and items are numbered as in the dataset. A generation has numbers of its own; ids lead from
/// one to the other.
struct Questions {
  let heldOut: [HeldOut]
  let interactions: Interactions
  let options: EvaluationOptions
  let userIDs: [String]
  let itemIDs: IdentifierSet
  /// One per item: how many users chose it in training.
  let shoppers: [Int]
  let distance: AttributeDistance

  var cutoffs: [Int] { EvaluationOptions.cutoffs }
  var limit: Int { cutoffs.max() ?? 1 }

  init(
    _ dataset: Dataset, _ heldOut: [HeldOut], _ interactions: Interactions,
    _ options: EvaluationOptions
  ) {
    self.heldOut = heldOut
    self.interactions = interactions
    self.options = options
    userIDs = dataset.users.ids
    itemIDs = dataset.items.identifiers
    var shoppers = [Int](repeating: 0, count: dataset.items.count)
    for item in interactions.items { shoppers[Int(item)] += 1 }
    self.shoppers = shoppers
    distance = AttributeDistance(dataset.items)
  }

  /// The users of a group, as positions in `heldOut`, and what counts as a hit for each.
  func group(_ group: UserGroup) -> QuestionGroup {
    var rows: [Int] = []
    var relevant: [Set<Int32>] = []
    for (row, user) in heldOut.enumerated() {
      var items = user.items
      switch group {
      case .all: break
      case .coldUsers:
        if interactions.entries(of: user.user).count > EvaluationOptions.coldMax { continue }
      case .coldItems:
        items = items.filter { shoppers[Int($0)] <= EvaluationOptions.coldMax }
      }
      guard !items.isEmpty else { continue }
      rows.append(row)
      relevant.append(Set(items))
    }
    return QuestionGroup(group: group, rows: rows, relevant: relevant)
  }

  /// A list for each question, of the dataset's item numbers, best first.
  func lists(of contestant: Contestant, models: Models) -> [[Int32]] {
    switch contestant {
    case .random:
      return parallelMap(count: heldOut.count, threads: options.threads) { random($0) }
    case .model(let model):
      let numbers = models.itemNumbers(in: itemIDs)
      let blocks = blocks(of: heldOut.count, size: 256)
      return parallelMap(
        count: blocks.count, threads: options.threads,
        state: { (AnsweringScratch(), RecommendAnswer(), RecommendQuery()) }
      ) { state, block in
        blocks[block].map { position in
          ask(
            models, about: heldOut[position].user, model: model, limit: limit,
            scratch: state.0, query: &state.2, answer: &state.1)
          return state.1.ranking.items.compactMap { numbers[Int($0.item)] }
        }
      }.flatMap(\.self)
    }
  }

  /// Asks as a client would: by the user's id.
  func ask(
    _ models: Models, about user: Int, model: RankingModel, limit: Int, wantsReasons: Bool = false,
    scratch: AnsweringScratch, query: inout RecommendQuery, answer: inout RecommendAnswer
  ) {
    query.reset()
    query.limit = limit
    query.model = model
    query.includesSeen = options.includesSeen
    query.wantsReasons = wantsReasons
    var id = userIDs[user]
    id.withUTF8 { bytes in
      // Safe: the id outlives the call, and the answer keeps nothing of the question but unknown
      // items, of which there are none.
      if let start = bytes.baseAddress {
        query.user = unsafe ByteView(start: start, count: bytes.count)
      }
      do throws(AnswerError) {
        try models.recommend(query, scratch: scratch, into: &answer)
      } catch {
        preconditionFailure("a question made from the dataset itself: \(error)")
      }
      query.user = ByteView()
    }
  }

  /// Items drawn without replacement from those that may be answered, by a stream of the user's own.
  private func random(_ position: Int) -> [Int32] {
    let user = heldOut[position].user
    var random = SeededRandom(seed: options.seed, stream: UInt64(user))
    let seen = Set(
      options.includesSeen ? [] : interactions.items[interactions.entries(of: user)].map(Int32.init)
    )
    let count = shoppers.count
    let wanted = min(limit, count - seen.count)
    guard count > 4 * (limit + seen.count) else {
      let rest = (0..<Int32(count)).filter { !seen.contains($0) }
      return Array(rest.shuffled(using: &random).prefix(wanted))
    }
    var taken = seen
    var list: [Int32] = []
    while list.count < wanted {
      let item = Int32(random.index(below: count))
      if taken.insert(item).inserted { list.append(item) }
    }
    return list
  }
}

struct QuestionGroup {
  let group: UserGroup
  /// Positions among the questions.
  let rows: [Int]
  /// One per row, not empty.
  let relevant: [Set<Int32>]
}

extension Models {
  /// The dataset's number of each of the generation's items; `nil` for one that it does not have.
  func itemNumbers(in ids: IdentifierSet) -> [Int32?] {
    (0..<catalogue.items.count).map { ids.index(of: itemID(Int32($0))).map(Int32.init) }
  }
}

extension AttributeDistance {
  /// Over the attributes of a shop's items. Left out are titles, pictures and dates, and what has
  /// another value for more than half of the items, as these name an item rather than describe it. A
  /// number counts as the tenth of the catalogue that it lies in.
  init(_ items: EntityTable) {
    self.init()
    for column in items.attributes where !["title", "image", "created"].contains(column.name) {
      guard let values = column.codes else { continue }
      let distinct = Set(values.flatMap(\.self)).count
      if distinct > 1, 2 * distinct <= max(2 * 2, items.count) { add(values) }
    }
  }
}

extension AttributeColumn {
  /// Per item the codes of its values; `nil` when nobody has any.
  fileprivate var codes: [[UInt32]]? {
    var numbers: [String: UInt32] = [:]
    func code(_ text: String) -> UInt32 {
      if let known = numbers[text] { return known }
      numbers[text] = UInt32(numbers.count)
      return numbers[text] ?? 0
    }
    switch values {
    case .texts(let texts): return texts.map { $0.isEmpty ? [] : [code($0)] }
    case .lists(let lists): return lists.map { $0.map(code) }
    case .numbers(let values):
      let sorted = values.filter { !$0.isNaN }.sorted()
      guard !sorted.isEmpty else { return nil }
      let borders = (1...9).map { sorted[$0 * sorted.count / 10] }
      return values.map { value in
        value.isNaN ? [] : [UInt32(borders.count { $0 <= value })]
      }
    }
  }
}
