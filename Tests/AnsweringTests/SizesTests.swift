import Answering
import Testing

/// Defends which sizes fit: those of the item, or those in stock where the request says.
@Suite struct SizesTests {
  let shop: SmallShop

  init() throws {
    shop = try SmallShop(sizes: ["dress-1": "S|M", "dress-2": "L", "shoe-1": "38|39"])
  }

  /// - Parameter stock: items, with the sizes that are left
  private func ask(
    _ sizes: [String], stock: [(String, [String])] = [], of shop: SmallShop? = nil
  ) throws -> Set<String> {
    let shop = shop ?? self.shop
    return Set(
      try shop.recommend { query in
        query.rules.sizes = sizes.map { shop.view($0) }
        for (item, sizes) in stock {
          let start = query.rules.stateSizes.count
          query.rules.stateSizes += sizes.map { shop.view($0) }
          query.rules.states.append(
            .init(
              item: shop.view(item), isSoldOut: false, sizes: start..<start + sizes.count))
        }
      }.items)
  }

  private let withoutSizes: Set<String> = ["dress-3", "shoe-2", "bag"]

  @Test func `items that come in none of the sizes are not answered`() throws {
    #expect(try ask(["M"]) == withoutSizes.union(["dress-1"]))
    #expect(try ask(["L", "39"]) == withoutSizes.union(["dress-2", "shoe-1"]))
    #expect(try ask(["XS"]) == withoutSizes)
    #expect(try ask([]).count == 6)
  }

  /// The third time a table is looked up.
  @Test func `sizes that come again fit the same items`() throws {
    for _ in 0..<3 {
      #expect(try ask(["M"]) == withoutSizes.union(["dress-1"]))
      #expect(try ask(["M", "L"]) == withoutSizes.union(["dress-1", "dress-2"]))
    }
  }

  @Test func `sizes in stock take the place of the item's`() throws {
    #expect(
      try ask(["M"], stock: [("dress-1", ["S"]), ("dress-2", ["M", "L"])])
        == withoutSizes.union(["dress-2"]))
    // An item that said nothing of sizes has some now.
    #expect(try ask(["M"], stock: [("bag", ["L"])]) == ["dress-1", "dress-3", "shoe-2"])
    // Nothing is said of its sizes, so its own stand.
    #expect(try ask(["L"], stock: [("dress-1", [])]) == withoutSizes.union(["dress-2"]))
  }

  @Test func `sizes that are all numbers, or one text an item, are sizes too`() throws {
    let numbers = try SmallShop(sizes: ["shoe-1": "38", "shoe-2": "39.5"])
    let rest: Set<String> = ["dress-1", "dress-2", "dress-3", "bag"]
    #expect(try ask(["39.5", "M"], of: numbers) == rest.union(["shoe-2"]))
    let texts = try SmallShop(sizes: ["shoe-1": "S", "shoe-2": "M"])
    #expect(try ask(["S"], of: texts) == rest.union(["shoe-1"]))
  }

  @Test func `where no item has sizes, all fit`() throws {
    #expect(try ask(["M"], of: try SmallShop()).count == 6)
  }

  @Test func `a promoted item that does not fit is not promoted`() throws {
    let answer = try shop.recommend { query in
      query.rules.sizes = [shop.view("S")]
      query.rules.promoted = ["dress-2", "dress-1"].map { shop.view($0) }
      query.rules.promotedShare = 1
    }
    #expect(answer.items.first == "dress-1")
    #expect(!answer.items.contains("dress-2"))
  }
}
