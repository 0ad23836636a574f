package import Bytes
import Catalogue
import Expressions
package import Profiling
import Snapshots

/// Which size of an item a shopper should take.
package struct BestSizeQuery: Sendable {
  /// Empty for a shopper without an id.
  package var user = ByteView()
  package var item = ByteView()
  /// Those on offer, at most ``AnswerLimits/sizesMax``; empty: those the item comes in, or, where the
  /// catalogue does not say, those it was worn in.
  package var sizes: [ByteView] = []

  package init() {}
}

package struct BestSizeAnswer: Sendable {
  package struct Size: Sendable {
    /// Lives as long as the models, or the question, that it came from.
    package let name: ByteView
    package let chances: SizeChances
  }

  /// In the order on offer; sizes on no scale of the item's, such as `one size`, are left out.
  package var sizes: [Size] = []
  /// Of those the one that fits most likely, the first of equals; `nil` where there is none.
  package var best: Int?
  package var isUserKnown = false
  /// What the answer rests on: pieces with sizes of this kind that the shopper kept or judged, and
  /// outcomes of the item.
  package var shopperPieces = 0
  package var itemOutcomes = 0

  package init() {}
}

extension Models {
  /// How likely each size on offer is too small, fits, or is too large. O(sizes · sizes worn).
  ///
  /// Whoever is unknown is answered as a body of which nothing is known.
  ///
  /// - Throws: `unavailable` when the snapshot knows of no piece how it sat, `notFound` for an item that it
  ///   does not know, `invalidArgument` for a question beyond ``AnswerLimits``.
  package func bestSize(_ question: borrowing BestSizeQuery) throws(AnswerError) -> BestSizeAnswer {
    try AnswerLimits.check(id: question.user, of: .user)
    try AnswerLimits.check(id: question.item, of: .item)
    try AnswerLimits.check(sizes: question.sizes)
    guard let sizing else {
      throw .unavailable(
        "this snapshot does not know how pieces fitted; train on purchases with a size and a fit "
          + "(small, fit, large) to ask for sizes")
    }
    guard let item = catalogue.items.index(of: question.item.bytes) else {
      throw .notFound("item_id is not in this snapshot; an id of items.csv is accepted")
    }
    let user = shoppers.index(of: question.user)
    var answer = BestSizeAnswer()
    answer.isUserKnown = user != nil
    answer.itemOutcomes = sizing.outcomeCount(of: item)
    var offered = question.sizes
    if offered.isEmpty { offered = sizesOffered(of: item) }
    if offered.isEmpty { offered = sizing.sizesWorn(of: item) }
    for size in offered {
      guard let chances = sizing.chances(user: user, item: item, size: size) else { continue }
      answer.sizes.append(BestSizeAnswer.Size(name: size, chances: chances))
      answer.shopperPieces = sizing.pieces(of: user, item: item, size: size)
      if answer.best.map({ answer.sizes[$0].chances.fit < chances.fit }) ?? true {
        answer.best = answer.sizes.count - 1
      }
    }
    return answer
  }

  /// As the catalogue lists them; none where it does not, or holds one number an item.
  private func sizesOffered(of item: Int) -> [ByteView] {
    switch catalogue.attribute(named: Self.sizesName) {
    case .text(let codes, let values)?:
      codes[item] == AttributeColumn.missingCode ? [] : [values[Int(codes[item])]]
    case .list(let indptr, let codes, let values)?:
      (Int(indptr[item])..<max(Int(indptr[item]), Int(indptr[item + 1]))).map {
        values[Int(codes[$0])]
      }
    case .number?, nil: []
    }
  }
}

extension AnswerLimits {
  package static let sizesMax = 64
  package static let sizeBytesMax = 64

  static func check(sizes: [ByteView]) throws(AnswerError) {
    guard sizes.count <= sizesMax else {
      throw .invalidArgument("sizes has \(sizes.count) sizes; at most \(sizesMax) are accepted")
    }
    for (position, size) in sizes.enumerated() where !(1...sizeBytesMax).contains(size.count) {
      throw .invalidArgument(
        "sizes[\(position)] is \(size.count) bytes; 1 to \(sizeBytesMax) are accepted")
    }
  }
}
