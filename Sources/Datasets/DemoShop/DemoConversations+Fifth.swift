extension DemoConversations {
  static let fifthScripts: [Script] =
    fifthOrders + fifthReturns + fifthProducts + fifthQuestions + fifthPeople

  private static let fifthOrders: [Script] = [
    Script(
      "fifth-order-weekend",
      [
        Turn(
          "would you look up {order} for me? hoping to wear it this weekend",
          "帮我查查{order}呗，周末想穿的", "tool=order_status; argument.order={order}"),
        Turn("tool done status=packed", "tool done status=packed", "phrase=order_status.packed"),
        Turn(
          "what does the courier do if nobody opens the door", "快递上门的时候家里没人咋办",
          "passage=K05"),
      ]),
    Script(
      "fifth-order-curt",
      [
        Turn("status {order}", "查单 {order}", "tool=order_status; argument.order={order}"),
        Turn(
          "tool done status=delivered date=2026-11-19",
          "tool done status=delivered date=2026-11-19",
          "phrase=order_status.delivered; phrase=order_status.day"),
        Turn(
          "that can't be right. put a person on please", "不对吧，麻烦换个真人来跟我说",
          "handover=asked"),
      ]),
    Script(
      "fifth-order-wrong-digit",
      [
        Turn(
          "hello, where is my order B51904 right now?", "你好，B51904这会儿到哪儿了",
          "tool=order_status; argument.order=B51904"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn(
          "sorry, typo on my side, it's {order}", "打错了，应该是{order}",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn("super, cheers", "好的知道了，多谢", "phrase=thanks"),
      ]),
    Script(
      "fifth-order-aside",
      [
        Turn("i'd like to find out where my order is", "想问下我的订单现在到哪里了", "asks=order"),
        Turn(
          "quick question first: how much is express delivery", "对了先问下，加急配送要多少钱",
          "passage=K02"),
        Turn(
          "okay. the order number is {order}", "嗯嗯，订单号是{order}",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
      ]),
    Script(
      "fifth-order-then-cancel",
      [
        Turn(
          "has {order} been shippd yet", "{order}发货了没",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn(
          "then cancel it please, i no longer want it", "那取消吧，我不要了",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
      ]),
    Script(
      "fifth-cancel-twice-bought",
      [
        Turn(
          "silly me, i ordered the same thing twice. please cancel {order}",
          "手滑重复下单了，把{order}取消一下", "tool=cancel_order; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
        Turn(
          "great, now let me see boots in {color2}", "好嘞，再看看{color2}的靴子",
          "every.color={color2}; every.category=boots"),
      ]),
    Script(
      "fifth-cancel-refused-yes",
      [
        Turn(
          "{order} isn't needed any more, could you cancel that order?",
          "{order}用不上了，能撤单吗", "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn(
          "yes alright, then set up a return for it", "好的，那就办退货吧",
          "tool=return_item; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=return_item.done"),
      ]),
    Script(
      "fifth-cancel-policy-first",
      [
        Turn("until when can one still cancel an order", "订单最晚什么时候还能取消", "passage=K25"),
        Turn(
          "then quick, cancel {order}", "那赶紧的，把{order}取消了",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("hello??? did that work", "人呢？成功没有", "silent"),
      ]),
    Script(
      "fifth-address-moved",
      [
        Turn(
          "we've moved house, so {order} has to be delivered to {city} now. please update the address",
          "刚搬了家，{order}的收货地址要改成{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
        Turn("that's a relief, thank you so much", "太好了，感谢感谢", "phrase=thanks"),
      ]),
    Script(
      "fifth-address-too-late",
      [
        Turn(
          "i need to change the delivery address for {order}", "{order}我要换个收货地址",
          "asks=city"),
        Turn(
          "{city} please", "{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool refused", "tool refused", "phrase=change_address.refused"),
        Turn(
          "hm. can a colleague of yours take over? a real one", "那叫你们人工客服来帮我弄",
          "handover=asked"),
      ]),
    Script(
      "fifth-address-old",
      [
        Turn(
          "i put my old adress on an order by mistake, please change it to {city}",
          "下单时地址选成旧的了，帮忙改成{city}", "asks=order"),
        Turn(
          "it's this one: {order}", "是这个单：{order}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
  ]

  private static let fifthReturns: [Script] = [
    Script(
      "fifth-return-looks-awful",
      [
        Turn(
          "{order} came today and it looks awful on me, i'm returning it",
          "{order}今天收到了，上身不好看，要退货", "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2027-01-08", "tool done deadline=2027-01-08",
          "phrase=return_item.done; phrase=return_item.deadline"),
        Turn("where do i drop the return parcel off", "退货的包裹要交到哪里", "passage=K09"),
      ]),
    Script(
      "fifth-return-how-long",
      [
        Turn(
          "how many days do i get for sending something back", "收到货多少天之内可以退",
          "passage=K08"),
        Turn("in that case i'd like to register a return", "那我要申请退货", "asks=order"),
        Turn("number {order}", "单号 {order}", "tool=return_item; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=return_item.refused"),
      ]),
    Script(
      "fifth-return-no-exchange",
      [
        Turn("i want to return a pair of sneakers", "买的运动鞋我想退掉", "asks=order"),
        Turn(
          "actually no, exchange them for a 41 instead. it's order {order}",
          "算了不退了，换成41码的吧，订单{order}",
          "tool=exchange_item; argument.order={order}; argument.size=41"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "fifth-exchange-wrong-number",
      [
        Turn(
          "exchange {order} for size {size} please", "{order}帮我换成{size}",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn(
          "oops, misread it. B51904", "看错了，是B51904",
          "tool=exchange_item; argument.order=B51904; argument.size={size}"),
        Turn("tool refused", "tool refused", "phrase=exchange_item.refused"),
      ]),
    Script(
      "fifth-exchange-tight",
      [
        Turn(
          "the jacket from {order} is too tight round the shoulders, could i swap it for another size?",
          "{order}那件夹克肩膀太紧了，想换个尺码", "asks=size"),
        Turn(
          "hmm no, forget about exchanging, i'd rather return it", "算了不换了，直接退货吧",
          "tool=return_item; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=return_item.done"),
      ]),
    Script(
      "fifth-refund-waiting",
      [
        Turn(
          "has my refund for {order} been paid out yet?", "{order}的退款到底打了没有",
          "tool=refund_status; argument.order={order}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("and now?", "然后呢", "silent"),
      ]),
    Script(
      "fifth-refund-aside",
      [
        Turn("where's my refund", "我的退款怎么还没来", "asks=order"),
        Turn(
          "does it go back onto the card i paid with?", "退款是原路退回付款的卡里吗",
          "passage=K10"),
        Turn(
          "ah ok. {order} was the order", "哦这样，订单是{order}",
          "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=44.95", "tool done amount=44.95",
          "phrase=refund_status.done; phrase=refund.amount"),
      ]),
    Script(
      "fifth-refund-money-back",
      [
        Turn(
          "i want my money back for {order}", "{order}这单把钱退给我",
          "tool=request_refund; argument.order={order}"),
        Turn(
          "tool done amount=36.50", "tool done amount=36.50",
          "phrase=request_refund.done; phrase=refund.amount"),
        Turn("okay, thank you for sorting that", "好，谢谢你帮忙", "phrase=thanks"),
      ]),
    Script(
      "fifth-fault-hole",
      [
        Turn(
          "just unpacked {order} and there's a huge hole in the sleeve",
          "刚拆开{order}，袖子上好大一个洞", "tool=report_fault; argument.order={order}"),
        Turn(
          "tool done date=2026-12-11", "tool done date=2026-12-11",
          "phrase=report_fault.done; phrase=report_fault.day"),
        Turn("do you need a photo of the fault", "质量问题要拍照片发给你们吗", "passage=K13"),
      ]),
    Script(
      "fifth-fault-wrong-item",
      [
        Turn("hi, you sent me the wrong item", "你们给我发错货了", "asks=order"),
        Turn(
          "{order}. i bought a hat and there was a pair of shorts in the box",
          "{order}，我买的是帽子，寄来的是短裤", "tool=report_fault; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=report_fault.done"),
        Turn("alright, thanks for taking care of it", "行，谢谢处理", "phrase=thanks"),
      ]),
  ]

  private static let fifthProducts: [Script] = [
    Script(
      "fifth-red-no-black",
      [
        Turn("i'm after a red dress", "想看看红色连衣裙", "every.color=red; every.category=dress"),
        Turn(
          "no wait, make it black", "等等，还是要黑色的",
          "every.color=black; every.category=dress"),
        Turn("how much is the third one", "第三条多少钱", "phrase=product.price"),
      ]),
    Script(
      "fifth-white-sneakers",
      [
        Turn(
          "white sneakers under 100 pls", "100以下的白色运动鞋有没有",
          "every.color=white; every.category=sneakers; every.price<=100"),
        Turn(
          "and grey ones?", "灰色的呢",
          "every.color=grey; every.category=sneakers; every.price<=100"),
        Turn(
          "is the first pair available in 41", "第一双41码有货没",
          "tool=check_stock; argument.size=41"),
        Turn("tool done count=3", "tool done count=3", "phrase=check_stock.there"),
      ]),
    Script(
      "fifth-either-color",
      [
        Turn(
          "do u have a {category} in {color}", "请问有没有{color}的{category}呀",
          "every.color={color}; every.category={category}"),
        Turn(
          "hmm, and in {color2}?", "嗯…换成{color2}的看看",
          "every.color={color2}; every.category={category}"),
        Turn("what's the first one made of", "第一个是什么材质", "phrase=product.material"),
      ]),
    Script(
      "fifth-navy-coat",
      [
        Turn(
          "my wife is looking for a navy coat, what have you got?",
          "老婆想买藏青色大衣，你家有哪些", "every.color=navy; every.category=coat"),
        Turn("what fabric is the second one", "第二件用的什么面料", "phrase=product.material"),
        Turn(
          "have you got anything like it that costs less", "有没有跟它差不多、价格低一点的",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "fifth-jeans-with",
      [
        Turn("blue jeans", "蓝色牛仔裤", "every.color=blue; every.category=jeans"),
        Turn(
          "what goes well with the first pair", "第一条配什么好看",
          "phrase=products.together|products.alike"),
      ]),
    Script(
      "fifth-black-bag-gift",
      [
        Turn(
          "hey! i need a present for my sister. a black bag, 90 at the most",
          "想送妹妹一个黑色的包，预算90以内",
          "every.color=black; every.category=bag; every.price<=90"),
        Turn(
          "would you gift wrap it, and what does that cost", "能做礼品包装吗，要加多少钱",
          "passage=K28"),
        Turn(
          "good. and the price of the first bag?", "好的，第一个包什么价位",
          "phrase=product.price"),
      ]),
    Script(
      "fifth-sweater-gone",
      [
        Turn(
          "grey sweaters, show me what there is", "灰色毛衣有哪些",
          "every.color=grey; every.category=sweater"),
        Turn("got the second one in M?", "第二件有M码的吗", "tool=check_stock; argument.size=M"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn(
          "pity. show me similar ones then", "可惜了，那找几件类似的看看", "phrase=products.alike"),
      ]),
    Script(
      "fifth-trousers-size",
      [
        Turn(
          "can you find me some black trousers", "帮我找几条黑色长裤",
          "every.color=black; every.category=trousers"),
        Turn(
          "what size should i take in the second pair", "第二条我该选什么尺码",
          "phrase=size.best|size.not_known"),
        Turn("and how much is that one", "它卖多少钱", "phrase=product.price"),
      ]),
    Script(
      "fifth-shorts-budget",
      [
        Turn("shorts, 30 max", "30块以内的短裤", "every.category=shorts; every.price<=30"),
        Turn("i could go up to 45", "最多可以加到45", "every.category=shorts; every.price<=45"),
        Turn(
          "only black ones please", "只看黑色的",
          "every.color=black; every.category=shorts; every.price<=45"),
      ]),
    Script(
      "fifth-jacket-it",
      [
        Turn("black jackets for men", "男款黑色夹克", "every.color=black; every.category=jacket"),
        Turn("whats the first one cost", "第一件怎么卖", "phrase=product.price"),
        Turn("and which material is it", "它是什么料的", "phrase=product.material"),
        Turn("ok, is it in stock in L", "好，L码有现货吗", "tool=check_stock; argument.size=L"),
        Turn("tool done count=4", "tool done count=4", "phrase=check_stock.there"),
      ]),
    Script(
      "fifth-hat-no-scarf",
      [
        Turn("show me beige hats", "看看米色帽子", "every.color=beige; every.category=hat"),
        Turn(
          "sorry, i meant scarves. same colour though", "说错了，是围巾，颜色不变",
          "every.color=beige; every.category=scarf"),
      ]),
    Script(
      "fifth-shirts-and-back",
      [
        Turn(
          "what white t-shirts are there", "白色T恤都有什么",
          "every.color=white; every.category=t-shirt"),
        Turn("how can i tell if something runs small", "怎么知道一件衣服会不会偏小", "passage=K16"),
        Turn(
          "got it. back to the t-shirts: what does number two cost",
          "明白了，说回T恤，第二件多少钱", "phrase=product.price"),
      ]),
  ]

  private static let fifthQuestions: [Script] = [
    Script(
      "fifth-card-declined",
      [
        Turn(
          "my card keeps getting declined when i try to pay", "付款老是失败，银行卡刷不了",
          "passage=K20"),
        Turn(
          "then can i combine a gift card with alipay", "那礼品卡能跟支付宝一起用吗",
          "passage=K18"),
        Turn("how many years is a gift card good for", "礼品卡有效期几年", "passage=K24"),
      ]),
    Script(
      "fifth-invoice-difference",
      [
        Turn(
          "i need a company invoice with our tax number, where do i get that",
          "要开带税号的公司发票，在哪里下载", "passage=K21"),
        Turn(
          "also the coat i bought on monday got cheaper today. do i get the difference back?",
          "另外周一买的大衣今天降价了，能退差价吗", "passage=K23"),
      ]),
    Script(
      "fifth-account",
      [
        Turn("forgot my pasword and cant log in", "密码忘了，登不上去", "passage=K33"),
        Turn("do my loyalty points ever expire", "会员积分会过期吗", "passage=K34"),
        Turn(
          "if i wanted all my personal data deleted, how would i do that",
          "想把我的个人数据全部删掉，怎么操作", "passage=K36"),
      ]),
    Script(
      "fifth-wool-suede",
      [
        Turn("whats the right way to wash a wool sweater", "羊毛衫怎么洗才对", "passage=K29"),
        Turn("and how do i get a stain out of suede", "麂皮上的污渍怎么去掉", "passage=K32"),
      ]),
    Script(
      "fifth-express-abroad",
      [
        Turn(
          "how fast is express if i order before noon", "中午之前下单选加急，几天能收到",
          "passage=K01"),
        Turn("do you also deliver to other countries", "你们支持寄到国外吗", "passage=K03"),
      ]),
    Script(
      "fifth-exchange-earrings",
      [
        Turn(
          "how do exchanges work if i want another colour", "想换个颜色，换货流程是怎样的",
          "passage=K11"),
        Turn("am i allowed to return earrings", "耳环可以退吗", "passage=K12"),
      ]),
    Script(
      "fifth-store-sunday",
      [
        Turn("are your shops open on sundays", "门店星期天开门吗", "passage=K37"),
        Turn(
          "could a store put something aside for me for a day", "门店能帮我把衣服预留一天吗",
          "passage=K27"),
        Turn("when do sold out sizes usually get restocked", "断码的一般多久补货", "passage=K26"),
      ]),
    Script(
      "fifth-between-sizes",
      [
        Turn(
          "my measurements are right between two sizes, which one should i choose",
          "量出来刚好卡在两个码中间，选大还是选小", "passage=K14"),
        Turn("my foot is 24 cm, what shoe size is that", "脚长24厘米对应多少鞋码", "passage=K15"),
        Turn(
          "can two discount codes be used on one order", "一个订单能用两个优惠码吗", "passage=K22"),
      ]),
  ]

  private static let fifthPeople: [Script] = [
    Script(
      "fifth-human-polite",
      [
        Turn(
          "excuse me, would it be possible to talk to a human being?",
          "不好意思，我想跟真人客服聊，可以吗", "handover=asked"),
        Turn("hellooo", "喂喂喂", "silent"),
      ]),
    Script(
      "fifth-complaint-assistant",
      [
        Turn(
          "i'd like to complain. the assistant in your store was unbelievably rude to me",
          "我要投诉你们门店的店员，态度太恶劣了", "handover=complaint")
      ]),
    Script(
      "fifth-complaint-late",
      [
        Turn(
          "whats happening with {order}", "{order}到底什么情况",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn(
          "it's three weeks late! this is outrageous, i want to lodge a complaint",
          "都晚了三个礼拜了！太不像话了，我要投诉你们", "handover=complaint"),
      ]),
    Script(
      "fifth-legal-lawyer",
      [
        Turn(
          "you will be hearing from my lawyer", "等着收我的律师函吧", "handover=legal_or_medical"),
        Turn("anyone reading this?", "有人看到吗", "silent"),
      ]),
    Script(
      "fifth-medical-rash",
      [
        Turn(
          "the scarf i got from you gave me a bad skin rash and i had to go to the doctor",
          "戴了你家围巾脖子过敏起疹子，都去看医生了", "handover=legal_or_medical")
      ]),
    Script(
      "fifth-outside-weather",
      [
        Turn("whats the weather going to be like tomorrow", "明天天气怎么样", "refused"),
        Turn("fine. how much does shipping cost then", "好吧，那运费是多少", "passage=K02"),
      ]),
    Script(
      "fifth-outside-twice",
      [
        Turn("who won the football world cup in 1998", "98年世界杯冠军是哪个队", "refused"),
        Turn(
          "then write me a poem about autumn", "那写首关于秋天的诗吧", "handover=not_understood"),
      ]),
    Script(
      "fifth-outside-between",
      [
        Turn(
          "do you have black boots", "有黑色的靴子吗", "every.color=black; every.category=boots"),
        Turn("can you recommend a good film for tonight", "推荐部今晚看的电影呗", "refused"),
        Turn(
          "ok, back to the boots, how much is the first pair", "好吧，说回靴子，第一双多少钱",
          "phrase=product.price"),
      ]),
    Script(
      "fifth-morning",
      [
        Turn("good morning!", "早上好呀", "phrase=greeting"),
        Turn("is it possible to pay in three instalments", "可以分三期付款吗", "passage=K19"),
        Turn("brilliant, thank you", "太棒了，谢谢", "phrase=thanks"),
      ]),
  ]
}
