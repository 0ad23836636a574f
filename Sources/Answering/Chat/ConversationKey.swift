package import Bytes
package import Dialogue
import Platform

/// What the states of conversations are signed with, so that a shopper cannot write one.
///
///     token = HMAC-SHA256("modiste conversation 1" ‖ state)[0..<16] ‖ state
///
/// A state is not secret: its shopper said what it holds.
package struct ConversationKey: Sendable {
  private static let purpose = Array("modiste conversation 1".utf8)
  static let codeBytes = 16
  package static let tokenBytesMax = 2_048

  private let key: HMACKey

  /// - Parameter secret: at least 32 bytes of a random source
  package init(secret: [UInt8]) {
    key = HMACKey(secret.rawSpan)
  }

  /// Of questions that are asked without a server, to be compared; it protects nothing.
  package static let ofNobody = ConversationKey(secret: [UInt8](repeating: 0, count: 32))

  package func sign(_ state: ConversationState) -> [UInt8] {
    let bytes = state.encoded()
    return code(of: bytes) + bytes
  }

  /// - Throws: `invalidArgument` when it was not signed with this key, or is no state. Empty: the beginning.
  package func state(of token: ByteView) throws(AnswerError) -> ConversationState {
    if token.isEmpty { return ConversationState() }
    guard token.count <= Self.tokenBytesMax else {
      throw .invalidArgument(
        "state is \(token.count) bytes; at most \(Self.tokenBytesMax) are accepted")
    }
    var bytes: [UInt8] = []
    bytes.append(token.bytes)
    let payload = Array(bytes.dropFirst(Self.codeBytes))
    let expected = code(of: payload)
    // All bytes are compared, whatever the first says: the time tells nothing of the code.
    var difference: UInt8 = bytes.count < Self.codeBytes ? 1 : 0
    for (left, right) in zip(expected, bytes) { difference |= left ^ right }
    guard difference == 0 else {
      throw .invalidArgument(
        "state was not signed by this shop's server; the state of its last answer is accepted")
    }
    do throws(StateError) {
      return try ConversationState(decoding: payload.rawSpan)
    } catch {
      throw .invalidArgument("state is of another version of this program; begin without it")
    }
  }

  private func code(of state: [UInt8]) -> [UInt8] {
    Array(key.bytes(of: (Self.purpose + state).rawSpan).prefix(Self.codeBytes))
  }
}
