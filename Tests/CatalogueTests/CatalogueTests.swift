import Bytes
import Catalogue
import Expressions
import Snapshots
import Testing

/// Defends the round trip: what is packed is what an opened catalogue says, row by row.
@Suite struct CatalogueTests {
  @Test func `ids and titles come back by row, and rows by id`() throws {
    let shop = try Shop()
    #expect(shop.catalogue.items.count == 4)
    #expect(shop.catalogue.users.count == 2)
    for (row, item) in Shop.items.enumerated() {
      #expect(shop.catalogue.items[row].string == item.id)
      #expect(shop.catalogue.titles[row].string == item.title)
      #expect(shop.catalogue.items.index(of: Array(item.id.utf8).rawSpan) == row)
    }
    #expect(shop.catalogue.users.index(of: Array("用户".utf8).rawSpan) == 1)
    #expect(shop.catalogue.items.index(of: Array("用户".utf8).rawSpan) == nil)
  }

  @Test func `attributes are text, list or number, by their values`() throws {
    let shop = try Shop()
    #expect(
      shop.reports.map(\.description) == [
        "article: text, 3 distinct values",
        "brand: left out, no item has a value",
        "color: text, 2 distinct values",
        "price: number, 1 values are none and count as missing",
        "size: number",
        "style: list, 3 distinct values",
      ])
    #expect(shop.catalogue.attributeNames == ["article", "color", "price", "size", "style"])
  }

  @Test(arguments: [
    ("color = red", [0, 2]), ("color != red", [1]), ("not color = red", [1, 3]),
    ("style = boho", [0, 2]), ("style in (boho, casual)", [0, 1, 2]), ("style != boho", [1]),
    ("price < 50", [0, 3]), ("not price < 50", [1, 2]), ("size in 36..38", [0, 1]),
    ("article = 0012", [0]), ("article = 12", []),
  ])
  func `filters read its columns`(text: String, rows: [Int]) throws {
    let shop = try Shop()
    #expect(try shop.rows(text) == rows)
  }

  @Test func `a shop without items, users and attributes is a catalogue`() throws {
    var writer = TensorWriter()
    Catalogue.pack(items: [], users: [], into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "catalogue.safetensors")
    let catalogue = try Catalogue(opening: file)
    #expect(catalogue.items.count == 0)
    #expect(catalogue.users.count == 0)
    #expect(catalogue.attributeNames == [])
  }

  @Test func `the same shop gives the same bytes`() throws {
    func bytes() -> [UInt8] {
      var writer = TensorWriter()
      Catalogue.pack(items: Shop.items, users: Shop.users, into: &writer)
      return writer.encoded()
    }
    #expect(bytes() == bytes())
  }

  @Test func `texts that name about one item each are left out`() {
    func outcome(_ values: [String]) -> AttributePacking.Outcome? {
      var writer = TensorWriter()
      let items = values.enumerated().map { row, value in
        CatalogueItem(id: "i\(row)", title: "", attributes: [("image", value)])
      }
      return Catalogue.pack(items: items, users: [], into: &writer).first?.outcome
    }
    let names = (0..<2_000).map { "image\($0).jpg" }
    #expect(outcome(names) == .leftOut(.tooManyDistinct(2_000)))
    #expect(outcome(names + names) == .text(distinct: 2_000))
    #expect(outcome(Array(names.prefix(1_000))) == .text(distinct: 1_000))
    #expect(outcome((0..<2_000).map(String.init)) == .number(unreadable: 0))
    let many = (0..<50_001).map { "v\($0)" }
    #expect(outcome(many + many) == .leftOut(.tooManyDistinct(50_001)))
    #expect(outcome(["|", " | "]) == .leftOut(.empty))
  }
}

/// A shop of four items, packed and opened.
final class Shop {
  static let items = [
    CatalogueItem(
      id: "d1", title: "Red dress",
      attributes: [
        ("color", "red"), ("style", "boho|casual"), ("price", "20"), ("size", "36"),
        ("article", "0012"), ("brand", " "),
      ]),
    CatalogueItem(
      id: "d2", title: "黑色连衣裙",
      attributes: [
        ("color", " black\t"), ("style", "casual"), ("price", "80.5"), ("size", "38"),
        ("article", "0013"),
      ]),
    CatalogueItem(
      id: "s1", title: "",
      attributes: [
        ("color", "red"), ("style", "boho| boho ||chic"), ("price", "on request"), ("size", ""),
        ("article", "7"),
      ]),
    CatalogueItem(id: "s 2", title: "Shoe", attributes: [("price", "0"), ("color", "")]),
  ]
  static let users = ["u1", "用户"]

  let catalogue: Catalogue
  let reports: [AttributePacking]
  /// Keeps the catalogue readable.
  private let file: TensorFile

  init() throws {
    var writer = TensorWriter()
    reports = Catalogue.pack(items: Self.items, users: Self.users, into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "catalogue.safetensors")
    catalogue = try Catalogue(opening: file)
    self.file = file
  }

  func rows(_ text: String) throws -> [Int] {
    let bytes = Array(text.utf8)
    // Safe: parsing keeps nothing of the text.
    let filter = try unsafe bytes.withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return Filter.all }
      return try Filter(
        parsing: unsafe ByteView(start: start, count: buffer.count), over: catalogue)
    }
    return (0..<catalogue.items.count).filter { filter.accepts($0) }
  }
}
