extension DemoConversations {
  static let heldScripts: [Script] =
    heldOrders + heldCancels + heldAddresses + heldReturns + heldExchanges + heldFaults
    + heldProducts + heldMoreProducts + heldRefinements + heldQuestions + heldMoreQuestions
    + heldPeople

  private static let heldOrders: [Script] = [
    Script(
      "eighth-order-birthday",
      [
        Turn(
          "so {order} is meant to be a birthday present for saturday, did you ship it already?",
          "{order}是给闺蜜的生日礼物，周六就要，发货了没？", "tool=order_status; argument.order={order}"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn("hmm. how quick is express, for the next time?", "唉，下次选加急的话一般几天能到？", "passage=K01"),
      ]),
    Script(
      "eighth-order-and-the-other",
      [
        Turn(
          "Could you tell me what's happening with P31907?", "帮忙看下P31907现在怎么样了",
          "tool=order_status; argument.order=P31907"),
        Turn(
          "tool done status=delivered date=2026-12-04",
          "tool done status=delivered date=2026-12-04",
          "phrase=order_status.delivered; phrase=order_status.day"),
        Turn("Lovely. And H52264?", "嗯嗯，H52264呢？", "tool=order_status; argument.order=H52264"),
        Turn("tool done status=packed", "tool done status=packed", "phrase=order_status.packed"),
        Turn("When do I get the mail with the tracking link?", "物流链接什么时候会发到我邮箱？", "passage=K04"),
      ]),
    Script(
      "eighth-order-wheres-my-stuff",
      [
        Turn("wheres my order", "我的订单到哪儿了呀", "asks=order"),
        Turn(
          "don't know the number by heart, one sec. what does the courier do if i don't open the door?",
          "单号我不记得，稍等。快递员上门我不在家的话怎么处理？", "passage=K05"),
        Turn("got it, E18854", "有了，E18854", "tool=order_status; argument.order=E18854"),
        Turn("tool not_found", "tool not_found", "phrase=order.not_found"),
        Turn(
          "sorry that's an 8 not a 5: E18884", "看错了，是E18884",
          "tool=order_status; argument.order=E18884"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
      ]),
    Script(
      "eighth-order-changed-my-mind",
      [
        Turn(
          "Good afternoon, what is the status of W60418, please?", "下午好，请问W60418目前是什么状态？",
          "tool=order_status; argument.order=W60418"),
        Turn("tool done status=placed", "tool done status=placed", "phrase=order_status.placed"),
        Turn(
          "Good, then it's not too late. Please cancel it, I no longer need it.",
          "那还来得及，帮我把它取消了吧，不需要了", "tool=cancel_order; argument.order=W60418"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
        Turn("cheers, much appreciated", "谢谢啦，帮大忙了", "phrase=thanks"),
      ]),
    Script(
      "eighth-order-still-not-here",
      [
        Turn(
          "{order} is STILL not here, where is it", "{order}怎么还没到啊，到底在哪",
          "tool=order_status; argument.order={order}"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn(
          "and if it got lost on the way, do you send it again?", "万一路上丢件了，你们给补发吗？", "passage=K07"),
      ]),
    Script(
      "eighth-order-neighbour",
      [
        Turn("S20933, delivered or not", "S20933签收了吗", "tool=order_status; argument.order=S20933"),
        Turn(
          "tool done status=delivered date=2026-12-07",
          "tool done status=delivered date=2026-12-07",
          "phrase=order_status.delivered; phrase=order_status.day"),
        Turn(
          "ah my neighbour had it. but there's somebody else's skirt in the box, you sent me the wrong item",
          "哦在邻居那儿。可是打开一看是条裙子，我没买过，你们发错货了", "tool=report_fault; argument.order=S20933"),
        Turn("tool done", "tool done", "phrase=report_fault.done"),
      ]),
  ]

  private static let heldCancels: [Script] = [
    Script(
      "eighth-cancel-asap",
      [
        Turn(
          "hi, ordered {order} by mistake, cancel it asap pls", "你好，{order}是我误拍的，麻烦尽快取消",
          "tool=cancel_order; argument.order={order}"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn("yeah go ahead", "行，那就这么办吧", "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2027-01-06", "tool done deadline=2027-01-06",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "eighth-cancel-same-coat",
      [
        Turn(
          "Kindly cancel order Z51176, my daughter was given the very same coat by her aunt.",
          "请取消订单Z51176，孩子姑姑已经送了她一件一样的大衣", "tool=cancel_order; argument.order=Z51176"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn(
          "No, don't bother. Something else: where can I see the balance of my gift card?",
          "不用退了。另外想问一下，礼品卡余额在哪儿看？", "passage=K24"),
      ]),
    Script(
      "eighth-cancel-which-digits",
      [
        Turn("cancel my order", "我要取消订单", "asks=order"),
        Turn(
          "X10094, no wait, X10049", "X10094，等下，应该是X10049",
          "tool=cancel_order; argument.order=X10049"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
        Turn(
          "right, next thing: i need black jeans", "好，接下来我想看看黑色牛仔裤",
          "every.color=black; every.category=jeans"),
      ]),
    Script(
      "eighth-cancel-how-long",
      [
        Turn(
          "how long after ordering can you still call the whole thing off?", "下完单多长时间之内还能取消？",
          "passage=K25"),
        Turn(
          "phew, i only ordered ten minutes ago. U73380 please, cancel it", "还好我刚下单十分钟，U73380取消掉吧",
          "tool=cancel_order; argument.order=U73380"),
        Turn("tool done", "tool done", "phrase=cancel_order.done"),
        Turn("you're a star, thank you", "太给力了，谢谢你", "phrase=thanks"),
      ]),
    Script(
      "eighth-cancel-then-return-refused",
      [
        Turn(
          "i dont want Q84406 any more, please cancel", "Q84406我不想要了，帮忙取消",
          "tool=cancel_order; argument.order=Q84406"),
        Turn("tool refused", "tool refused", "phrase=cancel_order.refused"),
        Turn(
          "ok yes, register it for a return", "好的，那登记退货吧",
          "tool=return_item; argument.order=Q84406"),
        Turn("tool refused", "tool refused", "phrase=return_item.refused"),
        Turn("get me somebody human please", "给我转人工", "handover=asked"),
        Turn("hello?", "在吗？", "silent"),
      ]),
  ]

  private static let heldAddresses: [Script] = [
    Script(
      "eighth-address-parents",
      [
        Turn(
          "please send {order} to my parents in {city}, not to me. can you change the address?",
          "{order}别寄我这儿了，收货地址改到{city}我爸妈家",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
        Turn("thanks! and standard delivery takes how many days?", "谢谢！普通配送大概要几天？", "passage=K01"),
      ]),
    Script(
      "eighth-address-wrong-again",
      [
        Turn(
          "Please change the delivery address of K40517, it has to go to Hamburg.",
          "K40517要换个收货地址，寄到武汉", "tool=change_address; argument.order=K40517; argument.city=*"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
        Turn(
          "Oh dear, I said it wrong. Change it to Bremen, not Hamburg.", "哎呀说错了，不是武汉，改成长沙",
          "tool=change_address; argument.order=K40517; argument.city=*"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "eighth-address-pickup-instead",
      [
        Turn(
          "i need the address of an order changed to {city}", "有个订单的收货地址要改成{city}", "asks=order"),
        Turn(
          "{order}", "{order}",
          "tool=change_address; argument.order={order}; argument.city={city}"),
        Turn("tool refused", "tool refused", "phrase=change_address.refused"),
        Turn(
          "pity. how do i have my parcels sent to a pickup point in future?", "可惜了。以后想寄到自提点要怎么操作？",
          "passage=K06"),
      ]),
    Script(
      "eighth-address-abroad",
      [
        Turn("D66302 needs a different delivery address", "D66302的收货地址得换一个", "asks=city"),
        Turn("wait, first: do you deliver abroad at all?", "等等，先问一句，国外能送吗？", "passage=K03"),
        Turn(
          "ok good. Tokyo then", "那好，改到东京",
          "tool=change_address; argument.order=D66302; argument.city=*"),
        Turn("tool done", "tool done", "phrase=change_address.done"),
      ]),
    Script(
      "eighth-address-leeds",
      [
        Turn(
          "The address on B93350 is wrong. Could you change it so that it goes to Leeds?",
          "B93350地址写错了，能帮我改到合肥吗？", "tool=change_address; argument.order=B93350; argument.city=*"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("so is it changed now or not?", "所以到底改没改成？", "silent"),
      ]),
  ]

  private static let heldReturns: [Script] = [
    Script(
      "eighth-return-doesnt-suit",
      [
        Turn(
          "the skirt from {order} just doesn't suit me, pls set up a return",
          "{order}的半身裙上身不好看，帮我办退货", "tool=return_item; argument.order={order}"),
        Turn(
          "tool done deadline=2027-01-09", "tool done deadline=2027-01-09",
          "phrase=return_item.done; phrase=return_item.deadline"),
        Turn("does it cost me anything to send it back?", "退回去要我出运费吗？", "passage=K09"),
      ]),
    Script(
      "eighth-return-not-yet",
      [
        Turn("I'd like to send something back.", "我有件东西想退货", "asks=order"),
        Turn(
          "Actually, leave that for now and tell me whether V50218 is on its way.",
          "先不退了，你先帮我查查V50218发货了没有", "tool=order_status; argument.order=V50218"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
        Turn("Okay, I'll wait for it then. Thank you!", "好，那我再等等，谢谢", "phrase=thanks"),
      ]),
    Script(
      "eighth-return-bikini",
      [
        Turn("can i return a bikini if the seal is off already", "泳衣封条撕掉了还可以退吗", "passage=K12"),
        Turn(
          "too bad. but M77125 i do want to return, nothing special about that one",
          "好吧。那M77125我要退，这单就是普通衣服", "tool=return_item; argument.order=M77125"),
        Turn(
          "tool done deadline=2026-12-31", "tool done deadline=2026-12-31",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
    Script(
      "eighth-return-how-many-days",
      [
        Turn(
          "return G20581 please, i don't like the cut", "G20581版型不喜欢，申请退货",
          "tool=return_item; argument.order=G20581"),
        Turn("tool refused", "tool refused", "phrase=return_item.refused"),
        Turn(
          "how many days does one have for returning things, then?", "那你们的退货期限到底是多少天？",
          "passage=K08"),
        Turn("I see. thanks anyway", "明白了，还是谢谢你", "phrase=thanks"),
      ]),
    Script(
      "eighth-refund-posted-back",
      [
        Turn(
          "I posted everything back last week. Could you check how my refund for {order} is getting on?",
          "上周就把东西寄回去了，帮我看看{order}的退款进度", "tool=refund_status; argument.order={order}"),
        Turn(
          "tool done amount=59.95", "tool done amount=59.95",
          "phrase=refund_status.done; phrase=refund.amount"),
        Turn(
          "And which way does it reach me, to the card I paid with?", "这钱是原路退回到我付款的卡里吗？",
          "passage=K10"),
      ]),
    Script(
      "eighth-refund-hasnt-shown-up",
      [
        Turn("my refund hasnt shown up yet, can u look", "退款一直没到账，帮我查一下", "asks=order"),
        Turn("N41190", "N41190", "tool=refund_status; argument.order=N41190"),
        Turn(
          "tool done amount=112.00", "tool done amount=112.00",
          "phrase=refund_status.done; phrase=refund.amount"),
        Turn("perfect thats all i wanted to know, thanks", "好的知道了，谢谢", "phrase=thanks"),
      ]),
  ]

  private static let heldExchanges: [Script] = [
    Script(
      "eighth-exchange-pinch",
      [
        Turn(
          "the sneakers from Q25561 pinch, i want to exchange them for a 43",
          "Q25561的运动鞋挤脚，我要换成43码", "tool=exchange_item; argument.order=Q25561; argument.size=43"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
        Turn("awesome thx", "太好啦，谢谢", "phrase=thanks"),
      ]),
    Script(
      "eighth-exchange-swap",
      [
        Turn(
          "Would it be possible to exchange what I got in {order} for size {size}?",
          "{order}买的尺码不合适，能给我换成{size}吗？",
          "tool=exchange_item; argument.order={order}; argument.size={size}"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
        Turn(
          "Wonderful. At what point do you send out the new one?", "好的，那新的那件你们什么时候寄出来？",
          "passage=K11"),
      ]),
    Script(
      "eighth-exchange-between-sizes",
      [
        Turn(
          "The coat in T91847 is too big for me, I'd like to exchange it for another size.",
          "T91847的大衣太大了，想换一个码", "asks=size"),
        Turn(
          "Hm. If someone is between two sizes, which one should they take?",
          "嗯……要是正好在两个码中间，选大的还是选小的？", "passage=K14"),
        Turn(
          "Then I'll have an L.", "那就换L码吧",
          "tool=exchange_item; argument.order=T91847; argument.size=L"),
        Turn("tool done", "tool done", "phrase=exchange_item.done"),
      ]),
    Script(
      "eighth-exchange-forget-it",
      [
        Turn(
          "wrong size trousers in J30972, need to exchange them", "J30972的长裤尺码买错了，要换货",
          "asks=size"),
        Turn(
          "you know what, forget the exchange. i want to return them", "算了，换货太麻烦，我直接退货吧",
          "tool=return_item; argument.order=J30972"),
        Turn(
          "tool done deadline=2027-01-04", "tool done deadline=2027-01-04",
          "phrase=return_item.done; phrase=return_item.deadline"),
      ]),
  ]

  private static let heldFaults: [Script] = [
    Script(
      "eighth-fault-zip",
      [
        Turn(
          "the zip on the jacket i got with {order} broke the second time i wore it",
          "{order}那件夹克才穿两次拉链就坏了", "tool=report_fault; argument.order={order}"),
        Turn(
          "tool done date=2026-12-16", "tool done date=2026-12-16",
          "phrase=report_fault.done; phrase=report_fault.day"),
        Turn(
          "for how many years do you answer for faults like that?", "这种质量问题你们管几年？", "passage=K13"),
      ]),
    Script(
      "eighth-fault-sandals",
      [
        Turn(
          "I ordered sandals and there's a handbag in the parcel. That's the wrong item!",
          "我买的是凉鞋，收到的却是个包，发错东西了吧", "asks=order"),
        Turn("A40826", "A40826", "tool=report_fault; argument.order=A40826"),
        Turn("tool done", "tool done", "phrase=report_fault.done"),
        Turn("Thank you for sorting that out.", "处理得真快，谢谢", "phrase=thanks"),
      ]),
    Script(
      "eighth-fault-torn-hat",
      [
        Turn("my hat arrived damaged, the brim's torn", "帽子收到就是坏的，帽檐裂了", "asks=order"),
        Turn(
          "its H71150... no sorry H71155", "H71150……不对不对，H71155",
          "tool=report_fault; argument.order=H71155"),
        Turn(
          "tool done date=2026-12-18", "tool done date=2026-12-18",
          "phrase=report_fault.done; phrase=report_fault.day"),
      ]),
    Script(
      "eighth-refund-request-points",
      [
        Turn(
          "I'm requesting a refund for order X22917.", "订单X22917，我申请退款",
          "tool=request_refund; argument.order=X22917"),
        Turn(
          "tool done amount=74.95", "tool done amount=74.95",
          "phrase=request_refund.done; phrase=refund.amount"),
        Turn(
          "And do you take loyalty points away again after a return?", "退货之后，之前得的会员积分会扣掉吗？",
          "passage=K34"),
      ]),
    Script(
      "eighth-refund-request-fails",
      [
        Turn("i want to apply for a refund", "我要申请退款", "asks=order"),
        Turn("order no. is {order}", "订单号{order}", "tool=request_refund; argument.order={order}"),
        Turn("tool failed", "tool failed", "handover=tool_failed"),
        Turn("anyone there?", "有人吗", "silent"),
      ]),
  ]

  private static let heldProducts: [Script] = [
    Script(
      "eighth-dress-cocktail",
      [
        Turn(
          "Cocktail party next week! Show me black dresses, please.", "下周公司酒会，给我看看黑色连衣裙吧",
          "every.color=black; every.category=dress"),
        Turn("hmm no, the red ones", "嗯，还是看红色的吧", "every.color=red; every.category=dress"),
        Turn("the second one costs what?", "第二条什么价格？", "phrase=product.price"),
      ]),
    Script(
      "eighth-boots-gone",
      [
        Turn(
          "black boots pls, 130 is my limit", "求推荐黑色靴子，预算130以内",
          "every.color=black; every.category=boots; every.price<=130"),
        Turn("is the first pair there in 40?", "第一双40码有现货吗？", "tool=check_stock; argument.size=40"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
        Turn("argh. anything similar to it?", "啊没有了，有跟它相似的款吗？", "phrase=products.alike"),
      ]),
    Script(
      "eighth-sandals-colors",
      [
        Turn(
          "Which {color} sandals do you have?", "你们有哪些{color}凉鞋？",
          "every.color={color}; every.category=sandals"),
        Turn(
          "not my thing. in {color2}?", "一般般，{color2}的呢？",
          "every.color={color2}; every.category=sandals"),
        Turn("the first pair, what's it made of?", "第一双是什么材质做的？", "phrase=product.material"),
      ]),
    Script(
      "eighth-white-then-black",
      [
        Turn(
          "do you sell white {category}", "你家卖白色{category}吗",
          "every.color=white; every.category={category}"),
        Turn(
          "gets dirty too fast. black please", "白的不耐脏，换黑色看看",
          "every.color=black; every.category={category}"),
        Turn(
          "i like the first, but is there something like it for less money?", "第一个挺喜欢，有没有类似的再便宜点的？",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "eighth-coat-for-dad",
      [
        Turn(
          "My father turns sixty and deserves a proper navy coat. What have you got?",
          "我爸六十大寿，想给他挑件藏青色大衣，有什么款？", "every.color=navy; every.category=coat"),
        Turn("What is the second coat made of?", "第二件大衣是什么料子？", "phrase=product.material"),
        Turn("And its price?", "它卖多少钱？", "phrase=product.price"),
      ]),
    Script(
      "eighth-skirt-goes-with",
      [
        Turn(
          "beige skirt for the office", "上班穿的米色半身裙有吗", "every.color=beige; every.category=skirt"),
        Turn(
          "what would go with the first one?", "第一条可以搭什么穿？",
          "phrase=products.together|products.alike"),
      ]),
    Script(
      "eighth-shirt-like-that",
      [
        Turn("navy shirts?", "藏青色衬衫有没有", "every.color=navy; every.category=shirt"),
        Turn("show me more like the second one", "第二件那种的再给我来几件看看", "phrase=products.alike"),
      ]),
  ]

  private static let heldMoreProducts: [Script] = [
    Script(
      "eighth-blazer-both-in-l",
      [
        Turn(
          "Hello, I'm after a grey blazer.", "你好，我想买灰色西装外套",
          "every.color=grey; every.category=blazer"),
        Turn("Is the first one available in L?", "第一件L码有货吗？", "tool=check_stock; argument.size=L"),
        Turn("tool done count=4", "tool done count=4", "phrase=check_stock.there"),
        Turn("And the second one, also in L?", "第二件呢，L码也有吗？", "tool=check_stock; argument.size=L"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
      ]),
    Script(
      "eighth-heels-runs-small",
      [
        Turn(
          "navy heels under 100", "100以下的藏青色高跟鞋",
          "every.color=navy; every.category=heels; every.price<=100"),
        Turn("where do i see whether a shoe runs small?", "鞋子偏不偏小在哪里能看到？", "passage=K16"),
        Turn("okay. how much is the second pair?", "好，那第二双多少钱？", "phrase=product.price"),
      ]),
    Script(
      "eighth-scarf-with-message",
      [
        Turn(
          "looking for a blue scarf for my mum, not over 30", "想给妈妈买条蓝色围巾，不超过30",
          "every.color=blue; every.category=scarf; every.price<=30"),
        Turn("can it be gift wrapped with a little card?", "能做礼品包装、附张小贺卡吗？", "passage=K28"),
        Turn("sweet. and what does the first scarf cost?", "不错。第一条围巾多少钱？", "phrase=product.price"),
      ]),
    Script(
      "eighth-jeans-tighter-budget",
      [
        Turn(
          "black jeans, not more than 80", "黑色牛仔裤，80以内",
          "every.color=black; every.category=jeans; every.price<=80"),
        Turn("or rather grey", "还是灰色吧", "every.color=grey; every.category=jeans; every.price<=80"),
        Turn("does the first one exist in XS", "第一条XS码还有吗", "tool=check_stock; argument.size=XS"),
        Turn("tool done count=1", "tool done count=1", "phrase=check_stock.there"),
      ]),
  ]

  private static let heldRefinements: [Script] = [
    Script(
      "eighth-hoodie-step-by-step",
      [
        Turn(
          "any hoodies for less than 50?", "50块以下的卫衣有吗？", "every.category=hoodie; every.price<=50"),
        Turn("in grey please", "要灰色的", "every.color=grey; every.category=hoodie; every.price<=50"),
        Turn("no, black", "不，黑色的", "every.color=black; every.category=hoodie; every.price<=50"),
        Turn(
          "which size would be right for me in the first one?", "第一件我穿几码合适？",
          "phrase=size.best|size.not_known"),
      ]),
    Script(
      "eighth-sweater-typo",
      [
        Turn("got any white swaeters", "有没有白色的毛衣呀", "every.color=white; every.category=sweater"),
        Turn("what fabric is the second", "第二件是什么面料", "phrase=product.material"),
        Turn("is it in stock in M", "它M码有货没", "tool=check_stock; argument.size=M"),
        Turn("tool done count=2", "tool done count=2", "phrase=check_stock.there"),
        Turn("and S?", "S码呢", "tool=check_stock; argument.size=S"),
        Turn("tool done count=0", "tool done count=0", "phrase=check_stock.gone"),
      ]),
    Script(
      "eighth-trousers-i-mean-jeans",
      [
        Turn("white trousers please", "看看白色长裤", "every.color=white; every.category=trousers"),
        Turn(
          "no i mean jeans, white jeans", "不是长裤，我说的是白色牛仔裤",
          "every.color=white; every.category=jeans"),
        Turn("price of the first?", "第一条价格多少？", "phrase=product.price"),
        Turn(
          "anything similar that costs less than that one?", "有没有比这条便宜的类似款？",
          "phrase=products.cheaper|products.none_cheaper"),
      ]),
    Script(
      "eighth-tshirt-budget",
      [
        Turn(
          "I need a few white t-shirts for the gym.", "健身穿，想买几件白色T恤",
          "every.color=white; every.category=t-shirt"),
        Turn(
          "Nothing above 25, please.", "价格别超过25",
          "every.color=white; every.category=t-shirt; every.price<=25"),
        Turn("Good. What is the first one made of?", "可以，第一件是什么材质？", "phrase=product.material"),
        Turn("Fine, that will do. Many thanks!", "行，够了，非常感谢", "phrase=thanks"),
      ]),
  ]

  private static let heldQuestions: [Script] = [
    Script(
      "eighth-ask-paying",
      [
        Turn("Do you accept bank transfers?", "可以银行转账付款吗？", "passage=K18"),
        Turn(
          "And when paying in three instalments, how far apart are they?", "分三期付的话，每期隔多少天？",
          "passage=K19"),
        Turn("Does a discount code also count for gift cards?", "买礼品卡能用优惠码吗？", "passage=K22"),
      ]),
    Script(
      "eighth-ask-shipping",
      [
        Turn("how much do i have to spend so that shipping is free", "满多少包邮啊", "passage=K02"),
        Turn(
          "do i pay customs on top if you deliver to another country", "寄到国外还要另交关税吗",
          "passage=K03"),
        Turn(
          "what do i have to bring to collect something at the pickup point", "去自提点取件要带什么",
          "passage=K06"),
      ]),
    Script(
      "eighth-ask-cheaper-now",
      [
        Turn(
          "bought a coat on tuesday and now it's 20 cheaper on your site. do i get the difference?",
          "周二刚买的大衣，今天降了20块，能退差价吗？", "passage=K23"),
        Turn("when does the invoice come?", "发票什么时候发给我？", "passage=K21"),
        Turn(
          "can i get what is left on a gift card paid out in cash?", "礼品卡里剩的钱可以提现吗？",
          "passage=K24"),
      ]),
    Script(
      "eighth-ask-returning",
      [
        Turn(
          "Can something that was made to measure for me be returned?", "量身定制的衣服可以退吗？",
          "passage=K12"),
        Turn("Do the labels still have to be on for a return?", "吊牌剪了还能退吗？", "passage=K08"),
        Turn("Can one also exchange an item for another colour?", "换货可以换别的颜色吗？", "passage=K11"),
      ]),
    Script(
      "eighth-ask-things-gone-wrong",
      [
        Turn(
          "how many days do i have to tell you if a parcel gets here damaged?",
          "包裹送到时破损了，要在几天内联系你们？", "passage=K07"),
        Turn(
          "is it still possible to change an order once it's being packed", "订单已经在打包了还能修改吗",
          "passage=K25"),
        Turn(
          "do i have to print the return label or is there a code?", "退货标签一定要打印吗，有没有二维码？",
          "passage=K09"),
      ]),
  ]

  private static let heldMoreQuestions: [Script] = [
    Script(
      "eighth-ask-fitting",
      [
        Turn("how do i measure myself to find my size?", "选尺码的话身上要怎么量？", "passage=K14"),
        Turn("are your shoe sizes european", "你们的鞋码是欧码吗", "passage=K15"),
        Turn(
          "i'm 172 cm tall, which trouser length should i take", "我身高172，裤长应该选哪个", "passage=K17"),
      ]),
    Script(
      "eighth-ask-washing",
      [
        Turn(
          "Is it all right to wring out a wool sweater after washing?", "羊毛衫洗完可以拧干吗？",
          "passage=K29"),
        Turn("Should jeans be turned inside out for the wash?", "洗牛仔裤需要翻面吗？", "passage=K30"),
        Turn(
          "My leather shoes got soaked. Can I dry them on the heater?", "皮鞋淋湿了，能放暖气上烤干吗？",
          "passage=K31"),
        Turn("And how do you brush suede?", "麂皮应该怎么刷？", "passage=K32"),
      ]),
    Script(
      "eighth-ask-account",
      [
        Turn("the link for a new password, how long does it work?", "重置密码的链接多久失效？", "passage=K33"),
        Turn("whats 100 loyalty points worth in money", "100积分能抵多少钱", "passage=K34"),
        Turn(
          "after unsubscribing, how soon does the newsletter stop?", "退订新闻邮件之后多久生效？",
          "passage=K35"),
        Turn(
          "where can i download the personal data you keep about me", "你们存的我的个人数据在哪里可以下载",
          "passage=K36"),
      ]),
    Script(
      "eighth-ask-stores",
      [
        Turn("How late are your stores open on Saturdays?", "门店周六营业到几点？", "passage=K37"),
        Turn(
          "Is an item reserved for me while it's in my basket?", "放进购物车的东西会给我预留吗？", "passage=K27"),
        Turn(
          "My size is sold out. Can you let me know when it's back?", "我的尺码卖完了，到货了能通知我吗？",
          "passage=K26"),
      ]),
  ]

  private static let heldPeople: [Script] = [
    Script(
      "eighth-person-instead-of-size",
      [
        Turn(
          "R48213 doesn't fit, i need to exchange it for another size", "R48213不合身，想换个尺码",
          "asks=size"),
        Turn("can i just chat with a human being about it?", "我能不能直接跟真人客服聊？", "handover=asked"),
        Turn("i'll hold", "好，我等", "silent"),
      ]),
    Script(
      "eighth-complaint-shop-assistant",
      [
        Turn(
          "One of the assistants in your store laughed at my figure. I want to lodge a complaint about her.",
          "你们门店的店员当面嘲笑我的身材，我要投诉她", "handover=complaint"),
        Turn("Are you still there?", "还在吗？", "silent"),
      ]),
    Script(
      "eighth-complaint-after-status",
      [
        Turn("any news on Y70336", "Y70336有进展了吗", "tool=order_status; argument.order=Y70336"),
        Turn("tool done status=packed", "tool done status=packed", "phrase=order_status.packed"),
        Turn(
          "packed, packed, for nine days! your service is a disgrace, i'm filing a complaint",
          "打包打了九天？你们这服务太差劲了，我要投诉", "handover=complaint"),
      ]),
    Script(
      "eighth-legal-court",
      [
        Turn(
          "I have had enough. I'm taking you to court over this.", "我受够了，我要去法院起诉你们",
          "handover=legal_or_medical"),
        Turn("well?", "说话呀", "silent"),
      ]),
    Script(
      "eighth-medical-hospital",
      [
        Turn(
          "your scarf gave me an allergic reaction, i couldn't breathe and ended up in hospital",
          "戴了你们家的围巾严重过敏，喘不上气，都住院了", "handover=legal_or_medical")
      ]),
    Script(
      "eighth-outside-cooking",
      [
        Turn("how do you cook a good risotto?", "红烧肉怎么做好吃？", "refused"),
        Turn(
          "haha ok. do you have green sneakers then?", "哈哈行吧，那有绿色运动鞋吗？",
          "every.color=green; every.category=sneakers"),
      ]),
    Script(
      "eighth-outside-twice",
      [
        Turn("who is the president of france", "法国现任总统是谁", "refused"),
        Turn("and what's the tallest mountain in africa", "那非洲最高的山是哪座", "handover=not_understood"),
      ]),
    Script(
      "eighth-outside-homework",
      [
        Turn("i want to know how far my parcel is", "想知道我的快递走到哪了", "asks=order"),
        Turn(
          "could you do my maths homework while i look for the number?", "我找单号的时候，你能帮我写数学作业吗？",
          "refused"),
        Turn(
          "fine. R14420, where is that parcel?", "好吧，R14420，这个包裹到哪了？",
          "tool=order_status; argument.order=R14420"),
        Turn("tool done status=sent", "tool done status=sent", "phrase=order_status.sent"),
      ]),
    Script(
      "eighth-hello-film",
      [
        Turn("hey there :)", "哈喽～", "phrase=greeting"),
        Turn("i'd love a brown blouse", "想买件棕色雪纺衫", "every.color=brown; every.category=blouse"),
        Turn(
          "did you see any good film lately, what should i watch tonight?", "最近有什么好看的电影推荐吗？",
          "refused"),
        Turn("no worries. the first blouse is how much?", "没关系，第一件雪纺衫多少钱？", "phrase=product.price"),
        Turn("great, thank you very much", "好的，非常感谢", "phrase=thanks"),
      ]),
  ]
}
