import Bytes

/// A message as it is read: folded, and cut into tokens that know where in the message they lie.
///
///     var text = TokenizedText()
///     text.read(message)            any number of messages; it allocates for the longest of them
///     for token in text.tokens { message[token.bytes] … text.scalars[token.scalars] }
///
/// Words are cut as Unicode Standard Annex 29 cuts them (rules WB4 to WB13: letters, digits, `_`, and
/// apostrophes and points within), with three differences: Chinese characters and hiragana are tokens
/// of one character, an emoji with all that belongs to it is one token, and a full stop joins no
/// letters, since people write `sent.where is it`. Bytes that are no UTF-8 are
/// read as a space.
package struct TokenizedText: Sendable {
  /// Longer messages are cut there.
  package static let scalarLimit = 4096

  /// Folded text: one space wherever white space was, none at the ends.
  package private(set) var scalars: [UInt32] = []
  package private(set) var tokens: [Token] = []
  /// Whether there was more than is read.
  package private(set) var isCut = false

  private let letters = LetterTable.shared

  package init() {
    scalars.reserveCapacity(256)
    tokens.reserveCapacity(128)
  }

  package mutating func read(_ message: RawSpan) {
    scalars.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
    isCut = false
    var scanner = ScalarScanner(message)
    var state = State()
    while let scalar = scanner.next() {
      guard scalars.count < Self.scalarLimit else {
        isCut = true
        break
      }
      add(scalar, &state)
    }
    flush(&state)
  }

  /// What has been read, as far as the next scalar depends on it.
  private struct State {
    /// What may continue the last token.
    var open: Open = .nothing
    /// A point or apostrophe was read that belongs to the last token if what follows is of its kind.
    var pending: (folded: UInt32, start: UInt32, end: UInt32)?
    var hasSpace = true
  }

  private enum Open {
    case nothing, letters, digits, katakana, emoji, joinedEmoji, halfFlag
  }

  private mutating func add(_ scalar: ScalarScanner.Scalar, _ state: inout State) {
    let (folded, kind) = letters.look(up: scalar.value)
    switch kind {
    case .nothing: return
    case .mark, .modifier: return extend(to: scalar, state)
    case .joiner:
      if state.open == .emoji {
        state.open = .joinedEmoji
        extend(to: scalar, state)
      }
      return
    default: break
    }
    if let pending = state.pending {
      if state.open == .letters && kind == .letter || state.open == .digits && kind == .digit {
        scalars.append(pending.folded)
        state.pending = nil
      } else {
        flush(&state)
      }
    }
    switch kind {
    case .letter: join(folded, scalar, .letters, .word, &state)
    case .digit: join(folded, scalar, .digits, .number, &state)
    case .katakana where state.open == .katakana: append(folded, scalar)
    case .katakana: begin(.word, folded, scalar, .katakana, &state)
    case .connector where state.open == .letters || state.open == .digits:
      append(folded, scalar)
    case .apostrophe where state.open == .letters, .point where state.open == .digits:
      state.pending = (folded, scalar.start, scalar.end)
    case .emoji where state.open == .joinedEmoji:
      append(folded, scalar)
      state.open = .emoji
    case .emoji: begin(.emoji, folded, scalar, .emoji, &state)
    case .regional where state.open == .halfFlag:
      append(folded, scalar)
      state.open = .nothing
    case .regional: begin(.emoji, folded, scalar, .halfFlag, &state)
    case .ideograph: begin(.ideograph, folded, scalar, .nothing, &state)
    case .currency: begin(.currency, folded, scalar, .nothing, &state)
    case .space:
      state.open = .nothing
      state.hasSpace = true
    default: begin(.punctuation, folded, scalar, .nothing, &state)
    }
  }

  /// What waited for a continuation that did not come is punctuation.
  private mutating func flush(_ state: inout State) {
    guard let pending = state.pending else { return }
    state.pending = nil
    state.open = .nothing
    begin(.punctuation, pending.folded, pending.start, pending.end, &state)
  }

  /// Letters and digits, which continue one another: `36b` is one token.
  private mutating func join(
    _ folded: UInt32, _ scalar: ScalarScanner.Scalar, _ open: Open, _ kind: Token.Kind,
    _ state: inout State
  ) {
    if state.open == .letters || state.open == .digits {
      append(folded, scalar)
      if tokens[tokens.count - 1].kind != kind { tokens[tokens.count - 1].kind = .code }
      state.open = open
    } else {
      begin(kind, folded, scalar, open, &state)
    }
  }

  private mutating func begin(
    _ kind: Token.Kind, _ folded: UInt32, _ scalar: ScalarScanner.Scalar, _ open: Open,
    _ state: inout State
  ) {
    begin(kind, folded, scalar.start, scalar.end, &state)
    state.open = open
  }

  private mutating func begin(
    _ kind: Token.Kind, _ folded: UInt32, _ start: UInt32, _ end: UInt32, _ state: inout State
  ) {
    if state.hasSpace, !scalars.isEmpty { scalars.append(0x20) }
    tokens.append(
      Token(
        kind: kind, followsSpace: state.hasSpace, byteStart: start, byteEnd: end,
        scalarStart: UInt32(scalars.count), scalarEnd: UInt32(scalars.count + 1)))
    scalars.append(folded)
    state.hasSpace = false
  }

  private mutating func append(_ folded: UInt32, _ scalar: ScalarScanner.Scalar) {
    scalars.append(folded)
    tokens[tokens.count - 1].byteEnd = scalar.end
    tokens[tokens.count - 1].scalarEnd = UInt32(scalars.count)
  }

  /// Something that is not written down, but belongs to the last token.
  private mutating func extend(to scalar: ScalarScanner.Scalar, _ state: State) {
    if !tokens.isEmpty, !state.hasSpace, state.pending == nil {
      tokens[tokens.count - 1].byteEnd = scalar.end
    }
  }
}
