/// What shoppers want from the chat, and how they say it.
extension DemoUtterances {
  static let intents: [Intent] = [
    Intent(
      "track_order",
      en: [
        "where is my order {order}", "has order {order} been sent yet", "track my order {order}",
        "when will my order arrive", "I want to know where my package is",
      ],
      enTest: [
        "any news about parcel {order}", "still waiting for my delivery, whereabouts is it",
      ],
      zh: ["我的订单{order}到哪里了", "订单{order}发货了吗", "查一下我的物流", "我的快递什么时候到"],
      zhTest: ["包裹{order}还没收到，现在在哪", "怎么迟迟不见派送"]),
    Intent(
      "cancel_order",
      en: [
        "cancel my order {order}", "I want to cancel what I ordered",
        "can I still cancel order {order}",
        "please stop my order {order}",
      ],
      enTest: [
        "I changed my mind about {order}, call it off", "scrap purchase {order} before it leaves",
      ],
      zh: ["我要取消订单{order}", "订单{order}还能取消吗", "帮我取消刚才的订单"],
      zhTest: ["{order}不想要了，别发了", "撤销一下刚下的单"]),
    Intent(
      "change_address",
      en: [
        "change the address of order {order}", "send my order to {city} instead",
        "I entered a wrong address", "can I change where {order} is delivered",
      ],
      enTest: ["I moved house, redirect {order} to {city}", "the street I typed is incorrect"],
      zh: ["修改订单{order}的地址", "把我的订单改寄到{city}", "我的地址填错了"],
      zhTest: ["我搬家了，{order}转寄{city}", "街道写得不对，怎么改"]),
    Intent(
      "return_item",
      en: [
        "I want to return the {category}", "how do I return order {order}",
        "how can I send the {color} {category} back", "how long can I return an item",
      ],
      enTest: [
        "the {category} isn't for me, where do I hand it in", "can I bring {order} back to you",
      ],
      zh: ["我想退掉这件{category}", "订单{order}怎么退货", "{color}的{category}怎么退", "多久之内可以退货"],
      zhTest: ["{category}不喜欢，寄回给你们可以吗", "不合心意怎么办理退回"]),
    Intent(
      "exchange_item",
      en: [
        "exchange the {category} for size {size}", "I need a {size} instead",
        "can I exchange it for {color}", "swap my {category} for a larger size",
      ],
      enTest: [
        "trade the {category} against one in {size}", "I'd rather have it in {color}, switch it",
      ],
      zh: ["{category}换成{size}", "我想换{size}的", "可以换成{color}的吗"],
      zhTest: ["能不能调换一件{size}", "想把它改为{color}那款"]),
    Intent(
      "refund_status",
      en: [
        "when do I get my refund", "where is my refund for {order}",
        "I have not got my money back", "how long does a refund take",
      ],
      enTest: [
        "the amount for {order} isn't on my bank account", "you owe me for what I sent back",
      ],
      zh: ["退款什么时候到账", "订单{order}的退款呢", "我还没收到退款", "退款要多久"],
      zhTest: ["{order}的钱怎么还没回到卡里", "款项几天能返还"]),
    Intent(
      "delivery_time",
      en: [
        "how long does delivery to {city} take", "can you deliver by {date}",
        "will it arrive by {date}", "how many days does shipping take",
      ],
      enTest: ["is {date} realistic if I buy now", "what's the waiting period for {city}"],
      zh: ["送到{city}要几天", "{date}能送到吗", "配送需要多久"],
      zhTest: ["现在买{date}赶得上吗", "寄{city}大概等几天"]),
    Intent(
      "delivery_cost",
      en: [
        "how much is shipping to {city}", "is delivery free", "what does express delivery cost",
        "do I pay shipping above {price}",
      ],
      enTest: [
        "what's the postage fee for {city}", "from what sum on is sending gratis, {price}?",
      ],
      zh: ["寄到{city}运费多少", "包邮吗", "加急配送多少钱", "满{price}免运费吗"],
      zhTest: ["到{city}邮费怎么算", "{price}以上要不要付快递费"]),
    Intent(
      "size_advice",
      en: [
        "which size of the {category} should I take", "I usually wear {size}, which size do I need",
        "does the {category} run small", "help me find my size",
      ],
      enTest: ["would {size} be too tight in this {category}", "what fits someone 170 cm tall"],
      zh: ["这件{category}我该选什么尺码", "我平时穿{size}，该买多大", "{category}偏小吗", "帮我选尺码"],
      zhTest: ["{category}穿{size}会不会紧", "身高一米七买几号合适"]),
    Intent(
      "check_stock",
      en: [
        "is the {category} available in {size}", "do you have the {color} {category} in {size}",
        "is the {category} in stock", "when is {size} back in stock",
      ],
      enTest: ["can I still get that {color} {category}", "is {size} sold out for good"],
      zh: ["{category}有{size}吗", "{color}的{category}还有货吗", "{size}什么时候补货"],
      zhTest: ["{color}{category}还买得到吗", "{size}是不是断码了"]),
    Intent(
      "find_product",
      en: [
        "show me a {color} {category}", "I am looking for a {material} {category}",
        "find me a {category} under {price}", "do you sell {color} {category}",
      ],
      enTest: [
        "fancy something like a {material} {category}",
        "any {color} {category} below {price} around",
      ],
      zh: ["给我看看{color}的{category}", "我想找{material}的{category}", "有没有{price}以下的{category}"],
      zhTest: ["想入手一件{material}{category}", "求推荐{price}以内{color}{category}"]),
    Intent(
      "style_advice",
      en: [
        "what goes with a {color} {category}", "what should I wear to {occasion}",
        "recommend an outfit for {occasion}", "which shoes match my {category}",
      ],
      enTest: ["dress me for {occasion}", "how would you combine the {color} {category}"],
      zh: ["{color}的{category}怎么搭配", "{occasion}穿什么好", "推荐一套适合{occasion}的穿搭"],
      zhTest: ["要去{occasion}，造型给点灵感", "{category}配啥裤子鞋子"]),
    Intent(
      "price_question",
      en: [
        "how much is the {category}", "what is the price of the {color} {category}",
        "is the {category} more than {price}",
      ],
      enTest: ["what would the {category} set me back", "quote me the {color} {category}"],
      zh: ["这件{category}多少钱", "{color}的{category}什么价格", "{category}超过{price}吗"],
      zhTest: ["{category}贵不贵", "{color}{category}啥价位"]),
    Intent(
      "discount_code",
      en: [
        "my discount code does not work", "do you have a discount code", "how do I use my code",
        "is there a coupon for {category}",
      ],
      enTest: ["the voucher gets rejected", "any promo deals on {category} right now"],
      zh: ["优惠码用不了", "有优惠码吗", "优惠码怎么用", "{category}有优惠券吗"],
      zhTest: ["折扣券提示无效", "{category}最近搞活动吗"]),
    Intent(
      "payment_methods",
      en: [
        "which cards do you accept", "can I pay by bank transfer", "do you take gift cards",
        "can I pay in instalments",
      ],
      enTest: [
        "is splitting the bill over months possible", "is a mobile wallet fine at checkout",
      ],
      zh: ["可以用什么方式支付", "支持银行转账吗", "能用礼品卡吗", "可以分期付款吗"],
      zhTest: ["能刷信用卡不", "结账可以扫码吗"]),
    Intent(
      "payment_problem",
      en: [
        "my payment was refused", "the payment for {order} failed", "I was charged twice",
        "I can not pay for my basket",
      ],
      enTest: ["checkout throws an error at my card", "{order} was debited two times"],
      zh: ["支付失败了", "订单{order}付不了款", "我被重复扣款了"],
      zhTest: ["卡一直被拒绝", "{order}多收了一次钱"]),
    Intent(
      "invoice",
      en: [
        "I need an invoice for {order}", "where do I find my invoice", "send me the invoice again",
      ],
      enTest: [
        "our accountant wants a bill with VAT for {order}", "is a receipt available as PDF",
      ],
      zh: ["我要订单{order}的发票", "发票在哪里下载", "请重新发一次发票"],
      zhTest: ["{order}能开专票报销吗", "电子收据怎么拿"]),
    Intent(
      "care_instructions",
      en: [
        "how do I wash the {category}", "can I wash {material} in the machine",
        "how do I care for {material}", "may I iron the {category}",
      ],
      enTest: [
        "does {material} shrink in hot water", "a stain on my {category}, how to remove it",
      ],
      zh: ["{category}怎么洗", "{material}可以机洗吗", "{material}怎么保养"],
      zhTest: ["{material}遇热水会缩吗", "{category}沾了污渍咋处理"]),
    Intent(
      "material_question",
      en: [
        "is the {category} made of {material}", "what is the {category} made of",
        "which material is the {color} {category}",
      ],
      enTest: [
        "is there any {material} in this {category}", "what fabric composition has the {category}",
      ],
      zh: ["{category}是{material}的吗", "这件{category}是什么材质", "{color}的{category}用什么面料"],
      zhTest: ["{category}含不含{material}", "成分表上写的啥，{category}"]),
    Intent(
      "damaged_item",
      en: [
        "the {category} arrived damaged", "my {category} has a hole",
        "the zip of the {category} is broken", "order {order} is faulty",
      ],
      enTest: ["seams of the {category} came apart", "{order} turned up torn"],
      zh: ["收到的{category}是坏的", "{category}上有个洞", "{category}的拉链坏了"],
      zhTest: ["{category}开线了", "{order}拆开发现破损"]),
    Intent(
      "wrong_item",
      en: [
        "I got the wrong {category}", "you sent me {color} instead of what I ordered",
        "the wrong size was in the package", "something is missing from order {order}",
      ],
      enTest: ["this isn't the {category} I picked", "{order} was incomplete, one thing short"],
      zh: ["{category}发错了", "我收到的是{color}的，发错颜色了", "订单{order}少了一件"],
      zhTest: ["这不是我选的{category}", "{order}漏发东西"]),
    Intent(
      "store_hours",
      en: [
        "when does the store in {city} open", "is the {city} store open on {date}",
        "what are your opening hours",
      ],
      enTest: ["till what time can I shop in {city}", "are you closed {date}"],
      zh: ["{city}的门店几点开门", "{date}门店营业吗", "营业时间是几点"],
      zhTest: ["{city}店晚上几点打烊", "{date}去实体店有人吗"]),
    Intent(
      "account_password",
      en: [
        "I forgot my password", "I can not sign in to my account", "reset my password",
      ],
      enTest: ["locked out, login keeps failing", "I need new credentials"],
      zh: ["我忘记密码了", "账户登录不了", "重置密码"],
      zhTest: ["账号被锁住进不去", "口令不记得了"]),
    Intent(
      "talk_to_human",
      en: ["I want to talk to a person", "connect me with an employee", "can I speak to somebody"],
      enTest: ["no more bot, give me a real agent", "is any human around"],
      zh: ["我要转人工", "帮我接通客服", "我想和真人说话"],
      zhTest: ["别机器人了，找个活人", "叫你们工作人员来"]),
    Intent(
      "greeting",
      en: ["good morning", "good evening to you", "how are you today"],
      enTest: ["hey there", "nice to meet ya"],
      zh: ["早上好", "晚上好啊", "今天过得好吗"],
      zhTest: ["哈喽", "在不在呀"]),
    Intent(
      "thanks",
      en: ["thank you very much", "thanks for your help", "that was all, thank you"],
      enTest: ["cheers, much appreciated", "brilliant, that solved it"],
      zh: ["非常谢谢", "谢谢你的帮助", "没有别的问题了，谢谢"],
      zhTest: ["太感激啦", "搞定了，辛苦"]),
  ]
}
