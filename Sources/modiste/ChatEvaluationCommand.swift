import Answering
import ArgumentParser
import Datasets
import Platform
import Snapshots
import Training

extension EvaluateCommand {
  /// `modiste evaluate DATASET --only chat`.
  func evaluateChat() throws {
    let options = try fit.options()
    let encoder = try options.encoderDirectory.map { try ChatEncoder(reading: $0) }
    let hasEvents = try DatasetFiles(in: dataset).path(of: .events) != nil
    let shop = hasEvents ? try fit.dataset(dataset) : nil
    let data = try chatData(of: shop)
    let evaluation = try ChatEvaluation(
      of: data, encoder: encoder, threads: options.threads, seed: options.seed,
      progress: { [progress = Progress()] share in
        progress.show("chat", share)
      })
    let found = try RetrievalEvaluation(
      of: data, knowledge: shop?.knowledge, encoder: encoder, threads: options.threads)
    let held = try conversations(in: shop)
    if let report {
      let page = ChatReport(
        of: evaluation, conversations: held, dataset: lastComponent(of: dataset)
      ).page
      try write(page, to: report)
    }
    guard json else {
      let tables = [evaluation.table, found?.table, held?.table].compactMap(\.self)
      print(tables.joined(separator: "\n"))
      return
    }
    // One document, whatever the dataset has.
    let members = evaluation.json.object ?? []
    let others = [("retrieval", found?.json), ("dialogue", held?.json)]
    print(
      JSON.object(members + others.compactMap { name, json in json.map { JSON.Member(name, $0) } })
        .pretty)
  }

  /// Whole conversations, with everything trained that they may ask of; `nil` where the dataset has none.
  private func conversations(in shop: Dataset?) throws -> ConversationEvaluation? {
    guard let shop, !shop.conversations.conversations.isEmpty else { return nil }
    let trained = try Trainer(fit.options()).train(shop)
    let directory = try FileSystem.makeTemporaryDirectory("modiste-conversations")
    defer { try? FileSystem.removeTree(directory) }
    try trained.write(to: directory)
    return try ConversationEvaluation(
      of: shop.conversations, models: Models(opening: directory), split: conversationSplit)
  }

  /// A directory needs no events to say what shoppers mean.
  private func chatData(of shop: Dataset?) throws -> ChatData {
    if let shop, let data = try ChatData(of: shop) { return data }
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
      for confusion in confusions.prefix(10) {
        lines.append("\(confusion.count)  \(confusion.intent) as \(confusion.takenFor)")
        lines += confusion.examples.map { "     \($0.text)" }
      }
      if confusions.count > 10 {
        lines.append("and \(confusions.count - 10) more; --report DIR shows all")
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension RetrievalEvaluation {
  /// For a terminal.
  var table: String {
    "passages found by words: first \(recallAt1.fixed(4)), among five \(recallAt5.fixed(4)), "
      + "MRR \(meanReciprocalRank.fixed(4)) of \(count.grouped)"
  }
}

extension ConversationEvaluation {
  /// For a terminal.
  var table: String {
    var lines = ["", "whole conversations"]
    lines += aligned(
      [["language", "conversations", "as they should go", "turns", "as they should"]]
        + shares.sorted { $0.key < $1.key }.map { language, share in
          [
            language, share.conversations.grouped, share.success.fixed(4), share.turns.grouped,
            (Double(share.turnSuccesses) / Double(max(share.turns, 1))).fixed(4),
          ]
        })
    lines.append(
      "\(partCount.grouped) parts, of which \(ungrounded.count) say what they do not cite")
    lines += ungrounded.prefix(10).map { "  \($0)" }
    for failure in failures {
      lines.append("\(failure.conversation), conversations.csv line \(failure.line)")
      lines.append("  says     \(failure.says)")
      lines.append("  expects  \(failure.expects)")
      lines.append("  answer   \(failure.answer)")
    }
    return lines.joined(separator: "\n")
  }

  var json: JSON {
    [
      "conversations": .object(
        shares.sorted { $0.key < $1.key }.map { language, share in
          JSON.Member(
            language,
            [
              "conversations": .integer(share.conversations),
              "successes": .integer(share.successes), "turns": .integer(share.turns),
              "turnSuccesses": .integer(share.turnSuccesses),
            ])
        }),
      "parts": .integer(partCount), "ungrounded": .array(ungrounded.map { .string($0) }),
      "failures": .array(
        failures.map {
          [
            "conversation": .string($0.conversation), "says": .string($0.says),
            "expects": .string($0.expects), "answer": .string($0.answer),
          ]
        }),
    ]
  }
}
