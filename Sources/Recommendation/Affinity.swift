import Kernels
import RealModule
import Snapshots

/// How often a user chose items of an attribute's value, against how often all users do: dresses,
/// navy, the upper price band.
///
///     affinity(u, i) = Σ over attributes a of w_a · ln(1 + n(u, v) / (K · p(v))),   v = a's value of i
///
/// where n counts the user's choices of value v, p is the value's share of all users' choices, and K
/// the strength of the prior. Up to what is the same for all items, a term is the logarithm of how
/// much more likely the user chooses v than others do, under a Dirichlet prior of K choices like
/// everybody's: (n + K·p) / (N + K) over p. The choices of a visit count 1 together: what is looked
/// at in one visit was looked for once. Items without a value are as those of a value that the
/// user never chose.
package struct Affinity: Sendable {
  package static let attributeLimit = 16
  /// Values of all attributes together.
  package static let valueLimit = Int(UInt16.max)
  /// Rows are filled up to a multiple of it, so that none lies across more cache lines than it must.
  static let rowAlignment = 8
  /// K, in visits.
  static let strength: Float = 5

  /// Names of attributes, in the order of the weights.
  let names: IdentifierTable
  let attributeCount: Int
  /// Shape: items × `width`: the number of the item's value of each attribute, or `missing`, and
  /// `missing` to the row's end.
  private let codes: Column<UInt16>
  private let width: Int
  /// 1 / (K · p) per value.
  private let rarity: Column<Float>
  /// One per entry of the histories: the choice's share of its visit.
  private let visitShares: Column<Float>
  private let itemCount: Int

  private var missing: Int { rarity.count }

  init(opening file: borrowing TensorFile, items: Int, entries: Int) throws(SnapshotError) {
    names = try file.identifiers("affinity.names")
    attributeCount = names.count
    guard attributeCount <= Self.attributeLimit else {
      throw file.error(
        "affinity.names", "has \(attributeCount); at most \(Self.attributeLimit) are accepted")
    }
    width = Self.width(attributes: attributeCount)
    codes = try file.matrix("affinity.codes", as: UInt16.self, rows: items, columns: width)
      .elements
    rarity = try file.column("affinity.rarity")
    visitShares = try file.column("affinity.visit_shares", count: entries)
    itemCount = items
    for position in 0..<codes.count where codes[position] > rarity.count {
      throw file.error(
        "affinity.codes",
        "contains \(codes[position]) at \(position); 0...\(rarity.count) is accepted")
    }
    for (name, column) in [("rarity", rarity), ("visit_shares", visitShares)] {
      for position in 0..<column.count where !(column[position] >= 0 && column[position].isFinite) {
        throw file.error(
          "affinity.\(name)", "contains \(column[position]) at \(position); 0 and above is accepted"
        )
      }
    }
  }

  /// Counts what the user chose. O(items that count · attributes); allocates on first use.
  ///
  /// - Parameters:
  ///   - recent: items of the query
  ///   - history: of the user: items, oldest first, and where the first lies among all entries
  ///   - limit: newest items that count
  func count(
    recent: [Int32], history: Column<UInt32>, historyStart: Int, limit: Int,
    into evidence: inout AffinityEvidence
  ) {
    evidence.prepare(valueCount: rarity.count)
    let counted = min(recent.count, limit)
    for position in recent.count - counted..<recent.count {
      count(Int(recent[position]), 1 / Float(counted), into: &evidence)
    }
    for position in max(0, history.count - (limit - counted))..<history.count {
      count(
        min(Int(history[position]), itemCount - 1), visitShares[historyStart + position],
        into: &evidence)
    }
    evidence.finish(rarity)
  }

  private func count(_ item: Int, _ share: Float, into evidence: inout AffinityEvidence) {
    for attribute in 0..<attributeCount {
      evidence.add(share, to: value(of: item, attribute), of: attribute)
    }
  }

  /// How many codes a row has.
  static func width(attributes: Int) -> Int {
    (attributes + rowAlignment - 1) / rowAlignment * rowAlignment
  }

  /// The number of the item's value; `missing` for none. Never above it, whatever the mapping holds.
  @inline(__always)
  private func value(of item: Int, _ attribute: Int) -> Int {
    min(Int(codes[item * width + attribute]), missing)
  }

  /// The item's codes of at most eight attributes; behind them `missing`.
  func codes(of item: Int, _ attributes: [Int]) -> SIMD8<UInt16> {
    var codes = SIMD8<UInt16>(repeating: UInt16(truncatingIfNeeded: missing))
    for (lane, attribute) in attributes.enumerated() {
      codes[lane] = UInt16(truncatingIfNeeded: value(of: item, attribute))
    }
    return codes
  }

  /// The term of one attribute, not weighed.
  @inline(__always)
  func term(of item: Int, _ attribute: Int, _ evidence: AffinityEvidence) -> Float {
    evidence[value(of: item, attribute)]
  }

  /// affinity(u, i), after ``AffinityEvidence/weigh(by:from:attributes:)``.
  @inline(__always)
  func score(of item: Int, _ evidence: AffinityEvidence) -> Float {
    var sum: Float = 0
    let start = item * width
    for place in start..<start + attributeCount {
      sum += evidence.weighed[min(Int(codes[place]), missing)]
    }
    return sum
  }

  /// Adds affinity(u, i) to the scores of the first `count` items.
  ///
  /// Eight codes at a time: what fills a row up is `missing`, of which 0 is known.
  func addScores(
    to candidates: inout [OpenCandidate], count: Int, _ evidence: AffinityEvidence
  ) {
    let weighed = evidence.weighed.span
    let last = SIMD8<UInt16>(repeating: UInt16(truncatingIfNeeded: missing))
    precondition(weighed.count == missing + 1 && codes.count == itemCount * width)
    // Safe: codes are bytes without padding.
    let rows = unsafe codes.span.bytes
    var candidates = candidates.mutableSpan
    for position in 0..<count {
      let start = min(Int(candidates[position].item), itemCount - 1) * width
      var sum: Float = 0
      for place in stride(from: start, to: start + width, by: Self.rowAlignment) {
        // Safe: the item's row has `width` codes, a multiple of eight.
        var codes = unsafe rows.unsafeLoadUnaligned(
          fromByteOffset: 2 * place, as: SIMD8<UInt16>.self)
        codes.replace(with: last, where: codes .> last)
        for lane in 0..<Self.rowAlignment {
          // Safe: not above `missing`, which is the last.
          sum += unsafe weighed[unchecked: Int(codes[lane])]
        }
      }
      candidates[position].score += sum
    }
  }

  /// The attributes that say most for an item, as a bit each: those with at least a quarter of the
  /// whole, and the largest.
  func mainAttributes(
    of item: Int, _ evidence: AffinityEvidence, _ weights: [Float], from start: Int
  ) -> UInt32 {
    let whole = score(of: item, evidence)
    guard whole > 0 else { return 0 }
    var mask: UInt32 = 0
    for attribute in 0..<attributeCount
    where weights[start + attribute] * term(of: item, attribute, evidence) >= whole / 4 {
      mask |= 1 << UInt32(attribute)
    }
    return mask
  }
}

/// What one user's past says of each value: the working memory of ``Affinity``.
///
/// Invariant between calls of `prepare`: values not in `touched` are 0.
struct AffinityEvidence {
  /// One per value and one for none: n first, then ln(1 + n / (K·p)).
  private var values: [Float] = []
  /// The same times the attribute's weight.
  private(set) var weighed: [Float] = []
  private var touched: [(value: Int, attribute: Int)] = []

  mutating func prepare(valueCount: Int) {
    if values.count != valueCount + 1 {
      values = [Float](repeating: 0, count: valueCount + 1)
      weighed = values
    } else {
      for (value, _) in touched {
        values[value] = 0
        weighed[value] = 0
      }
    }
    touched.removeAll(keepingCapacity: true)
  }

  /// The last value is that of items without one, and is not counted.
  mutating func add(_ share: Float, to value: Int, of attribute: Int) {
    guard value < values.count - 1 else { return }
    if values[value] == 0 { touched.append((value, attribute)) }
    values[value] += share
  }

  mutating func finish(_ rarity: Column<Float>) {
    for (value, _) in touched {
      values[value] = Float.log(onePlus: values[value] * rarity[value])
    }
  }

  /// - Parameter weights: one per attribute from `start` on
  mutating func weigh(by weights: [Float], from start: Int) {
    for (value, attribute) in touched {
      weighed[value] = weights[start + attribute] * values[value]
    }
  }

  @inline(__always)
  subscript(value: Int) -> Float { values[value] }

  /// affinity(u, i) of an item with these codes, after `weigh`: in the order of the attributes, like every
  /// other sum of them.
  ///
  /// - Precondition: no code is above that of no value.
  @inline(__always)
  func score(_ codes: SIMD8<UInt16>) -> Float {
    let weighed = weighed.span
    var sum: Float = 0
    // Safe: the precondition; `weighed` ends with the value of none.
    for lane in 0..<8 { sum += unsafe weighed[unchecked: Int(codes[lane])] }
    return sum
  }
}
