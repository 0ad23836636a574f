import Kernels

/// Points gathered about centroids, so that each is near its own.
///
/// Lloyd, *Least squares quantization in PCM*, 1982: by turns every point goes to its nearest centroid,
/// and every centroid to the mean of its points. Centroids are fitted on a sample, since a mean of some
/// dozen points is as good as one of thousands. The same for every number of threads.
package struct KMeans: Sendable {
  /// Shape: clusters × dimensions.
  package private(set) var centroids: [Float]
  package let dimensions: Int
  package var clusterCount: Int { dimensions > 0 ? centroids.count / dimensions : 0 }

  private static let iterations = 8
  /// Points of the sample per cluster.
  private static let sampleSize = 64
  private static let blockSize = 1_024

  /// O(iterations · sample · clusters · dimensions).
  ///
  /// - Parameters:
  ///   - points: shape: count × dimensions
  ///   - clusterCount: in 1...count
  package init(points: [Float], dimensions: Int, clusterCount: Int, threads: Int) {
    let count = points.count / dimensions
    precondition((1...count).contains(clusterCount), "\(clusterCount) clusters of \(count) points")
    self.dimensions = dimensions
    // Evenly spread rather than drawn: the order of items has no period.
    let sampleCount = min(count, clusterCount * Self.sampleSize)
    var sample: [Float] = []
    sample.reserveCapacity(sampleCount * dimensions)
    for position in 0..<sampleCount {
      let point = position * count / sampleCount
      sample += points[point * dimensions..<(point + 1) * dimensions]
    }
    centroids = []
    for cluster in 0..<clusterCount {
      let point = cluster * sampleCount / clusterCount
      centroids += sample[point * dimensions..<(point + 1) * dimensions]
    }
    for _ in 0..<Self.iterations {
      update(with: sample, assignment: assignment(of: sample, threads: threads))
    }
  }

  /// The cluster of every point. O(points · clusters · dimensions), as products of matrices.
  package func assignment(of points: [Float], threads: Int) -> [UInt32] {
    let (clusterCount, dimensions) = (clusterCount, dimensions)
    // ‖x − c‖² is least where x·c − ‖c‖²/2 is largest.
    let transposed = transposedCentroids
    let halfSquares = halfSquares
    let pointBlocks = blocks(of: points.count / dimensions, size: Self.blockSize)
    let parts = parallelMap(count: pointBlocks.count, threads: threads) { block in
      let range = pointBlocks[block]
      var storage = [Float](repeating: 0, count: range.count * clusterCount)
      var products = storage.mutableSpan
      multiply(
        points.span.extracting(range.lowerBound * dimensions..<range.upperBound * dimensions),
        by: transposed.span, innerCount: dimensions, columnCount: clusterCount, into: &products)
      var nearest: [UInt32] = []
      for point in 0..<range.count {
        var best = (cluster: 0, value: -Float.infinity)
        for cluster in 0..<clusterCount {
          let value = products[point * clusterCount + cluster] - halfSquares[cluster]
          if value > best.value { best = (cluster, value) }
        }
        nearest.append(UInt32(best.cluster))
      }
      return nearest
    }
    return parts.flatMap(\.self)
  }

  /// Shape: dimensions × clusters.
  private var transposedCentroids: [Float] {
    var transposed = [Float](repeating: 0, count: centroids.count)
    for index in centroids.indices {
      transposed[index % dimensions * clusterCount + index / dimensions] = centroids[index]
    }
    return transposed
  }

  /// ‖c‖²/2 of every centroid.
  private var halfSquares: [Float] {
    var halfSquares = [Float](repeating: 0, count: clusterCount)
    for index in centroids.indices {
      halfSquares[index / dimensions] += centroids[index] * centroids[index] / 2
    }
    return halfSquares
  }

  /// Moves the centroids to the means; one without points stays.
  private mutating func update(with points: [Float], assignment: [UInt32]) {
    var sums = [Double](repeating: 0, count: centroids.count)
    var counts = [Double](repeating: 0, count: clusterCount)
    for (point, cluster) in assignment.enumerated() {
      counts[Int(cluster)] += 1
      for dimension in 0..<dimensions {
        sums[Int(cluster) * dimensions + dimension] += Double(
          points[point * dimensions + dimension])
      }
    }
    for index in centroids.indices where counts[index / dimensions] > 0 {
      centroids[index] = Float(sums[index] / counts[index / dimensions])
    }
  }
}
