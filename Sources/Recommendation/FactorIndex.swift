import Kernels
import Snapshots

/// Where the items whose factors agree most with a vector are looked for: their vectors as short
/// codes, gathered in clusters of which most need not be looked at.
///
///     score(x, i) ≈ x·centroid(c) + x·residual(i),   residual(i) = y(i) − centroid(c) as 4-bit codes
///
/// No item of cluster c is expected above `bound(c) = x·centroid(c) + ‖x‖·reach(c)`; clusters whose
/// bound is below what was found already are left out. The reach is how far an item lies from its
/// centroid in the direction of a query, as the fit has seen it (``FittedFactorIndex``): an estimate, so
/// that an item is rarely missed, not never. Codes are scored in integers by ``CodeQuery``, and the best by
/// them are then ranked by their factors.
///
/// Clusters are those of an inverted file, Jégou, Douze, Schmid, *Product quantization for nearest
/// neighbor search*, PAMI 2011, section 4; codes of residuals in blocks are those of faiss's FastScan, with
/// products in place of tables: André, Kermarrec, Le Scouarnec, *Quicker ADC*, PAMI 2019.
struct FactorIndex: Sendable {
  /// Shape: clusters × factors.
  let centroids: Matrix<Float>
  /// One per cluster, ≥ 0.
  let reaches: Column<Float>
  /// Clusters + 1: the cluster's blocks.
  let starts: Column<Int64>
  /// The item at each position of the blocks; `noItem` at those left over in a cluster's last.
  let items: Column<UInt32>
  /// One per position; see ``CodeBlocks``.
  let scales: Column<Float>
  /// Shape: blocks × bytes of a block.
  let codes: Matrix<UInt8>

  static let noItem = UInt32.max
  /// The clusters that are scanned first, whatever they hold, so that there is something to compare
  /// the others' bounds with.
  private static let firstClusters = 4

  /// Finds about the best `space.candidates.k` items for `x`, by their codes.
  ///
  /// - Parameters:
  ///   - isExhaustive: whether no cluster is left out
  ///   - isWanted: asked of items that are good enough at the time only
  func search(
    _ x: Span<Float>, isExhaustive: Bool, in space: inout FactorSearchSpace,
    where isWanted: (Int) -> Bool
  ) {
    space.query.prepare(x)
    let length = dot(x, x).squareRoot()
    let clusterCount = centroids.rows
    space.prepare(clusterCount: clusterCount)
    space.nearest.reset(k: Self.firstClusters)
    let y = centroids.elements.span
    for cluster in 0..<clusterCount {
      let product = dot(x, y.extracting(cluster * x.count..<(cluster + 1) * x.count))
      let bound = isExhaustive ? .infinity : product + length * reaches[cluster]
      space.products[cluster] = product
      space.bounds[cluster] = bound
      if space.nearest.accepts(bound, Int32(cluster)) {
        space.nearest.insert(bound, Int32(cluster))
      }
    }
    space.nearest.sort()
    for position in 0..<space.nearest.count {
      let cluster = Int(space.nearest[position].index)
      scan(cluster, in: &space, where: isWanted)
      space.bounds[cluster] = -.infinity
    }
    // In the order of memory: the order of bounds would save a little less than sorting costs.
    for cluster in 0..<clusterCount where space.bounds[cluster] >= space.leastScore {
      guard space.bounds[cluster] > -.infinity else { continue }
      scan(cluster, in: &space, where: isWanted)
    }
  }

  private func scan(
    _ cluster: Int, in space: inout FactorSearchSpace, where isWanted: (Int) -> Bool
  ) {
    let blockSize = CodeBlocks.blockSize
    let product = space.products[cluster]
    let step = space.query.step
    var block = Int(starts[cluster])
    let end = Int(starts[cluster + 1])
    while block < end {
      let blocks = codes.elements.extracting(block * codes.columns..<end * codes.columns)
      let blockScales = scales.extracting(block * blockSize..<end * blockSize)
      let least = step > 0 ? (space.leastScore - product) / step : -.infinity
      let scanned = space.query.scan(
        blocks.span, blockScales.span, least: least, into: &space.hits)
      for index in 0..<space.hits.count {
        let hit = space.hits[index]
        let item = items[block * blockSize + hit.position]
        let score = product + step * hit.score
        guard Int(item) < space.itemCount, space.candidates.accepts(score, Int32(item)),
          isWanted(Int(item))
        else { continue }
        space.candidates.insert(score, Int32(item))
      }
      block += max(1, scanned)
    }
  }
}

/// What a search writes; part of a thread's scratch.
struct FactorSearchSpace: Sendable {
  var query = CodeQuery()
  var hits = CodeQuery.Hits()
  /// One per cluster: x·centroid, and the bound.
  var products: [Float] = []
  var bounds: [Float] = []
  var nearest = TopK()
  /// The best items so far.
  var candidates = TopK()
  var itemCount = 0

  mutating func prepare(clusterCount: Int) {
    if products.count != clusterCount {
      products = [Float](repeating: 0, count: clusterCount)
      bounds = products
    }
  }

  /// What an item has to reach to become a candidate.
  var leastScore: Float { candidates.leastScore }
}

extension FactorIndex {
  /// - Throws: when a part is absent, misshapen or out of range, or an item does not lie in exactly one
  ///   place. O(items · factors).
  init(opening file: borrowing TensorFile, items itemCount: Int, factors: Int) throws(SnapshotError)
  {
    centroids = try file.matrix("factors.index.centroids", as: Float.self, columns: factors)
    try checkFinite(centroids.elements, "factors.index.centroids", in: file)
    reaches = try file.column("factors.index.reaches", as: Float.self, count: centroids.rows)
    try checkFinite(reaches, "factors.index.reaches", in: file, isSigned: false)
    codes = try file.matrix(
      "factors.index.codes", as: UInt8.self, columns: CodeBlocks.byteCount(dimensions: factors))
    let positions = codes.rows * CodeBlocks.blockSize
    scales = try file.column("factors.index.scales", as: Float.self, count: positions)
    try checkFinite(scales, "factors.index.scales", in: file, isSigned: false)
    starts = try file.offsets(
      "factors.index.starts", count: centroids.rows + 1, end: codes.rows)
    items = try file.column("factors.index.items", as: UInt32.self, count: positions)

    var isPlaced = [Bool](repeating: false, count: itemCount)
    var placed = 0
    for position in 0..<items.count {
      let item = items[position]
      if item == Self.noItem { continue }
      guard Int(item) < itemCount, !isPlaced[Int(item)] else {
        let fault =
          Int(item) < itemCount
          ? " twice; each item once is accepted" : "; items below \(itemCount) are accepted"
        throw file.error("factors.index.items", "contains \(item)\(fault)")
      }
      isPlaced[Int(item)] = true
      placed += 1
    }
    guard placed == itemCount else {
      throw file.error(
        "factors.index.items", "contains \(placed) items; each of the \(itemCount) is accepted")
    }
  }
}
