import Learning
package import Snapshots

extension FittedSizing {
  /// Writes what ``Sizing`` reads; the layout is described there.
  package func pack(into writer: inout TensorWriter) {
    let log = frame.log
    writer.add("sizing.sizes", identifiers: log.sizeNames)
    writer.add("sizing.means", frame.systems.means)
    writer.add("sizing.deviations", frame.systems.deviations)
    writer.add("sizing.letters", [code(frame.systems.letters)])
    writer.add("sizing.strengths", [strengths.shopper, strengths.item, strengths.itemSize])
    let linearCount = frame.linearNames.count
    let dynamicCount = SizingEvidence.featureNames.count
    writer.add(
      "sizing.weights",
      (0..<2).flatMap { other in
        model.weights[(other * model.featureCount + linearCount)...].prefix(dynamicCount)
          + [model.intercepts[other]]
      }, shape: [2, dynamicCount + 1])
    packCategories(into: &writer)
    packItems(into: &writer)
    packUsers(into: &writer)
  }

  private func code(_ system: Int?) -> UInt8 { system.map { UInt8($0) } ?? Sizing.noSystem }

  private func packCategories(into writer: inout TensorWriter) {
    let count = frame.log.categoryNames.count
    writer.add("sizing.categories.systems", frame.systems.numbers.map(code))
    writer.add(
      "sizing.categories.outcomes", history.categories.flatMap { $0.whole }, shape: [count, 3])
    let offsets = frame.sizes.offsets
    writer.add(
      "sizing.categories.offsets",
      (0..<count).flatMap { category in offsets.map { Float($0[category]) } },
      shape: [count, frame.systems.count])
    let width = frame.encoding.width
    writer.add(
      "sizing.categories.terms",
      (0..<count).flatMap { category -> [Float] in
        guard let place = frame.categories.firstIndex(of: category) else { return [0, 0] }
        return (0..<2).map { Float(model.weights[$0 * model.featureCount + width + place]) }
      }, shape: [count, 2])
  }

  private func packItems(into writer: inout TensorWriter) {
    var rows = [[UInt32]](repeating: [], count: frame.log.itemCount)
    for key in history.itemSizes.keys {
      rows[Int(key >> 32)].append(UInt32(truncatingIfNeeded: key))
    }
    var starts: [Int64] = [0]
    var sizes: [UInt32] = []
    var counts: [UInt32] = []
    for (item, found) in rows.enumerated() {
      for size in found.sorted() {
        guard let entry = history.itemSizes[SizingHistory.key(item, size)] else { continue }
        sizes.append(size)
        counts += entry.outcomes.whole + [UInt32(entry.silent)]
      }
      starts.append(Int64(sizes.count))
    }
    writer.add("sizing.items.categories", frame.log.categories.map { UInt32($0) })
    writer.add("sizing.items.start", starts)
    writer.add("sizing.items.sizes", sizes)
    writer.add("sizing.items.counts", counts, shape: [sizes.count, 4])
    writer.add("sizing.items.worn", history.wornSums.map { Float($0) })
  }

  private func packUsers(into writer: inout TensorWriter) {
    let systems = frame.systems.count
    let users = frame.log.userCount
    var body: [Float] = []
    var terms: [Float] = []
    for user in (0..<users).map({ Optional($0) }) + [nil] {
      let row = frame.encoding.row(user)
      for system in 0..<systems { body.append(Float(frame.sizes.size(of: row, system: system))) }
      for other in 0..<2 {
        var term = 0.0
        for (feature, value) in row.enumerated() {
          term += model.weights[other * model.featureCount + feature] * value
        }
        terms.append(Float(term))
      }
    }
    writer.add("sizing.users.body", body, shape: [users + 1, systems])
    writer.add("sizing.users.terms", terms, shape: [users + 1, 2])
    writer.add(
      "sizing.users.usual", history.usualSums.map { Float($0) }, shape: [users, systems])
    writer.add(
      "sizing.users.pieces", history.usualCounts.map { UInt16(clamping: Int($0)) },
      shape: [users, systems])
    writer.add(
      "sizing.users.outcomes",
      history.shoppers.flatMap { $0.whole.map { UInt16(clamping: $0) } }, shape: [users, 3])
  }
}

extension OutcomeCounts {
  fileprivate var whole: [UInt32] { (0..<3).map { UInt32(self[$0]) } }
}
