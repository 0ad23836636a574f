import Bytes
import Catalogue
import Dialogue
import Snapshots
import Text

/// A catalogue in English with prices and sizes, opened beside its dictionary.
enum SmallCatalogue {
  static let items: [CatalogueItem] = {
    func item(
      _ id: String, _ title: String, _ category: String, _ color: String, _ gender: String,
      _ price: String, sizes: String = "S|M|L", season: String = "summer"
    ) -> CatalogueItem {
      CatalogueItem(
        id: id, title: title,
        attributes: [
          ("category", category), ("color", color), ("gender", gender), ("price", price),
          ("sizes", sizes), ("season", season), ("brand", id.hasPrefix("n") ? "Nordlys" : "Only"),
        ])
    }
    return [
      item("d1", "Silk dress", "Dresses", "Navy Blue", "Women", "45"),
      item("d2", "Wool dress with belt", "Dresses", "Navy Blue", "Women", "80", sizes: "M|L"),
      item("d3", "Long dress", "Dresses", "Black", "Women", "60", season: "winter"),
      item("d4", "Little dress", "Dresses", "Red", "Girls", "20", sizes: "S"),
      item("s1", "Printed shirt", "Shirts", "White", "Men", "35"),
      item("s2", "Plain shirt", "Shirts", "White", "Men", "55", sizes: "XL"),
      item("n1", "Fjord shirt", "Shirts", "Blue", "Men", "30"),
      item("h1", "Canvas low", "Casual Shoes", "White", "Men", "90", sizes: "40|41|42"),
      item("h2", "Runner", "Sports Shoes", "Black", "Women", "120", sizes: "38|39"),
      item("h3", "Court heel", "Heels", "Red", "Women", "75", sizes: "38"),
      item("j1", "Slim jeans", "Jeans", "Blue", "Men", "50", sizes: "W32 L34|W30 L32"),
      item("w1", "Chain watch", "Watches", "Gold", "Women", "150", sizes: ""),
      item("n2", "Chain necklace", "Necklace and Chains", "Gold", "Women", "25", sizes: ""),
      item("t1", "Football tee", "T-Shirts", "", "Boys", "15"),
      item("f1", "Match ball", "Footballs", "White", "", "18", sizes: ""),
    ]
  }()

  static let terms = [
    FittedProductSearch.Term(attribute: "category", value: "Dresses", term: "robe"),
    FittedProductSearch.Term(attribute: "brand", value: "Nordlys", term: "北光"),
    FittedProductSearch.Term(attribute: "brand", value: "Nobody", term: "nobody"),
  ]

  static func bytes(of items: [CatalogueItem] = items) -> [UInt8] {
    var writer = TensorWriter()
    FittedProductSearch(items, terms: terms).pack(into: &writer)
    return writer.encoded()
  }

  static func withSearch<Result>(
    _ items: [CatalogueItem] = items, dictionary: [UInt8]? = nil,
    _ body: (ProductSearch) throws -> Result
  ) throws -> Result {
    var writer = TensorWriter()
    Catalogue.pack(items: items, users: [], into: &writer)
    let catalogueFile = try TensorFile(bytes: writer.encoded(), name: "catalogue.safetensors")
    defer { extendLifetime(catalogueFile) }
    let file = try TensorFile(bytes: dictionary ?? bytes(of: items), name: "chat.safetensors")
    defer { extendLifetime(file) }
    return try body(
      try ProductSearch(opening: file, catalogue: try Catalogue(opening: catalogueFile)))
  }
}

extension ProductSearch {
  func question(_ message: String) -> ProductQuestion {
    var (text, question) = (TokenizedText(), ProductQuestion())
    text.read(Array(message.utf8).rawSpan)
    read(text, into: &question)
    return question
  }

  /// The conditions as `attribute=value`, in alphabetical order, the price behind them.
  func describe(_ question: ProductQuestion) -> String {
    var parts = question.conditions.map {
      attributes[$0.attribute] + ($0.isExcluded ? "!=" : "=") + (value($0)?.string ?? "?")
    }.sorted()
    if question.leastPrice != nil || question.mostPrice != nil {
      func number(_ price: Double?) -> String { price.map { "\(Int($0.rounded()))" } ?? "" }
      parts.append("price \(number(question.leastPrice))...\(number(question.mostPrice))")
    }
    return parts.joined(separator: ", ")
  }

  func read(_ message: String) -> String { describe(question(message)) }
}
