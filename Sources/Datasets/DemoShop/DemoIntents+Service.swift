extension DemoUtterances {
  /// The shop itself: stores, accounts, people, and what a bot must not settle.
  static let serviceIntents: [Intent] = [
    Intent(
      "store_hours",
      en: [
        "when does the store in {city} open", "is the {city} store open on {date}",
        "what are your opening hours", "how late is the shop in {city} open",
        "at what time do you close", "are your stores open on {date}",
        "where is your store in {city}", "till when is the store in {city} open",
        "are you closed on {date}", "can I visit a store in {city}", "opening times {city}",
        "do you open on {date}", "do you have a branch in {city}", "address of the {city} store",
        "when does the shop open", "store hours on {date}", "is there a shop near {city}",
      ],
      enTest: [
        "till what hour is the shop in {city} open", "is the store shut {date}, closed maybe",
        "until when does the {city} branch open its doors",
      ],
      zh: [
        "{city}的门店几点开门", "{date}门店营业吗", "营业时间是几点", "{city}的店几点关门", "你们店开到几点", "{city}有实体店吗",
        "{date}店里开不开", "{city}店几点打烊", "{date}实体店开门吗", "{city}分店在哪里", "{city}门店地址", "门店营业到几点",
        "{date}照常营业吗", "几点开门", "线下店在哪", "{city}店周末开吗",
      ],
      zhTest: ["{city}店夜里几点打烊", "{date}去实体店开门吗", "{city}分店节假日照常营业不"]),
    Intent(
      "account_password",
      en: [
        "I forgot my password", "I can not sign in to my account", "reset my password",
        "my login does not work", "I want to change the password of my shop account",
        "how do I log in", "the website says my password is wrong",
        "I did not get the mail to reset my password", "my account is locked",
        "login fails all the time", "I need a new password", "can't log in",
        "signing in does not work", "I don't remember my password",
        "help, I'm locked out of my shop account", "the login page rejects me",
        "change my login details for the shop", "password reset link please",
        "my username is not known",
      ],
      enTest: [
        "locked out, my login constantly fails", "I need fresh credentials, password forgotten",
        "signing in to my account is impossible, wrong password",
      ],
      zh: [
        "我忘记密码了", "账户登录不了", "重置密码", "密码不对", "怎么修改登录密码", "登录不上去", "收不到重置密码的邮件", "账号被锁了", "登录失败",
        "进不去账号", "密码找回", "不记得密码了", "账号登不上", "找回密码怎么弄", "密码忘了怎么办", "无法登录", "我的账号进不去了", "换密码",
      ],
      zhTest: ["账号莫名被锁住进不去", "密码死活不记得了，登录求助", "登录失败好几回，密码咋找回"]),
    Intent(
      "complaint",
      en: [
        "I want to complain", "I am very unhappy with your service", "this is unacceptable",
        "your staff was rude to me", "I want to make a complaint about the {category}",
        "this is the worst shop ever", "I am angry, nobody helps me",
        "I will never buy from you again", "your service is terrible", "I have a complaint",
        "I'm fed up with you", "what a horrible experience", "file a complaint",
        "this shop is a joke, I'm disappointed", "awful service", "I am really disappointed in you",
        "that's ridiculous, I'm furious", "very bad experience with your shop",
        "I want to report your employee",
      ],
      enTest: [
        "your service is a terrible disgrace", "I wish to file a formal complaint",
        "horrible experience, I'm utterly fed up with this shop",
      ],
      zh: [
        "我要投诉", "你们的服务太差了", "我非常不满意", "客服态度很差", "我要投诉这件{category}", "再也不买你们的东西了", "没有人帮我解决，我很生气",
        "这是什么服务", "服务糟糕", "太让人失望了", "我要举报你们", "体验太差", "投诉你们店员", "给我一个说法", "太气人了", "差评，太差劲了",
        "态度恶劣，我要投诉", "你们太过分了",
      ],
      zhTest: ["服务简直糟糕透顶，给个说法", "我要举报你们店员，投诉到底", "太气人，体验实在太差"]),
    Intent(
      "legal_or_medical",
      en: [
        "my lawyer will contact you", "I will take you to court", "what are my legal rights",
        "I am allergic to {material}, is the {category} dangerous", "the {category} gave me a rash",
        "can I sue you", "I hurt myself with the {category}",
        "does the {material} cause skin problems", "you will hear from my lawyer",
        "I got eczema from the {category}", "my skin itches from the {category}",
        "is {material} safe for sensitive skin", "I'm suing you", "my attorney says you must pay",
        "is it against the law", "consumer protection law", "I have asthma, can I wear {material}",
        "I got an allergic reaction", "my child was hurt by the {category}",
        "the {category} made me ill",
      ],
      enTest: [
        "I got eczema and itching skin from the {category}", "you'll hear from my lawyer shortly",
        "is {material} safe with sensitive skin and dermatitis",
      ],
      zh: [
        "我的律师会联系你们", "我要起诉你们", "我有什么法律权利", "我对{material}过敏，{category}能穿吗", "穿了{category}皮肤起疹子",
        "{category}把我弄伤了", "{material}会引起皮肤问题吗", "我要走法律程序", "穿{category}身上发痒", "皮肤敏感能穿{material}吗",
        "法院见", "我找律师了", "湿疹能穿{material}吗", "{category}让我皮肤红肿", "消费者权益法怎么说", "我会去法院告你们", "有过敏反应",
        "孩子穿{category}过敏了", "哮喘能用{material}吗",
      ],
      zhTest: ["穿了{category}浑身发痒长疙瘩", "咱们法院里见，律师找好了", "湿疹患者皮肤碰{material}过敏么"]),
    Intent(
      "talk_to_human",
      en: [
        "I want to talk to a person", "connect me with an employee", "can I speak to somebody",
        "agent", "let me talk to customer service", "I want a human, not a bot",
        "can somebody call me", "put me through to a real person", "human please",
        "is there anybody I can talk to", "stop, I want a real agent", "give me a live person",
        "is any human there", "transfer me to somebody", "no robots please",
        "I don't want to chat with a bot", "can a member of staff help me", "operator",
        "get me your support team", "connect me to a representative", "a real person please",
        "call me back please",
      ],
      enTest: [
        "enough bot, give me a live human", "is any human operator awake",
        "transfer me to a representative, pronto",
      ],
      zh: [
        "我要转人工", "帮我接通客服", "我想和真人说话", "人工", "人工客服", "转人工服务", "不要机器人，我要人工", "有没有真人", "找客服人员",
        "请让人给我打电话", "别用机器人回答我", "叫工作人员来", "换个真人", "要真人客服", "找人工", "转接人工", "能不能跟人聊", "来个活人", "客服在哪",
        "我要找人",
      ],
      zhTest: ["别机器人了，找个活人聊", "叫你们工作人员来，转接人工", "换个真人同我聊"]),
  ]
}
