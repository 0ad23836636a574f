import Bytes
import Dialogue
import Testing
import Text

/// Defends: what a question asks for is what a reader of it would say, in either language and in one that mixes them.
@Suite struct ProductReadingTests {
  private func check(_ message: String, _ expected: String) throws {
    let read = try SmallCatalogue.withSearch { $0.read(message) }
    #expect(read == expected, "\(message)")
  }

  @Test(arguments: [
    (
      "do you have the navy dress in M under 50?",
      "category=Dresses, color=Navy Blue, sizes=M, price ...50"
    ),
    ("有没有黑色连衣裙？", "category=Dresses, color=Black"),
    ("WOMEN'S DRESSES", "category=Dresses, gender=Women"),
    ("tshirts", "category=T-Shirts"), ("t shirts", "category=T-Shirts"),
    ("a tee for my son", "category=T-Shirts, gender=Boys"),
    ("navy的shirt", "category=Shirts, color=Navy Blue"), ("白衬衫", "category=Shirts, color=White"),
    ("紅色連衣裙", "category=Dresses, color=Red"), ("冬天的裙子", "category=Dresses, season=winter"),
    ("a robe", "category=Dresses"), ("北光", "brand=Nordlys"), ("a watch", "category=Watches"),
    ("necklace", "category=Necklace and Chains"), ("男的手表", "category=Watches, gender=Men"),
    ("burgundy heels", "category=Heels, color=Red"), ("hello there", ""), ("only nice", ""),
  ])
  func `phrases name values`(message: String, expected: String) throws {
    try check(message, expected)
  }

  @Test(arguments: [
    ("blakc dresses", "category=Dresses, color=Black"),
    ("a wihte shirt", "category=Shirts, color=White"),
    ("dreses in black", "category=Dresses, color=Black"), ("is it back in stock", ""),
    // Another letter makes another word, a title's word is none to be corrected, and four letters are too few.
    ("bleck dresses", "category=Dresses"), ("fjord", ""), ("the balk", ""),
  ])
  func `a word that is one slip of the keys away from a value names it`(
    message: String, expected: String
  ) throws { try check(message, expected) }

  @Test(arguments: [
    ("black or navy dresses", "category=Dresses, color=Black, color=Navy Blue"),
    ("shirts and jeans", "category=Jeans, category=Shirts"),
    ("shirts, jeans", "category=Jeans, category=Shirts"),
    ("衬衫或者牛仔裤", "category=Jeans, category=Shirts"),
    ("a football t-shirt", "category=T-Shirts"),
    ("a shirt to go with blue jeans", "category=Shirts"),
    ("a white shirt with a red collar", "category=Shirts, color=Red, color=White"),
    ("shoes", "category=Casual Shoes, category=Heels, category=Sports Shoes"),
    ("sneakers", "category=Casual Shoes, category=Sports Shoes"),
  ])
  func `values stand beside each other, or the later is meant`(
    message: String, expected: String
  ) throws { try check(message, expected) }

  @Test(arguments: [
    ("dresses, not red", "category=Dresses, color!=Red"),
    ("no red dresses", "category=Dresses, color!=Red"),
    ("not red or black but navy", "color!=Black, color!=Red, color=Navy Blue"),
    ("anything but heels", "category!=Heels"), ("no, the red one", "color=Red"),
    ("i don't want heels, show me jeans", "category!=Heels, category=Jeans"),
    ("不要红色的连衣裙", "category=Dresses, color!=Red"), ("黑色不要", "color!=Black"),
    ("不要白色也不要黑色", "color!=Black, color!=White"),
    ("除了黑色以外的连衣裙", "category=Dresses, color!=Black"), ("不是白色的", "color!=White"),
    ("红色除外", "color!=Red"), ("有没有红色", "color=Red"), ("要不要红色", "color=Red"),
    ("not only red", "color=Red"),
    ("a dress without a belt, in black", "category=Dresses, color=Black"),
  ])
  func `what is negated must not be`(message: String, expected: String) throws {
    try check(message, expected)
  }

  @Test(arguments: [
    ("under 50", "price ...50"), ("less than $50", "price ...50"),
    ("up to 1,299.00 euros", "price ...1299"),
    ("no more than 50", "price ...50"), ("below the price of 50", "price ...50"),
    ("over 100", "price 100..."), ("at least 20 bucks", "price 20..."),
    ("between 20 and 50", "price 20...50"), ("between 50 and 20", "price 20...50"),
    ("$20-$50", "price 20...50"), ("20 to 50 euros", "price 20...50"), ("20-50元", "price 20...50"),
    ("around 100", "price 80...120"), ("50 or less", "price ...50"),
    ("130 is my limit", "price ...130"), ("50 and up", "price 50..."),
    ("200元以下", "price ...200"), ("200以内", "price ...200"), ("100块以上", "price 100..."),
    ("100到200元", "price 100...200"), ("在100到200之间", "price 100...200"), ("100左右", "price 80...120"),
    ("30-50欧元", "price 30...50"), ("不超过300", "price ...300"), ("低于300元", "price ...300"),
    ("50块钱的衬衫", "category=Shirts, price ...50"), ("预算500", "price ...500"),
    ("price 100-200", "price 100...200"), ("501 jeans", "category=Jeans"),
    ("over the knee", ""), ("from Paris", ""), ("order 123456", ""),
    ("3 shirts", "category=Shirts"),
  ])
  func `prices are read by what stands around them`(message: String, expected: String) throws {
    try check(message, expected)
  }

  @Test(arguments: [
    ("in M", "sizes=M"), ("size 38", "sizes=38"), ("XL码的衬衫", "category=Shirts, sizes=XL"),
    ("38码", "sizes=38"), ("w32 l34 jeans", "category=Jeans, sizes=W32 L34"),
    ("a shirt in XXXL", "category=Shirts, sizes=?"),
    ("what's new", ""), ("I'm a man", "gender=Men"),
  ])
  func `sizes are read by how they are written`(message: String, expected: String) throws {
    try check(message, expected)
  }

  @Test func `conditions lie where they were said`() throws {
    try SmallCatalogue.withSearch { search in
      let message = Array("有没有Navy Blue的连衣裙".utf8)
      let places = search.question("有没有Navy Blue的连衣裙").conditions.map {
        String(decoding: message[$0.bytes], as: UTF8.self)
      }
      #expect(places == ["Navy Blue", "连衣裙"])
    }
  }

  @Test func `a later turn changes what it names`() throws {
    try SmallCatalogue.withSearch { search in
      var question = ProductQuestion()
      func say(_ message: String, _ expected: String) {
        question.merge(search.question(message), in: search)
        let read = search.describe(question)
        #expect(read == expected, "\(message)")
      }
      say(
        "black dresses for women under 70",
        "category=Dresses, color=Black, gender=Women, price ...70")
      say("no, the red one", "category=Dresses, color=Red, gender=Women, price ...70")
      say("in M", "category=Dresses, color=Red, gender=Women, sizes=M, price ...70")
      say("not red", "category=Dresses, color!=Red, gender=Women, sizes=M, price ...70")
      say("over 100", "category=Dresses, color!=Red, gender=Women, sizes=M, price 100...")
      say("red is fine", "category=Dresses, color=Red, gender=Women, sizes=M, price 100...")
      say("什么颜色都行", "category=Dresses, color=Red, gender=Women, sizes=M, price 100...")
      say(
        "what about shoes",
        "category=Casual Shoes, category=Heels, category=Sports Shoes, gender=Women, price 100...")
    }
  }

  @Test func `cheaper and dearer move the price`() throws {
    try SmallCatalogue.withSearch { search in
      #expect(search.question("something cheaper").asksCheaper)
      #expect(search.question("便宜一点的").asksCheaper && search.question("有贵一点的吗").asksDearer)
      #expect(!search.question("cheaper than 50").asksCheaper)
      var question = search.question("dresses over 50")
      question.lowerPrice(below: 80)
      #expect(question.leastPrice == 50 && question.mostPrice.map { $0 < 80 } == true)
      question.lowerPrice(below: 40)
      #expect(question.leastPrice == nil && question.mostPrice.map { $0 < 40 } == true)
      question.raisePrice(above: 60)
      #expect(question.mostPrice == nil && question.leastPrice.map { $0 > 60 } == true)
    }
  }

  @Test(arguments: [
    "", "?!…", "'", "不要", "not", "under", "between and", "$", "under $", "-", "20-", "or or or",
    "with",
    String(repeating: "a", count: 4096), String(repeating: "不", count: 1365),
    String(repeating: "not ", count: 1024), String(repeating: "red ", count: 1024),
    String(repeating: "under 5 ", count: 512), String(repeating: "和", count: 1365),
    String(repeating: "with jeans ", count: 372),
  ])
  func `nothing that is said breaks it`(message: String) throws {
    try SmallCatalogue.withSearch { search in
      let question = search.question(message)
      var scratch = ProductScratch()
      search.search(question, limit: 5, scratch: &scratch)
      #expect(scratch.hits.count <= 5 && question.leftoverCount <= 32)
      #expect(question.conditions.count <= 2)
    }
  }

  @Test func `every message of three words is read, whatever they are`() throws {
    let words = [
      "red", "not", "dress", "under", "50", "or", "with", ",", "-", "不要", "黑", "裙子", "以下", "M", "$",
      "的",
    ]
    try SmallCatalogue.withSearch { search in
      var scratch = ProductScratch()
      for first in words {
        for second in words {
          for third in words {
            let question = search.question("\(first) \(second)\(third)")
            search.search(question, limit: 3, scratch: &scratch)
            let isOrdered = (question.leastPrice ?? 0) <= (question.mostPrice ?? .infinity)
            #expect(isOrdered && scratch.hits.count <= 3)
          }
        }
      }
    }
  }
}
