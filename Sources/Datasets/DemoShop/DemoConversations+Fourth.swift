extension DemoConversations {
  static let fourthScripts: [Script] =
    fourthOrders + fourthReturns + fourthProducts + fourthQuestions + fourthPeople

  private static let fourthOrders: [Script] = [
    Script(
      "fourth-order-late",
      [
        Turn(
          "hi, any news on {order}? it was meant to be here yesterday",
          "亲，{order}说好昨天到的，怎么还没动静",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn("and what if it gets lost on the way", "要是路上寄丢了怎么办", "passage=K07"),
      ]),
    Script(
      "fourth-order-then-address",
      [
        Turn(
          "did {order} leave your warehouse", "{order}出库了吗",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn(
          "good, then have it delivered to {city} instead", "那正好，帮我把它改寄到{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "fourth-order-neighbour",
      [
        Turn(
          "my number is {order}, where has the parcel got to", "单号{order}，包裹走到哪一步了",
          "tool=order_status; argument.order={order}"),
        Turn(
          "tool done status=delivered date=2026-11-25",
          "tool done status=delivered date=2026-11-25",
          "phrase=order_status.delivered; phrase=order_status.day"),
        Turn(
          "oh right, the neighbour has it. thank you!", "哦哦，原来是邻居签收了，谢谢啦",
          "phrase=thanks"),
      ]),
    Script(
      "fourth-order-number-later",
      [
        Turn("can u check how far along my order is", "帮我瞅瞅我那单到哪一步了", "asks=order"),
        Turn(
          "one sec... ok it says {order}", "等下哈，找到了，是{order}",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=packed", "tool done status=packed", "phrase=order_status.packed"),
      ]),
    Script(
      "fourth-order-two",
      [
        Turn(
          "could you tell me if {order} went out", "看看{order}寄出去没有",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn("and E20831?", "那E20831呢", "tool=order_status; argument.order=E20831"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
    Script(
      "fourth-cancel-then-return",
      [
        Turn(
          "found it for less in town so pls cancle {order}", "线下店买到了，{order}给我取消掉",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn(
          "fine, then i'll return it, please register that", "行吧，那我退货，帮我登记一下",
          "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2026-12-29", "tool done deadline=2026-12-29",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "fourth-cancel-morning",
      [
        Turn(
          "changed my mind about what i ordered this morning, cancel it please",
          "早上下的那单改主意了，帮我取消下",
          "asks=order"),
        Turn("{order} is the one", "就是{order}这单", "tool=cancel_order; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
        Turn("perfect, thanks a bunch", "好嘞，太感谢了", "phrase=thanks"),
      ]),
    Script(
      "fourth-cancel-fails",
      [
        Turn(
          "my son ordered without asking me, kindly cancel {order}",
          "孩子乱点下的单，{order}麻烦取消一下",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("so is it cancelled or not??", "那到底取消了没有啊", "silent"),
      ]),
    Script(
      "fourth-cancel-dropped",
      [
        Turn("i need an order cancelled", "帮忙取消个订单", "asks=order"),
        Turn(
          "oh never mind, show me some scarves instead", "算了不取消了，给我看看围巾",
          "every.category=scarf"),
      ]),
    Script(
      "fourth-address-office",
      [
        Turn(
          "could you change the address of {order} to my office in {city}",
          "{order}能改寄到我在{city}的公司吗",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "fourth-address-city-asked",
      [
        Turn(
          "the adress on {order} is wrong, can you fix that", "{order}的地址写错了，能帮忙改不",
          "asks=city"),
        Turn(
          "should be {city}", "应该是{city}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
    Script(
      "fourth-address-trip",
      [
        Turn(
          "please redirect my parcel to {city}, that's where i'm staying this month",
          "这个月在{city}出差，收货地址帮我改到那边",
          "asks=order"),
        Turn(
          "{order}", "{order}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool refused", "tool refused", "phrase=change_address.refused"),
      ]),
    Script(
      "fourth-order-then-human",
      [
        Turn(
          "when will {order} be here", "{order}什么时侯能到啊",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn(
          "that doesn't tell me much, get me someone from your team please",
          "说了等于没说，给我找个真人客服",
          "handover=asked"),
      ]),
    Script(
      "fourth-order-no-number",
      [
        Turn(
          "my parcel seems stuck, what's going on with it", "我的快递好几天没动了，咋回事",
          "asks=order"),
        Turn(
          "no idea what the number is, connect me to an agent", "单号找不着了，直接转人工吧",
          "handover=asked"),
      ]),
  ]

  private static let fourthReturns: [Script] = [
    Script(
      "fourth-return-interrupted",
      [
        Turn("there's a jumper i'd like to send back to you", "有件毛衣我要退货", "asks=order"),
        Turn(
          "before that, does returning cost me anything", "先问一下，退货要我出运费吗",
          "passage=K09"),
        Turn(
          "good. it's {order}", "那行，订单号{order}", "tool=return_item; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=return_item.done"),
      ]),
    Script(
      "fourth-return-then-exchange",
      [
        Turn(
          "can i return what i bought under {order}? way too big", "{order}买大了，能退货吗",
          "tool=return_item; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=return_item.refused"),
        Turn(
          "then swap it for {size} please", "那给我换{size}的吧",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "fourth-return-present",
      [
        Turn(
          "a birthday present that isn't my taste, need to return it. order {order}",
          "朋友送的生日礼物不喜欢，想退货，订单{order}",
          "tool=return_item; argument.order={order}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
    Script(
      "fourth-exchange-pinch",
      [
        Turn(
          "these boots pinch like mad, please exchange for 44. order is {order}",
          "鞋子挤脚，要换44码的，订单是{order}",
          "tool=exchange_item; argument.order={order}; argument.size=44"),
        Turn("tool refused", "tool refused", "phrase=exchange_item.refused"),
      ]),
    Script(
      "fourth-exchange-piecemeal",
      [
        Turn(
          "the fit is off, i want to exchange it for a different size", "不合身，想换个码",
          "asks=order"),
        Turn("{order}", "{order}", "asks=size"),
        Turn(
          "{size}", "{size}", "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "fourth-refund-then-bank",
      [
        Turn(
          "did my refund for {order} come through? i sent everything off two weeks ago",
          "{order}两周前就寄回去了，退款到哪了",
          "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=72.00", "tool done amount=72.00",
          "phrase=refund_status.done; phrase=refund.amount"),
        Turn("how long can the bank take to book a refund", "退款银行一般几天入账", "passage=K10"),
      ]),
    Script(
      "fourth-refund-fails",
      [
        Turn(
          "sent my return back ages ago and the refund still isn't on my account",
          "退货早就寄回去了，退款一直没到账",
          "asks=order"),
        Turn("look under {order}", "你查{order}", "tool=refund_status; argument.order={order}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
      ]),
    Script(
      "fourth-refund-please",
      [
        Turn("i want a refund please", "麻烦给我退个款", "asks=order"),
        Turn("that'd be {order}", "{order}这个订单", "tool=request_refund; argument.order={order}"),
        Turn(
          "tool done amount=18.20", "tool done amount=18.20",
          "phrase=request_refund.done; phrase=refund.amount"),
      ]),
    Script(
      "fourth-fault-seam",
      [
        Turn(
          "the seam of my new hoodie is coming apart already, order was {order}",
          "新买的卫衣才洗一次就开线了，订单号{order}",
          "tool=report_fault; argument.order={order}"),
        Turn(
          "tool done date=2026-12-05", "tool done date=2026-12-05",
          "phrase=report_fault.done; phrase=report_fault.day"),
      ]),
    Script(
      "fourth-fault-zip",
      [
        Turn("the zip was broken when i opened the parcel", "拆开包裹发现拉链是坏的", "asks=order"),
        Turn(
          "{order}, can you sort it out", "{order}，给处理下吧",
          "tool=report_fault; argument.order={order}"),
        Turn("tool done", "tool done", "phrase=report_fault.done"),
        Turn("much appreciated", "辛苦了，谢谢", "phrase=thanks"),
      ]),
    Script(
      "fourth-fault-color",
      [
        Turn(
          "i ordered brown and got sent pink by mistake, order {order}",
          "我买的棕色，你们错发成粉色了，订单{order}",
          "tool=report_fault; argument.order={order}"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
      ]),
  ]

  private static let fourthProducts: [Script] = [
    Script(
      "fourth-thinking",
      [
        Turn(
          "anything in {color}? thinking {category}", "想入{category}，有{color}的吗",
          "every.color={color}; every.category={category}"),
        Turn(
          "or the same in {color2}", "那{color2}的呢",
          "every.color={color2}; every.category={category}"),
      ]),
    Script(
      "fourth-keywords",
      [
        Turn(
          "{category} {color}", "{category} {color}",
          "every.color={color}; every.category={category}"),
        Turn(
          "keep it below 160", "控制在160以内",
          "every.color={color}; every.category={category}; every.price<=160"),
      ]),
    Script(
      "fourth-correction",
      [
        Turn(
          "show me yellow hoodies", "黄色卫衣来几件看看",
          "every.color=yellow; every.category=hoodie"),
        Turn(
          "no, i meant purple ones", "不对，我说的是紫色的",
          "every.color=purple; every.category=hoodie"),
        Turn("first one, how much is it", "头一件什么价", "phrase=product.price"),
      ]),
    Script(
      "fourth-budget-raised",
      [
        Turn("hoodies up to 70", "70以内的卫衣", "every.category=hoodie; every.price<=70"),
        Turn(
          "hmm ok, make that up to 110", "那预算放宽到110吧",
          "every.category=hoodie; every.price<=110"),
      ]),
    Script(
      "fourth-for-dad",
      [
        Turn(
          "dad needs new boots, brown if you have them", "给我爸挑双靴子，要棕色的",
          "every.color=brown; every.category=boots"),
        Turn("wich material is the first pair", "第一双是什么料子", "phrase=product.material"),
      ]),
    Script(
      "fourth-color-dropped",
      [
        Turn(
          "{color2} {category}?", "{color2}{category}有没",
          "every.color={color2}; every.category={category}"),
        Turn(
          "any color will do actually, just nothing above 95", "颜色无所谓了，95以下就行",
          "every.category={category}; every.price<=95"),
      ]),
    Script(
      "fourth-topic-and-back",
      [
        Turn(
          "got a hoodie in purple", "有紫色的卫衣不", "every.color=purple; every.category=hoodie"),
        Turn("what do you charge for postage", "邮费怎么算", "passage=K02"),
        Turn(
          "back to the hoodies, what fabric is the first one", "回到刚才的卫衣，第一件啥面料",
          "phrase=product.material"),
      ]),
    Script(
      "fourth-stock-small",
      [
        Turn(
          "pink hoodies, what do you have", "粉色卫衣都有啥",
          "every.color=pink; every.category=hoodie"),
        Turn(
          "is there an XS left of the second one", "第二件还有XS码吗",
          "tool=check_stock; argument.size=XS"),
        Turn("tool done count=2", "tool done count=2", "phrase=check_stock.there"),
        Turn("nice, and how much is it", "不错，多少钱呀", "phrase=product.price"),
      ]),
    Script(
      "fourth-stock-notify",
      [
        Turn(
          "i fancy a yellow hoodie", "想买黄色卫衣", "every.color=yellow; every.category=hoodie"),
        Turn(
          "would you have the first one in XXL", "第一件XXL码还有现货没",
          "tool=check_stock; argument.size=XXL"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn("can you let me know once my size is back", "我的码到货了能通知我吗", "passage=K26"),
      ]),
    Script(
      "fourth-for-less",
      [
        Turn(
          "{category}, and make it {color}", "来点{color}的{category}看看",
          "every.color={color}; every.category={category}"),
        Turn(
          "number two is lovely but too expensive, got something similar for less",
          "第二款挺好看就是太贵，有便宜些的类似款吗",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "fourth-alike",
      [
        Turn(
          "do you carry brown boots", "棕色靴子有卖吗", "every.color=brown; every.category=boots"),
        Turn(
          "show me some that look similar to the first pair", "有跟第一双类似的款吗",
          "phrase=products.alike"),
      ]),
    Script(
      "fourth-wear-with",
      [
        Turn(
          "let me see purple scarves", "给我看看紫色围巾",
          "every.color=purple; every.category=scarf"),
        Turn(
          "what could i wear with the second one", "第二条搭什么衣服好",
          "phrase=products.together|products.alike"),
      ]),
    Script(
      "fourth-fit-then-stock",
      [
        Turn("brown hoodies please", "棕色卫衣有吗", "every.color=brown; every.category=hoodie"),
        Turn(
          "which size would fit me in the first one", "第一件我穿几码合适",
          "phrase=size.best|size.not_known"),
        Turn(
          "ok and is it in stock in XXL", "好，那它XXL码有货吗",
          "tool=check_stock; argument.size=XXL"),
        Turn("tool done count=1", "tool done count=1", "phrase=check_stock.there"),
      ]),
    Script(
      "fourth-two-prices",
      [
        Turn("what boots do you sell", "你家有什么靴子", "every.category=boots"),
        Turn("price of the third pair?", "第三双什么价格", "phrase=product.price"),
        Turn("and the first?", "那第一双呢", "phrase=product.price"),
      ]),
    Script(
      "fourth-same-color",
      [
        Turn(
          "i could do with a brown scarf", "缺条围巾，要棕色",
          "every.color=brown; every.category=scarf"),
        Turn(
          "do you have boots in the same colour", "同色的靴子有吗",
          "every.color=brown; every.category=boots"),
      ]),
  ]

  private static let fourthQuestions: [Script] = [
    Script(
      "fourth-postage",
      [
        Turn("from what amount is shipping free", "满多少包邮", "passage=K02"),
        Turn("and how long does standard delivery take", "普通快递几天能到", "passage=K01"),
      ]),
    Script(
      "fourth-customs",
      [
        Turn(
          "i live in norway, would i pay customs duty on top", "海外下单还要另外交关税吗",
          "passage=K03"),
        Turn("when do you email the tracking link", "物流链接什么时候发我", "passage=K04"),
      ]),
    Script(
      "fourth-pickup",
      [
        Turn(
          "can my parcel go to a pickup point rather than my house", "能不能送到自提点我自己去拿",
          "passage=K06"),
        Turn("do i have to show id at the pickup point", "去自提点取件要带身份证吗", "passage=K06"),
      ]),
    Script(
      "fourth-swimwear",
      [
        Turn(
          "can swimwear be returned once the seal has been taken off", "泳衣封条撕了还给退吗",
          "passage=K12"),
        Turn("same with underwear?", "那内衣是不是也不能退", "passage=K12"),
      ]),
    Script(
      "fourth-guarantee",
      [
        Turn(
          "how long is the guarantee if something turns out to be faulty",
          "衣服有质量问题你们保多久",
          "passage=K13"),
        Turn(
          "how many days after receiving a return do you usually refund",
          "你们收到退货以后一般几天退款",
          "passage=K10"),
      ]),
    Script(
      "fourth-measuring",
      [
        Turn(
          "how do i measure my chest and waist properly for your size table",
          "对照尺码表的话胸围腰围怎么量",
          "passage=K14"),
        Turn("are your shoe sizes european or american", "你们鞋子是欧码还是美码", "passage=K15"),
        Turn(
          "i'm 172 cm tall, which length of jeans is for me", "身高172，牛仔裤选多少裤长",
          "passage=K17"),
      ]),
    Script(
      "fourth-paying",
      [
        Turn("hi, do you take wechat pay", "你好，能用微信付吗", "passage=K18"),
        Turn("is there interest if i pay in instalments", "分期付款收利息吗", "passage=K19"),
        Turn(
          "does a discount code work on things already at half price", "已经打五折的还能用优惠码吗",
          "passage=K22"),
      ]),
    Script(
      "fourth-late-change",
      [
        Turn(
          "how much time is there to change an order after placing it",
          "下单以后多长时间内可以修改订单",
          "passage=K25"),
        Turn("are things in my basket reserved for me", "放购物车里的会给我留着吗", "passage=K27"),
      ]),
    Script(
      "fourth-care",
      [
        Turn("does dark denim bleed in the wash", "深色牛仔裤洗了会掉色吗", "passage=K30"),
        Turn(
          "my leather shoes got soaked, how should i dry them", "皮鞋淋湿了怎么弄干",
          "passage=K31"),
        Turn("can a silk blouse go in the machine", "真丝衬衫能机洗吗", "passage=K29"),
      ]),
    Script(
      "fourth-inbox",
      [
        Turn("how do i make your newsletter stop", "老收到你们的推广邮件，怎么退订", "passage=K35"),
        Turn("where can i see what's left on my gift card", "礼品卡余额去哪查", "passage=K24"),
      ]),
  ]

  private static let fourthPeople: [Script] = [
    Script(
      "fourth-human-short",
      [
        Turn("human agent pls", "人工客服", "handover=asked"),
        Turn("you still there?", "还在吗", "silent"),
      ]),
    Script(
      "fourth-human-advice",
      [
        Turn("any yellow scarves", "有黄色围巾吗", "every.color=yellow; every.category=scarf"),
        Turn(
          "i'd prefer a real human to advise me, can you connect me", "想让真人帮我挑，转一下人工",
          "handover=asked"),
      ]),
    Script(
      "fourth-complaint-courier",
      [
        Turn(
          "your driver swore at my wife, i wish to make a complaint",
          "快递员态度恶劣还骂人，我必须投诉",
          "handover=complaint"),
        Turn("well?", "怎么没人回", "silent"),
      ]),
    Script(
      "fourth-complaint-service",
      [
        Turn(
          "third time i write to you, absolutely disgraceful service, i'm making a formal complaint",
          "找你们三次了都没人管，服务太差了，投诉",
          "handover=complaint")
      ]),
    Script(
      "fourth-legal-court",
      [
        Turn(
          "i'm taking you to court over this", "这事咱们法院见，我要起诉",
          "handover=legal_or_medical")
      ]),
    Script(
      "fourth-medical-hospital",
      [
        Turn(
          "my little boy had an allergic reaction to your hoodie and is in hospital",
          "孩子穿了你们的卫衣过敏，现在住院了",
          "handover=legal_or_medical")
      ]),
    Script(
      "fourth-outside-then-inside",
      [
        Turn("could you do my maths homework", "帮我写下数学作业呗", "refused"),
        Turn(
          "ok ok, what time do your stores close on saturdays", "好吧，那周六门店几点关门",
          "passage=K37"),
      ]),
    Script(
      "fourth-outside-twice",
      [
        Turn("what's the capital of mongolia", "蒙古国的首都是哪里", "refused"),
        Turn(
          "then book me a table at an italian restaurant tonight", "那帮我订个今晚的西餐厅",
          "handover=not_understood"),
      ]),
    Script(
      "fourth-evening",
      [
        Turn("good evening", "晚上好", "phrase=greeting"),
        Turn(
          "is the price visible on the delivery note if i get it gift wrapped",
          "选礼品包装的话，送货单上会显示价格吗",
          "passage=K28"),
        Turn("lovely, thanks so much", "好哒，谢谢亲", "phrase=thanks"),
      ]),
    Script(
      "fourth-hiya",
      [
        Turn("hiya", "哈喽", "phrase=greeting"),
        Turn(
          "how many loyalty points do i get for spending 50", "消费50块能攒多少积分",
          "passage=K34"),
      ]),
  ]
}
