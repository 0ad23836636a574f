package import Learning

/// Shoppers in a handful of groups that differ in how likely they buy nothing, each with a rule that can be
/// said in one breath: the leaves of a small tree. Coarser than ``ChurnRisk``, which ranks; these are for whoever
/// has to tell others why.
package struct ChurnGroups: Sendable {
  /// Tags that it may split by.
  package static let featureNames = [
    "rfm.recency", "rfm.frequency", "rfm.tenure", "rfm.lateness", "rfm.frequency_90d",
  ]
  /// Of all shoppers, in a group.
  private static let leastShare = 0.02
  private static let leastShoppers = 25

  package let tree: DecisionTree
  /// The index of ``groups`` of each leaf, by the index of its node.
  package let groups: [Int: Int]
  /// Rules, the likeliest to churn first: conditions of the audience language.
  package let rules: [String]

  /// `nil` when nothing tells who churned.
  package init?(_ examples: ChurnExamples, seed: UInt64 = 1) {
    guard examples.users.count >= 2 * Self.leastShoppers else { return nil }
    let step = max(1, examples.users.count / ChurnRisk.rowLimit)
    let chosen = Array(stride(from: 0, to: examples.users.count, by: step))
    let tree = DecisionTree.fit(
      rows: chosen.flatMap { Self.values(examples, $0) }, featureCount: Self.featureNames.count,
      happened: chosen.map { examples.happened[$0] },
      leastLeaf: max(Self.leastShoppers, Int(Self.leastShare * Double(chosen.count))), seed: seed)
    guard tree.nodes.count > 1 else { return nil }
    self.init(tree)
  }

  init(_ tree: DecisionTree) {
    self.tree = tree
    let leaves = tree.leaves.sorted {
      (tree.nodes[$1.node].share, $0.node) < (tree.nodes[$0.node].share, $1.node)
    }
    var groups: [Int: Int] = [:]
    for (place, leaf) in leaves.enumerated() { groups[leaf.node] = place }
    self.groups = groups
    rules = leaves.map { Self.rule($0.path) }
  }

  private static func values(_ examples: ChurnExamples, _ row: Int) -> [Float] {
    examples.numbers(row).map { Float($0) }
  }

  /// For example `rfm.recency > 120 and rfm.frequency <= 2`.
  private static func rule(_ path: [DecisionTree.Step]) -> String {
    path.map { step in
      "\(featureNames[step.feature]) \(step.isAbove ? ">" : "<=") \(short(step.threshold))"
    }.joined(separator: " and ")
  }

  /// One per example, an index of ``rules``.
  package func group(_ examples: ChurnExamples, _ row: Int) -> Int {
    let values = Self.values(examples, row)
    return groups[tree.leaf { values[$0] }] ?? 0
  }

  /// How likely the shoppers of a leaf churned.
  package func share(_ examples: ChurnExamples, _ row: Int) -> Double {
    let values = Self.values(examples, row)
    return tree.nodes[tree.leaf { values[$0] }].share
  }
}

/// As few characters as say a number: no `.0`.
func short(_ number: Float) -> String {
  number == number.rounded() && number.magnitude < 1e7 ? "\(Int(number))" : "\(number)"
}

extension FittedProfiles {
  /// `churn.group` of every shopper who bought.
  mutating func addChurnGroups(_ groups: ChurnGroups, _ now: ChurnExamples, horizon: Double) {
    var codes = [UInt8?](repeating: nil, count: userCount)
    for (row, user) in now.users.enumerated() { codes[user] = UInt8(groups.group(now, row)) }
    add(
      TagDefinition(
        name: "churn.group", evidence: .purchases, source: "decision tree",
        method:
          "The shoppers for whom the rule holds, the likeliest to buy nothing in the next \(Int(horizon)) days "
          + "first: leaves of a tree learned from the last as many.",
        halfConfidence: 2),
      .categories(codes, values: groups.rules))
    explanations["churn.group"] = .path(groups.tree, features: ChurnGroups.featureNames)
  }
}
