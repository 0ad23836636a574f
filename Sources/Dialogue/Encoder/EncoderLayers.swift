import Kernels
import Snapshots

/// Gain and bias of a layer normalisation.
struct EncoderNorm: Sendable {
  let gain: Column<Float>
  let bias: Column<Float>
}

/// A layer of the encoder: what is computed is in ``SentenceEncoder``.
struct EncoderLayer: Sendable {
  let joint: EncoderDense
  let output: EncoderDense
  let outputNorm: EncoderNorm
  let grow: EncoderDense
  let shrink: EncoderDense
  let shrinkNorm: EncoderNorm
}

/// A dense layer: x·weightsᵀ + bias.
struct EncoderDense: Sendable {
  enum Weights: Sendable {
    case floats(Column<Float>)
    case codes(Column<Int8>, scales: Column<Float>, sums: Column<Int32>)
  }

  let inner: Int
  let weights: Weights
  let bias: Column<Float>

  func apply(
    _ x: Span<Float>, rows: Int, _ function: DenseFunction, into out: inout MutableSpan<Float>,
    _ quantised: inout QuantisedRows
  ) {
    switch weights {
    case .floats(let panels):
      dense(
        x, rows: rows, inner: inner, panels: panels.span, bias: bias.span, function: function,
        into: &out)
    case .codes(let panels, let scales, let sums):
      quantised.quantise(x, rows: rows, inner: inner)
      quantised.dense(
        panels: panels.span, scales: scales.span, sums: sums.span, bias: bias.span,
        function: function, into: &out)
    }
  }
}

/// The embeddings of tokens.
enum TokenTable: Sendable {
  case floats(Matrix<Float>)
  case codes(Matrix<Int8>, scales: Column<Float>)

  /// Writes the row of a token plus another to `target` from `start` on.
  func add(
    row index: Int, to other: Column<Float>, into target: inout MutableSpan<Float>, from start: Int
  ) {
    switch self {
    case .floats(let rows):
      let row = rows.row(index)
      for element in 0..<row.count { target[start + element] = row[element] + other[element] }
    case .codes(let rows, let scales):
      let row = rows.row(index)
      let scale = scales[index]
      for element in 0..<row.count {
        target[start + element] = Float(row[element]) * scale + other[element]
      }
    }
  }
}
