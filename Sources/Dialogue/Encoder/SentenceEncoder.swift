import Bytes
import Kernels
package import Snapshots
package import Text

/// A sentence as a vector: any BERT-family model with a WordPiece vocabulary, run in this process with
/// its weights mapped.
///
/// Embeddings of tokens and positions, N layers of attention and of a dense network, the mean of the
/// tokens' states (or that of the first), divided by its length: Devlin et al., *BERT*, NAACL 2019;
/// Reimers, Gurevych, *Sentence-BERT*, EMNLP 2019, section 3.
///
///     let encoder = try SentenceEncoder(opening: file)
///     var scratch = EncoderScratch(for: encoder, tokensMax: 64)
///     encoder.encode(text, into: &vector, &scratch)
///
/// In a snapshot, for L layers, H hidden, I intermediate, P positions and V tokens:
///
///     encoder.shape                 I64, 6: L, heads, H, I, P, V
///     encoder.precision             U8, 1: 0 F32, 1 codes of 8 bits
///     encoder.pooling               U8, 1: 0 mean, 1 first
///     encoder.epsilon               F32, 1
///     encoder.rules                 U8, 3: whether text becomes lower case, loses accents, is cut at every
///                                   Chinese character
///     encoder.vocabulary            strings, V
///     encoder.tokens                F32 V × H; or I8 V × H and encoder.tokens.scales F32, V
///     encoder.positions             F32 P × H, the embedding of the first text's type added
///     encoder.norm.gain, .bias      F32, H
///     encoder.layer/N/joint         H → 3·H: queries divided by √(H/heads), keys, values
///     encoder.layer/N/output        H → H
///     encoder.layer/N/output.norm   .gain, .bias: F32, H
///     encoder.layer/N/grow          H → I
///     encoder.layer/N/shrink        I → H
///     encoder.layer/N/shrink.norm   .gain, .bias: F32, H
///
/// where a dense layer from `inner` to `columns` is
///
///     NAME.panels                   F32, as `DensePanels.panels` lays them; or I8, as `DensePanels.codes`
///     NAME.scales, .sums            F32 and I32, columns; only with I8
///     NAME.bias                     F32, columns
///
/// Everything is checked when it is opened.
package struct SentenceEncoder: Sendable {
  package let settings: EncoderSettings
  package let precision: EncoderPrecision
  package let tokenizer: WordPiece
  let tokens: TokenTable
  let positions: Matrix<Float>
  let norm: EncoderNorm
  let layers: [EncoderLayer]

  /// Elements of a vector.
  package var width: Int { settings.shape.hidden }

  package static func isPresent(in file: borrowing TensorFile) -> Bool {
    file.contains("encoder.shape")
  }

  /// Writes the vector of a text: of length 1, or of zeros when its states are not finite. What is over
  /// the scratch's `tokensMax` does not count.
  ///
  /// O(tokens · weights of the layers). It does not allocate.
  ///
  /// - Parameter text: UTF-8; what is not is left out
  /// - Precondition: the vector has `width` elements, and the scratch was made for this encoder.
  package func encode(
    _ text: RawSpan, into vector: inout MutableSpan<Float>, _ scratch: inout EncoderScratch
  ) {
    tokenizer.encode(text, limit: scratch.tokensMax, into: &scratch.ids, &scratch.words)
    encodeTokens(into: &vector, &scratch)
  }

  /// The same of the ids of tokens.
  package func encode(
    ids: Span<Int32>, into vector: inout MutableSpan<Float>, _ scratch: inout EncoderScratch
  ) {
    scratch.ids.removeAll(keepingCapacity: true)
    for index in 0..<min(ids.count, scratch.tokensMax) { scratch.ids.append(ids[index]) }
    encodeTokens(into: &vector, &scratch)
  }

  private func encodeTokens(
    into vector: inout MutableSpan<Float>, _ scratch: inout EncoderScratch
  ) {
    precondition(vector.count == width, "a vector of \(vector.count), not \(width)")
    precondition(scratch.shape == settings.shape, "scratch of another encoder")
    let count = scratch.ids.count
    guard count > 0 else {
      for index in vector.indices { vector[index] = 0 }
      return
    }
    embed(scratch.ids, into: &scratch.state)
    for index in layers.indices {
      apply(
        layers[index], tokens: count, state: &scratch.state, wide: &scratch.wide,
        context: &scratch.context, change: &scratch.change, attention: &scratch.attention,
        quantised: &scratch.quantised)
    }
    pool(scratch.state.span, tokens: count, into: &vector)
  }

  private func embed(_ ids: [Int32], into state: inout [Float]) {
    var state = state.mutableSpan
    for position in ids.indices {
      tokens.add(
        row: Int(ids[position]), to: positions.row(position), into: &state, from: position * width)
    }
    addAndNormalise(
      &state, adding: nil, rows: ids.count, gain: norm.gain.span, bias: norm.bias.span,
      epsilon: settings.epsilon)
  }

  // The parts of the scratch one by one, since they are read and written at once.
  private func apply(
    _ layer: EncoderLayer, tokens: Int, state: inout [Float], wide: inout [Float],
    context: inout [Float], change: inout [Float], attention: inout [Float],
    quantised: inout QuantisedRows
  ) {
    let shape = settings.shape
    var state = state.mutableSpan
    var wide = wide.mutableSpan
    var context = context.mutableSpan
    var change = change.mutableSpan
    var attention = attention.mutableSpan
    layer.joint.apply(state.span, rows: tokens, .plain, into: &wide, &quantised)
    attend(
      wide.span, tokens: tokens, heads: shape.heads, width: shape.headWidth, scratch: &attention,
      into: &context)
    layer.output.apply(context.span, rows: tokens, .plain, into: &change, &quantised)
    addAndNormalise(
      &state, adding: change.span, rows: tokens, gain: layer.outputNorm.gain.span,
      bias: layer.outputNorm.bias.span, epsilon: settings.epsilon)
    layer.grow.apply(state.span, rows: tokens, .gelu, into: &wide, &quantised)
    layer.shrink.apply(wide.span, rows: tokens, .plain, into: &change, &quantised)
    addAndNormalise(
      &state, adding: change.span, rows: tokens, gain: layer.shrinkNorm.gain.span,
      bias: layer.shrinkNorm.bias.span, epsilon: settings.epsilon)
  }

  private func pool(_ state: Span<Float>, tokens: Int, into vector: inout MutableSpan<Float>) {
    for index in vector.indices { vector[index] = state[index] }
    if settings.pooling == .mean {
      for token in 1..<max(tokens, 1) {
        for index in vector.indices { vector[index] += state[token * width + index] }
      }
    }
    // The length does not change with the number of tokens: a sum serves as well as a mean.
    let square = dot(vector.span, vector.span)
    let scale = square > 0 && square.isFinite ? 1 / square.squareRoot() : 0
    for index in vector.indices { vector[index] = scale > 0 ? vector[index] * scale : 0 }
  }
}
