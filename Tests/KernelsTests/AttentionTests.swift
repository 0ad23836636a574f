import Foundation
import Kernels
import Testing

/// Attention and normalisation are their equations, at every number of tokens and width.
@Suite struct AttentionTests {
  @Test(arguments: [1, 2, 12, 16, 17, 40], [(1, 1), (2, 4), (3, 16), (2, 20), (1, 33)])
  func `attention is softmax(Q·Kᵀ)·V in every head`(tokens: Int, shape: (Int, Int)) {
    let (heads, width) = shape
    let hidden = heads * width
    var random = DenseLayersTests.Random(state: UInt64(tokens * 64 + hidden))
    let joint = random.floats(tokens * 3 * hidden)
    // What an earlier, longer sentence left there does not matter.
    var scratch = [Float](
      repeating: .nan, count: attentionScratch(tokens: tokens, width: width))
    var out = [Float](repeating: 0, count: tokens * hidden)
    var scratchSpan = scratch.mutableSpan
    var outSpan = out.mutableSpan
    attend(
      joint.span, tokens: tokens, heads: heads, width: width, scratch: &scratchSpan,
      into: &outSpan)
    func part(_ kind: Int, _ token: Int, _ head: Int, _ index: Int) -> Double {
      Double(joint[token * 3 * hidden + kind * hidden + head * width + index])
    }
    for head in 0..<heads {
      for token in 0..<tokens {
        let shares = (0..<tokens).map { other in
          exp(
            (0..<width).reduce(0) { $0 + part(0, token, head, $1) * part(1, other, head, $1) })
        }
        let sum = shares.reduce(0, +)
        for index in 0..<width {
          let expected = (0..<tokens).reduce(0) { $0 + shares[$1] / sum * part(2, $1, head, index) }
          #expect(abs(Double(out[token * hidden + head * width + index]) - expected) < 1e-5)
        }
      }
    }
  }

  @Test(arguments: [1, 8, 15, 16, 17, 384])
  func `a normalised row has the gain's deviation about the bias`(width: Int) {
    var random = DenseLayersTests.Random(state: UInt64(width))
    let rows = 3
    // Far from 0, where a mean of squares would lose digits.
    let x = random.floats(rows * width).map { $0 + 100 }
    let addend = random.floats(rows * width)
    let gain = random.floats(width)
    let bias = random.floats(width)
    for adds in [true, false] {
      var out = x
      var span = out.mutableSpan
      addAndNormalise(
        &span, adding: adds ? addend.span : nil, rows: rows, gain: gain.span, bias: bias.span,
        epsilon: 1e-5)
      for row in 0..<rows {
        let values = (0..<width).map { index in
          let place = row * width + index
          return Double(adds ? x[place] + addend[place] : x[place])
        }
        let mean = values.reduce(0, +) / Double(width)
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(width)
        for index in 0..<width {
          let expected =
            (values[index] - mean) / sqrt(variance + 1e-5) * Double(gain[index])
            + Double(bias[index])
          #expect(abs(Double(out[row * width + index]) - expected) < 1e-3)
        }
      }
    }
  }
}
