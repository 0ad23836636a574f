extension Phrase {
  var texts: (english: String, chinese: String) {
    switch self {
    case .greeting:
      (
        "Hello! I can help with orders, returns, sizes and finding clothes.",
        "您好！我可以帮您查订单、办理退换货、选尺码和找衣服。"
      )
    case .thanks: ("You are welcome.", "不客气。")
    case .allRight: ("All right.", "好的。")
    case .outOfScope:
      (
        "I cannot help with that. I can help with orders, returns, sizes and finding clothes.",
        "这个我帮不上忙。我可以帮您查订单、办理退换货、选尺码和找衣服。"
      )
    case .notKnown: ("I do not know that.", "这个我不清楚。")
    case .askOrder: ("What is the order number?", "请告诉我订单号。")
    case .askSize: ("Which size do you want?", "您想要哪个尺码？")
    case .askCity: ("Which city should it go to?", "要送到哪个城市？")
    case .askItem: ("Which item do you mean?", "您说的是哪件商品？")
    case .offer: ("Shall I do that for order {order}?", "需要为订单{order}办理吗？")
    case .askAgain: ("I could not read that.", "没有看懂您的回答。")
    case .handoverAsked: ("A colleague takes over from here.", "马上为您转接人工客服。")
    case .handoverComplaint:
      ("I am sorry. A colleague takes over from here.", "非常抱歉，马上为您转接人工客服。")
    case .handoverLegalOrMedical:
      ("A person should answer that. A colleague takes over from here.", "这个问题需要人工回答，马上为您转接人工客服。")
    case .handoverNotUnderstood:
      ("I do not understand. A colleague takes over from here.", "我没有理解您的意思，马上为您转接人工客服。")
    case .handoverToolFailed:
      ("That did not work. A colleague takes over from here.", "操作没有成功，马上为您转接人工客服。")
    case .resumed: ("I am here again.", "我又为您服务了。")
    default: orderTexts ?? productTexts ?? ("", "")
    }
  }

  private var orderTexts: (english: String, chinese: String)? {
    switch self {
    case .checkingOrder: ("I am looking up order {order}.", "正在查询订单{order}。")
    case .orderPlaced: ("Order {order} is not packed yet.", "订单{order}还未打包。")
    case .orderPacked: ("Order {order} is packed.", "订单{order}已打包。")
    case .orderSent: ("Order {order} is on its way.", "订单{order}已发货。")
    case .orderSentUntil:
      ("Order {order} is on its way and should arrive on {date}.", "订单{order}已发货，预计{date}送达。")
    case .orderDelivered: ("Order {order} was delivered.", "订单{order}已送达。")
    case .orderCancelled: ("Order {order} was cancelled.", "订单{order}已取消。")
    case .orderReturned: ("Order {order} was returned.", "订单{order}已退货。")
    case .orderDay: ("That was on {date}.", "日期：{date}。")
    case .orderTracking: ("The tracking number is {tracking}.", "快递单号：{tracking}。")
    case .cancelling: ("I am asking to cancel order {order}.", "正在申请取消订单{order}。")
    case .cancelled: ("Order {order} is cancelled.", "订单{order}已取消。")
    case .cancelRefused: ("Order {order} cannot be cancelled any more.", "订单{order}已无法取消。")
    case .returnOffered: ("Shall I register it for a return instead?", "需要改为登记退货吗？")
    case .changingAddress:
      ("I am asking to send order {order} to {city}.", "正在申请将订单{order}改送到{city}。")
    case .addressChanged: ("The address of order {order} is changed.", "订单{order}的地址已修改。")
    case .addressChangedTo: ("Order {order} goes to {address}.", "订单{order}将送往{address}。")
    case .addressRefused:
      ("The address of order {order} cannot be changed any more.", "订单{order}已无法修改地址。")
    case .returning: ("I am registering the return of order {order}.", "正在登记订单{order}的退货。")
    case .returnDone: ("The return of order {order} is registered.", "订单{order}的退货已登记。")
    case .returnDeadline: ("Hand it in by {deadline}.", "请在{deadline}前寄回。")
    case .returnLabel: ("The label is {label}.", "退货标签：{label}。")
    case .returnRefused: ("Order {order} cannot be returned.", "订单{order}不能退货。")
    case .exchanging:
      ("I am asking to exchange order {order} for size {size}.", "正在申请将订单{order}换成{size}码。")
    case .exchangeDone: ("The exchange of order {order} is registered.", "订单{order}的换货已登记。")
    case .exchangeRefused: ("Order {order} cannot be exchanged.", "订单{order}不能换货。")
    case .checkingRefund: ("I am looking up the refund of order {order}.", "正在查询订单{order}的退款。")
    case .refundKnown: ("There is a refund of order {order}.", "订单{order}有退款。")
    case .refundAmount: ("It is {amount}.", "金额：{amount}。")
    case .refundDay: ("The day is {date}.", "日期：{date}。")
    case .refundRefused: ("There is no refund of order {order}.", "订单{order}不能退款。")
    case .requestingRefund: ("I am asking for the refund of order {order}.", "正在为订单{order}申请退款。")
    case .refundDone: ("Order {order} is being refunded.", "订单{order}正在退款。")
    case .reportingFault:
      ("I am reporting that something is wrong with order {order}.", "正在为订单{order}登记问题。")
    case .faultDone: ("We put order {order} right.", "订单{order}的问题已登记，我们会处理。")
    case .faultDay: ("A new parcel leaves on {date}.", "新包裹将于{date}寄出。")
    case .faultRefused: ("Nothing can be done about order {order} here.", "订单{order}无法在此处理。")
    case .orderNotFound: ("There is no order {order} of yours.", "没有找到您的订单{order}。")
    default: nil
    }
  }

  private var productTexts: (english: String, chinese: String)? {
    switch self {
    case .checkingStock: ("I am looking whether {title} is there.", "正在查询{title}的库存。")
    case .checkingStockInSize:
      ("I am looking whether {title} is there in {size}.", "正在查询{title}{size}码的库存。")
    case .stockThere: ("{title}: {count} in stock.", "{title}：有货，{count}件。")
    case .stockGone: ("{title} is sold out.", "{title}暂时缺货。")
    case .stockUnknown: ("{title} is not in the shop any more.", "{title}已下架。")
    case .productsFound: ("Pieces that have all of that: {count}.", "符合要求的商品有{count}件。")
    case .productsNone: ("No piece has that.", "没有找到这样的商品。")
    case .productsRelaxed:
      ("No piece has all of that, but these have most of it.", "没有完全符合的商品，下面这些比较接近。")
    case .productsWithout: ("Left out: {value}.", "未满足：{value}。")
    case .productsAlike: ("Like {title}:", "与{title}相似：")
    case .productsCheaper: ("Like {title}, for less than {price}:", "与{title}相似，低于{price}：")
    case .productsNoneCheaper:
      ("Nothing like {title} costs less than {price}.", "没有比{price}更便宜的{title}同类商品。")
    case .productsTogether: ("With {title} goes:", "与{title}搭配：")
    case .productsForYou: ("This may suit you:", "为您推荐：")
    case .product: ("{title}", "{title}")
    case .productAtPrice: ("{title}, {price}", "{title}，{price}")
    case .productPrice: ("{title} costs {price}.", "{title}的价格是{price}。")
    case .productNoPrice: ("The price of {title} is not known to me.", "我不知道{title}的价格。")
    case .productMaterial: ("{title} is of {material}.", "{title}的材质是{material}。")
    case .productNoMaterial: ("The material of {title} is not known to me.", "我不知道{title}的材质。")
    case .productDemand:
      ("About {units} of {title} are sold in a {period}.", "{title}平均每{period}约售出{units}件。")
    case .sizeBest: ("For {title} take {size}.", "{title}建议选{size}。")
    case .sizeNotKnown:
      ("I do not know your size of {title}.", "我不知道您穿{title}的尺码。")
    default: nil
    }
  }
}
