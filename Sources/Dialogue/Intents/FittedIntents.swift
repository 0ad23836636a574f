import Learning
import RealModule

/// Intents, fitted, before they are packed: see ``IntentModel``.
package struct FittedIntents: Sendable {
  /// One setting for all shops and sets; chosen on parts of training data of banking77, bitext-cs and the
  /// demo shop (BENCHMARKS.md).
  package struct Settings: Sendable {
    package var shape = GramReader.Shape()
    /// Messages that must have an n-gram for it to be kept.
    package var gramCountMin = 2
    /// Of words and of characters.
    package var shares: [Float] = [1, 1]
    /// Of what an encoder says, beside those.
    package var denseShare: Float = 2
    package var cost = 1.0
    /// With an encoder, whose numbers leave less to be told by rare n-grams.
    package var denseCost = 0.5
    /// Parts of the training data that are held out in turn, to calibrate and to set the threshold.
    package var foldCount = 10
    /// The share of the shop's own messages that may be refused, by held-out ones.
    package var refusalShare = 0.06
    package var threads = 1

    package init() {}
  }

  /// Ascending by bytes.
  package let labels: [String]
  let isInScope: [Bool]
  let vocabulary: FittedVocabulary
  let settings: Settings
  let denseCount: Int
  /// Shape: classes × (n-grams + dense + 1), row-major.
  let weights: [[Float]]
  package let factor: Float
  package let gate: ScopeGate
  /// What held-out messages said, in the order of the training data.
  package let heldOut: HeldOut

  package struct HeldOut: Sendable {
    /// Indices of `labels`, ascending as the labels are.
    package var predicted: [Int] = []
    package var confidences: [Float] = []
    package var isRight: [Bool] = []
    /// Of the gate.
    package var scopes: [Float] = []
  }

  /// - Parameters:
  ///   - data: at least two intents; messages with one group are held out together
  ///   - gazetteer: whose phrases count as their slot alone
  ///   - encodings: shape: messages × dimensions, row-major, each of length 1; or none
  package init(
    _ data: IntentData, gazetteer: FittedGazetteer? = nil, encodings: [Float] = [],
    settings: Settings = Settings(), seed: UInt64 = 1
  ) {
    precondition(data.labels.count > 1, "\(data.labels.count) intents; at least 2 are accepted")
    let grams = FittedGazetteer.opened(gazetteer) { data.grams(settings.shape, $0) }
    let dimensions = encodings.count / max(data.count, 1)
    let trainer = IntentTrainer(
      data: data, grams: grams, encodings: encodings, dimensions: dimensions, settings: settings,
      seed: seed)
    let rows = Array(0..<data.count)

    // First who was held out, since the factor and the gate must not know their own examples.
    let folds = data.folds(settings.foldCount, seed: seed)
    var scores = [[Float]](repeating: [], count: data.count)
    var counts = [GramCounts](repeating: GramCounts(), count: data.count)
    for fold in 0..<settings.foldCount {
      let part = trainer.fit(rows.filter { folds[$0] != fold })
      for row in rows where folds[row] == fold {
        (scores[row], counts[row]) = trainer.score(row, part)
      }
    }
    labels = data.labels
    isInScope = data.labels.map { !data.outOfScope.contains($0) }
    self.settings = settings
    denseCount = dimensions
    factor = Temperature.factor(
      scores: scores.flatMap(\.self), classCount: data.labels.count, truth: data.intents)
    gate = Self.gate(scores, counts, data, isInScope, factor: factor, settings)
    heldOut = Self.heldOut(scores, counts, data, isInScope, factor: factor, gate: gate)
    let whole = trainer.fit(rows)
    vocabulary = whole.vocabulary
    weights = whole.weights
  }

  private static func gate(
    _ scores: [[Float]], _ counts: [GramCounts], _ data: IntentData, _ isInScope: [Bool],
    factor: Float, _ settings: Settings
  ) -> ScopeGate {
    let inScope = data.intents.map { isInScope[$0] }
    guard inScope.contains(false), inScope.contains(true) else { return .open }
    let evidence = scores.indices.map { row in
      ScopeEvidence(
        scores: scores[row], count: isInScope.count, factor: factor, counts: counts[row]
      ) { isInScope[$0] }
    }
    let open = ScopeGate(fitting: evidence.map(\.features), isInScope: inScope)
    let own = evidence.indices.filter { inScope[$0] }.map { open.scope(evidence[$0]) }.sorted()
    let threshold = own[Int(Double(own.count) * settings.refusalShare)]
    // Above 0, so that what certainly is out of scope is refused.
    return ScopeGate(weights: open.weights, threshold: max(threshold, .leastNormalMagnitude))
  }

  private static func heldOut(
    _ scores: [[Float]], _ counts: [GramCounts], _ data: IntentData, _ isInScope: [Bool],
    factor: Float, gate: ScopeGate
  ) -> HeldOut {
    var result = HeldOut()
    for row in scores.indices {
      let best = scores[row].indices.max { scores[row][$0] < scores[row][$1] } ?? 0
      let sum = scores[row].reduce(0) { $0 + Float.exp(($1 - scores[row][best]) * factor) }
      result.predicted.append(best)
      result.confidences.append(1 / sum)
      result.isRight.append(best == data.intents[row])
      result.scopes.append(
        gate.scope(
          ScopeEvidence(
            scores: scores[row], count: isInScope.count, factor: factor, counts: counts[row]
          ) { isInScope[$0] }))
    }
    return result
  }
}
