extension DemoConversations {
  static let sixthScripts: [Script] =
    sixthOrders + sixthChanges + sixthReturns + sixthFaults + sixthProducts + sixthRefinements
    + sixthQuestions + sixthPeople

  private static let sixthOrders: [Script] = [
    Script(
      "sixth-order-birthday",
      [
        Turn(
          "hiya, my nephew's birthday is on saturday and i'm getting nervous. where has {order} got to?",
          "侄子周六过生日，有点着急，{order}走到哪一步了？",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn(
          "if i have to collect it at a pickup point, what do i need to bring along?",
          "要是得去自提点拿，取件的时候要带什么", "passage=K06"),
      ]),
    Script(
      "sixth-order-wrong-mail",
      [
        Turn(
          "Good afternoon. Could you please tell me the status of order R30911?",
          "下午好，麻烦看一下R30911这个订单的状态", "tool=order_status; argument.order=R30911"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn(
          "Ah, I was reading from the wrong e-mail. {order} is the one.",
          "看串行了，应该是这个：{order}", "tool=order_status; argument.order={order}"),
        Turn(
          "tool done status=delivered date=2026-12-02",
          "tool done status=delivered date=2026-12-02",
          "phrase=order_status.delivered; phrase=order_status.day"),
        Turn("Lovely, many thanks!", "明白了，非常感谢", "phrase=thanks"),
      ]),
    Script(
      "sixth-order-looking-for-number",
      [
        Turn(
          "can u check how my order is coming along", "帮我看下我的定单进行到哪一步了",
          "asks=order"),
        Turn(
          "sec, need to dig out the number. meanwhile, from what amount is shipping free?",
          "稍等我找找单号。顺便问一句，满多少钱包邮", "passage=K02"),
        Turn("found it, {order}", "找到了，{order}", "tool=order_status; argument.order={order}"),
        Turn("tool done status=packed", "tool done status=packed", "phrase=order_status.packed"),
      ]),
    Script(
      "sixth-order-two",
      [
        Turn(
          "is {order} on its way", "{order}寄出来了吗", "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn(
          "and the other one, H35572?", "我还有一单H35572呢",
          "tool=order_status; argument.order=H35572"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
      ]),
  ]

  private static let sixthChanges: [Script] = [
    Script(
      "sixth-cancel-changed-mind",
      [
        Turn(
          "please cancel my order, i've changed my mind", "不想要了，帮我把订单取消掉吧",
          "asks=order"),
        Turn("E20418", "E20418", "tool=cancel_order; argument.order=E20418"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
        Turn(
          "now, what do you have in green sneakers", "再给我看看绿色的运动鞋",
          "every.color=green; every.category=sneakers"),
      ]),
    Script(
      "sixth-cancel-refused-no",
      [
        Turn(
          "my boyfriend already got me the same thing. cancel {order} for me?",
          "男朋友已经买过一样的了，{order}给我取消了吧",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn(
          "no, not now. how many days after delivery can i still return things?",
          "先不用了。收货以后几天之内还能退货？", "passage=K08"),
      ]),
    Script(
      "sixth-cancel-refused-sure",
      [
        Turn(
          "clicked buy by accident, need G90325 cancelled asap", "不小心点了付款，G90325尽快给我取消",
          "tool=cancel_order; argument.order=G90325"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn(
          "sure, register a return then", "行，那就登记退货吧",
          "tool=return_item; argument.order=G90325"),
        Turn(
          "tool done deadline=2027-01-15", "tool done deadline=2027-01-15",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "sixth-cancel-thx",
      [
        Turn("cancel {order} thx", "取消{order}，谢谢", "tool=cancel_order; argument.order={order}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("so is it cancelled or not??", "那到底取消没取消啊", "silent"),
      ]),
    Script(
      "sixth-address-at-parents",
      [
        Turn(
          "i'll be staying with my parents, could you change the address of {order} to {city}",
          "我要回爸妈家住一阵，麻烦把{order}的地址换成{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
        Turn("you're a star, thanks!", "太给力了，谢谢！", "phrase=thanks"),
      ]),
    Script(
      "sixth-address-steps",
      [
        Turn(
          "the shipping adress on {order} is wrong, i need to correct it",
          "{order}的收货地址填错了，想改一下", "asks=city"),
        Turn(
          "it should be going to {city}", "应该寄到{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool refused", "tool refused", "phrase=change_address.refused"),
        Turn(
          "no good. let me speak with one of your staff", "这样不行，给我转人工",
          "handover=asked"),
      ]),
    Script(
      "sixth-address-wrong-town",
      [
        Turn(
          "can you change the delivery address of my order? it has to be {city}",
          "我的订单想改个收货地址，要改到{city}", "asks=order"),
        Turn(
          "{order}", "{order}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
  ]

  private static let sixthReturns: [Script] = [
    Script(
      "sixth-return-not-me",
      [
        Turn(
          "the blouse from {order} isn't really me, i'd like to send it back",
          "{order}里的雪纺衫不太适合我，想退掉", "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2027-01-05", "tool done deadline=2027-01-05",
          "phrase=return_item.done; phrase=return_item.deadline"),
        Turn("does returning cost me anything", "退货运费要我自己出吗", "passage=K09"),
      ]),
    Script(
      "sixth-return-refused",
      [
        Turn(
          "can you explain how a return works, step by step", "退货的流程具体是怎样的",
          "passage=K09"),
        Turn(
          "right, please start one for L72063", "懂了，那帮我给L72063办个退货",
          "tool=return_item; argument.order=L72063"),
        Turn("tool refused", "tool refused", "phrase=return_item.refused"),
        Turn("seriously? get me a human", "不是吧？给我叫人工来", "handover=asked"),
      ]),
    Script(
      "sixth-return-becomes-exchange",
      [
        Turn("i have a coat here that i want to send back", "有件大衣我想退货", "asks=order"),
        Turn(
          "hmm wait. better to exchange it for size {size}. order {order}",
          "等一下，还是换成{size}吧，单号{order}",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
        Turn("cheers mate", "谢了哈", "phrase=thanks"),
      ]),
    Script(
      "sixth-exchange-doesnt-fit",
      [
        Turn(
          "{order} doesn't fit, can i exchange it for a different size", "{order}不合身，可以换个码吗",
          "asks=size"),
        Turn(
          "{size} please", "要{size}",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "sixth-exchange-swapped-digits",
      [
        Turn(
          "hello! could you exchange P27745 for size L?", "你好，P27745想换成L码",
          "tool=exchange_item; argument.order=P27745; argument.size=L"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn(
          "my bad, the number is P27754", "抱歉，号码是P27754",
          "tool=exchange_item; argument.order=P27754; argument.size=L"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "sixth-refund-ages-ago",
      [
        Turn(
          "sent {order} back ages ago, whats happening with the refund?",
          "{order}早就退回去了，退款进度到哪了", "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=58.20", "tool done amount=58.20",
          "phrase=refund_status.done; phrase=refund.amount"),
        Turn("thanks, appreciate it", "好的，谢谢你啦", "phrase=thanks"),
      ]),
    Script(
      "sixth-refund-digression",
      [
        Turn(
          "could you check on my refund? still nothing on my account", "帮我查查退款，一直没到账",
          "asks=order"),
        Turn(
          "btw, after the return reaches you, how long do refunds normally take?",
          "话说你们收到退货以后，一般几天退款", "passage=K10"),
        Turn(
          "ok. it was {order}", "嗯，订单是{order}", "tool=refund_status; argument.order={order}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
  ]

  private static let sixthFaults: [Script] = [
    Script(
      "sixth-refund-requested",
      [
        Turn(
          "i would like to have Q66021 refunded, please", "Q66021这单请给我退款",
          "tool=request_refund; argument.order=Q66021"),
        Turn(
          "tool done amount=71.95", "tool done amount=71.95",
          "phrase=request_refund.done; phrase=refund.amount"),
      ]),
    Script(
      "sixth-fault-zip",
      [
        Turn(
          "the zip on the jacket in {order} broke the very first time i wore it",
          "{order}的夹克第一次穿拉链就坏了", "tool=report_fault; argument.order={order}"),
        Turn(
          "tool done date=2026-12-18", "tool done date=2026-12-18",
          "phrase=report_fault.done; phrase=report_fault.day"),
        Turn(
          "for how many years do you cover faults like that", "这类质量问题你们保几年",
          "passage=K13"),
      ]),
    Script(
      "sixth-fault-something-else",
      [
        Turn(
          "what came in the parcel isn't what i bought", "收到的东西跟我买的不是一个",
          "asks=order"),
        Turn(
          "order {order}. should be a grey scarf, got a pair of heels lol",
          "单号{order}，买的灰围巾，结果来了双高跟鞋", "tool=report_fault; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=report_fault.done"),
        Turn("ok good, ty", "好的，谢谢哦", "phrase=thanks"),
      ]),
    Script(
      "sixth-fault-soaked",
      [
        Turn(
          "S10937 turned up soaking wet and the boots inside are damaged",
          "S10937送到的时候全湿透了，里面的靴子也坏了",
          "tool=report_fault; argument.order=S10937"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("hello, are you still there", "喂，还在不在", "silent"),
      ]),
  ]

  private static let sixthProducts: [Script] = [
    Script(
      "sixth-dress-garden-party",
      [
        Turn(
          "i'm invited to a garden party and would love a white dress in size M",
          "要参加花园派对，想找条白色连衣裙，M码", "every.color=white; every.category=dress"),
        Turn(
          "no, sorry, the navy ones", "不对不对，要藏青色的",
          "every.color=navy; every.category=dress"),
        Turn("what does number two cost?", "第二条什么价", "phrase=product.price"),
      ]),
    Script(
      "sixth-boots-limit",
      [
        Turn(
          "need black boots, not more than 150", "要黑色靴子，不超过150",
          "every.color=black; every.category=boots; every.price<=150"),
        Turn(
          "thats still a lot. max 120", "还是有点贵，120以内吧",
          "every.color=black; every.category=boots; every.price<=120"),
        Turn(
          "have you got the first pair in 40?", "第一双有40码的没", "tool=check_stock; argument.size=40"),
        Turn("tool done count=2", "tool done count=2", "phrase=check_stock.there"),
      ]),
    Script(
      "sixth-black-then-white",
      [
        Turn(
          "{category} in black, what have you got", "黑色{category}有什么款",
          "every.color=black; every.category={category}"),
        Turn(
          "and the same in white?", "白色的也给我看看",
          "every.color=white; every.category={category}"),
        Turn("whats the second one made of", "第二个是什么料子做的", "phrase=product.material"),
      ]),
    Script(
      "sixth-sandals-two-colors",
      [
        Turn(
          "any {color} sandals?", "有{color}凉鞋吗", "every.color={color}; every.category=sandals"),
        Turn(
          "not quite what i had in mind, try {color2}", "感觉一般，看下{color2}的",
          "every.color={color2}; every.category=sandals"),
        Turn("how much is the first pair?", "第一双多少元", "phrase=product.price"),
      ]),
    Script(
      "sixth-coat-for-dad",
      [
        Turn(
          "my dad wants a black coat, let's see what you have", "给我爸挑件黑色大衣，看看都有啥",
          "every.color=black; every.category=coat"),
        Turn(
          "is there something similar to the first one but less expensive",
          "有没有类似第一件、但是便宜点的", "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "sixth-skirt-outfit",
      [
        Turn(
          "Could you show me your black skirts?", "黑色半身裙给我瞧瞧",
          "every.color=black; every.category=skirt"),
        Turn(
          "What could I wear together with the second one?", "第二条可以搭什么穿",
          "phrase=products.together|products.alike"),
      ]),
    Script(
      "sixth-bag-for-mum",
      [
        Turn(
          "it's mum's birthday soon, i'd like a blue bag for her, up to 80",
          "妈妈快过生日了，想给她买个蓝色的包，80以内",
          "every.color=blue; every.category=bag; every.price<=80"),
        Turn(
          "does the gift wrapping include a card i can write something on",
          "礼品包装里带不带可以写字的贺卡", "passage=K28"),
        Turn("nice! what does the first bag cost", "不错，第一个包卖多少", "phrase=product.price"),
      ]),
    Script(
      "sixth-blouse-sold-out",
      [
        Turn("white blouses please", "来点白色雪纺衫", "every.color=white; every.category=blouse"),
        Turn(
          "do you have the first one in XL", "第一件XL码有吗", "tool=check_stock; argument.size=XL"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn("oh no. anything similar to it?", "啊这样，那有没有跟它类似的", "phrase=products.alike"),
      ]),
  ]

  private static let sixthRefinements: [Script] = [
    Script(
      "sixth-jeans-which-size",
      [
        Turn("looking for blakc jeans", "找黑色牛仔裤", "every.color=black; every.category=jeans"),
        Turn(
          "which size do you recommend for the first pair", "第一条你推荐我穿多大码",
          "phrase=size.best|size.not_known"),
        Turn("and the price of it?", "它的价格呢", "phrase=product.price"),
      ]),
    Script(
      "sixth-tshirt-budget",
      [
        Turn("t-shirts for less than 20", "20元以下的T恤", "every.category=t-shirt; every.price<=20"),
        Turn(
          "ok let's say up to 30, but in white", "那放宽到30以内，要白色的",
          "every.color=white; every.category=t-shirt; every.price<=30"),
        Turn(
          "no, black instead", "不，换黑色吧",
          "every.color=black; every.category=t-shirt; every.price<=30"),
      ]),
    Script(
      "sixth-blazer-two-sizes",
      [
        Turn(
          "i've a job interview next week and need a black blazer", "下周要面试，想买件黑色西装外套",
          "every.color=black; every.category=blazer"),
        Turn("tell me the price of the third one", "第三件的价格是多少", "phrase=product.price"),
        Turn("what material is it?", "它是什么材质的", "phrase=product.material"),
        Turn("still got it in S?", "它还有S码吗", "tool=check_stock; argument.size=S"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn("and in M?", "那M码呢", "tool=check_stock; argument.size=M"),
        Turn("tool done count=3", "tool done count=3", "phrase=check_stock.there"),
      ]),
    Script(
      "sixth-skirts-no-trousers",
      [
        Turn("grey skirts", "灰色半身裙", "every.color=grey; every.category=skirt"),
        Turn(
          "oops, i meant trousers, grey as well", "哎呀打错了，是长裤，也要灰色",
          "every.color=grey; every.category=trousers"),
        Turn(
          "which trouser length is right for somebody 1.75 m tall?", "身高175的人该买多长的裤长",
          "passage=K17"),
        Turn(
          "good to know. back to the trousers, the first pair costs what?",
          "知道了，回到刚才的长裤，第一条多少钱呀", "phrase=product.price"),
      ]),
  ]

  private static let sixthQuestions: [Script] = [
    Script(
      "sixth-codes-and-cards",
      [
        Turn(
          "does a discount code also work on stuff that's already half price",
          "已经打五折的衣服还能再用优惠码吗", "passage=K22"),
        Turn("can i get cash for a gift card", "礼品卡可以兑成现金吗", "passage=K24"),
        Turn("what are the ways i can pay", "你们都支持哪些付款方式", "passage=K18"),
      ]),
    Script(
      "sixth-getting-it-here",
      [
        Turn("how long does standard delivery take?", "普通配送几天能到", "passage=K01"),
        Turn(
          "if you ship it to another country, do i pay customs on top", "寄到国外的话还要另外交关税吗",
          "passage=K03"),
        Turn(
          "can i have it sent to a pickup point rather than to my door?",
          "可不可以不送上门，直接寄到自提点", "passage=K06"),
      ]),
    Script(
      "sixth-lost-on-the-way",
      [
        Turn(
          "just in case: what do you do when a parcel gets lost on the way",
          "想了解下，包裹要是半路寄丢了你们怎么处理", "passage=K07"),
        Turn(
          "and when does one get the tracking link", "物流链接一般什么时候发给顾客",
          "passage=K04"),
      ]),
    Script(
      "sixth-care-denim-leather",
      [
        Turn("will dark jeans lose colour in the wash?", "深色牛仔裤洗的时候会掉色吗", "passage=K30"),
        Turn("how do i look after leather boots", "真皮靴子平时怎么保养", "passage=K31"),
        Turn(
          "and a silk blouse, can i wring it out after washing", "真丝的衣服洗完可以拧吗",
          "passage=K29"),
      ]),
    Script(
      "sixth-account-things",
      [
        Turn("how do i unsubscribe from ur newsletter", "你们的新闻邮件怎么退订", "passage=K35"),
        Turn("what are 100 loyalty points worth", "100会员积分能抵多少钱", "passage=K34"),
        Turn(
          "can i download the personal data you keep about me", "能下载你们保存的我的个人数据吗",
          "passage=K36"),
        Turn(
          "and what do i do if i don't remember my password anymore", "还有，密码想不起来了该怎么办",
          "passage=K33"),
      ]),
    Script(
      "sixth-money-matters",
      [
        Turn("do you e-mail the invoice to me?", "发票会发到我邮箱里吗", "passage=K21"),
        Turn(
          "what if an item drops in price a few days after i bought it",
          "买完没几天东西就降价了，会补差价吗", "passage=K23"),
        Turn(
          "my total will be around 300, can that be split into instalments?",
          "总价大概300，可以分期吗", "passage=K19"),
      ]),
    Script(
      "sixth-stores-and-baskets",
      [
        Turn("until what time are the stores open on saturdays", "门店周六几点关门", "passage=K37"),
        Turn(
          "do things in my online basket stay reserved for me", "放进购物车的东西会给我预留吗",
          "passage=K27"),
        Turn(
          "how can i get notified once a sold out size is back", "缺货的尺码到货了怎么才能收到提醒",
          "passage=K26"),
      ]),
    Script(
      "sixth-measuring",
      [
        Turn(
          "how do i take my measurements to find the right size", "选尺码的话该怎么量身材",
          "passage=K14"),
        Turn("are your shoe sizes european or uk?", "你们家鞋码是欧码吗", "passage=K15"),
        Turn(
          "can i return a swimsuit once the seal is off", "泳衣封条撕掉了还能退货吗",
          "passage=K12"),
        Turn(
          "what do i select if i want something in a different colour, return or exchange",
          "想换个别的颜色，是选退货还是选换货", "passage=K11"),
      ]),
  ]

  private static let sixthPeople: [Script] = [
    Script(
      "sixth-human-curt",
      [
        Turn("human please", "转人工", "handover=asked"),
        Turn("still waiting...", "还在等呢", "silent"),
      ]),
    Script(
      "sixth-complaint-phone",
      [
        Turn(
          "I want to make a complaint about one of your employees, he shouted at me on the phone",
          "我要投诉你们一个员工，电话里冲我大吼大叫", "handover=complaint")
      ]),
    Script(
      "sixth-complaint-no-reply",
      [
        Turn(
          "Where is {order}, please?", "请问{order}在哪里了",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn(
          "Still not sent after all this time? Your service is a disgrace and I am filing a complaint.",
          "这么久了还没发？你们的服务太差劲了，我要投诉！", "handover=complaint"),
      ]),
    Script(
      "sixth-legal-court",
      [
        Turn(
          "if this isn't settled by friday i'm taking you to court", "周五之前不解决，我就去法院起诉你们",
          "handover=legal_or_medical"),
        Turn("well?", "说话啊", "silent"),
      ]),
    Script(
      "sixth-medical-dye",
      [
        Turn(
          "the dye in your sandals gave me an allergic reaction, i had to go to hospital with swollen feet",
          "穿你家凉鞋过敏了，脚肿得厉害，去医院看了急诊", "handover=legal_or_medical")
      ]),
    Script(
      "sixth-outside-capital",
      [
        Turn("what's the capital of australia?", "澳大利亚的首都是哪里", "refused"),
        Turn(
          "alright. how long after ordering can i still change an order", "好吧，下单之后多久以内还能改订单",
          "passage=K25"),
      ]),
    Script(
      "sixth-outside-homework",
      [
        Turn("can you do my maths homework for me", "帮我做一下数学作业", "refused"),
        Turn(
          "then how do i get to the airport fastest", "那去机场怎么走最快",
          "handover=not_understood"),
      ]),
    Script(
      "sixth-hello-election",
      [
        Turn("hi there", "嗨，你好呀", "phrase=greeting"),
        Turn(
          "brown trousers, anything nice?", "有好看的棕色长裤吗",
          "every.color=brown; every.category=trousers"),
        Turn("who do you think will win the election", "你觉得这次大选谁会赢", "refused"),
        Turn(
          "haha ok. so the trousers, what does the second pair cost",
          "哈哈好吧，还是说长裤，第二条要多少钱", "phrase=product.price"),
        Turn("thank you, that helps", "谢谢，帮大忙了", "phrase=thanks"),
      ]),
  ]
}
