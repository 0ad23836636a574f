import Answering
import Bytes
import Profiling
import Testing

/// Defends: which size of an item a shopper should take.
@Suite struct BestSizeTests {
  /// Dresses come in S, M and L; dress-2 runs small. Ann and bob are M, cid is S, and of dee nothing is
  /// known.
  private static let sizing: FittedSizing? = {
    let sizes = ["S", "M", "L", "XL", "one size"]
    var lines: [SizingLog.Line] = []
    for round in 0..<60 {
      for (user, own) in [(0, 1), (1, 1), (2, 0)] {
        for item in 0..<3 {
          let size = min(3, max(0, own + (round + item) % 3 - 1 + (item == 1 ? 1 : 0)))
          // One in seven is of another opinion, so that nothing is certain.
          let room = size - own - (item == 1 ? 1 : 0) + ((round + user + item) % 7 == 0 ? 1 : 0)
          lines.append(
            SizingLog.Line(
              user: UInt32(user), item: UInt32(item), time: Int64(round), size: UInt32(size),
              outcome: room < 0 ? .small : room > 0 ? .large : .fit))
        }
      }
    }
    return FittedSizing(
      SizingLog(
        sizeNames: sizes, categories: [0, 0, 0, 1, 1, 2], categoryNames: ["dress", "shoe", "bag"],
        body: BodyMeasures(userCount: 4, columns: []), lines: lines))
  }()

  let shop: SmallShop

  init() throws {
    let sizing: FittedSizing = try #require(Self.sizing)
    shop = try SmallShop(
      sizes: ["dress-1": "S|M|L", "dress-2": "S|M|L|one size", "shoe-1": "38|39"],
      profiles: FittedProfiles(userCount: 4, asOf: 0), sizing: sizing)
  }

  private func ask(
    _ user: String, _ item: String, sizes: [String] = [], of shop: SmallShop? = nil
  ) throws(AnswerError) -> (answer: BestSizeAnswer, names: [String], best: String?) {
    let shop = shop ?? self.shop
    var query = BestSizeQuery()
    query.user = shop.view(user)
    query.item = shop.view(item)
    query.sizes = sizes.map { shop.view($0) }
    let answer = try shop.models.bestSize(query)
    let names = answer.sizes.map(\.name.string)
    return (answer, names, answer.best.map { names[$0] })
  }

  @Test func `the size that fits is the shopper's, and one more of an item that runs small`() throws
  {
    #expect(try ask("ann", "dress-1").best == "M")
    #expect(try ask("ann", "dress-2").best == "L")
    #expect(try ask("bob", "dress-2").best == "L")
    // Whether anything is too small for who wears the smallest size, outcomes do not tell.
    #expect(try ask("cid", "dress-1").best == "S")
  }

  @Test func `each size has chances that sum to one, of small falling and of large rising`() throws
  {
    let found = try ask("bob", "dress-1").answer.sizes.map(\.chances)
    #expect(found.count == 3)
    for chances in found { #expect(abs(chances.fit + chances.small + chances.large - 1) < 1e-9) }
    #expect(found[0].small > found[1].small && found[1].small > found[2].small)
    #expect(found[0].large < found[1].large && found[1].large < found[2].large)
  }

  @Test func `it says what it rests on`() throws {
    let known = try ask("ann", "dress-1").answer
    #expect(known.isUserKnown && known.shopperPieces == 180 && known.itemOutcomes == 180)
    let stranger = try ask("nobody", "dress-1").answer
    #expect(!stranger.isUserKnown && stranger.shopperPieces == 0 && stranger.itemOutcomes == 180)
    #expect(stranger.sizes.count == 3 && stranger.best != nil)
    let newcomer = try ask("dee", "dress-1").answer
    #expect(newcomer.isUserKnown && newcomer.shopperPieces == 0)
    #expect(newcomer.sizes.map(\.chances) == stranger.sizes.map(\.chances))
    #expect(try ask("", "dress-1").answer.sizes.map(\.chances) == stranger.sizes.map(\.chances))
  }

  @Test func `sizes are those asked for, else the item's, else those it was worn in`() throws {
    #expect(try ask("ann", "dress-1", sizes: ["L", "M"]).names == ["L", "M"])
    #expect(try ask("ann", "dress-1", sizes: ["XL"]).best == "XL")
    #expect(try ask("ann", "dress-1").names == ["S", "M", "L"])
    #expect(try Set(ask("ann", "dress-3").names) == ["S", "M", "L"])
  }

  @Test func `sizes on no scale of the item's are left out`() throws {
    #expect(try ask("ann", "dress-2").names == ["S", "M", "L"])
    // Nobody wore shoes: their numbers mean nothing yet.
    let shoe = try ask("ann", "shoe-1")
    #expect(shoe.names.isEmpty && shoe.best == nil)
    #expect(try ask("ann", "bag").names.isEmpty)
  }

  @Test func `what cannot be asked is refused with the reason`() throws {
    #expect(
      throws: AnswerError.notFound(
        "item_id is not in this snapshot; an id of items.csv is accepted")
    ) { try ask("ann", "hat") }
    #expect(throws: AnswerError.invalidArgument("item_id is empty; 1 to 256 bytes are accepted")) {
      try ask("ann", "")
    }
    #expect(throws: AnswerError.invalidArgument("sizes[1] is 0 bytes; 1 to 64 are accepted")) {
      try ask("ann", "dress-1", sizes: ["S", ""])
    }
    #expect(throws: AnswerError.invalidArgument("sizes has 65 sizes; at most 64 are accepted")) {
      try ask("ann", "dress-1", sizes: Array(repeating: "S", count: 65))
    }
    let without = try SmallShop()
    #expect(
      throws: AnswerError.unavailable(
        "this snapshot does not know how pieces fitted; train on purchases with a size and a fit "
          + "(small, fit, large) to ask for sizes")
    ) { try ask("ann", "dress-1", of: without) }
  }
}
