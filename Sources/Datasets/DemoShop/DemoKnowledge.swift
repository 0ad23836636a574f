/// What the demo shop's support desk may quote: its policies, each in English and in Chinese.
enum DemoKnowledge {
  struct Passage: Sendable {
    let topic: String
    let title: DemoVocabulary.Word
    let text: DemoVocabulary.Word
    /// What shoppers want who should be told so.
    let intents: String

    init(
      _ topic: String, _ title: (String, String), _ english: String, _ chinese: String,
      answers intents: String = ""
    ) {
      self.topic = topic
      self.intents = intents
      self.title = DemoVocabulary.Word(title.0, title.1)
      text = DemoVocabulary.Word(english, chinese)
    }
  }

  /// Columns: passage_id, language (en, zh), title, text, source, intents.
  static func csv() -> CSVWriter {
    var csv = CSVWriter(header: ["passage_id", "language", "title", "text", "source", "intents"])
    for (index, passage) in passages.enumerated() {
      let number = index < 9 ? "0\(index + 1)" : "\(index + 1)"
      for (language, title, text) in [
        ("en", passage.title.english, passage.text.english),
        ("zh", passage.title.chinese, passage.text.chinese),
      ] {
        csv.field("K\(number)-\(language)")
        csv.field(language)
        csv.field(title)
        csv.field(text)
        csv.field("policies/\(passage.topic)")
        csv.field(passage.intents)
        csv.endRow()
      }
    }
    return csv
  }

  static let passages: [Passage] = [
    Passage(
      "shipping", ("Delivery times", "配送时间"),
      "Standard delivery takes 3 to 5 working days. Express delivery takes 1 to 2 working days when you order before 14:00.",
      "标准配送需要3到5个工作日。14:00前下单，加急配送需要1到2个工作日。",
      answers: "delivery_time"),
    Passage(
      "shipping", ("Delivery costs", "运费"),
      "Standard delivery costs 4.95. It is free for orders of 60 or more. Express delivery costs 9.95 whatever the order.",
      "标准配送运费4.95元，订单满60元免运费。加急配送运费为9.95元，与订单金额无关。",
      answers: "delivery_cost"),
    Passage(
      "shipping", ("Delivery abroad", "国际配送"),
      "We deliver to 34 countries. Orders abroad take 5 to 10 working days, and customs duties are included in the price you see at checkout.",
      "我们配送至34个国家和地区。国际订单需要5到10个工作日，结算页显示的价格已包含关税。",
      answers: "delivery_abroad"),
    Passage(
      "shipping", ("Tracking a parcel", "查询物流"),
      "As soon as your parcel leaves our warehouse we send a tracking link by e-mail. You also find it under Orders in your account.",
      "包裹离开仓库后，我们会通过电子邮件发送物流链接。您也可以在账户的“订单”中查看。",
      answers: "track_order|tracking_help"),
    Passage(
      "shipping", ("Nobody at home", "无人签收"),
      "When nobody is at home, the courier tries twice more and then leaves the parcel at a pickup point, where it waits for 7 days.",
      "如果无人签收，快递员会再尝试投递两次，之后将包裹放在自提点，保留7天。",
      answers: "missed_delivery"),
    Passage(
      "shipping", ("Pickup points", "自提点"),
      "You can have a parcel sent to a pickup point. Choose one on the map at checkout; bring the code from the message and an identity card.",
      "您可以选择将包裹送到自提点。结算时在地图上选择，取件时请出示短信中的取件码和身份证件。",
      answers: "pickup_point"),
    Passage(
      "shipping", ("Lost or damaged parcels", "包裹丢失或破损"),
      "If a parcel has not arrived 10 working days after it was sent, or arrives damaged, write to us within 14 days and we send it again or refund it.",
      "如果包裹寄出10个工作日后仍未送达，或送达时破损，请在14天内联系我们，我们会重新寄送或退款。",
      answers: "damaged_item|lost_parcel"),
    Passage(
      "returns", ("How long you can return", "退货期限"),
      "You can return unworn items with their labels within 30 days of delivery. During Singles' Day and Christmas the time is 45 days.",
      "收货后30天内，未穿着且吊牌完整的商品可以退货。双十一和圣诞节期间期限为45天。",
      answers: "return_item|return_window"),
    Passage(
      "returns", ("How to return", "如何退货"),
      "Register the return under Orders, print the label or show the code, and hand the parcel in at any pickup point. Returns are free.",
      "在“订单”中登记退货，打印退货标签或出示二维码，然后把包裹交到任意自提点。退货免费。",
      answers: "return_item|return_policy"),
    Passage(
      "returns", ("When you get your money", "退款时间"),
      "We refund within 5 working days of receiving the return, to the means of payment you used. Banks may need 3 more days.",
      "收到退货后，我们会在5个工作日内按原支付方式退款。银行入账可能另需3天。",
      answers: "refund_status|request_refund|refund_time"),
    Passage(
      "returns", ("Exchanges", "换货"),
      "To exchange an item for another size or colour, choose Exchange instead of Return. We send the new one when the old one is scanned at the pickup point.",
      "如需更换尺码或颜色，请选择“换货”而不是“退货”。旧商品在自提点扫描后，我们即寄出新商品。",
      answers: "exchange_item|exchange_policy"),
    Passage(
      "returns", ("What cannot be returned", "不可退商品"),
      "Underwear, swimwear without its seal, earrings and items made to measure cannot be returned for reasons of hygiene.",
      "出于卫生原因，内衣、封条已拆的泳装、耳环以及定制商品不可退货。",
      answers: "non_returnable"),
    Passage(
      "returns", ("Faulty items", "质量问题"),
      "A fault that shows within two years is ours to put right: we repair the item, replace it or refund it. Send a photo of the fault.",
      "两年内出现的质量问题由我们负责：维修、更换或退款。请发送问题部位的照片。",
      answers: "damaged_item|warranty"),
    Passage(
      "sizing", ("Finding your size", "如何选择尺码"),
      "Measure chest, waist and hips over thin clothes and compare with the size table on the product page. Between two sizes, take the larger.",
      "穿薄衣物测量胸围、腰围和臀围，与商品页的尺码表对照。介于两个尺码之间时请选较大的。",
      answers: "size_advice"),
    Passage(
      "sizing", ("Shoe sizes", "鞋码"),
      "Our shoe sizes are European. Measure your foot from heel to toe in the evening and add one centimetre; size 38 fits 24 cm.",
      "我们的鞋码为欧码。请在晚上测量脚跟到脚尖的长度并加1厘米；38码对应24厘米。",
      answers: "size_advice|shoe_size"),
    Passage(
      "sizing", ("Items that run small or large", "偏大或偏小"),
      "When many shoppers say that an item runs small or large, the product page tells you so beside the sizes.",
      "如果许多顾客反映某款商品偏大或偏小，商品页会在尺码旁注明。",
      answers: "size_advice|runs_small"),
    Passage(
      "sizing", ("Lengths of trousers", "裤长"),
      "Trousers and jeans come in lengths 30, 32 and 34. Length 32 is meant for people between 168 and 178 cm tall.",
      "长裤和牛仔裤有30、32、34三种裤长。32裤长适合身高168到178厘米的顾客。",
      answers: "size_advice|trouser_length"),
    Passage(
      "payment", ("Means of payment", "支付方式"),
      "We accept credit and debit cards, bank transfer, Alipay, WeChat Pay and gift cards. A gift card can be combined with one other.",
      "我们支持信用卡、借记卡、银行转账、支付宝、微信支付和礼品卡。礼品卡可与另一种方式组合使用。",
      answers: "payment_methods"),
    Passage(
      "payment", ("Paying in instalments", "分期付款"),
      "Orders between 100 and 1,500 can be paid in three equal instalments without interest, 30 days apart.",
      "100元至1500元的订单可分三期免息支付，每期间隔30天。",
      answers: "instalments"),
    Passage(
      "payment", ("A payment was refused", "支付失败"),
      "When a payment is refused, check the card's limit and expiry, and that your bank allows payments online. The basket is kept for 24 hours.",
      "支付失败时，请检查银行卡的额度和有效期，以及银行是否允许网上支付。购物车保留24小时。",
      answers: "payment_problem"),
    Passage(
      "payment", ("Invoices", "发票"),
      "The invoice is sent by e-mail when the parcel leaves. Company invoices with a tax number are available under Orders for 3 years.",
      "包裹寄出时，发票会通过电子邮件发送。带税号的公司发票可在“订单”中下载，保留3年。",
      answers: "invoice"),
    Passage(
      "payment", ("Discount codes", "优惠码"),
      "Enter a discount code in the basket. One code per order; codes do not apply to gift cards or to items already reduced by more than 30 %.",
      "请在购物车中输入优惠码。每个订单限用一个；优惠码不适用于礼品卡和降价超过30%的商品。",
      answers: "discount_code"),
    Passage(
      "payment", ("Price adjustment", "价格保护"),
      "If an item becomes cheaper within 7 days of your order, ask us and we credit the difference to your account.",
      "下单后7天内商品降价，请联系我们，差价会退到您的账户。",
      answers: "price_adjustment"),
    Passage(
      "payment", ("Gift cards", "礼品卡"),
      "Gift cards are valid for 3 years. Check the balance under Payment in your account; they cannot be exchanged for money.",
      "礼品卡有效期为3年。余额可在账户的“支付”中查询，礼品卡不可兑换现金。",
      answers: "gift_card"),
    Passage(
      "orders", ("Changing or cancelling an order", "修改或取消订单"),
      "You can change or cancel an order for 60 minutes, until it is being packed. After that, refuse the parcel or return it free of charge.",
      "下单后60分钟内、开始打包之前，可以修改或取消订单。之后请拒收或免费退货。",
      answers: "cancel_order|change_address|cancel_policy|change_order"),
    Passage(
      "orders", ("Sold out sizes", "尺码缺货"),
      "Press Tell me on the product page and we write to you once when your size is back. Most items are restocked within 4 to 6 weeks.",
      "在商品页点击“到货提醒”，您的尺码到货后我们会通知您一次。多数商品会在4到6周内补货。",
      answers: "restock_date|check_stock"),
    Passage(
      "orders", ("Reserving an item", "商品预留"),
      "Items in the basket are not reserved. Items in a store can be reserved for 24 hours.",
      "购物车中的商品不会被预留。门店商品可预留24小时。",
      answers: "reserve_item"),
    Passage(
      "orders", ("Gift wrapping", "礼品包装"),
      "Gift wrapping costs 3.50 per parcel and comes with a card of up to 200 characters; the price is not on the delivery note.",
      "礼品包装每个包裹3.50元，附赠不超过200字的贺卡；送货单上不显示价格。",
      answers: "gift_wrapping"),
    Passage(
      "care", ("Washing wool and silk", "羊毛和真丝的洗涤"),
      "Wash wool and silk by hand at up to 30 degrees with mild detergent, do not wring, and dry flat in the shade.",
      "羊毛和真丝请用中性洗涤剂在30度以下手洗，不要拧干，平铺阴干。",
      answers: "care_instructions"),
    Passage(
      "care", ("Washing jeans", "牛仔裤的洗涤"),
      "Turn jeans inside out and wash them at 30 degrees with similar colours. Dark denim may give off colour in the first washes.",
      "牛仔裤请翻面，与同色衣物一起在30度下洗涤。深色牛仔布最初几次洗涤可能掉色。",
      answers: "care_instructions"),
    Passage(
      "care", ("Caring for leather", "皮革护理"),
      "Protect leather from rain with a spray, wipe it with a dry cloth and treat it with leather cream twice a year. Let wet shoes dry away from heaters.",
      "皮革请用防水喷雾防护，用干布擦拭，每年用皮革护理霜保养两次。湿鞋请远离暖气晾干。",
      answers: "care_instructions"),
    Passage(
      "care", ("Caring for suede", "麂皮护理"),
      "Brush suede in one direction with a suede brush and keep it from water; stains are removed with a suede eraser.",
      "麂皮请用专用刷顺同一方向刷理，避免沾水；污渍可用麂皮橡皮擦去除。",
      answers: "care_instructions"),
    Passage(
      "account", ("Forgotten password", "忘记密码"),
      "Choose Forgotten password on the sign-in page; the link we send is valid for 30 minutes.",
      "在登录页选择“忘记密码”，我们发送的链接30分钟内有效。",
      answers: "account_password"),
    Passage(
      "account", ("Loyalty points", "会员积分"),
      "You earn one point for each unit of money spent. 100 points are worth 5 and expire after 12 months; returns take points back.",
      "每消费1元积1分。100积分抵5元，12个月后过期；退货会扣回积分。",
      answers: "loyalty_points"),
    Passage(
      "account", ("Newsletter", "新闻邮件"),
      "You can leave the newsletter with the link at its end or under Messages in your account; it takes up to 48 hours.",
      "您可以通过邮件底部的链接或账户的“消息”退订新闻邮件，最多需要48小时生效。",
      answers: "newsletter"),
    Passage(
      "account", ("Your data", "个人数据"),
      "You can download or delete your data under Privacy. We keep invoices for as long as the law demands and delete the rest within 30 days.",
      "您可以在“隐私”中下载或删除个人数据。发票按法律要求保存，其余数据在30天内删除。",
      answers: "personal_data"),
    Passage(
      "stores", ("Opening hours", "营业时间"),
      "Our stores open from 10:00 to 20:00, Monday to Saturday, and from 12:00 to 18:00 on Sundays.",
      "门店周一至周六10:00至20:00营业，周日12:00至18:00营业。",
      answers: "store_hours"),
  ]
}
