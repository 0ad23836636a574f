extension DemoUtterances {
  /// What the shop's policies answer, and no order or item has to be named for.
  static let policyIntents: [Intent] = [
    Intent(
      "delivery_abroad",
      en: [
        "do you deliver abroad", "can you send it overseas", "is international shipping possible",
        "do you deliver outside the country", "I live abroad, can I order", "customs duties",
        "do I pay customs", "which countries do you deliver to", "international delivery",
        "can I have it sent to my sister in another country", "do you ship worldwide",
        "are import taxes included", "delivery outside of the EU",
      ],
      enTest: [
        "do you deliver to addresses in Norway", "are customs fees part of the price",
        "could my aunt overseas receive a parcel from you",
      ],
      zh: [
        "可以寄到海外吗", "支持国际配送吗", "能寄到别的国家吗", "人在海外能下单吗", "要交关税吗", "海外订单怎么寄", "能不能发国际快递",
        "你们配送到哪些国家", "国际运费包含关税吗", "港澳台能寄吗", "可以跨国配送吗", "境外收货可以吗", "寄给海外的朋友行吗",
      ],
      zhTest: ["可以寄到新西兰吗", "国际快递收不收关税费", "人在海外留学能买吗"]),
    Intent(
      "missed_delivery",
      en: [
        "I was not at home for the delivery", "the courier came while I was out",
        "what happens if I am not at home", "I missed the courier", "nobody could take the parcel",
        "nobody was in when the parcel came", "will the courier come a second time",
        "can the courier leave it with my neighbour", "I will be away when it is delivered",
        "nobody answers the door during the day, what then", "a missed delivery",
        "there was a card in the letterbox that you missed me", "how often does the courier try",
      ],
      enTest: [
        "what does the courier do when nobody opens", "I was out jogging when the courier came",
        "nobody was home, will they bring it once more",
      ],
      zh: [
        "快递来的时候我不在家", "家里没有人收快递怎么办", "错过了快递员", "没人签收会怎样", "快递员来了我不在", "不在家怎么收货",
        "白天家里没人", "快递会再送一次吗", "能放邻居家吗", "没接到快递员的电话", "错过派送了怎么办", "我出门了收不了快递", "派送时无人在家",
      ],
      zhTest: ["快递员来时家里空着没人", "上班没法在家收快递怎么办", "错过快递还会再派吗"]),
    Intent(
      "pickup_point",
      en: [
        "can I pick up my parcel somewhere", "is there a pickup point near me",
        "send it to a pickup point", "how do I collect my parcel", "where can I collect it",
        "can I fetch my parcel at a locker", "what do I need to collect a parcel",
        "choose a pickup station", "which code do I need at the pickup point",
        "can somebody else collect the parcel for me", "deliver to a parcel locker",
        "how long does the pickup point keep it",
      ],
      enTest: [
        "can I collect my parcel from a supermarket", "where is the closest pickup point",
        "is my passport enough to collect a parcel",
      ],
      zh: [
        "可以自提吗", "附近有自提点吗", "送到自提点", "怎么取件", "取件码在哪里", "能放快递柜吗", "自提要带什么", "可以别人代取吗",
        "自提点在哪", "怎么选自提点", "取包裹要身份证吗", "放驿站可以吗", "包裹在自提点放几天",
      ],
      zhTest: ["最近的自提点怎么找", "自提点可以让同事取吗", "取件要带证件吗"]),
    Intent(
      "non_returnable",
      en: [
        "can underwear be returned", "what can not be returned", "which items are final sale",
        "may I send back earrings", "can I return swimwear", "I opened the seal, can I return it",
        "are made to measure items returnable", "is there anything I can not send back",
        "which products are excluded from returns", "can I return a bikini",
        "tights can be returned?",
      ],
      enTest: [
        "can I return underwear that I tried on", "are socks excluded from returns",
        "may I give back a necklace or earrings",
      ],
      zh: [
        "内衣能退吗", "哪些东西不能退", "泳衣可以退吗", "耳环可以退货吗", "定制的能退吗", "拆了封条还能退吗", "什么商品不支持退货",
        "袜子能退吗", "贴身衣物能不能退", "有不能退的商品吗", "比基尼能退吗", "特价的能退吗",
      ],
      zhTest: ["试穿过的内衣能退吗", "项链耳环可以退不", "定制西装能退吗"]),
    Intent(
      "price_adjustment",
      en: [
        "the price dropped after I bought it", "it is cheaper now than when I ordered",
        "do I get the difference back", "do you have a price guarantee",
        "I paid more last week, can you credit me", "it went on sale the day after I ordered",
        "price protection", "now it costs less, what about my money", "do you adjust the price",
        "the item was reduced after my order",
      ],
      enTest: [
        "the price plummeted the week after I bought it", "can I get back what I overpaid",
        "it got cheaper overnight, do you credit the difference",
      ],
      zh: [
        "刚买就降价了", "买完第二天便宜了", "能退差价吗", "有价格保护吗", "我买贵了", "价保怎么申请", "降价了能补差价吗", "买了之后打折怎么办",
        "差价退给我", "支持保价吗", "下单以后价格变低了",
      ],
      zhTest: ["刚下单第二天就降价了能退差价不", "买贵了可以补点差额吗", "降价以后差的钱能退我吗"]),
    Intent(
      "gift_card",
      en: [
        "do you sell gift cards", "what is left on my gift card", "balance of my gift card",
        "is my gift card still good", "can I get cash for a gift card",
        "I want to buy a gift voucher",
        "until when can I use the gift card", "how do I check my gift card",
        "my gift card is two years old, does it work", "can a gift card be paid out",
        "I got a gift card for my birthday",
      ],
      enTest: [
        "how much money remains on my gift card", "does a gift card ever lapse",
        "where do I see the balance of my gift card online",
      ],
      zh: [
        "有礼品卡卖吗", "礼品卡余额怎么查", "礼品卡会过期吗", "礼品卡能换现金吗", "我想买礼品卡", "礼品卡有效吗", "礼品卡里还有多少钱",
        "礼品卡怎么使用", "礼品卡什么时候失效", "礼品卡可以退吗", "别人送了我一张礼品卡",
      ],
      zhTest: ["礼品卡的余额在哪里看", "礼品卡可以用几年", "礼品卡能兑成现金吗"]),
    Intent(
      "reserve_item",
      en: [
        "can you reserve the {category} for me", "hold the {category} until {date}",
        "can I put an item aside", "is my basket reserved", "how long is an item kept in my basket",
        "please keep the {category} for me", "can the store set it aside for a day",
        "reserve it in the store in {city}", "do items stay in my basket",
        "can I book the {category} and collect it later",
      ],
      enTest: [
        "could you hold the {category} until my salary comes", "will the items in my basket vanish",
        "can the shop in {city} stash one for me",
      ],
      zh: [
        "可以帮我留一件吗", "{category}能预留吗", "门店能留货吗", "购物车里的会保留吗", "先帮我留着{category}", "能保留到{date}吗",
        "可以预订吗",
        "加购了会给我留吗", "能不能先占一件", "店里帮我留一下", "预留多久",
      ],
      zhTest: ["能帮我先留两天吗", "购物车里的东西会不会被别人抢走", "{city}门店可以预留不"]),
    Intent(
      "gift_wrapping",
      en: [
        "can you wrap it as a gift", "do you offer gift wrapping",
        "it is a present, wrap it please",
        "can I add a card with a message", "how much is gift wrapping",
        "gift box for the {category}",
        "is the price hidden when it is a present", "I want to send it as a present to a friend",
        "please put in a greeting card", "wrapping paper for a birthday present",
      ],
      enTest: [
        "could you wrap the {category} nicely, it's a present",
        "I'd like a festive card with my present",
        "does wrapping as a gift cost more, roughly",
      ],
      zh: [
        "可以包装成礼物吗", "有礼品包装吗", "送人的，帮我包装一下", "能附一张贺卡吗", "礼品包装多少钱", "礼盒怎么选", "送礼能不显示价格吗",
        "生日礼物帮忙包一下", "可以写祝福语吗", "有没有礼品盒", "包装能好看点吗",
      ],
      zhTest: ["能包得漂亮点当礼物吗", "贺卡上可以写字吗", "礼品包装另收费吗"]),
    Intent(
      "loyalty_points",
      en: [
        "how do I earn points", "how many points do I have", "what are my points worth",
        "do my points run out", "can I pay with points", "do you have a bonus programme",
        "I did not get points for {order}", "how do I use my loyalty points",
        "points for my purchase",
        "what is the member programme", "are points taken back when I return something",
      ],
      enTest: [
        "how many points do I collect per purchase", "until when are my points usable",
        "which rewards can I buy with my points",
      ],
      zh: [
        "积分怎么用", "我有多少积分", "积分能抵多少钱", "积分会清零吗", "怎么攒积分", "有会员吗", "会员有什么好处", "{order}没有积分",
        "退货积分会扣吗", "积分可以换东西吗", "积分有效期多长",
      ],
      zhTest: ["买东西怎么累积积分", "积分年底会不会过期", "积分可以当钱花吗"]),
    Intent(
      "newsletter",
      en: [
        "I do not want your mails any more", "how do I unsubscribe",
        "take me off your mailing list",
        "you send too many mails", "sign me up for news", "I want to subscribe to the newsletter",
        "no more advertising mails", "how do I get your news by mail", "end my newsletter",
        "why do I get your advertising", "cancel my subscription to the mails",
      ],
      enTest: [
        "please stop mailing me advertisements", "how can I quit your mailing list",
        "unsubscribe this mailbox",
      ],
      zh: [
        "不想再收到你们的邮件", "怎么取消订阅", "广告邮件太多了", "把我从邮件列表删掉", "我想订阅新闻邮件", "不要再发广告给我", "取消邮件推送",
        "怎么订阅你们的邮件", "退订短信", "老是收到推销邮件", "关闭促销通知",
      ],
      zhTest: ["别再给我发推销邮件", "怎样退出邮件订阅", "天天收到广告邮件好烦"]),
    Intent(
      "personal_data",
      en: [
        "which data do you have about me", "delete my data", "I want to close my shop account",
        "how do I download my data", "what do you do with my personal data", "data protection",
        "remove all you know about me", "do you share my data with others", "privacy settings",
        "how long do you keep my data", "erase my customer account",
      ],
      enTest: [
        "please delete everything stored about me", "how can I see the data you collected",
        "do you sell my data to marketers",
      ],
      zh: [
        "你们有我的哪些数据", "删除我的个人信息", "怎么注销购物账户", "怎么下载我的数据", "我的隐私安全吗", "你们怎么处理个人信息",
        "会把我的信息给别人吗", "隐私设置在哪", "我的资料保存多久", "把我的资料删了", "个人数据怎么保护",
      ],
      zhTest: ["怎么查看你们收集的个人信息", "请清除我的账户资料", "你们会卖我的信息吗"]),
  ]
}
