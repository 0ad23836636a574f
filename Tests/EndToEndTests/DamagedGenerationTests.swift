import Bytes
import Platform
import Serving
import Snapshots
import TestSupport
import Testing
import Wire

/// Whatever is wrong with a generation is found before it is served; the old one goes on, and the
/// refusal says which file, and why.
@Suite struct DamagedGenerationTests {
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What the refusal must contain.
    let expected: [String]
    /// Given the path of the generation, and that of the store.
    let apply: @Sendable (_ generation: String, _ store: String) throws -> Void
  }

  static let damages: [Damage] = [
    Damage(
      testDescription: "a truncated file",
      expected: ["recommend.safetensors: is ", "the manifest says", "was the copy interrupted?"]
    ) { generation, _ in
      try rewrite("\(generation)/recommend.safetensors") { $0.removeLast(100) }
    },
    Damage(
      testDescription: "a flipped bit",
      expected: ["catalogue.safetensors: has sha256 ", "the manifest says "]
    ) { generation, _ in
      try rewrite("\(generation)/catalogue.safetensors") { $0[$0.count / 2] ^= 1 }
    },
    Damage(
      testDescription: "a manifest that lies about a digest",
      expected: [": has sha256 ", "the manifest says 0000000000000000"]
    ) { generation, _ in
      try rewrite("\(generation)/manifest.json") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: #""sha256": ""#, maxSplits: 1)
        guard parts.count == 2 else { throw NoDigest() }
        let zeros = String(repeating: "0", count: 64)
        bytes = Array((parts[0] + #""sha256": ""# + zeros + parts[1].dropFirst(64)).utf8)
      }
    },
    Damage(
      testDescription: "a manifest that is cut", expected: ["manifest.json: "]
    ) { generation, _ in
      try rewrite("\(generation)/manifest.json") { $0.removeLast($0.count / 2) }
    },
    Damage(
      testDescription: "a missing file",
      expected: [
        "recommend.safetensors: is missing, the manifest lists it; was the copy interrupted?"
      ]
    ) { generation, _ in
      try FileSystem.remove("\(generation)/recommend.safetensors")
    },
    Damage(
      testDescription: "a copy under way",
      expected: ["manifest.json: is missing; is the copy of the generation unfinished?"]
    ) { generation, _ in
      try FileSystem.remove("\(generation)/manifest.json")
      try FileSystem.remove("\(generation)/golden.bin")
    },
    Damage(
      testDescription: "a file too many",
      expected: ["notes.txt: is not in the manifest; only what it lists is accepted"]
    ) { generation, _ in
      try FileSystem.createFile(at: "\(generation)/notes.txt", with: Array("x".utf8).rawSpan)
    },
    Damage(
      testDescription: "current dangles",
      expected: ["/current: points at 'generations/", "which is not there"]
    ) { generation, _ in
      try FileSystem.removeTree(generation)
    },
    Damage(
      testDescription: "current points elsewhere",
      expected: ["/current: points at '/tmp'; generations/ID is accepted"]
    ) { _, store in
      try FileSystem.replaceLink(at: "\(store)/current", target: "/tmp")
    },
    Damage(
      testDescription: "a renamed generation", expected: ["holds the manifest of "]
    ) { generation, store in
      let other = GenerationID(created: 1_700_000_000)
      try FileSystem.rename(generation, to: "\(store)/generations/\(other)")
      try FileSystem.replaceLink(at: "\(store)/current", target: "generations/\(other)")
    },
  ]

  @Test(arguments: damages)
  func `a damaged generation is refused, and the old one goes on serving`(damage: Damage) throws {
    let served = try ServedShop()
    let before = try served.recommend(limit: 50)
    let second = try served.shop.second.publish(to: served.store)
    try damage.apply(served.store.path(of: second), served.store.path)

    try expectRefusal(by: served, containing: damage.expected)
    #expect(try served.recommend(limit: 50) == before)

    // What is repaired is taken: here by publishing anew.
    let third = try served.shop.second.publish(to: served.store)
    #expect(try served.reload().status == .ok)
    #expect(try served.recommend().generation == third.text)
    #expect(served.server.status().lastRefusal == "")
  }

  @Test func `a generation that answers its golden questions otherwise is refused`() throws {
    let served = try ServedShop()
    let before = try served.recommend(limit: 50)
    _ = try served.shop.second.publish(to: served.store, answersOf: served.shop.first)
    try expectRefusal(
      by: served,
      containing: [
        "golden.bin: question ", "has another answer than the one it was packed with",
      ])
    #expect(try served.recommend(limit: 50) == before)
    waitUntil { served.server.status().mappedGenerations == 1 }
    #expect(served.server.status().mappedGenerations == 1)
  }

  @Test func `a damaged generation is no reason not to start`() throws {
    let served = try ServedShop(isEmpty: true)
    let id = try served.shop.first.publish(to: served.store)
    try rewrite("\(served.store.path(of: id))/catalogue.safetensors") { $0.removeLast() }
    try expectRefusal(by: served, containing: ["catalogue.safetensors: is "])
    #expect(try served.recommend().status == .unavailable)
  }

  private func expectRefusal(
    by served: ServedShop, containing parts: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let refusal = try served.reload()
    #expect(refusal.status == .failedPrecondition, sourceLocation: sourceLocation)
    for part in parts {
      #expect(
        refusal.message.contains(part), "\(refusal.message)", sourceLocation: sourceLocation)
    }
    let status = served.server.status()
    #expect(status.refusedReloads == 1, sourceLocation: sourceLocation)
    #expect(status.lastRefusal == refusal.message, sourceLocation: sourceLocation)
  }
}

private struct NoDigest: Error {}

/// Changes a file that is read-only, as a copy that went wrong would.
private func rewrite(_ path: String, _ change: (inout [UInt8]) throws -> Void) throws {
  var bytes = try FileSystem.read(path)
  try change(&bytes)
  try FileSystem.replaceFile(at: path, with: bytes.rawSpan)
}
