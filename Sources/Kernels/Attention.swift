import CKernels

/// x = norm(x + addend), row by row: (v − mean) / √(variance + ε) · gain + bias.
///
/// Ba, Kiros, Hinton, *Layer Normalization*, arXiv:1607.06450, equation 4.
///
/// - Parameters:
///   - x: rows × width, and perhaps more behind them; width is `gain.count`
///   - addend: likewise; `nil` adds nothing
package func addAndNormalise(
  _ x: inout MutableSpan<Float>, adding addend: Span<Float>?, rows: Int, gain: Span<Float>,
  bias: Span<Float>, epsilon: Float
) {
  let width = gain.count
  precondition(width > 0 && bias.count == width, "gain has \(width), bias \(bias.count) elements")
  precondition(rows >= 0 && x.count >= rows * width, "x has \(x.count) elements")
  // Safe: both have as many rows by the preconditions, and `x` is lent exclusively.
  unsafe x.withUnsafeMutableBufferPointer { x in
    unsafe gain.withUnsafeBufferPointer { gain in
      unsafe bias.withUnsafeBufferPointer { bias in
        guard let addend else {
          return unsafe kernels_add_and_norm(
            x.baseAddress, nil, rows, width, gain.baseAddress, bias.baseAddress, epsilon)
        }
        precondition(addend.count >= rows * width, "addend has \(addend.count) elements")
        unsafe addend.withUnsafeBufferPointer { addend in
          unsafe kernels_add_and_norm(
            x.baseAddress, addend.baseAddress, rows, width, gain.baseAddress, bias.baseAddress,
            epsilon)
        }
      }
    }
  }
}

/// Attention of every token of a sentence to every other, in each head:
/// softmax(Q·Kᵀ)·V, with queries that are scaled already.
///
/// Vaswani et al., *Attention Is All You Need*, NeurIPS 2017, equation 1.
///
/// - Parameters:
///   - joint: tokens × (queries, keys, values), each heads × width, and perhaps more behind them
///   - scratch: at least ``attentionScratch(tokens:width:)`` elements
///   - out: the first tokens × heads·width are overwritten
package func attend(
  _ joint: Span<Float>, tokens: Int, heads: Int, width: Int, scratch: inout MutableSpan<Float>,
  into out: inout MutableSpan<Float>
) {
  precondition(tokens > 0 && heads > 0 && width > 0, "\(heads) heads of \(width)")
  precondition(joint.count >= tokens * 3 * heads * width, "joint has \(joint.count) elements")
  precondition(out.count >= tokens * heads * width, "out has \(out.count) elements")
  precondition(
    scratch.count >= attentionScratch(tokens: tokens, width: width),
    "scratch has \(scratch.count) elements")
  // Safe: every count that the kernel relies on is checked above; the outputs are lent exclusively.
  unsafe joint.withUnsafeBufferPointer { joint in
    unsafe scratch.withUnsafeMutableBufferPointer { scratch in
      unsafe out.withUnsafeMutableBufferPointer { out in
        unsafe kernels_attend(
          joint.baseAddress, tokens, heads, width, scratch.baseAddress, out.baseAddress)
      }
    }
  }
}

package func attentionScratch(tokens: Int, width: Int) -> Int {
  kernels_attention_scratch(tokens, width)
}

/// The instruction set that products of codes use, for the start-up line.
package var codesInstructionSet: String {
  unsafe String(cString: kernels_codes_instruction_set())
}
