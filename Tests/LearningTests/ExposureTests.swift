import Learning
import RealModule
import Testing

/// What the catalogue gets: coverage, Gini, concentration, novelty and diversity, worked by hand.
@Suite struct ExposureTests {
  private func exposure(_ lists: [[Int32]], items: Int) -> Exposure {
    var exposure = Exposure(itemCount: items)
    for list in lists { exposure.add(list) }
    return exposure
  }

  @Test func `coverage is the share of items in any list`() {
    #expect(exposure([[0, 1], [1, 2]], items: 4).coverage == 0.75)
    #expect(exposure([], items: 0).coverage == 0)
  }

  @Test func `Gini is zero when all items are shown alike, and n-1 over n when one has all`() {
    #expect(exposure([[0, 1, 2, 3]], items: 4).gini == 0)
    #expect(exposure([[2], [2], [2]], items: 4).gini == 0.75)
    #expect(exposure([], items: 4).gini == 0)
  }

  @Test func `Gini of 1, 2 and 3 places is two ninths`() {
    // Mean absolute difference 8/9 over twice the mean 2.
    #expect(abs(exposure([[0, 1, 2], [1, 2], [2]], items: 3).gini - 2.0 / 9) < 1e-12)
  }

  @Test func `concentration is the share of places of the most shown`() {
    let exposure = exposure([[0, 1, 2], [1, 2], [2], [2]], items: 4)
    let points = exposure.concentration(at: [0, 0.125, 0.25, 0.5, 1])
    let sevenths = points.map { $0 * 7 }
    #expect(zip(sevenths, [0, 2, 4, 6, 7] as [Double]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func `novelty is the mean self-information with one added to both counts`() {
    let information = SelfInformation(shoppers: [7, 1, 0], users: 7)
    #expect(information.mean(of: [0] as [Int32]) == 0)
    #expect(information.mean(of: [1] as [Int32]) == 2)
    #expect(information.mean(of: [0, 1, 2] as [Int32]) == 5.0 / 3)
    #expect(information.mean(of: [] as [Int32]) == 0)
  }

  /// A category, and colours as a list; the last two items say nothing of one or both.
  private var distance: AttributeDistance {
    var distance = AttributeDistance()
    distance.add([[0], [0], [1], [0], []])
    distance.add([[0, 1], [1, 2], [3], [], []])
    return distance
  }

  @Test func `distance is one minus the mean Jaccard coefficient over attributes`() {
    // 1 − (1 + 1/3) / 2
    #expect(abs(distance.distance(0, 1) - 1.0 / 3) < 1e-12)
    #expect(distance.distance(0, 2) == 1)
    #expect(distance.distance(0, 0) == 0)
    // A colour that one of them lacks is not shared.
    #expect(distance.distance(0, 3) == 0.5)
    #expect(distance.distance(4, 4) == 0)
  }

  @Test func `diversity is the mean distance of pairs, at every length`() {
    let found = distance.diversity(of: [0, 1, 2], cutoffs: [1, 2, 3, 10])
    #expect(found[0] == 0)
    #expect(abs(found[1] - 1.0 / 3) < 1e-12)
    // (1/3 + 1 + 1) / 3
    #expect(abs(found[2] - 7.0 / 9) < 1e-12)
    #expect(found[3] == found[2])
  }
}
