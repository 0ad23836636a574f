extension DemoConversations {
  static let seventhScripts: [Script] =
    seventhOrders + seventhCancels + seventhAddresses + seventhReturns + seventhExchanges
    + seventhFaults
    + seventhProducts + seventhMoreProducts + seventhRefinements + seventhQuestions
    + seventhMoreQuestions
    + seventhPeople

  private static let seventhOrders: [Script] = [
    Script(
      "seventh-order-flight",
      [
        Turn(
          "Morning! I'm flying out on Thursday, do you know if {order} has left your warehouse yet?",
          "早啊，我周四要出差，{order}从仓库发出来没有？",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=packed", "tool done status=packed", "phrase=order_status.packed"),
        Turn(
          "and if nobody's in when the courier rings, does he try again?",
          "万一快递到的时候家里没人，还会再送一次吗", "passage=K05"),
      ]),
    Script(
      "seventh-order-typo",
      [
        Turn("status of B84410??", "B84410现在什么状态啊", "tool=order_status; argument.order=B84410"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn("typo, sorry!! B84401", "手滑打错了，是B84401", "tool=order_status; argument.order=B84401"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn("great, thanks a lot", "好嘞，多谢", "phrase=thanks"),
      ]),
    Script(
      "seventh-order-mail-app",
      [
        Turn(
          "hey, i want to know where my parcel is", "在吗，想问下我的包裹到哪儿了", "asks=order"),
        Turn(
          "hang on, opening my mail app... what does express delivery cost, by the way?",
          "等下我翻翻邮箱。对了，加急配送要多少钱", "passage=K02"),
        Turn("there: M50932", "找着了：M50932", "tool=order_status; argument.order=M50932"),
        Turn(
          "tool done status=delivered date=2026-12-09",
          "tool done status=delivered date=2026-12-09",
          "phrase=order_status.delivered; phrase=order_status.day"),
      ]),
    Script(
      "seventh-order-that-one",
      [
        Turn(
          "Would you check how far along N22815 is?", "麻烦帮我查下N22815的进度",
          "tool=order_status; argument.order=N22815"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn(
          "What about V18830?", "那V18830呢", "tool=order_status; argument.order=V18830"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn(
          "In that case I'd like to cancel that one, please.", "那这一单帮我取消吧",
          "tool=cancel_order; argument.order=V18830"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
      ]),
    Script(
      "seventh-order-never-turns-up",
      [
        Turn(
          "{order} was due on monday, can you look up where it is", "{order}说好周一到的，帮忙查一下在哪",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn(
          "what do you do for people whose parcel never turns up?", "要是包裹一直没送到，你们会怎么赔",
          "passage=K07"),
      ]),
    Script(
      "seventh-order-too-warm",
      [
        Turn(
          "Has K63019 been delivered already?", "K63019显示送达了吗",
          "tool=order_status; argument.order=K63019"),
        Turn(
          "tool done status=delivered date=2026-11-30",
          "tool done status=delivered date=2026-11-30",
          "phrase=order_status.delivered; phrase=order_status.day"),
        Turn(
          "Right, my wife took it in. The sweater is far too warm for me, I want to return that order.",
          "哦是我老婆收的。毛衣穿着太热了，这单我想退货",
          "tool=return_item; argument.order=K63019"),
        Turn(
          "tool done deadline=2026-12-30", "tool done deadline=2026-12-30",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
  ]

  private static let seventhCancels: [Script] = [
    Script(
      "seventh-cancel-elsewhere",
      [
        Turn(
          "pls cancel T40271, found it in another shop", "T40271取消掉，我在别家买到了",
          "tool=cancel_order; argument.order=T40271"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
        Turn(
          "good. now i'd like to see navy coats", "好的，再看看藏青色大衣",
          "every.color=navy; every.category=coat"),
      ]),
    Script(
      "seventh-cancel-twice",
      [
        Turn(
          "I seem to have bought the same thing twice, so please cancel order {order}",
          "好像重复下单了，麻烦取消{order}这单", "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn("yes, please do", "好的，帮我办吧", "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2027-01-11", "tool done deadline=2027-01-11",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "seventh-cancel-leave-it",
      [
        Turn(
          "stop order A77013, i picked the wrong colour and don't want it anymore",
          "A77013颜色选错了，不要了，取消订单", "tool=cancel_order; argument.order=A77013"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn(
          "nah, leave it. by when would i have to send something back at the latest?",
          "不用了，先放着。退货最晚要在多少天之内", "passage=K08"),
      ]),
    Script(
      "seventh-cancel-keep-it",
      [
        Turn("i need to cancel an order", "有个订单要取消", "asks=order"),
        Turn(
          "hmm, on second thought i'll keep it. got any red sweaters?",
          "呃算了，不取消了。有红色毛衣吗", "every.color=red; every.category=sweater"),
        Turn("whats the price of the first", "第一件什么价位", "phrase=product.price"),
      ]),
  ]

  private static let seventhAddresses: [Script] = [
    Script(
      "seventh-address-moved",
      [
        Turn(
          "we've moved house! please change the delivery address of {order}, our new home is in {city}",
          "我们搬家啦，{order}的收货地址请改成{city}的新家",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
        Turn("perfect, thank you so much", "太好了，辛苦你了，谢谢", "phrase=thanks"),
      ]),
    Script(
      "seventh-address-then-cancel",
      [
        Turn(
          "i put in my old address for {order}, can you change it", "{order}填成旧地址了，帮我改一下",
          "asks=city"),
        Turn(
          "{city}", "{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool refused", "tool refused", "phrase=change_address.refused"),
        Turn(
          "then cancel the order, nobody lives there any more", "那把这个订单取消吧，那边已经没人住了",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
      ]),
    Script(
      "seventh-address-policy-first",
      [
        Turn(
          "Up to which moment is it possible to change something about an order?",
          "请问订单在什么时候之前还可以修改", "passage=K25"),
        Turn(
          "I see. Then please change the address of Z20496, it should go to Munich.",
          "明白了，那Z20496麻烦把地址改到南京",
          "tool=change_address; argument.order=Z20496; argument.city=*"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "seventh-address-not-found",
      [
        Turn(
          "change delivery address for J80552 to Dublin", "J80552收货地址改成苏州",
          "tool=change_address; argument.order=J80552; argument.city=*"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn(
          "J80525, i mixed up the digits", "数字写反了，是J80525",
          "tool=change_address; argument.order=J80525; argument.city=*"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "seventh-address-failed",
      [
        Turn(
          "Y61127 can't go to the office, we're closed. new address please, in Vienna",
          "公司放假了收不了件，Y61127的地址改到厦门",
          "tool=change_address; argument.order=Y61127; argument.city=*"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("did that work?", "改好了吗", "silent"),
      ]),
  ]

  private static let seventhReturns: [Script] = [
    Script(
      "seventh-return-too-short",
      [
        Turn(
          "the jeans from {order} are too short on me, i want to return them",
          "{order}里的牛仔裤我穿太短了，要退货", "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2027-01-08", "tool done deadline=2027-01-08",
          "phrase=return_item.done; phrase=return_item.deadline"),
        Turn(
          "once you've got the parcel back, how many days till i see my money",
          "你们收到退回的包裹之后，钱几天能退回来", "passage=K10"),
      ]),
    Script(
      "seventh-return-ridiculous",
      [
        Turn(
          "O41178 is going back, register the return pls", "O41178我要退，帮我登记退货",
          "tool=return_item; argument.order=O41178"),
        Turn("tool refused", "tool refused", "phrase=return_item.refused"),
        Turn(
          "that makes no sense. i want to talk to a real person", "这说不通吧，我要找真人客服",
          "handover=asked"),
        Turn("ok i'm waiting", "行，我等着", "silent"),
      ]),
    Script(
      "seventh-return-three-weeks",
      [
        Turn(
          "If a parcel came three weeks ago, is one still allowed to send things back?",
          "请问收货三个星期了，还在退货期限内吗", "passage=K08"),
        Turn(
          "Excellent. Then I would like to return order F20764.", "那太好了，订单F20764我要退货",
          "tool=return_item; argument.order=F20764"),
        Turn(
          "tool done deadline=2027-01-02", "tool done deadline=2027-01-02",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "seventh-refund-handed-in",
      [
        Turn(
          "I handed in the return for {order} two weeks ago. Could you see where my refund is?",
          "{order}两周前就寄回去了，请查下我的退款到哪一步了",
          "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=34.90", "tool done amount=34.90",
          "phrase=refund_status.done; phrase=refund.amount"),
        Turn("Good to hear, thank you.", "那就放心了，谢谢", "phrase=thanks"),
      ]),
    Script(
      "seventh-refund-nothing-yet",
      [
        Turn(
          "returned my stuff, havent recieved the refund. can you check?",
          "东西都退了，退款还没收到，帮我查查", "asks=order"),
        Turn("D72215", "D72215", "tool=refund_status; argument.order=D72215"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("??", "？？", "silent"),
      ]),
  ]

  private static let seventhExchanges: [Script] = [
    Script(
      "seventh-exchange-not-return",
      [
        Turn("i'd like to return a pair of boots", "我想退一双靴子", "asks=order"),
        Turn(
          "or no, exchange them for a 41 instead, my order is G33907",
          "算了别退，改成换货，换41码，订单号G33907",
          "tool=exchange_item; argument.order=G33907; argument.size=41"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
        Turn("thx a bunch", "谢谢亲", "phrase=thanks"),
      ]),
    Script(
      "seventh-exchange-second-thought",
      [
        Turn(
          "the blazer in {order} is too tight, i need to exchange it for another size",
          "{order}的西装外套太紧了，想换个尺码", "asks=size"),
        Turn(
          "L please. no, sorry, XL", "L码。不对，要XL码",
          "tool=exchange_item; argument.order={order}; argument.size=XL"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "seventh-exchange-when-new-one",
      [
        Turn(
          "Hello, I would like to exchange what I bought for size {size}.",
          "你好，我买的东西想换成{size}", "asks=order"),
        Turn(
          "Let me look. When do you send the replacement in an exchange, before or after I hand in the old item?",
          "我找一下单号。换货的话，新的是等我把旧的交了才寄吗", "passage=K11"),
        Turn(
          "Understood. The number is {order}.", "了解，单号{order}",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
  ]

  private static let seventhFaults: [Script] = [
    Script(
      "seventh-fault-hole",
      [
        Turn(
          "there's a hole in the sleeve of the sweater that came with {order}",
          "{order}的毛衣袖子上有个破洞", "tool=report_fault; argument.order={order}"),
        Turn(
          "tool done date=2026-12-14", "tool done date=2026-12-14",
          "phrase=report_fault.done; phrase=report_fault.day"),
        Turn(
          "and do faults still count if they show up after a year of wearing?",
          "那穿了一年才出现的质量问题，你们还管吗", "passage=K13"),
      ]),
    Script(
      "seventh-fault-pink-hat",
      [
        Turn(
          "you sent me the wrong item!! i ordered a black hat and got a pink one",
          "你们发错货了！我买的黑帽子，来的是粉的", "asks=order"),
        Turn("L20687", "L20687", "tool=report_fault; argument.order=L20687"),
        Turn("tool done", "tool done", "phrase=report_fault.done"),
        Turn("okay, thanks for the quick help", "好，谢谢这么快处理", "phrase=thanks"),
      ]),
    Script(
      "seventh-fault-seam",
      [
        Turn(
          "My dress is defective, the seam came apart on the first evening.",
          "我买的连衣裙有质量问题，头一晚穿就开线了", "asks=order"),
        Turn(
          "C30018... no wait, C30081", "C30018，啊不对，是C30081",
          "tool=report_fault; argument.order=C30081"),
        Turn(
          "tool done date=2026-12-21", "tool done date=2026-12-21",
          "phrase=report_fault.done; phrase=report_fault.day"),
      ]),
    Script(
      "seventh-refund-wanted",
      [
        Turn(
          "please give me a refund for R70553", "R70553这一单我要申请退款",
          "tool=request_refund; argument.order=R70553"),
        Turn(
          "tool done amount=89.95", "tool done amount=89.95",
          "phrase=request_refund.done; phrase=refund.amount"),
        Turn("super, ty", "妥了，谢啦", "phrase=thanks"),
      ]),
    Script(
      "seventh-refund-wanted-steps",
      [
        Turn(
          "I would like to request a refund, please.", "您好，我想申请一笔退款", "asks=order"),
        Turn("It is for {order}", "是{order}这单", "tool=request_refund; argument.order={order}"),
        Turn(
          "tool done amount=45.95", "tool done amount=45.95",
          "phrase=request_refund.done; phrase=refund.amount"),
      ]),
  ]

  private static let seventhProducts: [Script] = [
    Script(
      "seventh-dress-wedding",
      [
        Turn(
          "There's a wedding in May and I'm dreaming of a navy dress, size S",
          "五月要去喝喜酒，想买条藏青色连衣裙，S码", "every.color=navy; every.category=dress"),
        Turn(
          "hmm, too serious. do you have grey ones?", "有点太正式了，灰色的有吗",
          "every.color=grey; every.category=dress"),
        Turn("And how much would the first one be?", "第一条是多少钱", "phrase=product.price"),
      ]),
    Script(
      "seventh-sneakers-tops",
      [
        Turn(
          "black sneakers, 120 tops", "黑色运动鞋，最多120",
          "every.color=black; every.category=sneakers; every.price<=120"),
        Turn(
          "anything up to 90?", "90以内的有没有",
          "every.color=black; every.category=sneakers; every.price<=90"),
        Turn(
          "is the second pair in stock in 41", "第二双41码还有货吗",
          "tool=check_stock; argument.size=41"),
        Turn("tool done count=2", "tool done count=2", "phrase=check_stock.there"),
      ]),
    Script(
      "seventh-shorts-colors",
      [
        Turn(
          "holiday's coming up, show me {color} shorts", "要去度假了，看看{color}短裤",
          "every.color={color}; every.category=shorts"),
        Turn(
          "nope, {color2} then", "不喜欢，那{color2}的吧",
          "every.color={color2}; every.category=shorts"),
        Turn(
          "which material is the first pair?", "第一条用的什么面料", "phrase=product.material"),
      ]),
    Script(
      "seventh-grey-then-navy",
      [
        Turn(
          "i'm looking for grey {category}", "想买灰色的{category}",
          "every.color=grey; every.category={category}"),
        Turn(
          "navy would be even better", "藏青色的更好，给我看看",
          "every.color=navy; every.category={category}"),
        Turn("the second one is how much", "第二个卖多少钱", "phrase=product.price"),
      ]),
    Script(
      "seventh-jacket-brother",
      [
        Turn(
          "my brother needs a black jacket, what can you offer", "想给我弟买件黑色夹克，有哪些",
          "every.color=black; every.category=jacket"),
        Turn(
          "the first one is nice, but have you something cheaper that's like it?",
          "第一件不错，有没有跟它差不多但更便宜的",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "seventh-trousers-outfit",
      [
        Turn(
          "Navy trousers, please.", "请给我看看藏青色长裤",
          "every.color=navy; every.category=trousers"),
        Turn(
          "What goes well with the first pair?", "第一条配什么好看",
          "phrase=products.together|products.alike"),
      ]),
  ]

  private static let seventhMoreProducts: [Script] = [
    Script(
      "seventh-hat-wrapped",
      [
        Turn(
          "want to surprise a friend with a white hat, 40 at the most", "想送朋友一顶白色帽子，40块以内",
          "every.color=white; every.category=hat; every.price<=40"),
        Turn(
          "how much do you take for wrapping a present", "包成礼物要另收多少钱", "passage=K28"),
        Turn(
          "fine. and the second hat, how much is that?", "可以。那第二顶帽子多少钱",
          "phrase=product.price"),
      ]),
    Script(
      "seventh-heels-gone",
      [
        Turn("black heels", "黑色高跟鞋", "every.color=black; every.category=heels"),
        Turn(
          "is the second pair available in 38?", "第二双38码有货吗",
          "tool=check_stock; argument.size=38"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn(
          "what a pity. show me similar ones then", "可惜了，那给我看看类似的款",
          "phrase=products.alike"),
      ]),
    Script(
      "seventh-blazer-the-grey-one",
      [
        Turn(
          "a green blazer please", "要一件绿色西装外套", "every.color=green; every.category=blazer"),
        Turn("no, grey", "不是，要灰色", "every.color=grey; every.category=blazer"),
        Turn(
          "and it has to stay under 150", "价格还得在150以内",
          "every.color=grey; every.category=blazer; every.price<=150"),
      ]),
    Script(
      "seventh-dress-and-washing",
      [
        Turn(
          "Do you have any red dresses?", "红色连衣裙有吗", "every.color=red; every.category=dress"),
        Turn(
          "Before I forget: at what temperature should silk be washed?",
          "顺便问下，真丝要用多少度的水洗", "passage=K29"),
        Turn(
          "Good. What is the second dress made of?", "好的，第二条连衣裙是什么材质",
          "phrase=product.material"),
      ]),
  ]

  private static let seventhRefinements: [Script] = [
    Script(
      "seventh-shirt-which-size",
      [
        Turn(
          "any nice white shrits?", "有没有好看的白衬衫", "every.color=white; every.category=shirt"),
        Turn(
          "what size should i take in the second one", "第二件我该买什么尺码",
          "phrase=size.best|size.not_known"),
        Turn("is it there in M", "它M码有货吗", "tool=check_stock; argument.size=M"),
        Turn("tool done count=3", "tool done count=3", "phrase=check_stock.there"),
      ]),
    Script(
      "seventh-jeans-seventy",
      [
        Turn(
          "jeans, max. 70 please", "找70以内的牛仔裤", "every.category=jeans; every.price<=70"),
        Turn(
          "only white ones", "只要白色的",
          "every.color=white; every.category=jeans; every.price<=70"),
        Turn(
          "hm no, make that navy", "嗯…还是换成藏青色吧",
          "every.color=navy; every.category=jeans; every.price<=70"),
      ]),
    Script(
      "seventh-sweater-all-about-it",
      [
        Turn(
          "it's freezing here, i need a black sweater", "降温了，买件黑色毛衣",
          "every.color=black; every.category=sweater"),
        Turn("how much for the first?", "第一件怎么卖", "phrase=product.price"),
        Turn("and it's made out of what?", "它是什么面料的", "phrase=product.material"),
        Turn(
          "do you have it in XXL", "这件有XXL码吗", "tool=check_stock; argument.size=XXL"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn("XL then?", "XL码呢", "tool=check_stock; argument.size=XL"),
        Turn("tool done count=2", "tool done count=2", "phrase=check_stock.there"),
      ]),
    Script(
      "seventh-shorts-not-skirts",
      [
        Turn(
          "beige skirts, what's there", "米色半身裙都有什么", "every.color=beige; every.category=skirt"),
        Turn(
          "argh sorry, i wanted to write shorts. beige shorts", "啊写错了，是短裤，米色短裤",
          "every.color=beige; every.category=shorts"),
        Turn("tell me what the second pair costs", "说下第二条的价钱", "phrase=product.price"),
        Turn(
          "is there a cheaper alternative to it?", "有比它便宜的同类款吗",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
  ]

  private static let seventhQuestions: [Script] = [
    Script(
      "seventh-ways-to-pay",
      [
        Turn("do u take wechat pay", "能用微信付吗", "passage=K18"),
        Turn(
          "is there any interest on top if i pay in three parts", "分三期付要不要利息", "passage=K19"),
        Turn("for how long is a gift card valid", "礼品卡多久过期", "passage=K24"),
      ]),
    Script(
      "seventh-delivery-three",
      [
        Turn("Do you also deliver to other countries?", "你们送国外吗", "passage=K03"),
        Turn(
          "If I choose express, in how many days will it be here?", "选加急的话几天能收到",
          "passage=K01"),
        Turn(
          "Will I be sent a link to follow my parcel?", "会发链接给我看物流吗", "passage=K04"),
      ]),
    Script(
      "seventh-not-at-home",
      [
        Turn(
          "i missed the courier. how many days does the pickup point hold on to a parcel nobody signed for",
          "没人签收的包裹在自提点会保留几天", "passage=K05"),
        Turn(
          "next time i'd rather have it go to a pickup point from the start, how do i choose one?",
          "下次想直接寄自提点，下单时在哪里选", "passage=K06"),
      ]),
    Script(
      "seventh-vouchers-and-prices",
      [
        Turn(
          "could i use two voucher codes on one order?", "一个订单能叠加两个优惠码吗", "passage=K22"),
        Turn(
          "do you pay back the difference if the price falls right after i've ordered",
          "下单后马上降价了，差价退不退", "passage=K23"),
        Turn(
          "my firm needs an invoice with the tax number on it, where do i get that",
          "公司报销要带税号的发票，在哪儿下载", "passage=K21"),
      ]),
    Script(
      "seventh-return-rules",
      [
        Turn("is it ok to return earrings?", "耳环可以退吗", "passage=K12"),
        Turn(
          "how long is the return period for christmas presents", "圣诞节买的东西退货期是多久",
          "passage=K08"),
        Turn(
          "where do i drop off a parcel that i'm returning", "要退的包裹应该交到哪里", "passage=K09"),
      ]),
  ]

  private static let seventhMoreQuestions: [Script] = [
    Script(
      "seventh-size-rules",
      [
        Turn(
          "What should one do when one's measurements fall between two sizes?",
          "量出来刚好介于两个尺码之间，应该怎么选", "passage=K14"),
        Turn("Which shoe size is right for a foot of 24 cm?", "脚长24厘米穿几码的鞋", "passage=K15"),
        Turn(
          "How can I tell whether an item runs small?", "怎么知道一件衣服是不是偏小", "passage=K16"),
        Turn("What inside lengths do your jeans come in?", "牛仔裤有哪几种裤长", "passage=K17"),
      ]),
    Script(
      "seventh-stains-and-rain",
      [
        Turn(
          "theres a stain on my suede shoes, how to get it out", "麂皮鞋上有污渍怎么弄掉",
          "passage=K32"),
        Turn("how hot may i wash jeans?", "牛仔裤用多少度洗合适", "passage=K30"),
        Turn(
          "does leather need some kind of cream, and how often", "真皮要不要上护理霜，多久一次",
          "passage=K31"),
      ]),
    Script(
      "seventh-my-account",
      [
        Turn("when do loyalty points expire", "会员积分什么时候过期", "passage=K34"),
        Turn(
          "i don't want to get the newsletter any longer, what do i do",
          "不想再收到你们的新闻邮件了，怎么弄", "passage=K35"),
        Turn(
          "how can i have my personal data deleted?", "我的个人数据怎么删除", "passage=K36"),
        Turn(
          "forgot my password, how do i get back into my account", "忘了登录密码，怎么进账户",
          "passage=K33"),
      ]),
    Script(
      "seventh-shops-and-stock",
      [
        Turn("are your stores open on sundays?", "你们实体店周日开门吗", "passage=K37"),
        Turn(
          "could a store put an item aside for me until tomorrow", "门店能帮我把衣服留到明天吗",
          "passage=K27"),
        Turn(
          "how many weeks does it usually take until sold out sizes are restocked",
          "断码的一般要几周才补货", "passage=K26"),
      ]),
  ]

  private static let seventhPeople: [Script] = [
    Script(
      "seventh-human-polite",
      [
        Turn(
          "Would you mind putting me through to a member of your staff?", "麻烦帮我转接一下人工客服好吗",
          "handover=asked"),
        Turn("Hello? Is somebody there?", "喂，有人吗", "silent"),
      ]),
    Script(
      "seventh-human-instead-of-number",
      [
        Turn("i need to change the address of my order to Oslo", "我要把订单地址改到青岛", "asks=order"),
        Turn(
          "i'd rather speak to a person about this", "这事我还是想跟人工说", "handover=asked"),
      ]),
    Script(
      "seventh-complaint-fence",
      [
        Turn(
          "Your courier threw my parcel over the fence and swore at my neighbour. I wish to complain.",
          "你们快递员把包裹直接扔进院子，还骂我邻居，我要投诉", "handover=complaint")
      ]),
    Script(
      "seventh-complaint-weeks",
      [
        Turn("track {order} pls", "查下{order}的物流", "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn(
          "it's been like that for weeks, this is unacceptable. i'm making a formal complaint",
          "几个星期了都是这样，太过分了，我要正式投诉你们", "handover=complaint"),
      ]),
    Script(
      "seventh-legal-lawyer",
      [
        Turn(
          "My lawyer has been informed and we are going to sue you.", "我已经找了律师，准备告你们",
          "handover=legal_or_medical"),
        Turn("no answer?", "怎么不回话", "silent"),
      ]),
    Script(
      "seventh-medical-rash",
      [
        Turn(
          "i got a terrible rash all over from the hoodie you sold me, my doctor had to treat it",
          "穿了你们的卫衣全身起疹子，去医院看了医生", "handover=legal_or_medical")
      ]),
    Script(
      "seventh-outside-rain",
      [
        Turn("is it going to rain tomorrow?", "明天会下雨吗", "refused"),
        Turn(
          "fair enough. when do your stores close on weekdays", "好吧，那你们门店平日几点打烊",
          "passage=K37"),
      ]),
    Script(
      "seventh-outside-poem",
      [
        Turn("write me a poem about the moon", "给我写一首关于月亮的诗", "refused"),
        Turn(
          "what's the square root of 1764 then", "那1764的平方根是多少", "handover=not_understood"),
      ]),
    Script(
      "seventh-hello-football",
      [
        Turn("good evening!", "晚上好呀", "phrase=greeting"),
        Turn(
          "i'd like a white blazer", "想要一件白色西装外套",
          "every.color=white; every.category=blazer"),
        Turn("who won the football match last night", "昨晚的球赛谁赢了", "refused"),
        Turn(
          "never mind. how much is the first blazer", "没事，第一件西装外套多少钱",
          "phrase=product.price"),
        Turn("that's all, thanks", "没别的了，谢谢", "phrase=thanks"),
      ]),
  ]
}
