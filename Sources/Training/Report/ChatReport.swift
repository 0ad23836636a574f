import Dialogue

/// How well messages were understood, as one page that whoever keeps utterances.csv can work from: what was
/// taken for what, and the messages behind it.
package struct ChatReport: Sendable {
  private let evaluation: ChatEvaluation
  private let conversations: ConversationEvaluation?
  /// What the dataset is called.
  private let dataset: String

  package init(
    of evaluation: ChatEvaluation, conversations: ConversationEvaluation?, dataset: String
  ) {
    self.evaluation = evaluation
    self.conversations = conversations
    self.dataset = dataset
  }

  package var page: HTML {
    reportPage(
      "Are shoppers understood?", dataset: dataset,
      """
      \(verdict)
      \(facts)
      \(confusions)
      \(matrix)
      \(intents)
      \(slots)
      \(calibration)
      \(talks)
      \(words)
      \(footer)
      """)
  }

  // MARK: What it comes to

  private var verdict: HTML {
    let all = evaluation.all
    let base = evaluation.baseline
    return """
      <div class="verdict"><p>Of \(all.count.grouped) messages, <b>\(all.accuracy.percent)</b> were \
      understood as what they ask for. Whoever always said the most frequent intent would be right about \
      \(base.accuracy.percent).</p></div>
      """
  }

  private var facts: HTML {
    var facts: [HTML] = [
      fact(evaluation.trainingCount.grouped, "utterances learned from"),
      fact(evaluation.all.macroF1.fixed(3), "F1, the mean over intents"),
    ]
    facts += evaluation.languages.map {
      fact($0.accuracy.percent, "of \($0.count.grouped) in \(language($0.name))")
    }
    if let outOfScope = evaluation.outOfScope {
      facts.append(
        fact(outOfScope.share.percent, "of \(outOfScope.count.grouped) out of scope were refused"))
    }
    let own = evaluation.falseRefusals
    facts.append(fact(own.share.percent, "of \(own.count.grouped) of the shop's own were refused"))
    if let slots = evaluation.slots {
      facts.append(fact(slots.f1.fixed(3), "F1 of \(slots.count.grouped) marked words"))
    }
    return "<ul class=\"facts\">\(facts.joined())</ul>"
  }

  private func fact(_ value: String, _ meaning: String) -> HTML {
    "<li><b>\(value)</b>\(meaning)</li>"
  }

  private func language(_ code: String) -> String {
    switch code {
    case "en": "English"
    case "zh": "Chinese"
    default: code
    }
  }

  // MARK: What was taken for what

  private var confusions: HTML {
    guard !evaluation.confusions.isEmpty else {
      return "<h2>What was taken for something else</h2><p>Nothing.</p>"
    }
    let cards: [HTML] = evaluation.confusions.map { confusion in
      let examples: [HTML] = confusion.examples.map {
        "<li>\($0.text)<small>\(Double($0.probability).percent) sure</small></li>"
      }
      let messages = confusion.count == 1 ? "message" : "messages"
      return """
        <article class="card shopper"><h3>\(confusion.intent) taken for \(confusion.takenFor)</h3>
        <h4>\(confusion.count) \(messages), the surest first</h4><ul>\(examples.joined())</ul></article>
        """
    }
    return """
      <h2>What was taken for something else</h2>
      <p>The most frequent first. Where two intents are often confused, their utterances say the same, or one \
      of them has too few.</p>
      <div class="pair three">\(cards.joined())</div>
      """
  }

  /// Intents that have a part in a confusion, at most this many.
  private static let matrixMax = 14

  private var matrix: HTML {
    var parts: [String: Int] = [:]
    var counts: [String: Int] = [:]
    for confusion in evaluation.confusions {
      parts[confusion.intent, default: 0] += confusion.count
      parts[confusion.takenFor, default: 0] += confusion.count
      counts["\(confusion.intent)\n\(confusion.takenFor)"] = confusion.count
    }
    guard !parts.isEmpty else { return "" }
    for intent in evaluation.intents { counts["\(intent.name)\n\(intent.name)"] = intent.right }
    let names = parts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.matrixMax)
      .map(\.key)
    let head: [HTML] = names.indices.map { "<th scope=\"col\">\($0 + 1)</th>" }
    let rows: [HTML] = names.enumerated().map { number, intent in
      let cells: [HTML] = names.map { taken in
        let count = counts["\(intent)\n\(taken)"] ?? 0
        if intent == taken { return "<td><span class=\"hit\">\(count)</span></td>" }
        return count == 0 ? "<td></td>" : "<td><b>\(count)</b></td>"
      }
      return "<tr><th scope=\"row\">\(number + 1) \(intent)</th>\(cells.joined())</tr>"
    }
    return """
      <h2>Side by side</h2>
      <p>A row for what messages ask for, a column for what they were taken for: the \(names.count) intents \
      that are mistaken most.</p>
      <div class="table" tabindex="0"><table><thead><tr><th></th>\(head.joined())</tr></thead>
      <tbody>\(rows.joined())</tbody></table></div>
      """
  }

  private var intents: HTML {
    let rows: [HTML] = evaluation.intents.sorted { ($0.f1, $0.name) < ($1.f1, $1.name) }.map {
      """
      <tr><th scope="row">\($0.name)</th><td>\($0.asked.grouped)</td><td>\($0.right.grouped)</td>\
      <td>\($0.recall.fixed(3))</td><td>\($0.precision.fixed(3))</td><td>\($0.f1.fixed(3))</td></tr>
      """
    }
    return """
      <h2>Each intent</h2>
      <div class="table" tabindex="0"><table><caption>The weakest first</caption>
      <thead><tr><th>intent</th><th>messages</th><th>understood</th><th>recall</th><th>precision</th>\
      <th>F1</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>
      """
  }

  private var slots: HTML {
    guard !evaluation.slotsByName.isEmpty else { return "" }
    let rows: [HTML] = evaluation.slotsByName.map {
      """
      <tr><th scope="row">\($0.name ?? "")</th><td>\($0.count.grouped)</td>\
      <td>\($0.recall.fixed(3))</td><td>\($0.precision.fixed(3))</td><td>\($0.f1.fixed(3))</td></tr>
      """
    }
    return """
      <h2>Words that name something</h2>
      <p>Order numbers, colours, sizes and the like: one counts when its name and both its ends are right.</p>
      <div class="table" tabindex="0"><table><thead><tr><th>slot</th><th>marked</th><th>recall</th>\
      <th>precision</th><th>F1</th></tr></thead><tbody>\(rows.joined())</tbody></table></div>
      """
  }

  // MARK: How sure

  private var calibration: HTML {
    let bins = evaluation.calibration.filter { $0.count > 0 }
    let even = [(x: 0.0, y: 0.0), (x: 1.0, y: 1.0)]
    let found = Plot.Curves.Curve(
      name: "messages", points: bins.map { (x: $0.confidence, y: $0.accuracy) }, style: 0)
    let plot = Plot.Curves(
      title: "How often it was right, by how sure it was",
      summary: bins.map { "\($0.confidence.percent) sure: \($0.accuracy.percent) right" }
        .joined(separator: "; "),
      curves: [found, Plot.Curves.Curve(name: "as sure as right", points: even, style: 5)],
      ticks: [0, 0.25, 0.5, 0.75, 1].map { (x: $0, label: $0.percent) }, xName: "how sure", top: 1,
      number: { $0.percent })
    return """
      <h2>Is it as right as it is sure?</h2>
      <p>Where the line lies below the dashed one, the clerk is surer than it should be. On average it is off \
      by \(evaluation.calibrationError.fixed(4)).</p>
      <div class="pair"><figure>\(plot.svg)</figure></div>
      """
  }

  // MARK: Whole conversations

  private var talks: HTML {
    guard let conversations else { return "" }
    let rows: [HTML] = conversations.shares.sorted { $0.key < $1.key }.map { code, share in
      """
      <tr><th scope="row">\(language(code))</th><td>\(share.conversations.grouped)</td>\
      <td>\(share.success.percent)</td><td>\(share.turns.grouped)</td>\
      <td>\(share.turnSuccesses.grouped)</td></tr>
      """
    }
    let failures: [HTML] = conversations.failures.map {
      """
      <article class="card shopper"><h3>\($0.conversation), line \($0.line)</h3>
      <h4>Said</h4>\($0.says)<h4>Should have come of it</h4>\($0.expects)
      <h4>Came of it</h4>\($0.answer)</article>
      """
    }
    let grounded = conversations.partCount - conversations.ungrounded.count
    return """
      <h2>Whole conversations</h2>
      <p>A conversation counts when every turn of it went as conversations.csv says. Of \
      \(conversations.partCount.grouped) sentences of the clerk, \(grounded.grouped) say nothing but their \
      phrase and what they cite.</p>
      <div class="table" tabindex="0"><table><thead><tr><th>language</th><th>conversations</th>\
      <th>as they should go</th><th>turns</th><th>as they should</th></tr></thead>
      <tbody>\(rows.joined())</tbody></table></div>
      <div class="pair three">\(failures.joined())</div>
      """
  }

  // MARK: Words

  private var words: HTML {
    let terms: [(String, String)] = [
      ("Intent", "What a message asks for, such as track_order; a column of utterances.csv."),
      ("Recall", "Of the messages that ask for an intent, the share that was understood so."),
      ("Precision", "Of the messages that were taken for an intent, the share that asks for it."),
      ("F1", "2 · recall · precision / (recall + precision): high when both are."),
      (
        "Out of scope",
        "What the shop's bot should not answer: it says so, and asks a person after the second time."
      ),
    ]
    let entries: [HTML] = terms.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }
    return "<h2>What the words mean</h2><dl>\(entries.joined())</dl>"
  }

  private var footer: HTML {
    let asked: HTML =
      evaluation.split == "test"
      ? "Asked were the utterances whose column split says test."
      : "No utterance is set aside: asked were the templates of each fifth in turn (\(evaluation.split))."
    return """
      <footer><p>\(asked) They were read by the code that serves the shop.</p></footer>
      """
  }
}
