import Bytes
import Catalogue
import Expressions
import Recommendation
import Snapshots

/// The values of a catalogue's attributes by their texts, and the items that have them: what a search
/// says of what the shopper wants.
///
/// A search names a value when its text occurs in it, in upper or lower case. Where words are
/// separated by spaces, whole words alone count: `red` is not in `bored`, while `裙` is in `黑色连衣裙`.
/// Of values that overlap the longest counts: `dark blue` is not `blue`. Texts are compared as they
/// stand in the catalogue; nothing is translated, and no word is inflected.
struct SearchTerms: Sendable {
  /// By the lower-case text; several attributes may have the same.
  private let numbers: [String: [UInt32]]
  /// Of the longest text, in Unicode scalars.
  private let longest: Int
  let postings: AttributePostings

  /// So many newest searches count: what was typed before them was not found, or is found.
  static let searchesMax = 5

  /// O(values of all items).
  init(_ catalogue: Catalogue) {
    var (texts, holders) = (ValueTexts(), [[UInt32]]())
    let rows = catalogue.items.count
    for name in catalogue.attributeNames {
      let first = holders.count
      switch catalogue.attribute(named: name) {
      case .text(let codes, let values):
        texts.add(values, from: first)
        holders += [[UInt32]](repeating: [], count: values.count)
        for row in 0..<rows where codes[row] < values.count {
          holders[first + Int(codes[row])].append(UInt32(row))
        }
      case .list(let indptr, let codes, let values):
        texts.add(values, from: first)
        holders += [[UInt32]](repeating: [], count: values.count)
        for row in 0..<rows {
          for entry in Int(indptr[row])..<Int(indptr[row + 1]) {
            holders[first + Int(codes[entry])].append(UInt32(row))
          }
        }
      case .number, nil: break
      }
    }
    postings = AttributePostings(itemCount: rows, holders: holders)
    (numbers, longest) = (texts.numbers, texts.longest)
  }

  /// The numbers of the values that a search names, ascending, each once.
  func values(namedIn search: ByteView) -> [UInt32] {
    let scalars = Array(search.string.lowercased().unicodeScalars)
    var found: Set<UInt32> = []
    var start = 0
    while start < scalars.count {
      guard isBoundary(start, of: scalars),
        let end = longestValue(from: start, in: scalars, into: &found)
      else {
        start += 1
        continue
      }
      start = end
    }
    return found.sorted()
  }

  /// - Returns: where the longest value that begins at `start` ends; `nil` when none does
  private func longestValue(
    from start: Int, in scalars: [Unicode.Scalar], into found: inout Set<UInt32>
  ) -> Int? {
    var end = min(scalars.count, start + longest)
    while end > start {
      if isBoundary(end, of: scalars) {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<end])
        if let numbers = numbers[String(text)] {
          found.formUnion(numbers)
          return end
        }
      }
      end -= 1
    }
    return nil
  }

  private func isBoundary(_ position: Int, of scalars: [Unicode.Scalar]) -> Bool {
    position == 0 || position == scalars.count
      || !(scalars[position - 1].isOfSpacedWord && scalars[position].isOfSpacedWord)
  }
}

/// The texts that searches are looked for, while they are gathered.
private struct ValueTexts {
  var numbers: [String: [UInt32]] = [:]
  var longest = 0

  /// Longer values are descriptions, which nobody types.
  private static let lengthMax = 64

  mutating func add(_ values: IdentifierTable, from first: Int) {
    for index in 0..<values.count {
      let text = values[index].string.lowercased()
      let length = text.unicodeScalars.count
      // One letter is a size, or nothing.
      guard length <= Self.lengthMax, length > 1 || !text.utf8.allSatisfy({ $0 < 0x80 })
      else { continue }
      numbers[text, default: []].append(UInt32(first + index))
      longest = max(longest, length)
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is a letter or a digit of a script that puts spaces between words; those of East Asia,
  /// which do not, begin with the radicals at U+2E80.
  fileprivate var isOfSpacedWord: Bool {
    value < 0x2E80 && (properties.isAlphabetic || properties.numericType != nil)
  }
}
