/// What shoppers write to the demo shop's chat, with intents, in English and Chinese; slots are
/// marked as `[red](color)`.
///
/// Utterances are made from templates whose slots are filled. Train and test share neither
/// templates nor slot values, and every template of the test has a word that train never shows: a
/// model that only remembers does badly. What the bot should not answer is an intent too,
/// ``outOfScopeName``.
struct DemoUtterances {
  /// The intent of what the shop's bot should refuse; training knows it by this name.
  static let outOfScopeName = "out_of_scope"

  struct Intent: Sendable {
    let name: String
    /// Templates by language and split.
    let english: (train: [String], test: [String])
    let chinese: (train: [String], test: [String])

    init(
      _ name: String, en: [String], enTest: [String], zh: [String], zhTest: [String]
    ) {
      self.name = name
      english = (en, enTest)
      chinese = (zh, zhTest)
    }
  }

  /// Values of a slot by language and split.
  private struct Slot {
    let name: String
    let english: (train: [String], test: [String])
    let chinese: (train: [String], test: [String])
  }

  private static let slots: [Slot] = [
    Slot(
      name: "color",
      english: (
        ["black", "white", "red", "navy", "beige", "green", "grey", "blue"],
        ["purple", "brown", "teal"]
      ),
      chinese: (["黑色", "白色", "红色", "米色", "绿色", "灰色", "蓝色"], ["紫色", "棕色", "酒红色"])),
    Slot(
      name: "category",
      english: (
        ["dress", "coat", "sweater", "jeans", "sneakers", "blazer", "skirt", "shirt", "trousers"],
        ["hoodie", "boots", "scarf", "cardigan"]
      ),
      chinese: (
        ["连衣裙", "大衣", "毛衣", "牛仔裤", "运动鞋", "半身裙", "衬衫", "长裤"], ["卫衣", "靴子", "围巾", "开衫"]
      )),
    Slot(
      name: "size",
      english: (["S", "M", "L", "38", "40", "42", "size 36"], ["XS", "XXL", "44"]),
      chinese: (["S码", "M码", "L码", "38码", "40码"], ["XS码", "XXL码", "44码"])),
    Slot(
      name: "order",
      english: (
        ["A10234", "A20931", "B33018", "B90412", "#A55170", "E40981"],
        ["C77120", "D40056", "F61307"]
      ),
      chinese: (
        ["A10234", "A20931", "B33018", "B90412", "E40981"], ["C77120", "D40056", "F61307"]
      )),
    Slot(
      name: "city",
      english: (["London", "Berlin", "Paris", "Madrid", "Shanghai"], ["Lisbon", "Toronto"]),
      chinese: (
        [
          "上海", "北京", "深圳", "成都", "伦敦", "广州", "南京", "武汉", "重庆", "苏州", "天津", "长沙", "青岛", "厦门", "郑州",
          "巴黎",
          "东京", "纽约", "柏林", "宁波", "昆明", "大连", "无锡", "合肥",
        ], ["杭州", "西安"]
      )),
    Slot(
      name: "date",
      english: (
        ["Friday", "tomorrow", "next week", "Monday", "3 May", "2026-08-14"],
        ["Sunday", "the weekend", "24 December"]
      ),
      chinese: (["周五", "明天", "下周", "周一", "5月3日"], ["周日", "月底", "12月24日"])),
    Slot(
      name: "material",
      english: (["cotton", "linen", "wool", "leather", "viscose"], ["silk", "suede", "cashmere"]),
      chinese: (["棉", "亚麻", "羊毛", "真皮", "粘胶"], ["真丝", "麂皮", "羊绒"])),
    Slot(
      name: "price",
      english: (["50", "80", "100", "$150", "€40", "60 euros"], ["65", "220", "$95"]),
      chinese: (["50元", "80元", "100元", "150块", "¥60"], ["65元", "220元", "¥95"])),
    Slot(
      name: "occasion",
      english: (
        ["a wedding", "work", "a party", "the beach", "a date"], ["a graduation", "hiking"]
      ),
      chinese: (["婚礼", "上班", "聚会", "海边", "约会"], ["毕业典礼", "徒步"])),
    Slot(
      name: "quantity", english: (["two", "3", "a pair of", "five"], ["four", "6"]),
      chinese: (["两", "3", "五"], ["四", "6"])),
  ]

  private static let openings: (english: [String], chinese: [String]) = (
    ["", "", "hi, ", "hello, ", "please, ", "excuse me, "], ["", "", "你好，", "请问，", "您好，", "麻烦问一下，"]
  )

  /// Nobody says "please, good morning".
  private static let withoutOpening = ["greeting", "thanks", "never_mind"]

  private var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed, stream: 8)
  }

  /// Columns: text, intent, language (en, zh), split (train, test).
  mutating func csv() -> CSVWriter {
    var csv = CSVWriter(header: ["text", "intent", "language", "split"])
    for intent in Self.intents {
      for (language, isTest, templates) in [
        ("en", false, intent.english.train), ("en", true, intent.english.test),
        ("zh", false, intent.chinese.train), ("zh", true, intent.chinese.test),
      ] {
        for template in templates {
          var written: [String] = []
          for _ in 0..<(isTest ? 4 : 3) {
            let opening = Self.withoutOpening.contains(intent.name) ? "" : opening(language)
            let text = opening + fill(template, language: language, isTest: isTest)
            if written.contains(text) { continue }
            written.append(text)
            csv.field(text)
            csv.field(intent.name)
            csv.field(language)
            csv.field(isTest ? "test" : "train")
            csv.endRow()
          }
        }
      }
    }
    return csv
  }

  private mutating func opening(_ language: String) -> String {
    random.pick(language == "en" ? Self.openings.english : Self.openings.chinese)
  }

  private mutating func fill(_ template: String, language: String, isTest: Bool) -> String {
    let isEnglish = language == "en"
    var text = ""
    for (index, part) in template.split(separator: "{", omittingEmptySubsequences: false)
      .enumerated()
    {
      guard index > 0, let end = part.firstIndex(of: "}"),
        let slot = Self.slots.first(where: { $0.name == part[..<end] })
      else {
        text += part
        continue
      }
      let values = isEnglish ? slot.english : slot.chinese
      text += "[\(random.pick(isTest ? values.test : values.train))](\(slot.name))"
      text += part[part.index(after: end)...]
    }
    return text
  }
}
