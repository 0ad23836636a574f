/// The words of the demo shop. Brands are invented.
enum DemoVocabulary {
  struct Word: Sendable {
    let english: String
    let chinese: String

    init(_ english: String, _ chinese: String) {
      self.english = english
      self.chinese = chinese
    }
  }

  enum Sizes: Sendable {
    case clothing, shoes, single

    func labels(forMen: Bool) -> [String] {
      switch self {
      case .clothing: ["XS", "S", "M", "L", "XL", "XXL"]
      case .shoes: (0..<6).map { "\((forMen ? 40 : 36) + $0)" }
      case .single: ["one size"]
      }
    }
  }

  /// What part of an outfit a category is.
  enum Role: Sendable { case top, bottom, whole, outer, shoes, accessory }

  struct Category: Sendable {
    let name: Word
    /// Typical price, in the shop's currency.
    let price: Double
    let sizes: Sizes
    let isForMen: Bool
    /// −1 sells in winter, +1 in summer.
    let warmth: Double
    let role: Role

    init(
      _ english: String, _ chinese: String, _ price: Double, _ sizes: Sizes, men: Bool,
      _ warmth: Double, _ role: Role
    ) {
      name = Word(english, chinese)
      self.price = price
      self.sizes = sizes
      isForMen = men
      self.warmth = warmth
      self.role = role
    }
  }

  static let categories: [Category] = [
    Category("dress", "连衣裙", 79, .clothing, men: false, 0.5, .whole),
    Category("skirt", "半身裙", 49, .clothing, men: false, 0.4, .bottom),
    Category("blouse", "雪纺衫", 45, .clothing, men: false, 0.2, .top),
    Category("t-shirt", "T恤", 22, .clothing, men: true, 0.7, .top),
    Category("shirt", "衬衫", 48, .clothing, men: true, 0.1, .top),
    Category("sweater", "毛衣", 64, .clothing, men: true, -0.8, .top),
    Category("hoodie", "卫衣", 55, .clothing, men: true, -0.4, .top),
    Category("jacket", "夹克", 110, .clothing, men: true, -0.3, .outer),
    Category("coat", "大衣", 180, .clothing, men: true, -1, .outer),
    Category("blazer", "西装外套", 130, .clothing, men: true, -0.1, .outer),
    Category("trousers", "长裤", 62, .clothing, men: true, -0.1, .bottom),
    Category("jeans", "牛仔裤", 70, .clothing, men: true, -0.1, .bottom),
    Category("shorts", "短裤", 35, .clothing, men: true, 1, .bottom),
    Category("sneakers", "运动鞋", 85, .shoes, men: true, 0.2, .shoes),
    Category("boots", "靴子", 125, .shoes, men: true, -0.9, .shoes),
    Category("sandals", "凉鞋", 48, .shoes, men: true, 1, .shoes),
    Category("heels", "高跟鞋", 90, .shoes, men: false, 0.2, .shoes),
    Category("bag", "包", 75, .single, men: true, 0, .accessory),
    Category("scarf", "围巾", 28, .single, men: true, -0.9, .accessory),
    Category("hat", "帽子", 25, .single, men: true, 0.2, .accessory),
  ]

  static let colors = [
    Word("black", "黑色"), Word("white", "白色"), Word("grey", "灰色"), Word("navy", "藏青色"),
    Word("blue", "蓝色"), Word("red", "红色"), Word("green", "绿色"), Word("beige", "米色"),
    Word("brown", "棕色"), Word("pink", "粉色"), Word("yellow", "黄色"), Word("purple", "紫色"),
  ]

  static let styles = [
    Word("casual", "休闲"), Word("classic", "经典"), Word("sporty", "运动"), Word("boho", "波西米亚"),
    Word("street", "街头"), Word("minimal", "极简"), Word("romantic", "浪漫"), Word("business", "商务"),
  ]

  static let clothMaterials = [
    Word("cotton", "棉"), Word("linen", "亚麻"), Word("wool", "羊毛"), Word("silk", "真丝"),
    Word("polyester", "涤纶"), Word("viscose", "粘胶"),
  ]

  static let shoeMaterials = [
    Word("leather", "真皮"), Word("suede", "麂皮"), Word("canvas", "帆布"), Word("mesh", "网面"),
  ]

  /// From spring to winter, then what is worn all year; ``DemoCalendar/seasonFit`` has this order.
  static let seasons = ["spring", "summer", "autumn", "winter", "all"]

  static let brands = [
    "Alderwick", "Brindlecote", "Velloro", "Kestrel Loom", "Ostara Mill", "Lumen Row",
    "Sable Harbour", "Juniper Vale", "Tamsin Roe", "Nordhaven Supply", "Quillon", "Mirelle Dax",
    "Fernhollow", "Zhuyin Studio", "Qinglan Atelier", "Harrow & Pike",
  ]

  static let cities = [
    Word("London", "伦敦"), Word("Berlin", "柏林"), Word("Paris", "巴黎"), Word("Shanghai", "上海"),
    Word("Beijing", "北京"), Word("Shenzhen", "深圳"), Word("Chengdu", "成都"), Word("Madrid", "马德里"),
    Word("Toronto", "多伦多"), Word("Singapore", "新加坡"),
  ]

  /// The categories that shoppers look for after buying one, by English name.
  static let complements: [(bought: String, wanted: [String])] = [
    ("dress", ["heels", "sandals", "bag"]), ("skirt", ["blouse", "heels"]),
    ("shirt", ["trousers", "blazer"]), ("blazer", ["trousers", "shirt"]),
    ("jeans", ["t-shirt", "sneakers"]), ("coat", ["scarf", "boots"]),
    ("shorts", ["t-shirt", "sandals"]), ("trousers", ["shirt", "boots"]),
  ]
}
