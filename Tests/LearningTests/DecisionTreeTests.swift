import Learning
import Testing

/// Defends: a tree says what there is to say in as few words as that takes, and nothing of chance.
@Suite struct DecisionTreeTests {
  /// Feature 0 tells: below 30 it happens to one of ten, above to nine of ten; feature 1 is chance.
  private func steps(_ count: Int, seed: UInt64 = 4) -> (rows: [Float], happened: [Bool]) {
    var random = SeededRandom(seed: seed)
    var (rows, happened): ([Float], [Bool]) = ([], [])
    for _ in 0..<count {
      let value = Float(random.index(below: 60))
      rows += [value, Float(random.uniform())]
      happened.append(random.uniform() < (value > 30 ? 0.9 : 0.1))
    }
    return (rows, happened)
  }

  @Test func `a step is found where it is, and is all that is said`() {
    let (rows, happened) = steps(2000)
    let tree = DecisionTree.fit(
      rows: rows, featureCount: 2, happened: happened, leastLeaf: 40)
    #expect(tree.nodes.count == 3)
    #expect(tree.nodes[0].feature == 0)
    #expect(tree.nodes[0].threshold == 30)
    #expect(abs(tree.nodes[tree.nodes[0].above].share - 0.9) < 0.05)
    #expect(abs(tree.nodes[tree.nodes[0].atMost].share - 0.1) < 0.05)
  }

  @Test func `of chance there is nothing to say`() {
    var random = SeededRandom(seed: 9)
    let rows = (0..<3000).map { _ in Float(random.uniform()) }
    let happened = (0..<1000).map { _ in random.uniform() < 0.3 }
    let tree = DecisionTree.fit(
      rows: rows, featureCount: 3, happened: happened, leastLeaf: 20)
    #expect(tree.nodes.count == 1)
    #expect(tree.leaves.count == 1 && tree.leaves[0].path.isEmpty)
  }

  /// What happens needs two features at once, and the second step alone tells nothing of it.
  @Test func `leaves part all rows, each holds enough, and its path is true of every row`() throws {
    var random = SeededRandom(seed: 2)
    var (rows, happened): ([Float], [Bool]) = ([], [])
    for _ in 0..<4000 {
      let row = (0..<3).map { _ in Float(random.index(below: 100)) }
      rows += row
      let share = row[0] <= 40 ? 0.2 : row[1] <= 70 ? 0.5 : 0.95
      happened.append(random.uniform() < share)
    }
    let tree = DecisionTree.fit(
      rows: rows, featureCount: 3, happened: happened, leastLeaf: 100)
    #expect(tree.leaves.count >= 3 && tree.leaves.count <= 8)
    var counts = [Int: (all: Int, hits: Int)]()
    for row in happened.indices {
      let leaf = tree.leaf { rows[row * 3 + $0] }
      counts[leaf, default: (0, 0)].all += 1
      if happened[row] { counts[leaf, default: (0, 0)].hits += 1 }
      let path = try #require(tree.leaves.first { $0.node == leaf }).path
      let holds = path.allSatisfy { step in
        (rows[row * 3 + step.feature] > step.threshold) == step.isAbove
      }
      guard holds else {
        Issue.record("row \(row) does not go the way of leaf \(leaf)")
        return
      }
      #expect(Set(path.map { "\($0.feature)\($0.isAbove)" }).count == path.count)
    }
    #expect(counts.values.reduce(0) { $0 + $1.all } == happened.count)
    for (leaf, found) in counts {
      #expect(found.all >= 100)
      #expect(tree.nodes[leaf].count == found.all)
      #expect(abs(tree.nodes[leaf].share - Double(found.hits) / Double(found.all)) < 1e-12)
    }
  }

  @Test
  func `a feature that is not always known is not split by, and without a value one goes down`() {
    var (rows, happened) = steps(1000)
    rows[0] = .nan
    let tree = DecisionTree.fit(
      rows: rows, featureCount: 2, happened: happened, leastLeaf: 20)
    #expect(tree.nodes.allSatisfy { $0.feature != 0 })
    happened[0] = true
    let other = DecisionTree(nodes: [
      .init(feature: 0, threshold: 5, atMost: 1, above: 2, count: 2, share: 0.5),
      .init(count: 1, share: 0), .init(count: 1, share: 1),
    ])
    #expect(other.leaf { _ in .nan } == 1)
    #expect(other.leaf { _ in 5 } == 1)
    #expect(other.leaf { _ in 6 } == 2)
  }

  @Test func `the same rows give the same tree`() {
    let (rows, happened) = steps(500)
    let trees = (0..<2).map { _ in
      DecisionTree.fit(rows: rows, featureCount: 2, happened: happened, leastLeaf: 20)
    }
    #expect(trees[0] == trees[1])
  }
}
