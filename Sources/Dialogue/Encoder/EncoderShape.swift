import Kernels
import Snapshots

/// The sizes of a transformer encoder: Devlin et al., *BERT*, NAACL 2019, section 3.
package struct EncoderShape: Equatable, Sendable {
  package var layers: Int
  package var heads: Int
  /// Width of a token's state; a multiple of `heads`.
  package var hidden: Int
  /// Width of the inner layer that a token's state is spread to.
  package var intermediate: Int
  /// Tokens of a text at most, with those before and behind it.
  package var positions: Int
  /// Tokens of the vocabulary.
  package var vocabulary: Int

  package init(
    layers: Int, heads: Int, hidden: Int, intermediate: Int, positions: Int, vocabulary: Int
  ) {
    self.layers = layers
    self.heads = heads
    self.hidden = hidden
    self.intermediate = intermediate
    self.positions = positions
    self.vocabulary = vocabulary
  }

  package var headWidth: Int { hidden / heads }

  var numbers: [Int64] {
    [layers, heads, hidden, intermediate, positions, vocabulary].map { Int64($0) }
  }

  static let names = ["layers", "heads", "hidden", "intermediate", "positions", "vocabulary"]
  /// Far above every model that answers while somebody waits; small enough that no size overflows.
  static let ranges = [
    1...96, 1...256, 1...8_192, 1...DensePanels.codesInnerMax, 2...65_536, 3...2_000_000,
  ]

  /// What is wrong with it, and what is accepted; `nil` for nothing.
  package var fault: String? {
    for (index, number) in numbers.enumerated() where !Self.ranges[index].contains(Int(number)) {
      return "has \(Self.names[index]) = \(number); \(Self.ranges[index]) is accepted"
    }
    guard hidden.isMultiple(of: heads) else {
      return "has \(heads) heads and is \(hidden) wide; a multiple of the heads is accepted"
    }
    return nil
  }
}

/// How weights are kept.
package enum EncoderPrecision: UInt8, Sendable, CaseIterable {
  case float32 = 0
  /// Codes of 8 bits with a step per output of each layer; what they are multiplied with is rounded
  /// to 8 bits per token while it is computed.
  case int8 = 1
}

/// Which of the last states make the sentence's vector.
package enum EncoderPooling: UInt8, Sendable {
  /// The mean of all tokens.
  case mean = 0
  /// That of the first token, [CLS].
  case first = 1
}

/// What of an encoder is not weights.
package struct EncoderSettings: Equatable, Sendable {
  package var shape: EncoderShape
  /// Added to the variance of a token's state before it is divided by.
  package var epsilon: Float
  package var pooling: EncoderPooling

  package init(shape: EncoderShape, epsilon: Float = 1e-12, pooling: EncoderPooling = .mean) {
    self.shape = shape
    self.epsilon = epsilon
    self.pooling = pooling
  }
}
