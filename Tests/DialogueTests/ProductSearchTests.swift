import Bytes
import Catalogue
import Dialogue
import Snapshots
import TestSupport
import Testing
import Text

/// Defends: what is found fulfils what was asked; what could not be fulfilled is said.
@Suite struct ProductSearchTests {
  private struct Found: Equatable {
    var items: [String]
    var count: Int
    var relaxed: [String]
  }

  private func find(
    _ message: String, limit: Int = 5, popularity: [Float] = []
  ) throws -> Found {
    try SmallCatalogue.withSearch { search in
      var scratch = ProductScratch()
      search.search(
        search.question(message), limit: limit, popularity: popularity.span, scratch: &scratch)
      return Found(
        items: scratch.hits.map { SmallCatalogue.items[$0.item].id }, count: scratch.matchCount,
        relaxed: scratch.relaxed.map {
          switch $0 {
          case .attribute(let attribute): search.attributes[attribute]
          case .price: "price"
          }
        })
    }
  }

  @Test(arguments: [
    ("navy dress in M under 50", ["d1"]), ("dresses", ["d1", "d2", "d3", "d4"]),
    ("不要红色的裙子", ["d1", "d2", "d3"]), ("black or red dresses", ["d3", "d4"]),
    ("shirts over 30, not size XL", ["s1", "n1"]), ("shoes in 38", ["h1", "h2", "h3"]),
    ("white things between 18 and 35", ["s1", "f1"]), ("size 38", ["h2", "h3"]),
  ])
  func `every item found fulfils every condition`(message: String, items: [String]) throws {
    let found = try find(message)
    #expect(found == Found(items: items, count: items.count, relaxed: []))
  }

  @Test func `what is left over is looked for in titles, and ranks what fulfils the rest`() throws {
    #expect(try find("a wool dress").items == ["d2", "d1", "d3", "d4"])
    #expect(try find("fjord").items == ["n1"])
    #expect(try find("the printed one").items == ["s1"])
    #expect(try find("shirts without prints").items.contains("s2"))
    #expect(try find("dress without a belt").items == ["d1", "d3", "d4"])
    #expect(try find("elephants").items == [])
  }

  @Test func `of equal items the more popular comes first, but never before a better one`() throws {
    var popularity = [Float](repeating: 0, count: SmallCatalogue.items.count)
    popularity[3] = 1_000
    #expect(try find("dresses", popularity: popularity).items.first == "d4")
    #expect(try find("silk dress", popularity: popularity).items == ["d1", "d4", "d2", "d3"])
  }

  @Test func `where nothing fulfils all, the least important condition is given up, and named`()
    throws
  {
    #expect(
      try find("navy dress for winter")
        == Found(items: ["d1", "d2"], count: 2, relaxed: ["season"]))
    #expect(
      try find("green dress") == Found(items: ["d1", "d2", "d3", "d4"], count: 4, relaxed: []))
    #expect(try find("white dress").relaxed == ["color"])
    #expect(try find("black dress under 30") == Found(items: ["d4"], count: 1, relaxed: ["color"]))
    #expect(
      try find("navy dress in XXXL") == Found(items: ["d1", "d2"], count: 2, relaxed: ["sizes"]))
    #expect(try find("jeans under 10") == Found(items: ["j1"], count: 1, relaxed: ["price"]))
    // What it is stays: no white watch for boys in winter is still a watch.
    let watch = try find("white winter watch for boys in M under 3")
    #expect(
      watch.items == ["w1"]
        && Set(watch.relaxed) == ["season", "color", "price", "sizes", "gender"])
  }

  @Test func `there are at most as many as asked for, and all are counted`() throws {
    for limit in 0...4 {
      let found = try find("dresses", limit: limit)
      #expect(found.items.count == limit && found.count == 4)
    }
  }

  /// What a scan by hand finds, for every pair of values and every number of items.
  @Test func `scans find what a look at each item finds`() throws {
    let (colors, kinds) = (["Red", "Blue", "Black", ""], ["Shirts", "Dresses", "Watches"])
    for count in [1, 63, 64, 65, 200] {
      let items = (0..<count).map { row in
        CatalogueItem(
          id: "i\(row)", title: "",
          attributes: [
            ("color", colors[row * 7 % 5 % 4]), ("category", kinds[row * 5 % 7 % 3]),
            ("price", "\(row % 10)"),
          ])
      }
      try SmallCatalogue.withSearch(items) { search in
        var scratch = ProductScratch()
        for (word, color) in [("red", "Red"), ("blue", "Blue"), ("not black", "Black")] {
          for kind in kinds {
            search.search(
              search.question("\(word) \(kind) under 6"), limit: count, scratch: &scratch)
            let expected = items.indices.filter { row in
              let values = items[row].attributes.map(\.value)
              return (values[0] == color) != word.hasPrefix("not") && values[1] == kind
                && row % 10 <= 6
            }
            guard !expected.isEmpty else { continue }
            #expect(scratch.hits.map(\.item) == expected && scratch.relaxed.isEmpty)
          }
        }
      }
    }
  }

  @Test func `a shop without items, or without attributes, finds nothing or by titles`() throws {
    try SmallCatalogue.withSearch([]) { search in
      var scratch = ProductScratch()
      search.search(search.question("red dress"), limit: 5, scratch: &scratch)
      #expect(scratch.hits.isEmpty)
    }
    let plain = [
      CatalogueItem(id: "a", title: "Red dress"), CatalogueItem(id: "b", title: "Blue hat"),
    ]
    try SmallCatalogue.withSearch(plain) { search in
      var scratch = ProductScratch()
      search.search(search.question("do you have hats"), limit: 5, scratch: &scratch)
      #expect(scratch.hits.map(\.item) == [1] && scratch.matchCount == 1)
    }
  }

  @Test func `reading and searching allocates nothing after the first questions`() throws {
    try SmallCatalogue.withSearch { search in
      var (text, question, scratch) = (TokenizedText(), ProductQuestion(), ProductScratch())
      let messages = ["a navy dress in M under 50, not red", "有没有黑色连衣裙", "white winter watch in M"]
        .map { Array($0.utf8) }
      func ask() {
        for message in messages {
          text.read(message.rawSpan)
          search.read(text, into: &question)
          search.search(question, limit: 5, scratch: &scratch)
        }
      }
      for _ in 0..<3 { ask() }
      let allocations = AllocationCounter.count { for _ in 0..<100 { ask() } }
      #expect(allocations == 0)
    }
  }

  // MARK: Files

  @Test(arguments: [
    "products.attributes.offsets", "products.roles", "products.items", "products.phrases",
    "products.phrases.attributes", "products.phrases.short", "products.phrases.offsets",
    "products.phrases.values", "products.values.bytes", "products.longest",
    "products.titles.terms", "products.titles.idf", "products.titles.postings.indices",
  ])
  func `without a tensor it does not open`(tensor: String) {
    let error = refusal(Damage.renaming(tensor, in: SmallCatalogue.bytes()))
    #expect(error?.description.contains(tensor) == true, "\(error?.description ?? "it opens")")
  }

  @Test(
    arguments: [
      ("products.roles", [7]), ("products.phrases.attributes", [200]), ("products.longest", [17]),
      ("products.longest", [0]), ("products.phrases.values", [0xFF, 0xFF]),
      ("products.phrases.offsets", [1]), ("products.items", [1, 2]),
      ("products.titles.postings.indices", [99]), ("products.titles.idf", [0, 0, 0xC0, 0x7F]),
    ] as [(String, [UInt8])])
  func `a value that cannot be is refused`(tensor: String, value: [UInt8]) throws {
    let error = refusal(try Damage.overwriting(tensor, with: value, in: SmallCatalogue.bytes()))
    #expect(error?.description.contains(tensor) == true, "\(error?.description ?? "it opens")")
  }

  @Test func `it does not open with the catalogue of other items`() {
    let other = SmallCatalogue.bytes(of: SmallCatalogue.items.reversed())
    #expect(refusal(other)?.description.contains("is of other items than the catalogue") == true)
  }

  private func refusal(_ bytes: [UInt8]) -> SnapshotError? {
    do {
      try SmallCatalogue.withSearch(dictionary: bytes) { _ in }
      return nil
    } catch { return error as? SnapshotError }
  }
}
