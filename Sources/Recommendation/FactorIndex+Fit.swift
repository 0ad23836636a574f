import Kernels
import Learning
package import Snapshots

/// A fitted ``FactorIndex``, before it is packed.
package struct FittedFactorIndex: Sendable {
  let factorCount: Int
  /// Shape: clusters × factors.
  let centroids: [Float]
  var reaches: [Float]
  let starts: [Int64]
  let items: [UInt32]
  let scales: [Float]
  let codes: [UInt8]

  package func pack(into writer: inout TensorWriter) {
    let clusterCount = reaches.count
    writer.add("factors.index.centroids", centroids, shape: [clusterCount, factorCount])
    writer.add("factors.index.reaches", reaches)
    writer.add("factors.index.starts", starts)
    writer.add("factors.index.items", items)
    writer.add("factors.index.scales", scales)
    let byteCount = CodeBlocks.byteCount(dimensions: factorCount)
    writer.add("factors.index.codes", codes, shape: [codes.count / byteCount, byteCount])
  }
}

extension FactorIndex {
  /// Clusters per √items. More of them are told apart better and take longer to be compared with.
  private static let clusterShare = 1.6
  /// A cluster has at least two blocks on average, lest most of a block be empty.
  private static let clusterSizeMin = 2 * CodeBlocks.blockSize

  /// The same for every number of threads. O(items · clusters · factors).
  ///
  /// - Parameters:
  ///   - items: shape: items × factors
  ///   - users: shape: users × factors; a sample of them says how far clusters have to reach
  static func fit(
    items: [Float], users: [Float], factorCount: Int, threads: Int
  ) -> FittedFactorIndex {
    let itemCount = items.count / factorCount
    let wanted = Int(clusterShare * Double(itemCount).squareRoot())
    let clusterCount = max(1, min(wanted, itemCount / clusterSizeMin))
    guard itemCount > 0 else {
      return FittedFactorIndex(
        factorCount: factorCount, centroids: [], reaches: [], starts: [0], items: [], scales: [],
        codes: [])
    }
    let clusters = KMeans(
      points: items, dimensions: factorCount, clusterCount: clusterCount, threads: threads)
    let assignment = clusters.assignment(of: items, threads: threads)
    let membersOfCluster = members(of: clusterCount, assignment)
    let parts = parallelMap(count: clusterCount, threads: threads) { cluster in
      let centroid = cluster * factorCount..<(cluster + 1) * factorCount
      return EncodedCluster(
        membersOfCluster[cluster], of: items, about: Array(clusters.centroids[centroid]))
    }
    var starts: [Int64] = [0]
    for part in parts {
      starts.append((starts.last ?? 0) + Int64(part.items.count / CodeBlocks.blockSize))
    }
    let spreads = parts.map(\.spread)
    let survey = ReachSurvey(
      items: items, users: users, factorCount: factorCount, assignment: assignment,
      centroids: clusters.centroids, spreads: spreads)
    let reach = survey.reach(threads: threads)
    return FittedFactorIndex(
      factorCount: factorCount, centroids: clusters.centroids, reaches: spreads.map { reach * $0 },
      starts: starts, items: parts.flatMap(\.items), scales: parts.flatMap(\.scales),
      codes: parts.flatMap(\.codes))
  }
}

/// The items of every cluster, ascending.
private func members(of clusterCount: Int, _ assignment: [UInt32]) -> [[UInt32]] {
  var members = [[UInt32]](repeating: [], count: clusterCount)
  for (item, cluster) in assignment.enumerated() { members[Int(cluster)].append(UInt32(item)) }
  return members
}

/// The blocks of one cluster.
private struct EncodedCluster: Sendable {
  var items: [UInt32] = []
  var scales: [Float] = []
  var codes: [UInt8] = []
  /// Of the residuals, per dimension: √(mean of ‖r‖² / dimensions).
  var spread: Float = 0

  init(_ members: [UInt32], of vectors: [Float], about centroid: [Float]) {
    let dimensions = centroid.count
    let blockSize = CodeBlocks.blockSize
    let byteCount = CodeBlocks.byteCount(dimensions: dimensions)
    var squares: Float = 0
    var residual = centroid
    for block in blocks(of: members.count, size: blockSize) {
      var bytes = [UInt8](repeating: 0, count: byteCount)
      for position in 0..<blockSize {
        guard block.lowerBound + position < block.upperBound else {
          items.append(FactorIndex.noItem)
          scales.append(0)
          continue
        }
        let item = members[block.lowerBound + position]
        for dimension in 0..<dimensions {
          residual[dimension] =
            vectors[Int(item) * dimensions + dimension] - centroid[dimension]
          squares += residual[dimension] * residual[dimension]
        }
        var span = bytes.mutableSpan
        items.append(item)
        scales.append(CodeBlocks.encode(residual.span, at: position, of: &span))
      }
      codes += bytes
    }
    spread = (squares / Float(max(1, members.count * dimensions))).squareRoot()
  }
}

/// How far, in spreads, clusters have to reach for what users look for to be found.
///
/// For users of the training data the best items are found by looking at all. One of the best `limit`, in
/// cluster c, is found when c's bound x·centroid + reach · ‖x‖ · spread is not below the score of the
/// last candidate. The reach is the one that lets all but a few be found.
private struct ReachSurvey: Sendable {
  let items: [Float]
  let users: [Float]
  let factorCount: Int
  let assignment: [UInt32]
  let centroids: [Float]
  let spreads: [Float]

  /// Of the best items, so many may be missed.
  private static let missedShare = 0.004
  private static let limit = 20
  private static let userCountMax = 512
  /// Without users to ask: as far as a normal distribution ever goes.
  private static let usualReach: Float = 5
  private static let groupSize = 32
  private static let blockSize = 2_048

  func reach(threads: Int) -> Float {
    let sample = sampledUsers()
    let groups = blocks(of: sample.count, size: Self.groupSize)
    let needed = parallelMap(count: groups.count, threads: threads) { group in
      reaches(of: Array(sample[groups[group]]))
    }.flatMap(\.self).sorted()
    guard !needed.isEmpty else { return Self.usualReach }
    let position = Int(Double(needed.count) * (1 - Self.missedShare))
    return max(0, needed[min(position, needed.count - 1)])
  }

  private func sampledUsers() -> [Int] {
    let all = (0..<users.count / factorCount).filter { user in
      users[user * factorCount..<(user + 1) * factorCount].contains { $0 != 0 }
    }
    guard all.count > Self.userCountMax else { return all }
    return (0..<Self.userCountMax).map { all[$0 * all.count / Self.userCountMax] }
  }

  /// For each of the best items of each user, the reach with which it is found.
  private func reaches(of group: [Int]) -> [Float] {
    let candidateCount = Factors.candidateCount(limit: Self.limit)
    var vectors = [Float](repeating: 0, count: group.count * factorCount)
    for (position, user) in group.enumerated() {
      for factor in 0..<factorCount {
        vectors[factor * group.count + position] = users[user * factorCount + factor]
      }
    }
    var best = [TopK](repeating: TopK(), count: group.count)
    for position in best.indices { best[position].reset(k: candidateCount) }
    var storage = [Float](repeating: 0, count: Self.blockSize * group.count)
    for block in blocks(of: items.count / factorCount, size: Self.blockSize) {
      var scores = storage.mutableSpan
      multiply(
        items.span.extracting(block.lowerBound * factorCount..<block.upperBound * factorCount),
        by: vectors.span, innerCount: factorCount, columnCount: group.count, into: &scores)
      for item in block {
        for position in 0..<group.count {
          let score = scores[(item - block.lowerBound) * group.count + position]
          if best[position].accepts(score, Int32(item)) {
            best[position].insert(score, Int32(item))
          }
        }
      }
    }
    var reaches: [Float] = []
    for (position, user) in group.enumerated() {
      best[position].sort()
      guard best[position].count == candidateCount else { continue }
      let x = users.span.extracting(user * factorCount..<(user + 1) * factorCount)
      let length = dot(x, x).squareRoot()
      let least = best[position][candidateCount - 1].score
      for rank in 0..<Self.limit {
        let cluster = Int(assignment[Int(best[position][rank].index)])
        let centroid = centroids.span.extracting(
          cluster * factorCount..<(cluster + 1) * factorCount)
        let spread = spreads[cluster]
        reaches.append(spread > 0 ? (least - dot(x, centroid)) / (length * spread) : 0)
      }
    }
    return reaches
  }
}
