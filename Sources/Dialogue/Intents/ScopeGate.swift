import RealModule

/// Whether the shop's bot should answer at all: when it is likely enough that a message is of an intent in scope. How
/// likely that must be is read off held-out messages, so that few of the shop's own are lost.
///
/// What else a message looks like (how high its best scores are, how many of its n-grams training lacks) helps to tell
/// held-out training messages apart, but refuses who says the shop's business in words of their own.
///
/// In a file, F32: the threshold.
package struct ScopeGate: Equatable, Sendable {
  /// Messages with a smaller probability of being in scope are refused.
  package let threshold: Float

  package init(threshold: Float) {
    self.threshold = threshold
  }

  /// Lets everything pass: of a shop that has no examples of what is out of scope.
  package static let open = ScopeGate(threshold: 0)

  /// What is more likely than not out of scope is refused, whatever held-out messages say.
  private static let thresholdMin: Float = 0.5

  /// - Parameters:
  ///   - own: of held-out messages in scope, how likely they were thought to be in scope; at least one
  ///   - refusalShare: the share of them that may be lost
  init(fitting own: [Float], refusalShare: Double) {
    let place = Int(Double(own.count) * refusalShare)
    threshold = max(own.sorted()[min(place, own.count - 1)], Self.thresholdMin)
  }

  /// How likely it is that the message should be answered; 0 when training had none of its words, since the intents then say
  /// nothing. An open gate has no such doubts.
  func scope(_ evidence: ScopeEvidence) -> Float {
    self != .open && !evidence.knowsWord ? 0 : evidence.inside
  }
}

/// What a gate looks at.
struct ScopeEvidence: Sendable {
  /// The probability that the intent is one in scope.
  let inside: Float
  /// Whether training had a word of the message.
  let knowsWord: Bool

  /// - Parameters:
  ///   - scores: of which the first `count` are of intents
  ///   - factor: what they are multiplied by before the softmax
  init(
    scores: [Float], count: Int, factor: Float, knowsWord: Bool, isInScope: (Int) -> Bool
  ) {
    var highest = -Float.infinity
    for column in 0..<count { highest = max(highest, scores[column]) }
    var sums: (all: Float, inside: Float) = (0, 0)
    for column in 0..<count {
      let share = Float.exp((scores[column] - highest) * factor)
      sums.all += share
      if isInScope(column) { sums.inside += share }
    }
    inside = sums.inside / sums.all
    self.knowsWord = knowsWord
  }
}
