extension ProductWords {
  /// As ``ProductWords`` says.
  static let kinds = """
    apparel, clothes, clothing, garment | 衣服, 服装, 服饰
    footwear | 鞋类, 鞋履
    shoe | 鞋, 鞋子 > footwear
    accessory | 配饰, 饰品, 配件
    bag | 包, 包包, 背包, 袋子 > accessory
    jewellery, jewelry | 首饰, 珠宝 > accessory
    eyewear | 眼镜 > accessory
    headwear | 头饰 > accessory
    makeup, cosmetics | 化妆品, 彩妆
    personal care, beauty product, toiletries | 个人护理, 个护
    skin care, skincare | 护肤品, 护肤
    innerwear, underwear, lingerie | 内衣, 内衣裤 > apparel
    nightwear, sleepwear, loungewear, loungewear and nightwear | 睡衣, 家居服 > apparel
    topwear | 上装 > apparel
    bottomwear, bottoms | 裤子, 裤, 下装 > apparel
    knitwear | 针织品, 针织 > topwear
    tshirt, t shirt, tee, tee shirt, polo, polo shirt, polo tshirt | T恤, T恤衫, 短袖, 体恤, 圆领衫, polo衫 > topwear
    shirt, button down, dress shirt | 衬衫, 衬衣 > topwear
    formal shirt, casual shirt | 正装衬衫, 休闲衬衫 > shirt
    top, blouse, tank top, crop top | 上衣, 吊带衫, 雪纺衫 > topwear
    sweater, jumper, pullover, knit, woolly | 毛衣, 针织衫, 羊毛衫, 套头衫, 毛线衣 > knitwear
    cardigan | 开衫, 针织开衫, 开襟衫 > knitwear, sweater
    sweatshirt, sweat, fleece | 卫衣, 运动衫, 绒衫 > topwear
    hoodie, hooded sweatshirt, hoody | 帽衫, 连帽衫, 连帽卫衣, 卫衣 > sweatshirt
    jacket, bomber, windcheater, windbreaker, denim jacket, leather jacket | 夹克, 外套, 皮衣, 牛仔外套, 冲锋衣, 夹克衫 > topwear
    coat, overcoat, parka, trench coat, trench | 大衣, 风衣, 外套 > topwear
    blazer, suit jacket, sport coat | 西装, 西装外套, 西服外套 > topwear
    suit | 西服, 套装, 西装
    rain jacket, raincoat | 雨衣, 雨披 > jacket
    nehru jacket | 尼赫鲁夹克 > jacket
    waistcoat, gilet, vest | 马甲, 马夹, 西装背心 > topwear
    innerwear vest, undershirt, vest, singlet | 背心, 汗衫, 打底背心 > innerwear
    dress, gown, frock, sundress, maxi dress, midi dress | 连衣裙, 裙子, 长裙, 礼服, 洋装 > apparel
    skirt, miniskirt, mini skirt | 半身裙, 短裙, 裙子, 半裙, 百褶裙 > bottomwear
    jean, denim, denim pants | 牛仔裤, 牛仔长裤 > bottomwear
    trouser, pants, slacks, chinos, dress pants | 长裤, 西裤, 休闲裤, 正装裤 > bottomwear
    short, bermuda, cargo shorts | 短裤, 热裤, 五分裤
    track pants, jogger, jogging bottoms, sweatpants, training pants | 运动裤, 运动长裤, 卫裤 > bottomwear
    lounge pants, pyjama bottoms | 家居裤, 睡裤
    lounge shorts | 家居短裤
    legging | 打底裤, 紧身裤, 瑜伽裤 > bottomwear
    jegging | 牛仔打底裤 > bottomwear, legging
    tights, pantyhose | 连裤袜, 紧身裤
    stocking | 长筒袜, 丝袜
    capri, capri pants, cropped pants | 七分裤, 九分裤, 中裤 > bottomwear
    jumpsuit, playsuit | 连体裤, 连身裤
    romper | 连体衣, 爬服
    tracksuit | 运动套装, 运动服
    swimwear, swimsuit, bikini, swimming costume, bathing suit | 泳衣, 泳装, 比基尼, 泳裤
    nightdress, nightie, nightgown | 睡裙 > nightwear
    night suit, pyjamas, pajamas, pjs | 睡衣, 睡衣套装 > nightwear
    bath robe, bathrobe, robe, dressing gown | 浴袍, 睡袍 > nightwear
    bra, brassiere | 文胸, 胸罩, 内衣 > innerwear
    brief, panty, knickers | 内裤, 三角裤, 三角内裤 > innerwear
    boxer, boxer shorts | 平角裤, 四角裤, 内裤 > innerwear
    trunk | 平角内裤, 内裤 > innerwear
    camisole, cami | 吊带背心, 吊带 > innerwear
    shapewear | 塑身衣, 束身衣 > innerwear
    kurta, tunic kurta | 库尔塔, 长衫, 印度长衫 > topwear
    kurti | 库尔蒂, 短款库尔塔 > topwear
    kurta set | 库尔塔套装
    tunic | 束腰上衣, 长款上衣, 束腰衫 > topwear
    saree, sari | 纱丽
    salwar, shalwar | 沙尔瓦裤, 灯笼裤
    churidar | 丘里达裤
    patiala | 帕蒂亚拉裤
    dupatta | 杜帕塔, 长披巾
    lehenga choli, lehenga | 兰加裙
    shrug, bolero | 短披肩
    sneaker, trainer, canvas shoe | 运动鞋, 球鞋, 板鞋 > shoe
    casual shoe, sneaker, trainer, loafer, slip on, everyday shoe | 休闲鞋, 帆布鞋, 板鞋, 乐福鞋 > shoe
    sports shoe, sport shoe, sneaker, trainer, running shoe, runner, training shoe, gym shoe, athletic shoe, tennis shoe, basketball shoe, jogging shoe | 运动鞋, 跑鞋, 跑步鞋, 球鞋, 篮球鞋, 训练鞋 > shoe
    formal shoe, dress shoe, oxford, brogue, derby, office shoe, leather shoe | 皮鞋, 正装鞋, 正装皮鞋, 商务鞋, 牛津鞋 > shoe
    boot, ankle boot | 靴子, 短靴, 长靴, 马丁靴, 靴 > shoe
    heel, high heel, pump, stiletto, wedge, high heeled shoe | 高跟鞋, 细跟鞋, 坡跟鞋 > shoe
    flat, ballerina, ballerina flat, ballet flat, flat shoe | 平底鞋, 芭蕾鞋, 单鞋 > shoe
    sandal | 凉鞋 > footwear
    sports sandal, sport sandal, sporty sandal, trekking sandal | 运动凉鞋 > sandal
    flip flop, slipper, thong sandal, slide | 人字拖, 拖鞋, 凉拖 > footwear
    bootie | 婴儿鞋, 毛线鞋
    handbag, purse, shoulder bag, tote, tote bag | 手提包, 手袋, 手提袋, 单肩包, 托特包 > bag
    clutch, clutch bag, evening bag | 手拿包, 晚宴包 > bag
    backpack, back pack, school bag, schoolbag | 双肩包, 背包, 书包, 双肩背包 > bag
    rucksack | 登山包, 背囊 > bag
    duffel bag, duffle bag, gym bag, holdall, weekender | 旅行袋, 行李袋, 健身包, 旅行包 > bag
    laptop bag, laptop case, computer bag | 电脑包, 笔记本包, 公文包 > bag
    messenger bag, sling bag, crossbody bag, satchel | 邮差包, 斜挎包, 信使包 > bag
    trolley bag, suitcase, trolley, luggage | 拉杆箱, 行李箱, 旅行箱 > bag
    waist pouch, waist bag, bum bag, fanny pack, belt bag | 腰包 > bag
    mobile pouch, phone pouch, phone case | 手机包, 手机袋 > bag
    tablet sleeve | 平板包, 平板套 > bag
    wallet, billfold, card holder | 钱包, 钱夹, 皮夹, 卡包 > accessory
    belt | 腰带, 皮带 > accessory
    watch, wristwatch, wrist watch, timepiece | 手表, 腕表, 表 > accessory
    sunglasses, sunglass, shades | 太阳镜, 墨镜, 太阳眼镜 > eyewear
    cap, baseball cap, beanie | 帽子, 鸭舌帽, 棒球帽, 帽 > headwear
    hat | 帽子, 礼帽, 遮阳帽, 帽 > headwear
    headband, hairband | 发带, 头带 > headwear
    scarf | 围巾, 丝巾 > accessory
    stole, shawl, wrap | 披肩, 披巾, 丝巾 > accessory
    muffler | 围脖, 厚围巾, 针织围巾 > accessory
    glove, mitten | 手套 > accessory
    tie, necktie, bow tie | 领带, 领结 > accessory
    cufflink, cuff link | 袖扣 > accessory
    suspender, braces | 背带, 吊带裤夹 > accessory
    sock, ankle sock | 袜子, 短袜, 袜, 棉袜 > accessory
    umbrella | 雨伞, 伞 > accessory
    earring, ear ring, stud, ear stud | 耳环, 耳钉, 耳坠 > jewellery
    necklace, chain | 项链 > jewellery
    pendant | 吊坠, 项坠 > jewellery
    ring | 戒指, 指环 > jewellery
    bracelet | 手链 > jewellery
    bangle | 手镯, 镯子 > jewellery
    jewellery set, jewelry set | 首饰套装 > jewellery
    wristband, sweatband | 护腕, 腕带
    perfume, fragrance, cologne, eau de toilette, eau de parfum, scent, body mist | 香水, 古龙水, 淡香水 > personal care
    deodorant, antiperspirant, deo | 止汗露, 香体露, 除臭剂, 体香剂, 止汗剂 > personal care
    lipstick, lip colour, lip color | 口红, 唇膏 > makeup
    lip gloss | 唇彩, 唇蜜, 唇釉 > makeup
    lip liner | 唇线笔 > makeup
    lip care, lip balm | 润唇膏, 护唇膏 > personal care
    nail polish, nail varnish, nail paint, nail enamel, nail lacquer | 指甲油, 美甲油 > makeup
    kajal, eyeliner, kohl, eye liner | 眼线笔, 眼线液, 眼线 > makeup
    eyeshadow, eye shadow | 眼影 > makeup
    mascara | 睫毛膏 > makeup
    foundation, primer, foundation and primer | 粉底, 粉底液, 妆前乳, 隔离霜 > makeup
    concealer | 遮瑕膏, 遮瑕 > makeup
    compact, face powder, pressed powder | 粉饼, 蜜粉 > makeup
    highlighter, blush, blusher, highlighter and blush | 腮红, 高光, 胭脂 > makeup
    makeup remover | 卸妆水, 卸妆油, 卸妆 > makeup
    face moisturiser, face moisturizer, moisturiser, moisturizer, face cream, day cream | 面霜, 保湿霜, 乳液, 润肤霜 > skin care
    face wash, cleanser, face wash and cleanser, facial cleanser | 洗面奶, 洁面乳, 洁面 > skin care
    sunscreen, sunblock, sun cream, sun lotion | 防晒霜, 防晒 > skin care
    mask and peel, face mask, face pack | 面膜 > skin care
    eye cream | 眼霜 > skin care
    toner | 爽肤水, 化妆水 > skin care
    body lotion, body cream | 身体乳, 润肤乳 > skin care
    face serum, serum | 精华, 精华液 > skin care
    face scrub, scrub, exfoliator | 磨砂膏, 去角质 > skin care
    hair colour, hair color, hair dye | 染发剂, 染发膏 > personal care
    fragrance gift set, perfume gift set | 香水礼盒, 香水套装
    accessory gift set | 配饰礼盒
    basketball | 篮球
    football, soccer ball | 足球
    water bottle, sipper | 水壶, 水杯
    shoe lace, shoelace | 鞋带
    key chain, keyring, key ring | 钥匙扣, 钥匙链
    cushion cover | 靠垫套, 抱枕套
    clothing set | 服装套装
    """
}
