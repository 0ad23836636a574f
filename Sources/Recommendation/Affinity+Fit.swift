package import Snapshots

/// A fitted ``Affinity``, before it is packed.
package struct FittedAffinity: Sendable {
  let attributes: [CodedColumn]
  /// One per value of all attributes.
  let rarity: [Float]
  /// One per entry of the interactions.
  let visitShares: [Float]

  package func pack(into writer: inout TensorWriter) {
    let offsets = attributes.offsets
    let itemCount = attributes.first?.codes.count ?? 0
    let width = Affinity.width(attributes: attributes.count)
    var codes = [UInt16](repeating: UInt16(rarity.count), count: itemCount * width)
    for (attribute, column) in attributes.enumerated() {
      for (item, code) in column.codes.enumerated() where code != CodedColumn.missing {
        codes[item * width + attribute] = UInt16(offsets[attribute] + Int(code))
      }
    }
    writer.add("affinity.names", identifiers: attributes.map(\.name))
    writer.add("affinity.codes", codes, shape: [itemCount, width])
    writer.add("affinity.rarity", rarity)
    writer.add("affinity.visit_shares", visitShares)
  }
}

extension Affinity {
  /// `nil` when items have no attributes. O(entries · attributes).
  ///
  /// A value's share of all choices is smoothed as if it had been chosen once more. Attributes beyond
  /// ``valueLimit`` values are left out.
  package static func fit(
    _ interactions: Interactions, attributes: [CodedColumn], visitGap: Int64
  ) -> FittedAffinity? {
    var attributes = attributes
    while attributes.reduce(0, { $0 + $1.valueCount }) > valueLimit { attributes.removeLast() }
    guard !attributes.isEmpty else { return nil }
    let shares = interactions.visitShares(gap: visitGap)
    var rarity: [Float] = []
    for column in attributes {
      var counts = [Double](repeating: 1, count: column.valueCount)
      for (entry, item) in interactions.items.enumerated() {
        let code = column.codes[Int(item)]
        if code != CodedColumn.missing { counts[Int(code)] += Double(shares[entry]) }
      }
      let total = counts.reduce(0, +)
      rarity += counts.map { Float(total / ($0 * Double(strength))) }
    }
    return FittedAffinity(attributes: attributes, rarity: rarity, visitShares: shares)
  }
}

extension Interactions {
  /// One per entry: 1 over the number of the user's entries in the same visit, which ends where the
  /// next choice is more than `gap` later.
  func visitShares(gap: Int64) -> [Float] {
    var shares = [Float](repeating: 0, count: entryCount)
    for user in 0..<userCount {
      let entries = entries(of: user)
      var start = entries.lowerBound
      for entry in entries
      where entry + 1 == entries.upperBound || timestamps[entry + 1] - timestamps[entry] > gap {
        for member in start...entry { shares[member] = 1 / Float(entry + 1 - start) }
        start = entry + 1
      }
    }
    return shares
  }
}
