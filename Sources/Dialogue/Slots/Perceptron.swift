/// A structured perceptron under way: chains are decoded, and where one is wrong the weights of what it
/// has go down, those of what it should have go up. What counts in the end is the average over all steps,
/// by the sums of (step · change).
struct Perceptron {
  private let tagCount: Int
  private let columns: Int
  private var places: [UInt64: Int] = [:]
  private var weights: [Float] = []
  private var sums: [Double] = []
  private var transitions: [Float]
  private var transitionSums: [Double]
  private var step = 1.0
  /// The features of every token of the message, one after the other.
  private var features: [[UInt64]] = []

  init(tagCount: Int) {
    self.tagCount = tagCount
    columns = (tagCount + 15) / 16 * 16
    transitions = [Float](repeating: 0, count: tagCount * tagCount)
    transitionSums = [Double](repeating: 0, count: tagCount * tagCount)
  }

  mutating func learn(_ scratch: inout SlotScratch, _ truth: [Int]) {
    guard !truth.isEmpty else { return }
    features.removeAll(keepingCapacity: true)
    scratch.scores = [Float](repeating: 0, count: truth.count * columns)
    for position in truth.indices {
      var own: [UInt64] = []
      SlotFeatures.read(position, scratch) { own.append($0) }
      for hash in own {
        guard let place = places[hash] else { continue }
        for tag in 0..<tagCount {
          scratch.scores[position * columns + tag] += weights[place + tag]
        }
      }
      features.append(own)
    }
    scratch.decode(tagCount: tagCount, columns: columns, transitions.span)
    if scratch.tags != truth {
      for position in truth.indices {
        let (right, wrong) = (truth[position], scratch.tags[position])
        if right != wrong {
          for hash in features[position] {
            change(hash, right, by: 1)
            change(hash, wrong, by: -1)
          }
        }
        if position > 0 {
          change(from: truth[position - 1], to: right, by: 1)
          change(from: scratch.tags[position - 1], to: wrong, by: -1)
        }
      }
    }
    step += 1
  }

  /// Keeps a row for a feature, though no mistake may ever change it: what has none counts as never seen.
  mutating func know(_ hash: UInt64) { _ = place(of: hash) }

  private mutating func place(of hash: UInt64) -> Int {
    if let known = places[hash] { return known }
    let place = weights.count
    places[hash] = place
    weights += [Float](repeating: 0, count: columns)
    sums += [Double](repeating: 0, count: columns)
    return place
  }

  private mutating func change(_ hash: UInt64, _ tag: Int, by amount: Float) {
    let place = place(of: hash)
    weights[place + tag] += amount
    sums[place + tag] += step * Double(amount)
  }

  private mutating func change(from: Int, to: Int, by amount: Float) {
    transitions[from * tagCount + to] += amount
    transitionSums[from * tagCount + to] += step * Double(amount)
  }

  /// Features ascending by hash, their weights, and transitions.
  var averaged: (hashes: [UInt64], weights: [Float], transitions: [Float]) {
    var rows: [Float] = []
    let ordered = places.sorted { $0.key < $1.key }
    for (_, place) in ordered {
      for at in place..<place + columns { rows.append(weights[at] - Float(sums[at] / step)) }
    }
    let pairs = transitions.indices.map { transitions[$0] - Float(transitionSums[$0] / step) }
    return (ordered.map(\.key), rows, pairs)
  }
}
