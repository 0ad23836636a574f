import Recommendation
import Snapshots
import Testing

/// Defends opening: factors with anything out of range are refused, and the tensor is named.
@Suite struct DamagedFactorsTests {
  /// Factors of 2 users and 3 items, and an index of one block, written by hand.
  struct Draft {
    var users: [Float] = [1, 0, 0, 1]
    var items: [Float] = [1, 0, 0, 1, 1, 1]
    var gram: [Float] = [2, 1, 1, 2]
    var alpha: Float = 10
    var centroids: [Float] = [0, 0]
    var reaches: [Float] = [1]
    var starts: [Int64] = [0, 1]
    var positions: [UInt32] = [0, 1, 2] + [UInt32](repeating: .max, count: 29)
    var scales = [Float](repeating: 0.1, count: 32)
    var codes = [UInt8](repeating: 0x77, count: 64)

    func bytes(without left: String?) -> [UInt8] {
      var writer = TensorWriter()
      func add(_ name: String, _ body: (inout TensorWriter, String) -> Void) {
        if name != left { body(&writer, name) }
      }
      add("factors.users") { $0.add($1, users, shape: [users.count / 2, 2]) }
      add("factors.items") { $0.add($1, items, shape: [items.count / 2, 2]) }
      add("factors.gram") { $0.add($1, gram, shape: [gram.count / 2, 2]) }
      add("factors.alpha") { $0.add($1, [alpha]) }
      add("factors.index.centroids") { $0.add($1, centroids, shape: [centroids.count / 2, 2]) }
      add("factors.index.reaches") { $0.add($1, reaches) }
      add("factors.index.starts") { $0.add($1, starts) }
      add("factors.index.items") { $0.add($1, positions) }
      add("factors.index.scales") { $0.add($1, scales) }
      add("factors.index.codes") { $0.add($1, codes, shape: [codes.count / 64, 64]) }
      return writer.encoded()
    }
  }

  /// The message a draft is refused with; `nil` when it is accepted.
  func refusal(
    without left: String? = nil, _ change: (inout Draft) -> Void = { _ in }
  ) throws -> String? {
    var draft = Draft()
    change(&draft)
    let file = try TensorFile(bytes: draft.bytes(without: left), name: "f")
    do throws(SnapshotError) {
      _ = try Factors(opening: file, users: 2, items: 3)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `the draft itself is accepted`() throws {
    #expect(try refusal() == nil)
  }

  @Test func `factors without index and without fold-in are accepted`() throws {
    #expect(try refusal(without: "factors.index.codes") == nil)
    #expect(try refusal(without: "factors.gram") == nil)
  }

  @Test(arguments: [
    "factors.users", "factors.items", "factors.alpha", "factors.index.centroids",
    "factors.index.reaches", "factors.index.starts", "factors.index.items",
    "factors.index.scales",
  ])
  func `a part that is missing is named`(tensor: String) throws {
    let message = try #require(try refusal(without: tensor))
    #expect(message.hasPrefix("f: tensor '\(tensor)' is missing"))
  }

  @Test func `values that are not finite are refused`() throws {
    for (tensor, change) in [
      ("factors.users", { $0.users[1] = .nan }), ("factors.items", { $0.items[1] = .infinity }),
      ("factors.gram", { $0.gram[1] = .nan }),
      ("factors.index.centroids", { $0.centroids[1] = .nan }),
      ("factors.index.reaches", { $0.reaches[0] = .infinity }),
      ("factors.index.scales", { $0.scales[31] = .nan }),
    ] as [(String, (inout Draft) -> Void)] {
      let message = try #require(try refusal(change))
      #expect(message.hasPrefix("f: tensor '\(tensor)' contains a value that is not finite"))
    }
  }

  @Test func `what is below 0 where it cannot be is refused`() throws {
    let expected =
      "contains a value that is not finite and not below 0; such values are accepted"
    #expect(
      try refusal { $0.reaches[0] = -1 } == "f: tensor 'factors.index.reaches' \(expected)")
    #expect(
      try refusal { $0.scales[2] = -1 } == "f: tensor 'factors.index.scales' \(expected)")
    #expect(
      try refusal { $0.alpha = 0 }
        == "f: tensor 'factors.alpha' is 0.0; a finite number above 0 is accepted")
  }

  @Test func `a gram matrix that is not positive definite is refused`() throws {
    #expect(
      try refusal { $0.gram = [1, 2, 2, 1] } == """
        f: tensor 'factors.gram' is not positive definite; the items' Yᵀ·Y + λ·I with λ above 0 is \
        accepted
        """)
  }

  @Test func `shapes that do not fit are refused`() throws {
    for (tensor, change) in [
      ("factors.users", { $0.users += [0, 0] }), ("factors.items", { $0.items += [0, 0] }),
      ("factors.gram", { $0.gram += [0, 0] }), ("factors.index.reaches", { $0.reaches += [0] }),
      ("factors.index.starts", { $0.starts = [0, 1, 1] }),
      ("factors.index.starts", { $0.starts = [0, 2] }),
      ("factors.index.items", { $0.positions += [.max] }),
      ("factors.index.scales", { $0.scales += [0] }),
      ("factors.index.scales", { $0.codes += [UInt8](repeating: 0, count: 64) }),
    ] as [(String, (inout Draft) -> Void)] {
      let message = try #require(try refusal(change))
      #expect(message.hasPrefix("f: tensor '\(tensor)' "))
    }
  }

  @Test func `an item must lie in exactly one place`() throws {
    let tensor = "f: tensor 'factors.index.items' contains"
    #expect(try refusal { $0.positions[5] = 1 } == "\(tensor) 1 twice; each item once is accepted")
    #expect(
      try refusal { $0.positions[2] = .max } == "\(tensor) 2 items; each of the 3 is accepted")
    #expect(
      try refusal { $0.positions[2] = 3 } == "\(tensor) 3; items below 3 are accepted")
  }
}
