/// A part of a message that is read as one: where it lies in the message and in its folded text.
@usableFromInline package struct Token: Equatable, Sendable {
  @usableFromInline package enum Kind: UInt8, Sendable {
    /// Letters, with the apostrophes between them.
    case word
    /// Digits, with the points and commas between them.
    case number
    /// Letters and digits: sizes, order numbers.
    case code
    /// One Chinese character, or one of another script that writes no spaces.
    case ideograph
    case currency
    case emoji
    case punctuation
  }

  package var kind: Kind
  /// Whether white space, or the beginning, lies in front of it.
  package var followsSpace: Bool
  /// Bytes of the message.
  package var bytes: Range<Int> { Int(byteStart)..<Int(byteEnd) }
  /// Positions in ``TokenizedText/scalars``.
  package var scalars: Range<Int> { Int(scalarStart)..<Int(scalarEnd) }

  var byteStart: UInt32
  var byteEnd: UInt32
  var scalarStart: UInt32
  var scalarEnd: UInt32

  /// Whether it says something: all but punctuation.
  package var isSaid: Bool { kind != .punctuation }
}
