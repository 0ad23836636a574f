import Learning
import Testing

@Suite("A simplex finds the least of a function of a few variables, and stays in its box")
struct NelderMeadTests {
  @Test func `Rosenbrock's valley is followed to its end`() {
    let best = NelderMead().minimum(from: [-1.2, 1], lower: [-5, -5], upper: [5, 5]) {
      let (x, y) = ($0[0], $0[1])
      return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x)
    }
    #expect(best.value < 1e-6)
    #expect((best.point[0] - 1).magnitude < 1e-2)
  }

  @Test func `a least outside the box is found at the box's edge`() {
    let best = NelderMead().minimum(from: [0.5, 0.5], lower: [0, 0], upper: [1, 1]) {
      ($0[0] - 2) * ($0[0] - 2) + ($0[1] - 0.25) * ($0[1] - 0.25)
    }
    #expect(best.point[0] > 0.999)
    #expect((best.point[1] - 0.25).magnitude < 1e-2)
  }

  @Test func `where the function is not defined is not where the search ends`() {
    let best = NelderMead().minimum(from: [3], lower: [-10], upper: [10]) {
      $0[0] < 1 ? .nan : $0[0]
    }
    #expect(best.point[0] >= 1 && best.point[0] < 1.01)
  }
}
