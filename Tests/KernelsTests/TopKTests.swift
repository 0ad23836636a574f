import Kernels
import Testing

/// TopK gives what sorting all pairs would give.
@Suite struct TopKTests {
  @Test(arguments: [0, 1, 2, 3, 7, 64, 1_000])
  func `it keeps what a full sort would put first`(k: Int) {
    var random = SystemRandomNumberGenerator()
    var best = TopK()
    for count in [0, 1, 2, 5, 50, 500] {
      // Few distinct scores, so that ties are frequent.
      let scores = (0..<count).map { _ in Float(Int.random(in: 0..<10, using: &random)) }
      best.reset(k: k)
      for index in scores.indices.shuffled() where best.accepts(scores[index], Int32(index)) {
        best.insert(scores[index], Int32(index))
      }
      best.sort()
      let sorted = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
      #expect((0..<best.count).map { Int(best[$0].index) } == Array(sorted.prefix(k)))
      #expect((0..<best.count).map { best[$0].score } == sorted.prefix(k).map { scores[$0] })
    }
  }
}
