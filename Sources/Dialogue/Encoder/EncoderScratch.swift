import Kernels
import Text

/// What encoding a sentence writes into; make one per thread and keep it.
///
/// For MiniLM (384 wide, 1,536 inside) and 64 tokens it is 1.1 MB.
package struct EncoderScratch: Sendable {
  /// Tokens of a text that count, with those before and behind it.
  package let tokensMax: Int
  let shape: EncoderShape
  private let precision: EncoderPrecision
  var ids: [Int32] = []
  var words = WordPiece.Scratch()
  /// Tokens × hidden.
  var state: [Float]
  var context: [Float]
  var change: [Float]
  /// Tokens × the wider of 3 · hidden and intermediate.
  var wide: [Float]
  var attention: [Float]
  var quantised: QuantisedRows

  /// Ids of the tokens of the text that was encoded last.
  package var tokens: [Int32] { ids }

  /// - Parameter tokensMax: at least 2; cut to the encoder's positions
  package init(for encoder: borrowing SentenceEncoder, tokensMax: Int = 128) {
    let shape = encoder.settings.shape
    let tokens = max(2, min(tokensMax, shape.positions))
    self.tokensMax = tokens
    self.shape = shape
    precision = encoder.precision
    // A word is cut into as many pieces as it has characters, before what is too much is taken off.
    ids.reserveCapacity(tokens + 128)
    state = [Float](repeating: 0, count: tokens * shape.hidden)
    context = state
    change = state
    wide = [Float](repeating: 0, count: tokens * max(3 * shape.hidden, shape.intermediate))
    attention = [Float](
      repeating: 0, count: attentionScratch(tokens: tokens, width: shape.headWidth))
    let isQuantised = encoder.precision == .int8
    quantised = QuantisedRows(
      rowsMax: isQuantised ? tokens : 0, innerMax: max(shape.hidden, shape.intermediate))
  }

  func isMade(for encoder: borrowing SentenceEncoder) -> Bool {
    shape == encoder.settings.shape && precision == encoder.precision
  }
}
