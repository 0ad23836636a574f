import RealModule

/// Outfits as a stylist would put them together: for one gender, of one taste, in colours that go
/// with the first piece, each piece playing another part.
struct DemoOutfits {
  private let catalogue: DemoCatalogue
  private var random: SeededGenerator

  init(catalogue: DemoCatalogue, seed: UInt64) {
    self.catalogue = catalogue
    random = SeededGenerator(seed: seed, stream: 7)
  }

  /// Columns: outfit_id, item_id; one outfit of three to five items for every four items sold.
  mutating func csv() -> CSVWriter {
    var csv = CSVWriter(header: ["outfit_id", "item_id"])
    for outfit in 0..<max(1, catalogue.count / 4) {
      for item in pieces() {
        csv.field(plain: DemoCatalogue.numbered("O", outfit))
        csv.field(plain: DemoCatalogue.id(item))
        csv.endRow()
      }
    }
    return csv
  }

  private mutating func pieces() -> [Int] {
    let forMen = random.chance(0.4) ? 1 : 0
    var roles: [DemoVocabulary.Role] =
      forMen == 0 && random.chance(0.35) ? [.whole, .shoes] : [.top, .bottom, .shoes]
    if random.chance(0.4) { roles.append(.outer) }
    if roles.count == 2 || random.chance(0.5) { roles.append(.accessory) }
    var pieces: [Int] = []
    for role in roles {
      let candidates = (0..<catalogue.count).filter { item in
        DemoVocabulary.categories[catalogue.category[item]].role == role
          && (catalogue.gender[item] == 2 || catalogue.gender[item] == forMen)
      }
      guard !candidates.isEmpty else { continue }
      guard let first = pieces.first else {
        pieces.append(random.pick(candidates))
        continue
      }
      let logits = candidates.map { 4 * likeness($0, first) + 1.5 * harmony($0, first) }
      pieces.append(candidates[random.index(logits: logits)])
    }
    return pieces
  }

  /// The product of the latent vectors: near 1 for the same style, around 0 for strangers.
  private func likeness(_ item: Int, _ other: Int) -> Double {
    let width = DemoBehaviour.tasteDimensions
    return (0..<width).reduce(0) {
      $0 + catalogue.latent[item * width + $1] * catalogue.latent[other * width + $1]
    }
  }

  /// Neutral colours go with all, the others with themselves.
  private func harmony(_ item: Int, _ other: Int) -> Double {
    let neutral = [0, 1, 2, 3, 7]
    let color = catalogue.color[item]
    return neutral.contains(color) || color == catalogue.color[other] ? 1 : 0
  }
}
