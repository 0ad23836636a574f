import RealModule

/// A small decision tree that can be read aloud: how often something happens to whom.
///
/// CART (Breiman, Friedman, Olshen, Stone, *Classification and Regression Trees*, 1984): every split is
/// `value <= threshold` and lowers Gini's impurity 2·p·(1 − p) most; leaves keep a least number of rows. How deep
/// it may be is chosen by cross-validation, with the rule of one standard error (section 3.4.3): the
/// shallowest of which the squared error is within one standard error of the best.
package struct DecisionTree: Sendable, Equatable {
  package struct Node: Sendable, Equatable {
    /// An index of features; `nil` of a leaf.
    package var feature: Int?
    package var threshold: Float = 0
    /// Where rows with a value of at most the threshold, or without one, go; behind this node. 0 of a leaf.
    package var atMost = 0
    package var above = 0
    /// Of the rows that came here, how many there were and to what share it happened.
    package var count: Int
    package var share: Double

    package init(
      feature: Int? = nil, threshold: Float = 0, atMost: Int = 0, above: Int = 0, count: Int,
      share: Double
    ) {
      self.feature = feature
      self.threshold = threshold
      self.atMost = atMost
      self.above = above
      self.count = count
      self.share = share
    }
  }

  /// One condition on the way to a leaf.
  package struct Step: Sendable, Equatable {
    package let feature: Int
    package let isAbove: Bool
    package let threshold: Float
  }

  package static let depthLimit = 3

  /// The root comes first.
  package let nodes: [Node]

  package init(nodes: [Node]) {
    precondition(!nodes.isEmpty, "a tree has a root")
    self.nodes = nodes
  }

  /// O(folds · depth · features · rows · log rows).
  ///
  /// - Parameters:
  ///   - rows: shape: rows × features, row-major; at least one row. A feature that is NaN in one of them is not
  ///     split by.
  ///   - leastLeaf: rows of a leaf
  package static func fit(
    rows: [Float], featureCount: Int, happened: [Bool], leastLeaf: Int, seed: UInt64 = 1
  ) -> DecisionTree {
    let count = happened.count
    precondition(count > 0 && rows.count == count * featureCount, "rows are ragged, or none")
    let growth = Growth(
      rows: rows, width: featureCount, happened: happened, leastLeaf: max(1, leastLeaf))
    let all = Array(0..<count)
    let depth = growth.bestDepth(all, seed: seed)
    return DecisionTree(nodes: growth.grown(all, depth: depth))
  }

  /// The leaf a row falls into, by the index of its node.
  ///
  /// - Parameter value: of a feature
  package func leaf(_ value: (Int) -> Float) -> Int {
    var index = 0
    while let feature = nodes[index].feature {
      index = value(feature) > nodes[index].threshold ? nodes[index].above : nodes[index].atMost
    }
    return index
  }

  /// The leaves, from the left to the right, each with the conditions that lead to it: of each feature and
  /// direction only the narrowest.
  package var leaves: [(node: Int, path: [Step])] {
    var found: [(node: Int, path: [Step])] = []
    func visit(_ index: Int, _ path: [Step]) {
      guard let feature = nodes[index].feature else {
        found.append((index, path))
        return
      }
      for isAbove in [false, true] {
        let step = Step(
          feature: feature, isAbove: isAbove, threshold: nodes[index].threshold)
        let others = path.filter { !($0.feature == feature && $0.isAbove == isAbove) }
        visit(isAbove ? nodes[index].above : nodes[index].atMost, others + [step])
      }
    }
    visit(0, [])
    return found
  }
}

/// What a tree grows from.
private struct Growth {
  let rows: [Float]
  let width: Int
  let happened: [Bool]
  let leastLeaf: Int

  private static let folds = 5

  /// 0...``DecisionTree/depthLimit``.
  func bestDepth(_ all: [Int], seed: UInt64) -> Int {
    guard all.count >= 2 * Self.folds else { return 0 }
    var random = SeededRandom(seed: seed)
    let fold = all.map { _ in random.index(below: Self.folds) }
    // Per depth the squared error of every row, by the tree of the other folds.
    var errors = [[Double]](
      repeating: [Double](repeating: 0, count: all.count), count: DecisionTree.depthLimit + 1)
    for held in 0..<Self.folds {
      let others = all.filter { fold[$0] != held }
      guard !others.isEmpty else { continue }
      for depth in errors.indices {
        let tree = DecisionTree(nodes: grown(others, depth: depth))
        for row in all where fold[row] == held {
          let share = tree.nodes[tree.leaf { rows[row * width + $0] }].share
          let error = (happened[row] ? 1 : 0) - share
          errors[depth][row] = error * error
        }
      }
    }
    let means = errors.map { $0.reduce(0, +) / Double(all.count) }
    guard let best = means.indices.min(by: { means[$0] < means[$1] }) else { return 0 }
    let spread = errors[best].reduce(0) { $0 + ($1 - means[best]) * ($1 - means[best]) }
    let deviation = spread.squareRoot() / Double(all.count)
    return means.firstIndex { $0 <= means[best] + deviation } ?? best
  }

  func grown(_ members: [Int], depth: Int) -> [DecisionTree.Node] {
    var nodes: [DecisionTree.Node] = []
    func grow(_ members: [Int], _ depth: Int) -> Int {
      let hits = members.count { happened[$0] }
      let index = nodes.count
      nodes.append(
        DecisionTree.Node(
          count: members.count, share: Double(hits) / Double(max(1, members.count))))
      guard depth > 0, hits > 0, hits < members.count, let split = bestSplit(members, hits: hits)
      else { return index }
      let isAbove = { (row: Int) in rows[row * width + split.feature] > split.threshold }
      nodes[index].feature = split.feature
      nodes[index].threshold = split.threshold
      nodes[index].atMost = grow(members.filter { !isAbove($0) }, depth - 1)
      nodes[index].above = grow(members.filter(isAbove), depth - 1)
      return index
    }
    _ = grow(members, depth)
    return nodes
  }

  private func bestSplit(_ members: [Int], hits: Int) -> (feature: Int, threshold: Float)? {
    let whole = impurity(hits, of: members.count)
    var best: (gain: Double, feature: Int, threshold: Float)?
    for feature in 0..<width {
      let values = members.map { rows[$0 * width + feature] }
      guard !values.contains(where: \.isNaN) else { continue }
      let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      var left = 0
      for place in 0..<order.count - 1 {
        if happened[members[order[place]]] { left += 1 }
        let (low, high) = (values[order[place]], values[order[place + 1]])
        let below = place + 1
        guard low < high, below >= leastLeaf, order.count - below >= leastLeaf else { continue }
        let parts = impurity(left, of: below) + impurity(hits - left, of: order.count - below)
        // A gain that is rounding is none.
        guard whole - parts > 1e-9 * Double(members.count), whole - parts > best?.gain ?? 0 else {
          continue
        }
        best = (whole - parts, feature, threshold(between: low, and: high))
      }
    }
    return best.map { ($0.feature, $0.threshold) }
  }

  /// Gini's, times the number of rows.
  private func impurity(_ hits: Int, of count: Int) -> Double {
    2 * Double(hits) * Double(count - hits) / Double(count)
  }

  /// The number with the fewest digits that is at least `low` and below `high`, near their middle.
  private func threshold(between low: Float, and high: Float) -> Float {
    let middle = Double(low) + (Double(high) - Double(low)) / 2
    guard middle.isFinite, middle != 0 else { return low }
    let magnitude = Int(Double.log10(middle.magnitude).rounded(.down))
    for digits in 1...7 {
      let unit = Double.pow(10, Double(digits - 1 - magnitude))
      for rule in [FloatingPointRoundingRule.toNearestOrAwayFromZero, .down] {
        let rounded = Float((middle * unit).rounded(rule) / unit)
        if rounded >= low, rounded < high { return rounded }
      }
    }
    return low
  }
}
