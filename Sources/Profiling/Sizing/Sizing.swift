package import Bytes
import Learning
package import Snapshots

/// How likely a size of an item is too small, fits, or is too large for a shopper; see ``FittedSizing``.
///
/// Part of a profile file where shoppers said how pieces sat. For U users, I items, C categories, S systems
/// of sizes, N pairs of an item and a size, F features of ``SizingEvidence``:
///
///     sizing.sizes                   identifiers: sizes as the shop spells them
///     sizing.means, .deviations      F64, S: of the sizes of each system
///     sizing.letters                 U8, 1: the system of letters; 255 for none
///     sizing.strengths               F64, 3: of shoppers, items, and sizes of an item
///     sizing.weights                 F64, 2 × (F + 1): small and large against fit; the intercept last
///     sizing.categories.systems      U8, C: of the category's numbers; 255 for none
///     sizing.categories.outcomes     U32, C × 3: fit, small, large
///     sizing.categories.offsets      F32, C × S: added to the size that the body takes
///     sizing.categories.terms        F32, C × 2: of the scores of small and large
///     sizing.items.categories        U32, I
///     sizing.items.start             I64, I + 1; sizes U32, N; counts U32, N × 4: fit, small, large,
///                                    kept without a word
///     sizing.items.worn              F32, I: sum of what worn sizes were above body and category
///     sizing.users.body              F32, (U + 1) × S: the size that the body takes, in deviations; the
///                                    last row is of somebody of whom nothing is known
///     sizing.users.terms             F32, (U + 1) × 2: what the body adds to the scores
///     sizing.users.usual             F32, U × S: sum of what true sizes were above body and category
///     sizing.users.pieces            U16, U × S: of how many pieces
///     sizing.users.outcomes          U16, U × 3
///
/// 10·S + 14 bytes a shopper. Everything is checked when it is opened.
package struct Sizing: Sendable {
  static let noSystem = UInt8.max

  let sizes: IdentifierTable
  let means: Column<Double>
  let deviations: Column<Double>
  let letters: UInt8
  let strengths: SizingStrengths
  let weights: Matrix<Double>
  let categorySystems: Column<UInt8>
  let categoryOutcomes: Matrix<UInt32>
  let categoryOffsets: Matrix<Float>
  let categoryTerms: Matrix<Float>
  let itemCategories: Column<UInt32>
  let itemStart: Column<Int64>
  let itemSizes: Column<UInt32>
  let itemCounts: Matrix<UInt32>
  let itemWorn: Column<Float>
  let userBody: Matrix<Float>
  let userTerms: Matrix<Float>
  let userUsual: Matrix<Float>
  let userPieces: Matrix<UInt16>
  let userOutcomes: Matrix<UInt16>
  /// Of all categories.
  let all: OutcomeCounts

  package static func arePresent(in file: borrowing TensorFile) -> Bool {
    file.contains("sizing.means")
  }

  /// The sizes in which an item was kept, or of which it was said how they sat; in the order of the file.
  package func sizesWorn(of item: Int) -> [ByteView] {
    pairs(of: item).map { sizes[Int(itemSizes[$0])] }
  }

  /// How many shoppers said how the item sat.
  package func outcomeCount(of item: Int) -> Int {
    pairs(of: item).reduce(0) { sum, pair in
      sum + (0..<3).reduce(0) { $0 + Int(itemCounts.row(pair)[$1]) }
    }
  }

  /// Pieces that the shopper's latent size is known from, in the system of a size; 0 of an unknown shopper.
  package func pieces(of user: Int?, item: Int, size: ByteView) -> Int {
    guard let user, let place = place(size, of: item) else { return 0 }
    return Int(userPieces.row(user)[place.system])
  }

  /// - Parameter user: `nil`: somebody of whom nothing is known
  /// - Returns: `nil` of a size that is not on a scale of the item's category.
  package func chances(user: Int?, item: Int, size: ByteView) -> SizeChances? {
    guard let place = place(size, of: item) else { return nil }
    let category = Int(itemCategories[item])
    var evidence = SizingEvidence()
    evidence.size = place.value
    evidence.offset = Double(categoryOffsets.row(category)[place.system])
    evidence.body = Double(userBody.row(user ?? userUsual.rows)[place.system])
    if let user {
      evidence.usualSum = Double(userUsual.row(user)[place.system])
      evidence.usualCount = Double(userPieces.row(user)[place.system])
      let outcomes = userOutcomes.row(user)
      for outcome in 0..<3 { evidence.shopper[outcome] = Double(outcomes[outcome]) }
    }
    for outcome in 0..<3 {
      evidence.category[outcome] = Double(categoryOutcomes.row(category)[outcome])
    }
    evidence.all = all
    evidence.wornSum = Double(itemWorn[item])
    let index = sizes.index(of: size.bytes)
    for pair in pairs(of: item) {
      let counts = itemCounts.row(pair)
      for outcome in 0..<3 { evidence.item[outcome] += Double(counts[outcome]) }
      for count in 0..<4 { evidence.wornCount += Double(counts[count]) }
      guard Int(itemSizes[pair]) == index else { continue }
      for outcome in 0..<3 { evidence.itemSize[outcome] = Double(counts[outcome]) }
    }
    let features = evidence.features(strengths)
    var scores = [0.0]
    for other in 0..<2 {
      let row = weights.row(other)
      var score =
        row[features.count] + Double(userTerms.row(user ?? userUsual.rows)[other])
        + Double(categoryTerms.row(category)[other])
      for (feature, value) in features.enumerated() { score += row[feature] * value }
      scores.append(score)
    }
    let shares = softmax(scores)
    return SizeChances(fit: shares[0], small: shares[1], large: shares[2])
  }

  private func pairs(of item: Int) -> Range<Int> {
    let lower = Int(itemStart[item])
    return lower..<max(lower, Int(itemStart[item + 1]))
  }

  private func place(_ size: ByteView, of item: Int) -> (system: Int, value: Double)? {
    guard let name = SizeName(size.string) else { return nil }
    let code =
      name.scale == .letters ? letters : categorySystems[Int(itemCategories[item])]
    guard code != Self.noSystem else { return nil }
    let system = Int(code)
    return (system, (name.value - means[system]) / deviations[system])
  }
}

/// They sum to 1.
package struct SizeChances: Sendable, Equatable {
  package let fit: Double
  /// That the piece is too small.
  package let small: Double
  package let large: Double

  package init(fit: Double, small: Double, large: Double) {
    self.fit = fit
    self.small = small
    self.large = large
  }
}
