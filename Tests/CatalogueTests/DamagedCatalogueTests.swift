import Catalogue
import Snapshots
import Testing

/// Defends opening: a catalogue with anything out of range is refused, and the tensor is named.
@Suite struct DamagedCatalogueTests {
  /// A catalogue of two items and one attribute of each kind, written by hand.
  struct Draft {
    var items = ["a", "b"]
    var titles = ["A", "B"]
    var attributes = ["color", "price", "style"]
    var kinds: [UInt8] = [0, 2, 1]
    var colorCodes: [UInt32] = [0, .max]
    var colorValues = ["red"]
    var styleIndptr: [Int64] = [0, 2, 2]
    var styleCodes: [UInt32] = [1, 0]
    var styleValues = ["boho", "chic"]
    var prices: [Double] = [1, .nan]

    func bytes(without left: String? = nil) -> [UInt8] {
      var writer = TensorWriter()
      func add(_ name: String, _ body: (inout TensorWriter) -> Void) {
        if name != left { body(&writer) }
      }
      add("items") { $0.add("items", identifiers: items) }
      add("users") { $0.add("users", identifiers: ["u"]) }
      add("titles") { $0.add("titles", strings: titles) }
      add("attributes") { $0.add("attributes", identifiers: attributes) }
      add("attributes.kinds") { $0.add("attributes.kinds", kinds) }
      add("attribute/color/codes") { $0.add("attribute/color/codes", colorCodes) }
      add("attribute/color/values") { $0.add("attribute/color/values", identifiers: colorValues) }
      add("attribute/price/numbers") { $0.add("attribute/price/numbers", prices) }
      add("attribute/style/indptr") { $0.add("attribute/style/indptr", styleIndptr) }
      add("attribute/style/codes") { $0.add("attribute/style/codes", styleCodes) }
      add("attribute/style/values") { $0.add("attribute/style/values", identifiers: styleValues) }
      return writer.encoded()
    }
  }

  /// The message a draft is refused with; `nil` when it is accepted.
  func refusal(_ bytes: [UInt8]) -> String? {
    do {
      _ = try Catalogue(opening: TensorFile(bytes: bytes, name: "c"))
      return nil
    } catch {
      return "\(error)"
    }
  }

  func refusal(_ change: (inout Draft) -> Void) -> String? {
    var draft = Draft()
    change(&draft)
    return refusal(draft.bytes())
  }

  @Test func `the undamaged catalogue is accepted`() {
    #expect(refusal { _ in } == nil)
  }

  @Test(arguments: [
    "items", "users", "titles", "attributes", "attributes.kinds", "attribute/color/codes",
    "attribute/color/values", "attribute/price/numbers", "attribute/style/indptr",
    "attribute/style/codes", "attribute/style/values",
  ])
  func `a missing tensor is named`(tensor: String) {
    let message = refusal(Draft().bytes(without: tensor))
    #expect(message?.contains("tensor '\(tensor)") == true)
    #expect(message?.contains("is missing") == true)
  }

  @Test func `codes and offsets out of range are refused`() {
    #expect(
      refusal { $0.colorCodes = [1, 0] }
        == "c: tensor 'attribute/color/codes' contains code 1 at 0; codes below 1 are accepted")
    #expect(
      refusal { $0.styleCodes = [1, .max] }
        == "c: tensor 'attribute/style/codes' contains code 4294967295 at 1; "
        + "codes below 2 are accepted")
    #expect(
      refusal { $0.styleIndptr = [1, 2, 2] }
        == "c: tensor 'attribute/style/indptr' begins with 1; 0 is accepted")
    #expect(
      refusal { $0.styleIndptr = [0, 3, 2] }
        == "c: tensor 'attribute/style/indptr' falls from 3 to 2 at 2; "
        + "offsets that rise are accepted")
    #expect(
      refusal { $0.styleIndptr = [0, 1, 1] }
        == "c: tensor 'attribute/style/indptr' ends with 1; 2, the number of codes, is accepted")
    #expect(
      refusal { $0.kinds = [0, 3, 1] }
        == "c: tensor 'attributes.kinds' contains 3; "
        + "0 (text), 1 (list) and 2 (number) are accepted")
  }

  @Test func `counts that disagree are refused`() {
    #expect(
      refusal { $0.titles = ["A"] }
        == "c: tensor 'titles.offsets' names 1 titles; 2, one per item, are accepted")
    for (change, tensor) in [
      ({ $0.colorCodes = [0] }, "attribute/color/codes"),
      ({ $0.prices = [1, 2, 3] }, "attribute/price/numbers"),
      ({ $0.styleIndptr = [0, 2] }, "attribute/style/indptr"),
      ({ $0.kinds = [0, 2] }, "attributes.kinds"),
    ] as [((inout Draft) -> Void, String)] {
      #expect(refusal(change)?.contains("tensor '\(tensor)' has") == true)
    }
  }

  @Test func `a file cut anywhere is refused`() {
    let bytes = Draft().bytes()
    for count in 0..<bytes.count { #expect(refusal(Array(bytes[..<count])) != nil) }
  }
}
