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
    package var cost = 0.7
    /// With an encoder, whose numbers leave less to be told by rare n-grams.
    package var denseCost = 0.5
    /// Parts of the training data that are held out in turn, to calibrate and to set the threshold.
    package var foldCount = 5
    /// The share of the shop's own messages that may be refused, by held-out ones.
    package var refusalShare = 0.058
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
    var knowsWord = [Bool](repeating: false, count: data.count)
    for fold in 0..<settings.foldCount {
      let part = trainer.fit(rows.filter { folds[$0] != fold })
      for row in rows where folds[row] == fold {
        (scores[row], knowsWord[row]) = trainer.score(row, part)
      }
    }
    labels = data.labels
    let isInScope = data.labels.map { !data.outOfScope.contains($0) }
    self.isInScope = isInScope
    self.settings = settings
    denseCount = dimensions
    let factor = Temperature.factor(
      scores: scores.flatMap(\.self), classCount: data.labels.count, truth: data.intents)
    self.factor = factor
    let evidence = scores.indices.map { row in
      ScopeEvidence(
        scores: scores[row], count: data.labels.count, factor: factor, knowsWord: knowsWord[row]
      ) { isInScope[$0] }
    }
    let isOwn = rows.map { isInScope[data.intents[$0]] }
    gate =
      isOwn.contains(true) && isOwn.contains(false)
      ? ScopeGate(
        fitting: evidence, isOwn: isOwn, intentCount: data.labels.count,
        refusalShare: settings.refusalShare)
      : .open
    heldOut = Self.heldOut(scores, data, factor: factor, scopes: evidence.map(gate.scope))
    let whole = trainer.fit(rows)
    vocabulary = whole.vocabulary
    weights = whole.weights
  }

  private static func heldOut(
    _ scores: [[Float]], _ data: IntentData, factor: Float, scopes: [Float]
  ) -> HeldOut {
    var result = HeldOut()
    result.scopes = scopes
    for row in scores.indices {
      let best = scores[row].indices.max { scores[row][$0] < scores[row][$1] } ?? 0
      let sum = scores[row].reduce(0) { $0 + Float.exp(($1 - scores[row][best]) * factor) }
      result.predicted.append(best)
      result.confidences.append(1 / sum)
      result.isRight.append(best == data.intents[row])
    }
    return result
  }
}
