import Bytes
import Dialogue
import Snapshots
import Testing
import Text

/// Solvers and calibration against what they are by definition.
@Suite struct LinearTests {
  @Test func `the separator is where the gradient of what it minimises vanishes`() {
    var examples = Examples(featureCount: 3, denseCount: 1)
    var positive: [Bool] = []
    for index in 0..<40 {
      let x = Float(index % 8) / 8
      let y = Float(index % 5) / 5
      examples.append([(0, x), (1, y), (2, x * y)], dense: [Float(index % 3)])
      positive.append(x + y > 0.9)
    }
    var solver = SquaredHinge(cost: 0.7)
    solver.epochLimit = 5000
    solver.tolerance = 1e-5
    let weights = solver.fit(examples, isPositive: positive)
    // w + b's part − 2·cost·Σ y·max(0, 1 − y·s)·x
    var gradient = weights.map(Double.init)
    for row in positive.indices {
      let sign = positive[row] ? 1.0 : -1
      let slack = max(0, 1 - sign * examples.score(row, weights))
      for entry in examples.starts[row]..<examples.starts[row + 1] {
        gradient[Int(examples.indices[entry])] -=
          1.4 * sign * slack * Double(examples.values[entry])
      }
      gradient[3] -= 1.4 * sign * slack * Double(examples.dense[row])
      gradient[4] -= 1.4 * sign * slack
    }
    #expect(gradient.allSatisfy { $0.magnitude < 1e-3 }, "\(gradient)")
  }

  @Test func `the factor is what the classes were drawn with`() {
    // Three classes with scores 1, 0, 0: with factor 2, the first has e²/(e² + 2) = .787 of them.
    var scores: [Float] = []
    var truth: [Int] = []
    for index in 0..<1000 {
      scores += [1, 0, 0]
      truth.append(index < 787 ? 0 : 1 + index % 2)
    }
    let factor = Temperature.factor(scores: scores, classCount: 3, truth: truth)
    #expect((factor - 2).magnitude < 0.02)
  }

  @Test func `the calibration error is how far sure and right are apart`() {
    let error = Temperature.expectedError(
      confidences: [0.9, 0.9, 0.5, 0.5], isRight: [true, true, true, false])
    #expect((error - 0.05).magnitude < 1e-6)
    #expect(Temperature.expectedError(confidences: [], isRight: []) == 0)
  }

  @Test func `pairs with words put in place of one another are told from pairs of other words`()
    throws
  {
    var pairs: [(first: String, second: String, isSame: Bool)] = []
    for index in 0..<60 {
      let topic = ["订单", "优惠券", "退款", "地址"][index % 4]
      pairs.append(("怎么查\(topic)", "如何查\(topic)", true))
      pairs.append(("\(topic)在哪里看", "在哪看\(topic)", true))
      pairs.append(("怎么查\(topic)", "怎么取消\(topic)", false))
      pairs.append(("\(topic)在哪里看", "\(topic)什么时候到", false))
    }
    var writer = TensorWriter()
    FittedPairs(pairs).pack(into: &writer)
    let file = try TensorFile(bytes: writer.encoded(), name: "chat.safetensors")
    defer { extendLifetime(file) }
    let isPresent = PairModel.isPresent(in: file)
    #expect(isPresent)
    let model = try PairModel(opening: file)
    var features = PairFeatures()
    func probability(_ first: String, _ second: String) -> Float {
      var (one, two) = (TokenizedText(), TokenizedText())
      one.read(Array(first.utf8).rawSpan)
      two.read(Array(second.utf8).rawSpan)
      return model.probability(one, two, &features)
    }
    let same = probability("怎么查发票", "如何查发票")
    #expect(same > probability("怎么查发票", "怎么取消发票"))
    #expect(same == probability("如何查发票", "怎么查发票"))
  }
}
