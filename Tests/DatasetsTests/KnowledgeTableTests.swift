import Datasets
import Testing

@Suite struct KnowledgeTableTests {
  private func passages(
    _ file: String, maxBadRows: Int = 0
  ) throws -> (table: KnowledgeTable, badRows: Int) {
    let shop = try Shop(["knowledge.csv": file])
    defer { withExtendedLifetime(shop) {} }
    var badRows = BadRows(limit: maxBadRows)
    let table = try KnowledgeTable(
      DatasetFiles(in: shop.path), DatasetSettings(in: shop.path), badRows: &badRows)
    return (table, badRows.count)
  }

  private static let header = "passage_id,language,title,text,source\n"

  @Test func `passages are as they stand in the file`() throws {
    let table = try passages(
      Self.header + "a,en,Returns,\"Within 30 days, free.\",policies/returns\nb,zh,,免费。,\n"
    ).table
    #expect(
      table.passages == [
        KnowledgeTable.Passage(
          id: "a", language: "en", title: "Returns", text: "Within 30 days, free.",
          source: "policies/returns"),
        KnowledgeTable.Passage(id: "b", language: "zh", title: "", text: "免费。", source: ""),
      ])
  }

  @Test func `title and source may be absent`() throws {
    let table = try passages("passage_id,language,text\na,en,Yes.\n").table
    #expect(table.passages.map(\.text) == ["Yes."] && table.passages[0].title == "")
  }

  @Test(arguments: ["", "\n\n", "passage_id,language,title,text,source\n"])
  func `an empty file is no knowledge`(file: String) throws {
    let read = try passages(file)
    #expect(read.table.passages.isEmpty && read.badRows == 0)
  }

  @Test func `a dataset has its knowledge, and none without the file`() throws {
    let events = "user_id,item_id,kind,timestamp\nu,i,view,1\n"
    let with = try Shop(["events.csv": events, "knowledge.csv": Self.header + "a,en,,Yes.,\n"])
    #expect(try with.dataset().knowledge.passages.count == 1)
    let without = try Shop(["events.csv": events])
    #expect(try without.dataset().knowledge == KnowledgeTable())
  }

  @Test(arguments: [
    (",en,,Yes.,", "column passage_id: '' is not an id; one or more characters are accepted"),
    ("b,de,,Ja.,", "column language: 'de' is not a language of the bot; en and zh are accepted"),
    ("b,en,Title, ,", "column text: ' ' says nothing; a sentence or more is accepted"),
    ("a,en,,Again.,", "column passage_id: 'a' is there twice; each id is accepted once"),
  ])
  func `a row that cannot be is refused by name, and skipped where that is allowed`(
    row: String, problem: String
  ) throws {
    let file = Self.header + "a,en,,Yes.,\n\(row)\nc,en,,No.,\n"
    let error = #expect(throws: DatasetError.self) { try passages(file) }
    #expect(error?.description == "knowledge.csv line 3, \(problem)")
    let read = try passages(file, maxBadRows: 1)
    #expect(read.table.passages.map(\.id) == ["a", "c"] && read.badRows == 1)
  }

  @Test func `a text of more than 65536 bytes is to be cut by the shop`() throws {
    let long = Self.header + "a,en,,\(String(repeating: "x", count: 65_537)),\n"
    let error = #expect(throws: DatasetError.self) { try passages(long) }
    #expect(error?.description.contains("has 65537 bytes; at most 65536 are accepted") == true)
  }
}
