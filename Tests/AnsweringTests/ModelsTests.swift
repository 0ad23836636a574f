import Answering
import Bytes
import Platform
import Snapshots
import Testing

/// Defends opening: two files that belong together answer; any others are refused by name.
@Suite struct ModelsTests {
  /// The message the files are refused with; `nil` when they are accepted.
  func refusal(_ catalogue: TensorWriter, _ recommend: TensorWriter) -> String? {
    do {
      _ = try Models(
        catalogue: TensorFile(bytes: catalogue.encoded(), name: "catalogue.safetensors"),
        recommend: TensorFile(bytes: recommend.encoded(), name: "recommend.safetensors"))
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `files of one training are accepted`() {
    #expect(refusal(SmallShop.catalogue(), SmallShop.recommend()) == nil)
  }

  @Test func `models of other items or users are refused, and both files named`() {
    let more = [SmallShop.recommend(items: 7), SmallShop.recommend(users: 5)]
    for recommend in more {
      let message = refusal(SmallShop.catalogue(), recommend)
      #expect(message?.hasPrefix("recommend.safetensors: tensor '") == true)
      #expect(message?.hasSuffix("(catalogue.safetensors has 4 users and 6 items)") == true)
    }
  }

  @Test func `a catalogue in the place of models is refused`() {
    #expect(refusal(SmallShop.catalogue(), SmallShop.catalogue())?.contains("is missing") == true)
    #expect(refusal(SmallShop.recommend(), SmallShop.recommend())?.contains("'items") == true)
  }

  @Test func `a directory is opened, and a missing file named`() throws {
    let directory = "/tmp/modiste-models-\(UInt64.random(in: 0...UInt64.max))"
    try FileSystem.makeDirectory(directory)
    defer { try? FileSystem.removeTree(directory) }
    #expect(throws: SnapshotError.self) { try Models(opening: directory) }
    try SmallShop.catalogue().write(to: "\(directory)/catalogue.safetensors")
    #expect(throws: SnapshotError.self) { try Models(opening: directory) }
    try SmallShop.recommend().write(to: "\(directory)/recommend.safetensors")
    let models = try Models(opening: directory)
    #expect(models.itemID(5).string == "bag")
    #expect(models.itemID(.max).string == "bag")
  }
}
