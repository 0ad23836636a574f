import Text

/// What shoppers call colours, kinds of clothes, whom they are for, seasons and occasions, in English and
/// Chinese: our own words, so that a Chinese question finds the values of an English catalogue.
///
/// A line is one notion: English words, `|`, Chinese words, and behind `>` the wider notions that it is one of.
/// Catalogue values that are one of the words have all of them as names. English is written in the
/// singular. A word may be in several notions, and then means the values of all of them.
enum ProductWords {
  struct Notion: Sendable {
    let names: [String]
    let wider: [String]
  }

  static func notions(of role: ProductRole) -> [Notion] { table[Int(role.rawValue)] }

  /// The names of a role's notions, by ``PhraseHash``.
  static func names(of role: ProductRole) -> Set<UInt64> { nameTable[Int(role.rawValue)] }

  private static let table = ProductRole.allCases.map { parse(lines(of: $0)) }
  private static let nameTable = table.map { notions in
    var text = TokenizedText()
    return Set(notions.flatMap(\.names).compactMap { PhraseHash.hash(of: $0, &text)?.hash })
  }

  private static func lines(of role: ProductRole) -> String {
    switch role {
    case .kind: kinds
    case .color: colors
    case .gender: genders
    case .season: seasons
    case .usage: usages
    case .size, .other: ""
    }
  }

  private static func parse(_ lines: String) -> [Notion] {
    lines.split(separator: "\n").map { line in
      let halves = line.split(separator: ">", maxSplits: 1)
      func words(_ text: Substring) -> [String] {
        text.split { ",|".contains($0) }.map { trimmed($0) }.filter { !$0.isEmpty }
      }
      return Notion(names: words(halves[0]), wider: halves.count > 1 ? words(halves[1]) : [])
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    let front = text.drop { $0 == " " }
    return String(front.reversed().drop { $0 == " " }.reversed())
  }

  private static let colors = """
    black, jet black | 黑色, 纯黑色
    white | 白色, 纯白色
    off white, ivory, ecru | 米白色, 象牙白, 乳白色 > white
    cream | 奶油色, 奶白色, 奶黄色 > beige
    blue | 蓝色
    navy, navy blue, dark blue, midnight blue | 藏青色, 深蓝色, 海军蓝, 藏蓝色 > blue
    light blue, sky blue, baby blue | 浅蓝色, 天蓝色 > blue
    turquoise, turquoise blue, aqua | 绿松石色, 湖蓝色, 青绿色 > blue, teal
    teal, petrol | 青色, 凫蓝色, 蓝绿色 > green
    grey, gray | 灰色, 浅灰色
    charcoal, charcoal grey, dark grey, anthracite | 炭灰色, 深灰色 > grey
    grey melange, heather grey, grey marl, mottled grey | 麻灰色, 花灰色 > grey
    silver, silvery | 银色, 银白色
    steel, gunmetal | 钢色, 钢灰色 > silver
    metallic | 金属色
    gold, golden | 金色
    rose gold | 玫瑰金 > gold
    bronze | 古铜色, 青铜色
    copper | 铜色, 紫铜色 > bronze
    red | 红色, 大红色, 正红色
    burgundy, wine, wine red, oxblood, bordeaux | 酒红色, 勃艮第红 > red, maroon
    maroon, dark red | 栗色, 暗红色, 枣红色, 深红色 > red
    rust, brick red | 铁锈色, 砖红色, 锈红色 > orange, brown
    pink | 粉色, 粉红色
    rose | 玫瑰色, 玫红色 > pink
    hot pink, fuchsia, magenta | 紫红色, 洋红色, 品红色, 桃红色 > pink
    peach, apricot, salmon, coral | 桃色, 蜜桃色, 杏色, 珊瑚色 > pink, orange
    purple, violet | 紫色
    lavender, lilac | 淡紫色, 浅紫色, 薰衣草色, 薰衣草紫 > purple
    mauve | 藕荷色, 木槿紫 > purple
    plum, aubergine | 梅子色, 深紫色 > purple
    green | 绿色
    olive, olive green, army green | 橄榄色, 橄榄绿, 军绿色 > green
    sea green, mint, mint green | 海绿色, 薄荷绿 > green
    lime, lime green | 青柠色, 柠檬绿 > green
    fluorescent green, neon green | 荧光绿 > green
    khaki | 卡其色, 卡其 > beige
    yellow | 黄色
    mustard, mustard yellow | 芥末黄, 姜黄色, 芥末色 > yellow
    orange | 橙色, 橘色, 橘黄色, 橘红色
    brown | 棕色, 褐色
    coffee brown, coffee, mocha, chocolate | 咖啡色, 咖色, 巧克力色 > brown
    mushroom brown, mushroom | 蘑菇色 > brown
    tan, camel, cognac | 驼色, 棕褐色, 棕黄色 > brown
    taupe | 灰褐色 > brown
    beige, sand | 米色, 沙色
    nude | 裸色, 肉色 > beige
    skin, skin tone | 肤色, 肉色 > beige
    multi, multicolour, multicolor, multicoloured, multicolored, colourful, colorful, rainbow | 多色, 彩色, 花色, 五颜六色
    """

  private static let genders = """
    men, male, gent, gentleman, guy, him, husband, boyfriend, father, dad, grandfather, menswear | 男, 男士, 男款, 男式, 男性, 男人, 男生, 男装, 男用, 老公, 丈夫, 男朋友, 男友, 爸爸, 老爸, 父亲, 爷爷, 先生
    women, female, lady, her, wife, girlfriend, mother, mom, mum, grandmother, womenswear | 女, 女士, 女款, 女式, 女性, 女人, 女生, 女装, 女用, 老婆, 妻子, 太太, 女朋友, 女友, 妈妈, 老妈, 母亲, 奶奶
    boy, son, little boy, nephew, grandson | 男孩, 男童, 儿子, 小男孩 > kids
    girl, daughter, little girl, niece, granddaughter | 女孩, 女童, 女儿, 小女孩 > kids
    kids, kid, child, children | 儿童, 童装, 小孩, 孩子, 小朋友, 童款
    unisex, gender neutral | 中性, 中性款, 男女通用, 男女同款, 情侣款, 情侣
    """

  private static let seasons = """
    spring, springtime | 春季, 春天, 春款, 春装
    summer, summertime, hot weather | 夏季, 夏天, 夏款, 夏装, 夏日
    fall, autumn | 秋季, 秋天, 秋款, 秋装
    winter, wintertime, cold weather | 冬季, 冬天, 冬款, 冬装, 冬日
    """

  private static let usages = """
    casual, everyday, leisure, daily | 休闲, 日常, 平时
    formal, office, work, business, elegant, dressy, classic | 正式, 正装, 商务, 办公室, 上班, 办公, 职场, 通勤
    smart casual, business casual | 商务休闲, 轻商务 > formal, casual
    sport, sporty, athletic, gym, workout, training, exercise, playing sports, running, jogging | 运动, 健身, 锻炼, 跑步, 训练
    ethnic, ethnic wear, traditional | 民族, 民族风, 传统
    party, evening, clubbing, celebration | 派对, 聚会, 晚会, 宴会
    travel, travelling, traveling, trip, holiday | 旅行, 旅游, 出差, 度假
    home, lounge | 居家, 家居
    """
}
