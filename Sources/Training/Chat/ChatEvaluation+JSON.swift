import Dialogue
package import Snapshots

extension ChatEvaluation {
  package var json: JSON {
    [
      "split": .string(split),
      "training": .integer(trainingCount),
      "intents": all.json,
      "languages": .array(languages.map(\.json)),
      "baseline": baseline.json,
      "calibrationError": .number(calibrationError),
      "calibration": .array(
        calibration.filter { $0.count > 0 }.map {
          [
            "count": .integer($0.count), "confidence": .number($0.confidence),
            "accuracy": .number($0.accuracy),
          ]
        }),
      "byIntent": .array(
        intents.map {
          [
            "intent": .string($0.name), "asked": .integer($0.asked), "taken": .integer($0.taken),
            "right": .integer($0.right), "f1": .number($0.f1),
          ]
        }),
      "outOfScope": outOfScope.map {
        ["count": .integer($0.count), "refused": .number($0.share)]
      } ?? .null,
      "own": [
        "count": .integer(falseRefusals.count), "refused": .number(falseRefusals.share),
      ],
      "slots": slots.map {
        [
          "count": .integer($0.count), "precision": .number($0.precision),
          "recall": .number($0.recall), "f1": .number($0.f1),
        ]
      } ?? .null,
      "slotsByName": .array(
        slotsByName.map {
          [
            "slot": .string($0.name ?? ""), "count": .integer($0.count),
            "precision": .number($0.precision), "recall": .number($0.recall),
            "f1": .number($0.f1),
          ]
        }),
      "confusions": .array(
        confusions.map {
          [
            "intent": .string($0.intent), "takenFor": .string($0.takenFor),
            "count": .integer($0.count),
            "examples": .array($0.examples.map { .string($0.text) }),
          ]
        }),
    ]
  }
}

extension ChatEvaluation.Scores {
  fileprivate var json: JSON {
    [
      "name": .string(name), "count": .integer(count), "accuracy": .number(accuracy),
      "macroF1": .number(macroF1),
    ]
  }
}
