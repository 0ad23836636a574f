import Kernels
import Testing

/// Sums in lanes are what adding entry by entry gives, of every index that was touched and of no other, call
/// after call.
@Suite struct LaneAccumulatorTests {
  @Test func `lanes hold the sums of what was added, in the order in which it was touched`() {
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0 ... .max, using: &random)
    var state = seed
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var lanes = LaneAccumulator()
    for count in [1, 7, 300, 300, 12] {
      lanes.prepare(count: count)
      var sums: [Int: SIMD8<Float>] = [:]
      var order: [Int] = []
      func touch(_ index: Int) {
        guard sums[index] == nil else { return }
        order.append(index)
        sums[index] = SIMD8(repeating: 0)
      }
      for _ in 0..<20 {
        let lane = draw(LaneAccumulator.laneCount)
        // One more than there are: it counts for the last.
        let indices = (0..<draw(30)).map { _ in UInt32(draw(count + 1)) }
        let values = indices.map { _ in Float(draw(9)) - 4 }
        switch draw(3) {
        case 0:
          lanes.touch(indices.span)
          for index in indices { touch(min(Int(index), count - 1)) }
        case 1:
          let index = draw(count)
          lanes.add(2, at: index, to: lane)
          touch(index)
          sums[index]?[lane] += 2
        default:
          lanes.add(indices.span, values.span, to: lane, times: 0.5)
          for (index, value) in zip(indices, values) {
            let index = min(Int(index), count - 1)
            touch(index)
            sums[index]?[lane] += 0.5 * value
          }
        }
      }
      #expect((0..<lanes.touchedCount).map { lanes.touched($0) } == order, "seed \(seed)")
      for (position, index) in order.enumerated() {
        #expect(lanes.touchedSums(position) == sums[index], "seed \(seed)")
      }
      for index in 0..<count {
        #expect(lanes[index] == (sums[index] ?? SIMD8(repeating: 0)), "seed \(seed)")
        #expect(lanes.isTouched(index) == (sums[index] != nil), "seed \(seed)")
      }
      lanes.clear()
      #expect(lanes.touchedCount == 0)
      #expect((0..<count).allSatisfy { lanes[$0] == SIMD8(repeating: 0) && !lanes.isTouched($0) })
    }
  }
}
