import RealModule

/// Whether the shop's bot should answer at all: when it is likely enough that a message is of an intent in scope. How
/// likely that must be is read off held-out messages, so that few of the shop's own are lost.
///
/// Some intents lie nearer to what is out of scope than others: who asks for a payment may ask a bank, who asks for a
/// dress does not. So what the scores say is weighed by how often held-out messages that looked like an intent were out
/// of scope. For a message whose likeliest intent in scope is c,
///
///     odds of being in scope = exp(trust(c)) · Σ over intents in scope of probability / that of the others
///     trust(c) = ln((in(c) + a·r) / (out(c) + a)) - ln r
///
/// with in(c) and out(c) the held-out messages in and out of scope that look like c, r how many of all are in scope for
/// one that is not, and a = 5 (``ScopeGate/priorCount``).
///
/// What else a message looks like (how high its best scores are, how many of its n-grams training lacks) helps to tell
/// held-out training messages apart, but refuses who says the shop's business in words of their own.
///
/// In a file, F32: the threshold, then the trust of each intent.
package struct ScopeGate: Equatable, Sendable {
  /// Messages with a smaller probability of being in scope are refused.
  package let threshold: Float
  /// By intent; empty where all are alike.
  let trust: [Float]
  /// A file's trust is at most that, up or down: its exponential is a number.
  static let trustMax: Float = 40

  init(threshold: Float, trust: [Float]) {
    self.threshold = threshold
    self.trust = trust
  }

  /// Lets everything pass: of a shop that has no examples of what is out of scope.
  package static let open = ScopeGate(threshold: 0, trust: [])

  /// What is more likely than not out of scope is refused, whatever held-out messages say.
  private static let thresholdMin: Float = 0.5
  /// As many messages out of scope as an intent is thought to have got, before any was seen.
  private static let priorCount: Float = 5

  /// - Parameters:
  ///   - evidence: of held-out messages
  ///   - isOwn: which of them are in scope; of both kinds at least one
  ///   - refusalShare: the share of those that may be lost
  package init(
    fitting evidence: [ScopeEvidence], isOwn: [Bool], intentCount: Int, refusalShare: Double
  ) {
    var counts = [(own: Float, other: Float)](repeating: (0, 0), count: intentCount)
    for (one, isOwn) in zip(evidence, isOwn) {
      if isOwn { counts[one.likeliest].own += 1 } else { counts[one.likeliest].other += 1 }
    }
    let ratio = counts.reduce(0) { $0 + $1.own } / counts.reduce(0) { $0 + $1.other }
    let trust = counts.map { own, other in
      Float.log((own + Self.priorCount * ratio) / (other + Self.priorCount) / ratio)
    }
    let weighed = ScopeGate(threshold: 0, trust: trust)
    let own = zip(evidence, isOwn).filter(\.1).map { weighed.weighed($0.0) }.sorted()
    let place = Int(Double(own.count) * refusalShare)
    self.init(
      threshold: max(own[min(place, own.count - 1)], Self.thresholdMin), trust: trust)
  }

  /// How likely it is that the message should be answered; 0 when training had none of its words, since the intents then say
  /// nothing. An open gate has no such doubts.
  package func scope(_ evidence: ScopeEvidence) -> Float {
    self != .open && !evidence.knowsWord ? 0 : weighed(evidence)
  }

  private func weighed(_ evidence: ScopeEvidence) -> Float {
    let inside = evidence.inside * (trust.isEmpty ? 1 : Float.exp(trust[evidence.likeliest]))
    return inside / (inside + evidence.outside)
  }
}

/// What a gate looks at.
package struct ScopeEvidence: Sendable {
  /// The probabilities that the intent is one in scope, and one that is not.
  let inside: Float
  let outside: Float
  /// The likeliest intent in scope; 0 where there is none.
  let likeliest: Int
  /// Whether training had a word of the message.
  let knowsWord: Bool

  package init(inside: Float, likeliest: Int, knowsWord: Bool = true) {
    self.inside = inside
    outside = 1 - inside
    self.likeliest = likeliest
    self.knowsWord = knowsWord
  }

  /// - Parameters:
  ///   - scores: of which the first `count` are of intents
  ///   - factor: what they are multiplied by before the softmax
  init(
    scores: [Float], count: Int, factor: Float, knowsWord: Bool, isInScope: (Int) -> Bool
  ) {
    var highest = -Float.infinity
    for column in 0..<count { highest = max(highest, scores[column]) }
    var sums: (inside: Float, outside: Float) = (0, 0)
    var likeliest: Int?
    for column in 0..<count {
      let share = Float.exp((scores[column] - highest) * factor)
      if isInScope(column) {
        sums.inside += share
        if likeliest.map({ scores[column] > scores[$0] }) ?? true { likeliest = column }
      } else {
        sums.outside += share
      }
    }
    inside = sums.inside / (sums.inside + sums.outside)
    outside = sums.outside / (sums.inside + sums.outside)
    self.likeliest = likeliest ?? 0
    self.knowsWord = knowsWord
  }
}
