import Datasets
import Testing

/// Tables of what shoppers say: what is read, and what is refused with its place.
@Suite struct UtteranceTableTests {
  private func utterances(
    _ rows: String, header: String = "text,intent,language,split", maxBadRows: Int = 0
  ) throws -> UtteranceTable? {
    let shop = try Shop(["utterances.csv": header + "\n" + rows])
    defer { withExtendedLifetime(shop) {} }
    var badRows = BadRows(limit: maxBadRows)
    return try UtteranceTable.reading(
      DatasetFiles(in: shop.path), DatasetSettings(in: shop.path), badRows: &badRows)
  }

  private func terms(
    _ rows: String, header: String = "attribute,value,language,term", maxBadRows: Int = 0
  ) throws -> TermTable {
    let shop = try Shop(["terms.csv": header + "\n" + rows])
    defer { withExtendedLifetime(shop) {} }
    var badRows = BadRows(limit: maxBadRows)
    return try TermTable(
      DatasetFiles(in: shop.path), DatasetSettings(in: shop.path), badRows: &badRows)
  }

  private func message(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "it was read"
    } catch {
      return "\(error)"
    }
  }

  @Test func `texts keep their marks, and what is set aside is told from what trains`() throws {
    let read = try utterances(
      """
      a [red](color) dress,find_product,en,train
      "你好，订单[A1](order)呢",track_order,zh,test
      anything,track_order,,

      """)
    let table = try #require(read)
    #expect(table.texts == ["a [red](color) dress", "你好，订单[A1](order)呢", "anything"])
    #expect(table.intents == ["find_product", "track_order", "track_order"])
    #expect(table.languages == ["en", "zh", ""])
    #expect(table.trainingRows == [0, 2])
    #expect(table.testRows == [1])
    #expect(table.lines == [2, 3, 4])
  }

  @Test func `language and split may be absent, and then all rows train`() throws {
    let read = try utterances("hello,greeting\nbye,goodbye\n", header: "text,intent")
    let table = try #require(read)
    #expect(table.trainingRows == [0, 1])
    #expect(table.languages == ["", ""])
  }

  @Test func `a directory without utterances has none`() throws {
    let shop = try Shop(["events.csv": "user_id,item_id,kind,time\n"])
    defer { withExtendedLifetime(shop) {} }
    var badRows = BadRows()
    let table = try UtteranceTable.reading(
      DatasetFiles(in: shop.path), DatasetSettings(in: shop.path), badRows: &badRows)
    #expect(table == nil)
  }

  @Test(arguments: [
    (",greeting,en,", "utterances.csv line 2, column text: '' says nothing"),
    ("  ,greeting,en,", "utterances.csv line 2, column text: '  ' says nothing"),
    ("hi,,en,", "utterances.csv line 2, column intent: '' is not an id"),
    (
      "hi,greeting,fr,",
      "utterances.csv line 2, column language: 'fr' is not a language; en, zh or nothing is accepted"
    ),
    (
      "hi,greeting,en,dev",
      "utterances.csv line 2, column split: 'dev' is not a split; train, test or nothing is accepted"
    ),
  ])
  func `an utterance that cannot be is refused by name`(row: String, problem: String) {
    let found = message { _ = try utterances(row + "\n") }
    #expect(found.contains(problem), "\(found)")
    let skipped = message { _ = try utterances(row + "\n", maxBadRows: 1) }
    #expect(skipped == "it was read")
  }

  @Test func `a column that is needed is named`() {
    let found = message { _ = try utterances("hi\n", header: "text") }
    #expect(found.contains("column intent: the column is missing"), "\(found)")
  }

  @Test func `terms say what else a value is called`() throws {
    let table = try terms("category,dress,zh,连衣裙\ncolor,navy,,dark blue\n")
    #expect(
      table.terms.map { [$0.attribute, $0.value, $0.term, $0.language] } == [
        ["category", "dress", "连衣裙", "zh"], ["color", "navy", "dark blue", ""],
      ])
  }

  @Test(arguments: [
    (",dress,en,gown", "terms.csv line 2, column attribute: '' says nothing"),
    ("category,,en,gown", "terms.csv line 2, column value: '' says nothing"),
    ("category,dress,en, ", "terms.csv line 2, column term: ' ' says nothing"),
    ("category,dress,de,Kleid", "terms.csv line 2, column language: 'de' is not a language"),
  ])
  func `a term that cannot be is refused by name`(row: String, problem: String) {
    let found = message { _ = try terms(row + "\n") }
    #expect(found.contains(problem), "\(found)")
    let skipped = message { _ = try terms(row + "\n", maxBadRows: 1) }
    #expect(skipped == "it was read")
  }
}
