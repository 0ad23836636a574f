import Catalogue
import Dialogue
import Testing

/// Defends: what shoppers call things is laid over whatever values a catalogue has, in whatever words.
@Suite struct ProductWordsTests {
  private func read(_ values: [(String, String)], _ message: String) throws -> String {
    let items = values.enumerated().map { row, value in
      CatalogueItem(
        id: "i\(row)", title: "", attributes: [("kind_of_thing", value.0), ("tint", value.1)])
    }
    return try SmallCatalogue.withSearch(items) { $0.read(message) }
  }

  @Test func `attributes are known by their values, whatever they are called`() throws {
    let values = [("dress", "red"), ("skirt", "navy"), ("coat", "black")]
    #expect(try read(values, "藏青色半身裙") == "kind_of_thing=skirt, tint=navy")
    #expect(try read(values, "red frocks") == "kind_of_thing=dress, tint=red")
  }

  @Test func `a Chinese catalogue is found in English`() throws {
    let values = [("连衣裙", "红色"), ("半身裙", "藏青色"), ("大衣", "黑色")]
    #expect(try read(values, "a navy skirt") == "kind_of_thing=半身裙, tint=藏青色")
    #expect(try read(values, "black coats") == "kind_of_thing=大衣, tint=黑色")
  }

  @Test func `a shade that the shop has not is the colour it is one of; a kind is no other`() throws
  {
    let values = [("sandals", "red"), ("flats", "blue"), ("heels", "black")]
    #expect(try read(values, "burgundy or navy") == "tint=blue, tint=red")
    #expect(try read(values, "boots") == "")
    #expect(try read(values, "shoes") == "kind_of_thing=flats, kind_of_thing=heels")
    #expect(try read(values, "鞋子") == "kind_of_thing=flats, kind_of_thing=heels")
  }

  @Test func `a shade that the shop has is no other`() throws {
    let values = [("dress", "navy"), ("dress", "blue"), ("dress", "sky blue")]
    #expect(try read(values, "navy blue") == "tint=navy")
    #expect(try read(values, "blue") == "tint=blue")
    #expect(try read(values, "天蓝色") == "tint=sky blue")
  }

  @Test func `the last word of a value stands for it where nothing else does`() throws {
    let values = [("rain boots", "navy"), ("ankle boots", "blue"), ("bags", "grey")]
    #expect(try read(values, "boots") == "kind_of_thing=ankle boots, kind_of_thing=rain boots")
  }
}
