package import Snapshots
package import Text

/// Which passages the messages of an intent are about: those that the shop marked, or else what training's
/// messages found, most of them the same. It helps a message that says it in words that no passage has.
///
/// In a file, for C intents and N passages:
///
///     topics.shares      F32, C × N: 1 for what is marked; of an intent without marks in the passage's
///                        language, the share of its messages that found the passage
package struct KnowledgeTopics: Sendable {
  let shares: Matrix<Float>

  /// - Throws: when the tensor is misshapen, or a share cannot be.
  package init(
    opening file: borrowing TensorFile, intentCount: Int, passageCount: Int
  ) throws(SnapshotError) {
    shares = try file.matrix("topics.shares", rows: intentCount, columns: passageCount)
    let elements = shares.elements
    for index in 0..<elements.count where !(0...1).contains(elements[index]) {
      throw file.error(
        "topics.shares", "contains \(elements[index]) at \(index); 0...1 is accepted")
    }
  }

  /// Whether it answers the intent: the shop said so, or all of training's messages found it.
  func isMarked(_ passage: Int, intent: Int) -> Bool { shares.row(intent)[passage] == 1 }

  package static func arePresent(in file: borrowing TensorFile) -> Bool {
    file.contains("topics.shares")
  }
}

/// Topics to be packed, counted over the training's messages.
package struct FittedTopics: Sendable {
  private let intentCount: Int
  private let passageCount: Int
  /// intents × passages, row-major.
  private var votes: [Float]
  /// intents × languages.
  private var totals: [Float]
  private let languages: [Language]
  /// intents × passages.
  private var isMarked: [Bool]

  /// - Parameter languages: of the passages
  package init(intentCount: Int, languages: [Language]) {
    self.intentCount = intentCount
    self.languages = languages
    passageCount = languages.count
    isMarked = [Bool](repeating: false, count: intentCount * passageCount)
    votes = [Float](repeating: 0, count: intentCount * passageCount)
    totals = [Float](repeating: 0, count: intentCount * Language.allCases.count)
  }

  /// Counts what a message found: the best hit, as much as it has of the message.
  package mutating func add(_ hits: [PassageHit], intent: Int) {
    guard let best = hits.first else { return }
    votes[intent * passageCount + best.passage] += best.coverage
    let language = languages[best.passage]
    totals[intent * Language.allCases.count + Int(language.rawValue)] += best.coverage
  }

  /// The shop says that a passage answers an intent.
  package mutating func mark(passage: Int, intent: Int) {
    isMarked[intent * passageCount + passage] = true
  }

  package func pack(into writer: inout TensorWriter) {
    var shares = votes
    for intent in 0..<intentCount {
      for passage in 0..<passageCount {
        let total = totals[intent * Language.allCases.count + Int(languages[passage].rawValue)]
        let index = intent * passageCount + passage
        let hasMarks = (0..<passageCount).contains {
          languages[$0] == languages[passage] && isMarked[intent * passageCount + $0]
        }
        shares[index] =
          hasMarks ? (isMarked[index] ? 1 : 0) : total > 0 ? min(1, votes[index] / total) : 0
      }
    }
    writer.add("topics.shares", shares, shape: [intentCount, passageCount])
  }
}
