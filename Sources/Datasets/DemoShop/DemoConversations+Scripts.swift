extension DemoConversations {
  static let scripts: [Script] = orders + returns + products + questions + people

  private static let orders: [Script] = [
    Script(
      "track",
      [
        Turn(
          "any idea when {order} gets here", "{order}大概几时能到手",
          "tool=order_status; argument.order={order}"),
        Turn(
          "tool done status=sent date=2026-12-03 tracking=ZX99812",
          "tool done status=sent date=2026-12-03 tracking=ZX99812",
          "phrase=order_status.sent_until; phrase=order_status.tracking"),
        Turn("thanks a bunch", "太感谢啦", "phrase=thanks"),
      ]),
    Script(
      "track-asked",
      [
        Turn("my package seems to have vanished", "我的包裹好像不见踪影了", "asks=order"),
        Turn("it's {order}", "是{order}", "tool=order_status; argument.order={order}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
    Script(
      "cancel",
      [
        Turn(
          "kindly scratch order {order}", "劳驾把{order}这一单给取消",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
      ]),
    Script(
      "cancel-then-else",
      [
        Turn("i'd like my purchase revoked right away", "我想马上把买的东西取消", "asks=order"),
        Turn(
          "actually, how much is the shipping fee", "算了，先说说运费要多少", "passage=K02"),
        Turn("cancel {order} then", "那就取消{order}", "tool=cancel_order; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
      ]),
    Script(
      "address",
      [
        Turn(
          "please reroute {order} to {city}", "请把{order}改寄到{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "address-asked",
      [
        Turn(
          "the delivery address on {order} is not right", "{order}的收货地址写得不对", "asks=city"),
        Turn("{city}", "{city}", "tool=change_address; argument.city={city}"),
      ]),
    Script(
      "tool-fails",
      [
        Turn(
          "status of parcel {order}, pretty please", "帮忙瞧瞧{order}走到哪儿了", "tool=order_status"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("hello?", "在吗", "silent"),
      ]),
  ]

  private static let returns: [Script] = [
    Script(
      "return",
      [
        Turn(
          "not my style, i am sending {order} back", "穿着不合心意，{order}想退掉",
          "tool=return_item; argument.order={order}"),
        Turn(
          "tool done label=RET-5 deadline=2026-12-24", "tool done label=RET-5 deadline=2026-12-24",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "return-asked",
      [
        Turn(
          "what's the procedure for giving something back", "退东西的流程是怎样的",
          "passage=K09|K08; asks=order"),
        Turn("{order}", "{order}", "tool=return_item; argument.order={order}"),
      ]),
    Script(
      "exchange",
      [
        Turn(
          "could you swap {order} for {size}", "能不能把{order}换成{size}",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "refund-status",
      [
        Turn(
          "did you pay me back for {order} yet", "{order}的钱退给我没有",
          "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=39.95 date=2026-12-01", "tool done amount=39.95 date=2026-12-01",
          "phrase=refund.amount; phrase=refund.day"),
      ]),
    Script(
      "faulty",
      [
        Turn(
          "{order} arrived with a ripped seam", "{order}收到时线缝裂开了",
          "tool=report_fault; argument.order={order}")
      ]),
    Script(
      "wrong",
      [
        Turn(
          "{order} contains a thing i never picked", "{order}里装的不是我挑的那样",
          "tool=report_fault; argument.order={order}")
      ]),
  ]

  private static let products: [Script] = [
    Script(
      "find",
      [
        Turn(
          "got any {color} {category} around", "店里可有{color}的{category}",
          "every.color={color}; every.category={category}"),
        Turn(
          "no, the {color2} ones", "不，要{color2}的", "every.color={color2}; every.category={category}"
        ),
        Turn("roughly what does the second one cost", "第二件多少钱", "phrase=product.price"),
      ]),
    Script(
      "find-cheap",
      [
        Turn(
          "{category} for under 80 please", "80元以下的{category}有哪些",
          "every.category={category}; every.price<=80")
      ]),
    Script(
      "stock",
      [
        Turn(
          "show me {color} {category}", "给我看看{color}{category}",
          "every.color={color}; every.category={category}"),
        Turn(
          "is it presently available in {size}", "它有{size}的现货吗",
          "tool=check_stock; argument.size={size}"),
        Turn("tool done count=3", "tool done count=3", "phrase=check_stock.there"),
      ]),
    Script(
      "cheaper",
      [
        Turn("i want {color} {category}", "想要{color}{category}", "every.category={category}"),
        Turn(
          "something equivalent but cheaper", "有没有差不多但更便宜的",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "style",
      [
        Turn("looking for {color} {category}", "找{color}{category}", "every.category={category}"),
        Turn(
          "what would look splendid with it", "它搭配什么好看", "phrase=products.together|products.alike"),
      ]),
    Script(
      "material",
      [
        Turn("any {category} in {color}", "有没有{color}的{category}", "every.category={category}"),
        Turn("which fabric is it sewn from", "它是用什么面料做的", "phrase=product.material"),
      ]),
    Script(
      "size",
      [
        Turn("i fancy {color} {category}", "我看中了{color}的{category}", "every.category={category}"),
        Turn("which size would flatter me", "我该穿多大的码", "phrase=size.best|size.not_known"),
      ]),
    Script(
      "restock",
      [
        Turn("{color} {category} please", "来一件{color}{category}", "every.category={category}"),
        Turn("when will it reappear in stock", "它什么时候能补上货", "passage=K26"),
      ]),
  ]

  private static let questions: [Script] = [
    Script(
      "delivery-time", [Turn("how many days till the van reaches me", "几天可以送到我手上", "passage=K01")]),
    Script("delivery-cost", [Turn("is posting it for free", "邮寄收不收费", "passage=K02")]),
    Script(
      "delivery-abroad", [Turn("do you also ship to other countries", "你们寄不寄国外", "passage=K03")]),
    Script(
      "nobody-home",
      [Turn("what if nobody is at home when the courier comes", "快递来的时候没人在家怎么办", "passage=K05")]),
    Script("payment", [Turn("may i settle with a debit card", "能刷借记卡付账吗", "passage=K18")]),
    Script(
      "instalments",
      [Turn("may i spread the bill over monthly instalments", "能不能按月摊付", "passage=K19")]),
    Script(
      "payment-refused",
      [Turn("my card keeps being declined at checkout", "结账时我的卡老是被拒", "passage=K20")]),
    Script(
      "invoice",
      [Turn("i need the invoice with a tax number for my employer", "公司要带税号的发票", "passage=K21")]),
    Script("discount", [Turn("where can i type in my discount code", "优惠码该填在哪儿", "passage=K22")]),
    Script("gift-card", [Turn("how long is a gift card valid", "礼品卡几年内有效", "passage=K24")]),
    Script("wool", [Turn("how do i launder a wool sweater", "羊毛衫怎么洗才好", "passage=K29")]),
    Script("jeans", [Turn("do jeans bleed colour in the wash", "牛仔裤洗了会不会褪颜色", "passage=K30")]),
    Script(
      "leather", [Turn("how should i look after leather loafers", "真皮鞋子该如何保养", "passage=K31")]),
    Script(
      "password", [Turn("i can't recall the password of my account", "账户的密码想不起来了", "passage=K33")]
    ),
    Script("points", [Turn("when do my loyalty points vanish", "会员积分什么时候到期", "passage=K34")]),
    Script("newsletter", [Turn("halt the newsletter please", "怎么退订新闻邮件", "passage=K35")]),
    Script(
      "hours", [Turn("until when are your stores open on sunday", "周日门店营业到几点", "passage=K37")]),
  ]

  private static let people: [Script] = [
    Script(
      "person",
      [
        Turn("put me through to a real human being", "我想跟真人客服讲话", "handover=asked"),
        Turn("are you still there", "还在吗", "silent"),
      ]),
    Script(
      "complaint",
      [Turn("your service is the worst i have ever seen", "你们的服务是我见过最差劲的", "handover=complaint")]),
    Script(
      "medical",
      [
        Turn(
          "the shirt gave me blisters, is that dangerous", "衣服让我皮肤起了疹子，要紧吗",
          "handover=legal_or_medical")
      ]),
    Script("lawyer", [Turn("my solicitor will sue you", "我的律师会起诉你们", "handover=legal_or_medical")]),
    Script(
      "nonsense",
      [
        Turn("which film should i see at the cinema", "今晚看哪部电影好", "refused"),
        Turn("and how tall is the eiffel tower", "埃菲尔铁塔有多高", "handover=not_understood"),
      ]),
    Script("hello", [Turn("howdy there", "哈啰你好", "phrase=greeting")]),
  ]
}
