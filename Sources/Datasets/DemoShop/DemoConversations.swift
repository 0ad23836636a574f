/// Whole conversations with the demo shop's clerk, each in English and in Chinese, with what has to come
/// of every turn: templates and words that utterances.csv's training part does not have.
///
/// ``heldScripts`` are for saying how good the clerk is (`test`): they were written without a look at training's
/// sentences, and were asked once; the others, of which six sets began like that, are for finding mistakes (`dev`).
struct DemoConversations {
  /// What a turn says in both languages, and what must come of it. `{name}` is filled in alike in all
  /// three; a turn that begins with `tool ` is the backend's.
  struct Turn: Sendable {
    let english: String
    let chinese: String
    let expected: String

    init(_ english: String, _ chinese: String, _ expected: String) {
      self.english = english
      self.chinese = chinese
      self.expected = expected
    }
  }

  struct Script: Sendable {
    let name: String
    let turns: [Turn]

    init(_ name: String, _ turns: [Turn]) {
      self.name = name
      self.turns = turns
    }
  }

  /// English, Chinese, and as the catalogue has it.
  private static let values: [(slot: String, values: [(String, String, String)])] = [
    (
      "order",
      [
        ("C77120", "C77120", "C77120"), ("D40056", "D40056", "D40056"),
        ("F61307", "F61307", "F61307"),
      ]
    ),
    ("size", [("XXL", "XXL码", "XXL"), ("44", "44码", "44"), ("XS", "XS码", "XS")]),
    ("city", [("Lisbon", "杭州", "*"), ("Toronto", "西安", "*")]),
    ("color", [("purple", "紫色", "purple"), ("brown", "棕色", "brown")]),
    ("color2", [("pink", "粉色", "pink"), ("yellow", "黄色", "yellow")]),
    ("category", [("hoodie", "卫衣", "hoodie"), ("boots", "靴子", "boots"), ("scarf", "围巾", "scarf")]),
  ]

  private static let fillings = 3

  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed, stream: 9)
  }

  /// Columns: conversation, split (dev, test), language (en, zh), says, expects.
  mutating func csv() -> CSVWriter {
    var csv = CSVWriter(header: ["conversation", "split", "language", "says", "expects"])
    let mended = [
      Self.scripts, Self.secondScripts, Self.thirdScripts, Self.fourthScripts, Self.fifthScripts,
      Self.sixthScripts, Self.seventhScripts,
    ]
    let scripts = mended.joined().map { ("dev", $0) } + Self.heldScripts.map { ("test", $0) }
    for (split, script) in scripts {
      let hasSlots = script.turns.contains { $0.english.contains("{") }
      for filling in 0..<(hasSlots ? Self.fillings : 1) {
        let chosen = Self.values.map { slot in (slot.slot, random.pick(slot.values)) }
        for language in ["en", "zh"] {
          for turn in script.turns {
            csv.field("\(script.name)-\(filling + 1)-\(language)")
            csv.field(split)
            csv.field(language)
            csv.field(
              fill(language == "en" ? turn.english : turn.chinese, chosen) {
                language == "en" ? $0.0 : $0.1
              })
            csv.field(fill(turn.expected, chosen) { $0.2 })
            csv.endRow()
          }
        }
      }
    }
    return csv
  }

  private func fill(
    _ template: String, _ chosen: [(String, (String, String, String))],
    _ value: ((String, String, String)) -> String
  ) -> String {
    var text = template
    for (slot, values) in chosen {
      let place = "{\(slot)}"
      while let start = text.ranges(of: place).first {
        text.replaceSubrange(start, with: value(values))
      }
    }
    return text
  }
}
