import Bytes
import Datasets
import Foundation
import Platform
import Testing

/// An erased shopper is in no row of a dataset, and every other row is as it was.
@Suite final class ErasureTests {
  let directory: String

  init() throws { directory = try FileSystem.makeTemporaryDirectory("modiste-erasure") }

  deinit { try? FileSystem.removeTree(directory) }

  private func write(_ name: String, _ text: String) throws {
    try FileSystem.createFile(at: "\(directory)/\(name)", with: Array(text.utf8).rawSpan)
  }

  private func text(_ name: String) throws -> String {
    String(decoding: try FileSystem.read("\(directory)/\(name)"), as: UTF8.self)
  }

  private func gzip(_ arguments: String..., file: String) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gzip"] + arguments + ["\(directory)/\(file)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Array(bytes)
  }

  static let events = """
    user_id,item_id,kind,timestamp
    u1,i1,view,1
    "u2","a ""quoted"" item",view,2
    u1,"i,2",purchase,3\r
    u12,i1,view,4

    "u1",i1,view,5
    u2,u1,view,6
    """

  @Test func `the shopper's rows go, quoted or not; all others stay byte by byte`() throws {
    try write("events.csv", Self.events)
    try write("users.csv", "city,user_id\nRome,u1\n\"Paris\nVII\",u2\n")
    try write("items.csv", "item_id,title\nu1,a title\n")
    let erasure = try Erasure(of: "u1", from: directory)
    #expect(
      erasure.files == [
        Erasure.File(name: "events.csv", rowsRemoved: 3, rowsKept: 3),
        Erasure.File(name: "users.csv", rowsRemoved: 1, rowsKept: 1),
      ])
    #expect(
      try text("events.csv")
        == "user_id,item_id,kind,timestamp\n\"u2\",\"a \"\"quoted\"\" item\",view,2\nu12,i1,view,4\nu2,u1,view,6"
    )
    #expect(try text("users.csv") == "city,user_id\n\"Paris\nVII\",u2\n")
    #expect(try text("items.csv") == "item_id,title\nu1,a title\n")
  }

  @Test func `a second time nothing is left to remove, and nothing is written`() throws {
    try write("events.csv", Self.events)
    _ = try Erasure(of: "u1", from: directory)
    let before = try FileManager.default.attributesOfItem(atPath: "\(directory)/events.csv")
    let again = try Erasure(of: "u1", from: directory)
    #expect(again.rowsRemoved == 0)
    let after = try FileManager.default.attributesOfItem(atPath: "\(directory)/events.csv")
    #expect(
      before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
  }

  @Test
  func `impressions and campaigns are searched, renamed columns are found, others are listed`()
    throws
  {
    try write("dataset.toml", "[columns.events]\nuser_id = \"customer\"\n")
    try write("events.csv", "customer,item_id,kind,timestamp\nu1,i,view,1\nu2,i,view,1\n")
    try write("impressions.csv", "item_id,user_id,clicked\ni,u1,0\ni,u2,1\n")
    try write("campaigns.csv", "campaign_id,user_id,treated\nc,u1,1\nc,u1,0\n")
    try write("letters.csv", "user_id,text\nu1,hello\n")
    try FileSystem.makeDirectory("\(directory)/truth")
    try FileSystem.makeDirectory("\(directory)/images")
    let erasure = try Erasure(of: "u1", from: directory)
    #expect(erasure.files.map(\.name) == ["events.csv", "impressions.csv", "campaigns.csv"])
    #expect(erasure.files.map(\.rowsRemoved) == [1, 1, 2])
    #expect(erasure.unread == ["letters.csv", "truth/"])
    #expect(try text("campaigns.csv") == "campaign_id,user_id,treated\n")
  }

  @Test func `a compressed file stays compressed, with its mode`() throws {
    try write("events.csv", Self.events)
    _ = try gzip("-n", file: "events.csv")
    try FileSystem.setMode(of: "\(directory)/events.csv.gz", to: 0o640)
    let erasure = try Erasure(of: "u1", from: directory)
    #expect(
      erasure.files == [Erasure.File(name: "events.csv.gz", rowsRemoved: 3, rowsKept: 3)])
    let bytes = try FileSystem.read("\(directory)/events.csv.gz")
    #expect(bytes.starts(with: [0x1F, 0x8B]))
    let text = String(decoding: try gzip("-dc", file: "events.csv.gz"), as: UTF8.self)
    #expect(!text.contains("u1,i1") && text.hasSuffix("u12,i1,view,4\nu2,u1,view,6"))
    #expect(try FileSystem.mode(of: "\(directory)/events.csv.gz") == 0o640)
    #expect(try FileSystem.names(in: directory) == ["events.csv.gz"])
  }

  @Test func `a bad row that names the shopper goes, another stays`() throws {
    try write(
      "events.csv", "user_id,item_id,kind,timestamp\nu1,i\nu2,i\nu2,u1,view,1,2\nu1,i,view,1\n")
    let erasure = try Erasure(of: "u1", from: directory)
    #expect(erasure.rowsRemoved == 3)
    #expect(try text("events.csv") == "user_id,item_id,kind,timestamp\nu2,i\n")
  }

  @Test func `a file with a lost quote is refused, and no file of it is changed`() throws {
    let broken = "user_id,item_id,kind,timestamp\nu1,i,view,1\nu2,\"i,view,1\n"
    try write("events.csv", broken)
    #expect(throws: DatasetError.self) { try Erasure(of: "u1", from: self.directory) }
    #expect(try text("events.csv") == broken)
    #expect(try FileSystem.names(in: directory) == ["events.csv"])
  }

  @Test func `what a killed erasure left is removed`() throws {
    try write("events.csv", Self.events)
    try write("events.csv.tmp-erase-123", "u1")
    _ = try Erasure(of: "u9", from: directory)
    #expect(try FileSystem.names(in: directory) == ["events.csv"])
  }

  @Test func `users in another order keep their ids, attributes and events`() throws {
    try write(
      "events.csv", "user_id,item_id,kind,timestamp\nu1,a,view,1\nu3,b,view,2\nu2,c,view,3\n")
    try write("users.csv", "user_id,city,birth_year\nu1,Rome,1970\nu2,Oslo,1980\n")
    let dataset = try Dataset(reading: directory)
    let turned = dataset.orderingUsers([2, 0, 1])
    #expect(dataset.users.ids == ["u1", "u2", "u3"])
    #expect(turned.users.ids == ["u3", "u1", "u2"])
    #expect(turned.events.users.map { turned.users.ids[Int($0)] } == ["u1", "u3", "u2"])
    #expect(turned.users.attribute("city")?.values == .texts(["", "Rome", "Oslo"]))
  }
}
