import ArgumentParser
import Datasets
import Snapshots
import Training

extension EvaluateCommand {
  /// `modiste evaluate DATASET --only chat`.
  func evaluateChat() throws {
    let options = try fit.options()
    let evaluation = try ChatEvaluation(
      of: chatData(), encoder: options.encoderDirectory.map { try ChatEncoder(reading: $0) },
      threads: options.threads, seed: options.seed,
      progress: { [progress = Progress()] share in
        progress.show("chat", share)
      })
    print(json ? evaluation.json.pretty : evaluation.table)
  }

  /// A directory needs no events to say what shoppers mean.
  private func chatData() throws -> ChatData {
    if try DatasetFiles(in: dataset).path(of: .events) != nil,
      let data = try ChatData(of: fit.dataset(dataset))
    {
      return data
    }
    return try ChatData(reading: dataset, maxBadRows: fit.maxBadRows)
  }
}

extension ChatEvaluation {
  /// For a terminal.
  var table: String {
    let scores = [all] + languages + [baseline]
    var lines = [
      "\(all.count.grouped) messages of \(split), understood after \(trainingCount.grouped) utterances",
      "",
    ]
    lines += aligned(
      [["intents", "messages", "accuracy", "macro-F1"]]
        + scores.map {
          [$0.name, $0.count.grouped, $0.accuracy.fixed(4), $0.macroF1.fixed(4)]
        })
    lines += ["", "calibration error \(calibrationError.fixed(4))"]
    if let outOfScope {
      lines.append(
        "refused \(outOfScope.share.fixed(4)) of \(outOfScope.count.grouped) out of scope, "
          + "\(falseRefusals.share.fixed(4)) of \(falseRefusals.count.grouped) of the shop's own")
    }
    if let slots {
      lines.append(
        "slots F1 \(slots.f1.fixed(4)), precision \(slots.precision.fixed(4)), "
          + "recall \(slots.recall.fixed(4)) of \(slots.count.grouped)")
    }
    if !confusions.isEmpty {
      lines += ["", "taken for another"]
      for confusion in confusions {
        lines.append("\(confusion.count)  \(confusion.intent) as \(confusion.takenFor)")
        lines += confusion.examples.map { "     \($0)" }
      }
    }
    return lines.joined(separator: "\n")
  }
}
