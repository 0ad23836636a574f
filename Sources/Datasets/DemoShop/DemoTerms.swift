/// What else shoppers call the catalogue's values, and the cities that users come from, in English and Chinese: a dictionary that a shop can
/// keep beside its items, since a catalogue has its attributes in one language.
enum DemoTerms {
  /// Columns: attribute, value, language (en, zh), term. A value is a term of itself and need not be here.
  static func csv() -> CSVWriter {
    var csv = CSVWriter(header: ["attribute", "value", "language", "term"])
    func add(_ attribute: String, _ value: String, _ language: String, _ term: String) {
      csv.field(attribute)
      csv.field(value)
      csv.field(language)
      csv.field(term)
      csv.endRow()
    }
    for (attribute, words) in [
      ("category", DemoVocabulary.categories.map(\.name)),
      ("city", DemoVocabulary.cities), ("color", DemoVocabulary.colors),
      ("style", DemoVocabulary.styles),
      ("material", DemoVocabulary.clothMaterials + DemoVocabulary.shoeMaterials),
    ] {
      for word in words {
        add(attribute, word.english, "zh", word.chinese)
        for other in synonyms where other.attribute == attribute && other.value == word.english {
          for term in other.english { add(attribute, word.english, "en", term) }
          for term in other.chinese { add(attribute, word.english, "zh", term) }
        }
      }
    }
    return csv
  }

  private static let synonyms:
    [(attribute: String, value: String, english: [String], chinese: [String])] = [
      ("category", "dress", ["gown"], ["裙子", "长裙"]),
      ("category", "skirt", [], ["短裙"]),
      ("category", "t-shirt", ["tee"], ["短袖"]),
      ("category", "sweater", ["jumper", "pullover"], ["针织衫"]),
      ("category", "hoodie", ["hooded sweatshirt"], ["帽衫", "连帽衫"]),
      ("category", "coat", ["overcoat"], ["外套"]),
      ("category", "blazer", ["suit jacket"], ["西装"]),
      ("category", "trousers", ["pants", "slacks"], ["裤子"]),
      ("category", "jeans", ["denims"], []),
      ("category", "sneakers", ["trainers"], ["球鞋", "跑鞋"]),
      ("category", "boots", [], ["短靴", "长靴"]),
      ("category", "heels", ["pumps", "high heels"], []),
      ("category", "bag", ["handbag", "purse"], ["包包", "手提包"]),
      ("category", "hat", ["cap"], []),
      ("color", "black", [], ["黑"]), ("color", "white", [], ["白"]),
      ("color", "grey", ["gray"], ["灰"]), ("color", "navy", ["navy blue", "dark blue"], ["深蓝色"]),
      ("color", "blue", [], ["蓝"]), ("color", "red", [], ["红", "大红色"]),
      ("color", "green", [], ["绿"]), ("color", "beige", ["cream"], ["杏色"]),
      ("color", "brown", [], ["咖啡色", "褐色"]), ("color", "pink", [], ["粉红色", "粉"]),
      ("color", "yellow", [], ["黄"]), ("color", "purple", ["violet"], ["紫"]),
      ("material", "cotton", [], ["纯棉", "棉质"]), ("material", "linen", [], ["麻"]),
      ("material", "wool", ["woollen"], ["毛呢"]), ("material", "silk", [], ["丝绸", "桑蚕丝"]),
      ("material", "leather", [], ["皮革", "皮"]), ("material", "viscose", ["rayon"], ["粘胶纤维"]),
    ]
}
