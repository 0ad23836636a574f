import RealModule
package import Snapshots

/// A fitted ``Demographics``, before it is packed.
package struct FittedDemographics: Sendable {
  let traits: [CodedColumn]
  /// Shape: items × groups of all traits.
  let lift: [Float]
  let itemCount: Int

  package func pack(into writer: inout TensorWriter) {
    let userCount = traits.first?.codes.count ?? 0
    var groups: [UInt8] = []
    groups.reserveCapacity(userCount * traits.count)
    for user in 0..<userCount {
      for trait in traits { groups.append(UInt8(clamping: trait.codes[user])) }
    }
    writer.add("demographics.names", identifiers: traits.map(\.name))
    writer.add("demographics.group_counts", traits.map { UInt32($0.valueCount) })
    writer.add("demographics.groups", groups, shape: [userCount, traits.count])
    writer.add("demographics.lift", lift, shape: [itemCount, traits.offsets[traits.count]])
  }
}

extension Demographics {
  /// `nil` when users have no traits. O(entries · traits + items · groups).
  ///
  /// - Precondition: a trait has at most `groupLimit` values.
  package static func fit(
    _ interactions: Interactions, traits: [CodedColumn]
  ) -> FittedDemographics? {
    guard !traits.isEmpty else { return nil }
    let offsets = traits.offsets
    let groupCount = offsets[traits.count]
    var counts = [Float](repeating: 0, count: interactions.itemCount * groupCount)
    for user in 0..<interactions.userCount {
      for (trait, column) in traits.enumerated() where column.codes[user] != CodedColumn.missing {
        let group = offsets[trait] + Int(column.codes[user])
        for entry in interactions.entries(of: user) {
          counts[Int(interactions.items[entry]) * groupCount + group] += 1
        }
      }
    }
    var lift = [Float](repeating: 0, count: counts.count)
    for trait in traits.indices {
      let range = offsets[trait]..<offsets[trait + 1]
      var totals = [Double](repeating: 1, count: range.count)
      for item in 0..<interactions.itemCount {
        for group in range {
          totals[group - range.lowerBound] += Double(counts[item * groupCount + group])
        }
      }
      let whole = totals.reduce(0, +)
      for item in 0..<interactions.itemCount {
        let start = item * groupCount
        let chosen = range.reduce(0) { $0 + Double(counts[start + $1]) }
        for group in range {
          let prior = totals[group - range.lowerBound] / whole
          lift[start + group] = Float(
            Double.log(
              (Double(counts[start + group]) + strength * prior) / ((chosen + strength) * prior)))
        }
      }
    }
    return FittedDemographics(traits: traits, lift: lift, itemCount: interactions.itemCount)
  }
}
