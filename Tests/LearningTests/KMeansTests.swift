import Learning
import Testing

/// Points come to the centroid that is nearest to them, and centroids to where points are.
@Suite struct KMeansTests {
  /// 12 heaps far from each other, in turns.
  let points: [Float] = (0..<1_200).flatMap { point in
    let heap = point % 12
    let jitter = Float(point * 7 % 13) / 100
    return [Float(heap % 4) * 10 + jitter, Float(heap / 4) * 10 - jitter]
  }

  @Test func `one centroid comes to the mean`() {
    let one = KMeans(points: points, dimensions: 2, clusterCount: 1, threads: 1)
    let sample = (0..<64).map { $0 * 1_200 / 64 }
    for dimension in 0..<2 {
      let mean = sample.reduce(0) { $0 + points[$1 * 2 + dimension] } / 64
      #expect(abs(one.centroids[dimension] - mean) < 1e-3)
    }
  }

  @Test(arguments: [1, 2, 12, 100])
  func `every point belongs to its nearest centroid`(clusterCount: Int) {
    let clusters = KMeans(points: points, dimensions: 2, clusterCount: clusterCount, threads: 2)
    let assignment = clusters.assignment(of: points, threads: 2)
    #expect(assignment.count == 1_200)
    func distance(_ point: Int, _ cluster: Int) -> Float {
      (0..<2).reduce(0) {
        let difference = points[point * 2 + $1] - clusters.centroids[cluster * 2 + $1]
        return $0 + difference * difference
      }
    }
    for (point, cluster) in assignment.enumerated() {
      let nearest = (0..<clusterCount).map { distance(point, $0) }.min() ?? 0
      #expect(distance(point, Int(cluster)) <= nearest + 1e-2)
    }
  }

  @Test func `it is the same for every number of threads`() {
    let one = KMeans(points: points, dimensions: 2, clusterCount: 30, threads: 1)
    let five = KMeans(points: points, dimensions: 2, clusterCount: 30, threads: 5)
    #expect(one.centroids == five.centroids)
    #expect(one.assignment(of: points, threads: 1) == five.assignment(of: points, threads: 3))
  }
}
