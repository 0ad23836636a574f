import Bytes

/// Where a page of a question's answer begins, bound to the question, to the generation and to who was
/// erased from it: another's members would be skipped or told twice.
///
///     POSITION.GENERATION.QUESTION       decimal, then two hashes in hexadecimal
///
/// It holds nothing secret, and proves nothing but which question it belongs to.
struct PageToken {
  private let generation: UInt64
  private let question: UInt64

  /// - Parameters:
  ///   - generation: with who was erased from it
  ///   - question: everything that decides what the pages hold
  init(generation: String, question: [UInt8]) {
    self.generation = Array(generation.utf8).rawSpan.stableHash
    self.question = question.rawSpan.stableHash
  }

  func text(position: Int) -> String {
    "\(position).\(String(generation, radix: 16)).\(String(question, radix: 16))"
  }

  enum Problem: Error, Equatable {
    case malformed, otherGeneration, otherQuestion
  }

  /// The position of a token that belongs here.
  func position(of token: ByteView) throws(Problem) -> Int {
    // No token is longer: three numbers of 64 bits.
    guard token.count <= 64 else { throw .malformed }
    let parts = token.string.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let position = Int(parts[0]), position > 0,
      let generation = UInt64(parts[1], radix: 16), let question = UInt64(parts[2], radix: 16),
      token.string == "\(position).\(parts[1]).\(parts[2])"
    else { throw .malformed }
    guard generation == self.generation else { throw .otherGeneration }
    guard question == self.question else { throw .otherQuestion }
    return position
  }
}
