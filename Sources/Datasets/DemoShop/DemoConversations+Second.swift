extension DemoConversations {
  static let secondScripts: [Script] =
    secondOrders + secondReturns + secondProducts + secondQuestions + secondPeople

  private static let secondOrders: [Script] = [
    Script(
      "second-order-news",
      [
        Turn(
          "any news on {order}? been waiting all week", "{order}有消息了吗，等了一个礼拜了",
          "tool=order_status; argument.order={order}"),
        Turn(
          "tool done status=sent date=2026-12-05", "tool done status=sent date=2026-12-05",
          "phrase=order_status.sent_until"),
        Turn("ah ok, ta", "哦哦好的，谢啦", "phrase=thanks"),
      ]),
    Script(
      "second-order-two",
      [
        Turn(
          "when will C77120 get here", "C77120啥时候能到",
          "tool=order_status; argument.order=C77120"),
        Turn("tool done status=packed", "tool done status=packed", "phrase=order_status.packed"),
        Turn("and F61307?", "那F61307呢", "tool=order_status; argument.order=F61307"),
        Turn(
          "tool done status=delivered", "tool done status=delivered",
          "phrase=order_status.delivered"),
      ]),
    Script(
      "second-order-mistyped",
      [
        Turn("wheres D40056", "D40056走到哪儿了", "tool=order_status; argument.order=D40056"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn("oops typo, its C77120", "打错了，是C77120", "tool=order_status; argument.order=C77120"),
      ]),
    Script(
      "second-order-left-warehouse",
      [
        Turn("did my parcel leave the warehouse yet", "我买的东西出库了吗", "asks=order"),
        Turn("one sec... {order}", "稍等啊，{order}", "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
      ]),
    Script(
      "second-order-then-address",
      [
        Turn(
          "what stage is {order} at", "{order}现在什么进度",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn(
          "good, could you redirect it to {city}", "还没发的话，帮我改寄到{city}吧",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "second-order-then-fault",
      [
        Turn(
          "has {order} been dropped off already", "{order}显示送到了没有",
          "tool=order_status; argument.order={order}"),
        Turn(
          "tool done status=delivered", "tool done status=delivered",
          "phrase=order_status.delivered"),
        Turn(
          "yep found it, but one sleeve is ripped", "刚拿到了，可是袖子是裂开的",
          "tool=report_fault; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=report_fault.done"),
      ]),
    Script(
      "second-order-then-human",
      [
        Turn(
          "where on earth is {order}", "{order}怎么还不到啊，急死我了",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn("that doesn't help me, get me a person", "这个我也知道，叫个真人来", "handover=asked"),
        Turn("are you there?", "还在不在", "silent"),
      ]),
    Script(
      "second-cancel-elsewhere",
      [
        Turn(
          "found it cheaper elsewhere so please cancel order {order}", "别家更便宜，{order}给我取消掉",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn("so what's the time limit for cancelling an order", "那一般下单多久以内可以取消订单", "passage=K25"),
      ]),
    Script(
      "second-cancel-kid",
      [
        Turn(
          "my kid bought something on my phone, pls cancle it", "孩子拿我手机乱下单，帮我取消一下",
          "asks=order"),
        Turn("i think its {order}", "应该是{order}", "tool=cancel_order; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
        Turn("phew, thanks a lot", "太好了，谢谢啊", "phrase=thanks"),
      ]),
    Script(
      "second-cancel-mixed-up",
      [
        Turn("cancel D40056 for me", "D40056帮我撤单", "tool=cancel_order; argument.order=D40056"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn(
          "ah i mixed them up, F61307", "看错了，是F61307",
          "tool=cancel_order; argument.order=F61307"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
      ]),
    Script(
      "second-cancel-fails",
      [
        Turn(
          "changed my mind about {order}, can u cancel it", "突然不想买了，{order}能取消不",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("any update?", "好了没有", "silent"),
      ]),
    Script(
      "second-address-city-asked",
      [
        Turn(
          "there's a mistake in the delivery adress of {order}, need to change it",
          "{order}收货地址写错了，想改一下",
          "asks=city"),
        Turn(
          "its {city}", "换成{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
  ]

  private static let secondReturns: [Script] = [
    Script(
      "second-return-colour-off",
      [
        Turn(
          "colour is nothing like the photos, i'm returning {order}", "色差太大了，{order}我要退货",
          "tool=return_item; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=return_item.done"),
        Turn("who pays the return postage", "退货的运费谁出", "passage=K09"),
      ]),
    Script(
      "second-return-present",
      [
        Turn(
          "mum hated the present i bought, please arrange a return", "给我妈买的她没看上，帮我办退货吧",
          "asks=order"),
        Turn("{order} it is", "是{order}这个单", "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2027-01-10", "tool done deadline=2027-01-10",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "second-return-digression",
      [
        Turn("i have something to retrun", "有件东西要退货", "asks=order"),
        Turn("wait, do you take swimwear back if the seal is off?", "等下，泳衣拆了封条还能退吗", "passage=K12"),
        Turn(
          "right. the order i'm returning is {order}", "知道了，我要退的是{order}这单",
          "tool=return_item; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=return_item.refused"),
      ]),
    Script(
      "second-return-other-number",
      [
        Turn(
          "please book a return for C77120, i don't need it", "C77120用不上了，我要退货",
          "tool=return_item; argument.order=C77120"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn("my bad, D40056", "不好意思，应该是D40056", "tool=return_item; argument.order=D40056"),
      ]),
    Script(
      "second-exchange-outgrown",
      [
        Turn(
          "my son outgrew it, can {order} be exchanged for {size}", "孩子穿小了，{order}给换个{size}呗",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
        Turn("awesome thank you!!", "太感谢了", "phrase=thanks"),
      ]),
    Script(
      "second-exchange-both-asked",
      [
        Turn(
          "it's way too baggy on me, i need to exchange it for another size", "穿着太肥了，想换个码",
          "asks=order"),
        Turn("{order}", "{order}", "asks=size"),
        Turn(
          "{size} should do", "{size}应该可以",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool refused", "tool refused", "phrase=exchange_item.refused"),
      ]),
    Script(
      "second-exchange-boots",
      [
        Turn(
          "boots in {order} pinch, swap them for a 44 pls", "{order}的靴子挤脚，换44码的",
          "tool=exchange_item; argument.order={order}; argument.size=44"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
      ]),
    Script(
      "second-refund-two-weeks",
      [
        Turn(
          "sent {order} back two weeks ago, where's my refund", "{order}都寄回去两个礼拜了，退款呢",
          "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=120.00 date=2026-12-08", "tool done amount=120.00 date=2026-12-08",
          "phrase=refund_status.done; phrase=refund.amount; phrase=refund.day"),
      ]),
    Script(
      "second-refund-progress",
      [
        Turn("can you check how my refund is coming along", "帮查下退款进度", "asks=order"),
        Turn("it's {order}", "{order}", "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=75.00", "tool done amount=75.00",
          "phrase=refund_status.done; phrase=refund.amount"),
      ]),
    Script(
      "second-refund-request",
      [
        Turn(
          "just give me a refund for {order} please", "{order}这单我想申请退钱",
          "tool=request_refund; argument.order={order}"),
        Turn(
          "tool done amount=18.95", "tool done amount=18.95",
          "phrase=request_refund.done; phrase=refund.amount"),
        Turn("how many days does the money take to reach my card", "退的钱一般几天能到卡上", "passage=K10"),
      ]),
    Script(
      "second-fault-zip",
      [
        Turn(
          "the zip on my new hoodie came off, i want to report a defect", "新买的卫衣拉链掉了，我要报质量问题",
          "asks=order"),
        Turn("yes, {order}", "嗯，{order}", "tool=report_fault; argument.order={order}"),
        Turn(
          "tool done date=2026-12-11", "tool done date=2026-12-11",
          "phrase=report_fault.done; phrase=report_fault.day"),
      ]),
    Script(
      "second-fault-sole",
      [
        Turn(
          "order {order}: the sole is coming off one of the boots", "{order}的靴子才几天就开胶了",
          "tool=report_fault; argument.order={order}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
  ]

  private static let secondProducts: [Script] = [
    Script(
      "second-find-birthday",
      [
        Turn(
          "birthday present for my sister, {color2} {category}, what is there",
          "给妹妹挑生日礼物，{color2}{category}有啥",
          "every.color={color2}; every.category={category}")
      ]),
    Script(
      "second-find-corrected",
      [
        Turn("got brown boots?", "棕色靴子有没有", "every.color=brown; every.category=boots"),
        Turn("sorry, i meant pink", "说错了，要粉色的", "every.color=pink; every.category=boots"),
        Turn("how much is the second", "第二双啥价", "phrase=product.price"),
      ]),
    Script(
      "second-find-not-yellow",
      [
        Turn("yellow scarf wanted", "求一条黄色围巾", "every.color=yellow; every.category=scarf"),
        Turn("no, the purple ones", "不是，我要紫色的", "every.color=purple; every.category=scarf"),
      ]),
    Script(
      "second-find-narrowed",
      [
        Turn(
          "just browsing, what {category} do you sell", "随便逛逛，{category}都有什么款",
          "every.category={category}"),
        Turn(
          "only the {color} ones", "只看{color}的",
          "every.color={color}; every.category={category}"),
        Turn("what's the price of no. 1", "第一个什么价格", "phrase=product.price"),
      ]),
    Script(
      "second-find-budget",
      [
        Turn("hoodie for 80 bucks max", "80以内的卫衣求推荐", "every.category=hoodie; every.price<=80")
      ]),
    Script(
      "second-find-budget-lowered",
      [
        Turn(
          "yellow scarf, can spend up to 90", "黄色围巾，90以下的",
          "every.color=yellow; every.category=scarf; every.price<=90"),
        Turn(
          "hmm, no more than 60 actually", "嗯……还是最多60吧",
          "every.color=yellow; every.category=scarf; every.price<=60"),
      ]),
    Script(
      "second-find-leather",
      [
        Turn(
          "womens brown leather boots for winter", "冬天穿的棕色真皮靴子，女款",
          "every.color=brown; every.category=boots"),
        Turn("what are the first ones made out of", "第一双是啥材质", "phrase=product.material"),
      ]),
    Script(
      "second-find-wool-or-not",
      [
        Turn(
          "anything in a purple scarf", "紫色围巾有吗，想看看",
          "every.color=purple; every.category=scarf"),
        Turn("is the second one wool or what", "第二条是羊毛的吗", "phrase=product.material"),
        Turn("and what do you charge for it", "这条卖多少", "phrase=product.price"),
      ]),
    Script(
      "second-stock-last",
      [
        Turn("pink hoodies pls", "粉色卫衣来几件看看", "every.color=pink; every.category=hoodie"),
        Turn("second one, do you have XS left", "第二件XS码还有没有", "tool=check_stock; argument.size=XS"),
        Turn("tool done count=1", "tool done count=1", "phrase=check_stock.there"),
        Turn("and how much is it", "它多少钱呀", "phrase=product.price"),
      ]),
    Script(
      "second-stock-gone",
      [
        Turn(
          "can i see your purple hoodies", "卫衣要紫色的，有哪些",
          "every.color=purple; every.category=hoodie"),
        Turn(
          "is number one still in stock in XXL", "第一件XXL码还有货不",
          "tool=check_stock; argument.size=XXL"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn("damn. will it be restocked", "好吧，啥时候能补上", "passage=K26"),
      ]),
    Script(
      "second-cheaper-dupe",
      [
        Turn(
          "could you show me some {color2} hoodies", "想看{color2}的卫衣",
          "every.color={color2}; every.category=hoodie"),
        Turn(
          "second one's lovely but out of my budget, is there a cheaper alternative",
          "第二件好看但太贵了，有没有便宜点的平替",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "second-cheaper-it",
      [
        Turn(
          "i need a scarf in {color}", "围巾，{color}的",
          "every.color={color}; every.category=scarf"),
        Turn("how expensive is the first", "第一条要多少钱", "phrase=product.price"),
        Turn(
          "ouch. got something similar for less money?", "好贵啊，有没有类似的更便宜的",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "second-outfit-boots",
      [
        Turn(
          "boots in {color}, what've you got", "靴子，{color}的，有哪些",
          "every.color={color}; every.category=boots"),
        Turn(
          "what could i wear with the second pair", "第二双搭什么衣服好看",
          "phrase=products.together|products.alike"),
      ]),
    Script(
      "second-outfit-then-shipping",
      [
        Turn(
          "want a yellow hoodie for a festival", "音乐节穿的黄色卫衣有吗",
          "every.color=yellow; every.category=hoodie"),
        Turn(
          "what would match the third one", "第三件怎么搭配",
          "phrase=products.together|products.alike"),
        Turn("ok and how much is delivery", "行，那邮费多少", "passage=K02"),
      ]),
    Script(
      "second-size-boots",
      [
        Turn("any cute pink boots?", "有没有好看的粉色靴子", "every.color=pink; every.category=boots"),
        Turn(
          "which size of the first would fit me", "第一双我穿多大码合适",
          "phrase=size.best|size.not_known"),
      ]),
    Script(
      "second-same-colour",
      [
        Turn("brown scarf, something warm", "要暖和点的棕色围巾", "every.color=brown; every.category=scarf"),
        Turn(
          "scrap the scarf, show me boots in the same colour", "不看围巾了，看看同色的靴子",
          "every.color=brown; every.category=boots"),
      ]),
  ]

  private static let secondQuestions: [Script] = [
    Script(
      "second-delivery-time-cost",
      [
        Turn("how long does normal delivry take", "普通快递一般几天到", "passage=K01"),
        Turn("and is shipping free?", "包邮吗", "passage=K02"),
      ]),
    Script(
      "second-pickup-point",
      [
        Turn(
          "can i have it sent to a pickup point rather than my door", "能不能直接寄到自提点，我自己去拿",
          "passage=K06")
      ]),
    Script(
      "second-tracking-link",
      [
        Turn(
          "where do i see the tracking link once you've sent a parcel", "发货以后在哪里能看到物流信息",
          "passage=K04")
      ]),
    Script(
      "second-lost-in-post",
      [
        Turn("what happens if the courier loses a package", "万一快递弄丢了你们赔吗", "passage=K07")
      ]),
    Script(
      "second-guarantee",
      [
        Turn("is there a guarantee, say a seam opens after a year", "你们衣服有质保吗，保多久", "passage=K13")
      ]),
    Script(
      "second-measuring",
      [
        Turn("how do i measure myself for your size table", "三围怎么量，要对照尺码表", "passage=K14"),
        Turn("ok. how can i tell if something runs small", "嗯，那怎么看一件衣服偏大还是偏小", "passage=K16"),
      ]),
    Script(
      "second-trouser-length",
      [
        Turn("im 1.75m, which trouser length do i take", "身高175，裤长选哪个", "passage=K17")
      ]),
    Script(
      "second-wechat-code",
      [
        Turn("do u accept wechat pay", "能用微信付吗", "passage=K18"),
        Turn("i have a discount code, where does it go", "我有个优惠码，在哪儿填", "passage=K22"),
      ]),
    Script(
      "second-sale-next-day",
      [
        Turn(
          "it went on sale the day after i ordered, can you credit me the difference",
          "你们保价吗，我刚买第二天就打折了",
          "passage=K23")
      ]),
    Script(
      "second-gift-card-points",
      [
        Turn("can i cash out a gift card", "礼品卡能提现吗", "passage=K24"),
        Turn("and what are 100 points worth", "那100积分能抵多少钱", "passage=K34"),
      ]),
    Script(
      "second-jeans-leather",
      [
        Turn("will dark jeans bleed colour in the wash", "深色牛仔裤洗了会掉色吗", "passage=K30"),
        Turn("and how should i look after my leather boots", "那皮靴平时怎么保养", "passage=K31"),
      ]),
    Script(
      "second-newsletter-data",
      [
        Turn("how do i unsubscribe from your newsletter", "怎么退订你们的推广邮件", "passage=K35"),
        Turn("also can i download the data you store about me", "还有，我的个人数据可以下载吗", "passage=K36"),
      ]),
  ]

  private static let secondPeople: [Script] = [
    Script(
      "second-human-short",
      [
        Turn("human please", "人工客服", "handover=asked"),
        Turn("still waiting...", "人呢", "silent"),
      ]),
    Script(
      "second-complaint-service",
      [
        Turn(
          "worst service ever, i want to make a formal complaint", "服务态度太差劲了，我要投诉你们",
          "handover=complaint")
      ]),
    Script(
      "second-court",
      [
        Turn(
          "see you in court, i'm suing your company", "法院见，我已经准备起诉你们了",
          "handover=legal_or_medical")
      ]),
    Script(
      "second-allergic",
      [
        Turn(
          "had an allergic reaction to your hoodie and ended up in hospital", "穿你家卫衣过敏，人都进医院了",
          "handover=legal_or_medical")
      ]),
    Script(
      "second-outside-then-inside",
      [
        Turn("what's the capital of peru", "秘鲁的首都是哪里", "refused"),
        Turn("fine, shop question then: can i pay with alipay", "行吧，那说正事，能用支付宝付款吗", "passage=K18"),
      ]),
    Script(
      "second-outside-twice",
      [
        Turn("can you do my maths homework", "帮我写一下数学作业呗", "refused"),
        Turn("ok who will win the election", "那你说比特币会涨吗", "handover=not_understood"),
      ]),
    Script(
      "second-greeting-saturday",
      [
        Turn("good evening", "亲，在吗", "phrase=greeting"),
        Turn("what time do your shops close on saturday", "想问下周六门店几点关门", "passage=K37"),
      ]),
    Script(
      "second-greeting-abroad",
      [
        Turn("hello! do you deliver to switzerland", "你好，新加坡能寄吗", "passage=K03"),
        Turn("thx!", "好嘞，谢谢", "phrase=thanks"),
      ]),
  ]
}
