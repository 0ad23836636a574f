extension DemoConversations {
  static let thirdScripts: [Script] =
    thirdOrders + thirdReturns + thirdProducts + thirdQuestions + thirdPeople

  private static let thirdOrders: [Script] = [
    Script(
      "third-order-where",
      [
        Turn(
          "where's my order {order} right now", "我的订单{order}现在到哪了",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
      ]),
    Script(
      "third-order-not-here",
      [
        Turn("still haven't got my stuff, can you look it up", "东西到现在还没收到，帮我查一下", "asks=order"),
        Turn("order number's {order}", "单号{order}", "tool=order_status; argument.order={order}"),
        Turn("tool done status=packed", "tool done status=packed", "phrase=order_status.packed"),
      ]),
    Script(
      "third-order-shipped",
      [
        Turn("has {order} shipped yet", "{order}发货了没", "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn(
          "then please cancel that order", "那就把这个订单取消吧", "tool=cancel_order; argument.order={order}"
        ),
      ]),
    Script(
      "third-order-status",
      [
        Turn(
          "pls check the status of {order} for me", "麻烦帮我看下{order}的状态",
          "tool=order_status; argument.order={order}"),
        Turn(
          "tool done status=delivered date=2026-11-20",
          "tool done status=delivered date=2026-11-20",
          "phrase=order_status.delivered; phrase=order_status.day"),
        Turn("got it, cheers", "知道了，谢谢", "phrase=thanks"),
      ]),
    Script(
      "third-cancel-unwanted",
      [
        Turn(
          "i don't want {order} anymore, please cancel", "{order}我不想要了，取消吧",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
      ]),
    Script(
      "third-cancel-mistake",
      [
        Turn("ordered the wrong thing, can i still cancel", "下错单了，还能取消吗", "asks=order"),
        Turn("{order}", "{order}", "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
      ]),
    Script(
      "third-cancel-twice",
      [
        Turn(
          "i bought it twice by accident and need one order cancelled", "不小心拍了两单，要取消一单",
          "asks=order"),
        Turn(
          "please take {order} off", "取消{order}那单就行", "tool=cancel_order; argument.order={order}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
    Script(
      "third-address-moved",
      [
        Turn(
          "i moved, send {order} to {city} instead", "我搬家了，{order}改送到{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool refused", "tool refused", "phrase=change_address.refused"),
      ]),
    Script(
      "third-address-both-asked",
      [
        Turn("need to change the shipping address", "我要改一下收货地址", "asks=order"),
        Turn("for {order}", "订单{order}的", "asks=city"),
        Turn(
          "{city} please", "改到{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "third-address-order-asked",
      [
        Turn(
          "typed in the wrong address, it should go to {city}", "地址填错了，应该寄到{city}", "asks=order"),
        Turn(
          "here's the number: {order}", "号码是{order}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
      ]),
    Script(
      "third-order-fails",
      [
        Turn(
          "is {order} coming today", "{order}今天能送到吗", "tool=order_status; argument.order={order}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("hello? anyone there", "喂，有人吗", "silent"),
      ]),
    Script(
      "third-order-other",
      [
        Turn(
          "tracking for {order} pls", "查一下{order}的物流", "tool=order_status; argument.order={order}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn(
          "sorry, look up order B90417 then", "不好意思，帮我查B90417这单",
          "tool=order_status; argument.order=B90417"),
      ]),
  ]

  private static let thirdReturns: [Script] = [
    Script(
      "third-return-order",
      [
        Turn(
          "want to send back the stuff from {order}", "{order}买的东西我想退货",
          "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2026-12-20", "tool done deadline=2026-12-20",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "third-return-asked",
      [
        Turn("doesn't look good on me, i'd like to return it", "穿着不好看，我想退掉", "asks=order"),
        Turn("sure, {order}", "好的，{order}", "tool=return_item; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=return_item.refused"),
      ]),
    Script(
      "third-exchange",
      [
        Turn(
          "can i swap {order} for a size {size}", "{order}能换成{size}吗",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "third-exchange-size-asked",
      [
        Turn(
          "too tight, need to exchange {order} for another size", "太紧了，{order}想换个尺码", "asks=size"),
        Turn(
          "i'll take {size}", "要{size}",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
      ]),
    Script(
      "third-exchange-order-asked",
      [
        Turn(
          "picked the wrong size, please exchange mine for {size}", "尺码买错了，帮我换成{size}的",
          "asks=order"),
        Turn(
          "the order no. is {order}", "订单编号{order}",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool refused", "tool refused", "phrase=exchange_item.refused"),
      ]),
    Script(
      "third-refund-through",
      [
        Turn(
          "i returned {order}, has the refund gone through", "{order}已经退回去了，钱退了吗",
          "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=59.90 date=2026-11-28", "tool done amount=59.90 date=2026-11-28",
          "phrase=refund_status.done; phrase=refund.amount; phrase=refund.day"),
      ]),
    Script(
      "third-refund-where",
      [
        Turn("why isn't my refund here yet", "我的退款怎么还没到", "asks=order"),
        Turn("it was for {order}", "是{order}那单的", "tool=refund_status; argument.order={order}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
    Script(
      "third-refund-request",
      [
        Turn(
          "i'd like to claim my money back for {order}", "{order}我要申请退款",
          "tool=request_refund; argument.order={order}"),
        Turn(
          "tool done amount=34.50", "tool done amount=34.50",
          "phrase=request_refund.done; phrase=refund.amount"),
      ]),
    Script(
      "third-damaged",
      [
        Turn(
          "there's a hole in the thing i got, order {order}", "收到的东西破了个洞，订单{order}",
          "tool=report_fault; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=report_fault.done"),
      ]),
    Script(
      "third-wrong-item",
      [
        Turn("you guys sent me the wrong item", "你们给我发错货了", "asks=order"),
        Turn("my order is {order}", "我的订单是{order}", "tool=report_fault; argument.order={order}"),
        Turn(
          "tool done date=2026-12-02", "tool done date=2026-12-02",
          "phrase=report_fault.done; phrase=report_fault.day"),
      ]),
  ]

  private static let thirdProducts: [Script] = [
    Script(
      "third-find",
      [
        Turn(
          "is there any {color} {category} in the shop", "店里有没有{color}的{category}",
          "every.color={color}; every.category={category}")
      ]),
    Script(
      "third-find-other-color",
      [
        Turn(
          "i'm after {color} {category}", "我想买{color}{category}",
          "every.color={color}; every.category={category}"),
        Turn(
          "hmm, {color2} would be nicer", "嗯，还是{color2}的好看",
          "every.color={color2}; every.category={category}"),
        Turn("what does the third one cost", "第三个多少钱", "phrase=product.price"),
      ]),
    Script(
      "third-find-under",
      [
        Turn(
          "what {category} can i get for under 100", "100块以内有什么{category}",
          "every.category={category}; every.price<=100")
      ]),
    Script(
      "third-find-color-budget",
      [
        Turn(
          "{color} {category}, 150 max", "{color}{category}，预算最多150",
          "every.color={color}; every.category={category}; every.price<=150")
      ]),
    Script(
      "third-find-then-budget",
      [
        Turn(
          "let me see your {category} selection", "看看你们家的{category}", "every.category={category}"),
        Turn("nothing over 90 please", "不要超过90的", "every.category={category}; every.price<=90"),
      ]),
    Script(
      "third-price-and-material",
      [
        Turn(
          "looking for a purple hoodie", "想找一件紫色卫衣", "every.color=purple; every.category=hoodie"),
        Turn("and how much for the first one", "那第一件卖多少", "phrase=product.price"),
        Turn("what's it made of", "它是什么材质的", "phrase=product.material"),
      ]),
    Script(
      "third-material",
      [
        Turn(
          "my girlfriend wants {color2} {category}", "女朋友想要{color2}的{category}",
          "every.color={color2}; every.category={category}"),
        Turn("which material is number two", "第二款用的什么材料", "phrase=product.material"),
      ]),
    Script(
      "third-stock",
      [
        Turn(
          "i'm trying to find {color} {category}", "在找{color}的{category}",
          "every.color={color}; every.category={category}"),
        Turn(
          "do you have the first one in {size}", "第一款有{size}吗",
          "tool=check_stock; argument.size={size}"),
        Turn("tool done count=4", "tool done count=4", "phrase=check_stock.there"),
        Turn("could a store hold it for me", "门店能帮我预留吗", "passage=K27"),
      ]),
    Script(
      "third-stock-gone",
      [
        Turn(
          "can you recommend some brown boots", "推荐几双棕色的靴子",
          "every.color=brown; every.category=boots"),
        Turn(
          "is the third one available in size 44", "第三双44码有货吗", "tool=check_stock; argument.size=44"
        ),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn("when will it be back", "那什么时候补货", "passage=K26"),
      ]),
    Script(
      "third-cheaper",
      [
        Turn(
          "what have you got in {color} {category}", "{color}{category}都有哪些",
          "every.color={color}; every.category={category}"),
        Turn(
          "bit pricey, anything like the first one but cheaper", "有点贵，有没有跟第一款差不多但便宜点的",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "third-outfit",
      [
        Turn(
          "which {category} do you have in {color2}", "有{color2}{category}可以看看吗",
          "every.color={color2}; every.category={category}"),
        Turn(
          "what goes well with the first one", "第一款配什么好看", "phrase=products.together|products.alike"
        ),
      ]),
    Script(
      "third-size-advice",
      [
        Turn(
          "i like pink hoodies, what's on offer", "我喜欢粉色卫衣，有什么款",
          "every.color=pink; every.category=hoodie"),
        Turn(
          "what size should i get of the second one", "第二件我该买多大码", "phrase=size.best|size.not_known"
        ),
        Turn("and the price of it", "它的价格呢", "phrase=product.price"),
      ]),
    Script(
      "third-restock",
      [
        Turn(
          "my size is gone for now, when do you get fresh ones in", "我的码卖光了，什么时候再到货", "passage=K26")
      ]),
    Script(
      "third-other-category",
      [
        Turn(
          "i'd like to give someone a brown scarf, any ideas", "想送人一条棕色围巾，有推荐吗",
          "every.color=brown; every.category=scarf"),
        Turn("actually, let's look at hoodies instead", "算了，还是看看卫衣吧", "every.category=hoodie"),
      ]),
  ]

  private static let thirdQuestions: [Script] = [
    Script(
      "third-express",
      [
        Turn("how many days does express post need", "加急要几天到", "passage=K01")
      ]),
    Script(
      "third-abroad",
      [
        Turn("do you ship to canada", "能寄到加拿大吗", "passage=K03")
      ]),
    Script(
      "third-not-home",
      [
        Turn("i'm out tomorrow, what happens if the courier comes", "明天我不在家，快递来了怎么办", "passage=K05")
      ]),
    Script(
      "third-return-window",
      [
        Turn("what's the deadline for sending something back", "买了多久之内可以退", "passage=K08")
      ]),
    Script(
      "third-earrings",
      [
        Turn("are pierced earrings returnable", "耳环能退吗", "passage=K12")
      ]),
    Script(
      "third-foot-length",
      [
        Turn("my feet are 24 cm long, which shoe size is that", "脚长24厘米穿几码的鞋", "passage=K15")
      ]),
    Script(
      "third-instalments",
      [
        Turn("could i split the payment into three chunks", "可以分三期付吗", "passage=K19")
      ]),
    Script(
      "third-declined",
      [
        Turn("my card keeps getting declined at checkout", "结账的时候我的卡一直付不了款", "passage=K20")
      ]),
    Script(
      "third-invoice",
      [
        Turn("where do i find an invoice for my company's bookkeeping", "公司发票在哪里下载", "passage=K21")
      ]),
    Script(
      "third-two-codes",
      [
        Turn("am i allowed two promo codes at once", "两个优惠码能一起用吗", "passage=K22")
      ]),
    Script(
      "third-price-drop",
      [
        Turn(
          "bought it 3 days ago and now it's reduced, do i get the difference", "三天前刚买就降价了，能退差价吗",
          "passage=K23")
      ]),
    Script(
      "third-gift-wrap",
      [
        Turn("would you wrap it as a present for my granny", "能帮我包成礼物吗", "passage=K28")
      ]),
    Script(
      "third-suede-stain",
      [
        Turn("how do i get a stain out of suede", "麂皮上的污渍怎么弄掉", "passage=K32")
      ]),
    Script(
      "third-points",
      [
        Turn("do my points lapse eventually", "积分放久了会作废吗", "passage=K34")
      ]),
    Script(
      "third-delete-data",
      [
        Turn("i want all my personal data deleted", "想把我的个人信息都删掉", "passage=K36")
      ]),
    Script(
      "third-sunday",
      [
        Turn("are your stores open on sundays", "周日门店开门吗", "passage=K37")
      ]),
  ]

  private static let thirdPeople: [Script] = [
    Script(
      "third-human",
      [
        Turn("can i talk to a real person", "能转人工吗", "handover=asked"),
        Turn("ok, i'll wait", "好，我等着", "silent"),
      ]),
    Script(
      "third-human-after-question",
      [
        Turn("how should i wash a knitted wool sweater", "羊毛衫怎么洗", "passage=K29"),
        Turn(
          "i'd rather ask one of your staff, put me through", "我还是想问你们客服，帮我接一下", "handover=asked"),
      ]),
    Script(
      "third-complaint",
      [
        Turn(
          "you keep messing things up, i want to file a complaint", "你们老是出错，我要投诉",
          "handover=complaint"),
        Turn("how long will this take", "要等多久", "silent"),
      ]),
    Script(
      "third-legal",
      [
        Turn("you'll be hearing from my lawyer", "我要找律师告你们", "handover=legal_or_medical")
      ]),
    Script(
      "third-medical",
      [
        Turn(
          "your scarf gave me a rash and i had to see a doctor", "戴了你们的围巾皮肤起疹子，都去看医生了",
          "handover=legal_or_medical")
      ]),
    Script(
      "third-outside",
      [
        Turn("who won the football last night", "昨晚球赛谁赢了", "refused"),
        Turn("then tell me the weather for tomorrow", "那明天天气怎么样", "handover=not_understood"),
      ]),
    Script(
      "third-greeting",
      [
        Turn("hey folks", "嗨，你们好呀", "phrase=greeting"),
        Turn("i can't remember my password", "我密码忘了", "passage=K33"),
      ]),
    Script(
      "third-thanks",
      [
        Turn("how long is a gift card good for", "礼品卡能用几年呢", "passage=K24"),
        Turn("great, thank you kindly", "好的，多谢指点", "phrase=thanks"),
      ]),
  ]
}
