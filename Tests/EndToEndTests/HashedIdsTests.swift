import Answering
import Bytes
import Datasets
import Platform
import Serving
import Snapshots
import TestSupport
import Testing
import Training
import Wire

/// A generation with hashed ids names nobody, answers as one without does, and needs its key.
@Suite final class HashedIdsTests {
  static let one = String(repeating: "0123456789abcdef", count: 4)
  static let two = String(repeating: "fedcba9876543210", count: 4)

  let directory: String
  var dataset: String { "\(directory)/shop" }
  var store: String { "\(directory)/store" }
  var keys: String { "\(directory)/keys" }

  init() throws {
    directory = try FileSystem.makeTemporaryDirectory("modiste-hashed")
    try DemoShop(users: 60, items: 60, days: 100, seed: 3).write(to: dataset)
    try write("a = \(Self.one)\n")
  }

  deinit { try? FileSystem.removeTree(directory) }

  private func write(_ text: String) throws {
    try FileSystem.replaceFile(at: keys, with: Array(text.utf8).rawSpan, mode: 0o600)
  }

  private func train(_ more: String...) throws -> (code: Int32?, output: String) {
    try train(more)
  }

  private func modiste(_ arguments: String...) throws -> (code: Int32?, output: String) {
    let process = try ProgramProcess("modiste", arguments, in: directory)
    return (process.exitCode(), process.output)
  }

  private func check(keyFile: String?) throws -> (code: Int32?, output: String) {
    let process = try ProgramProcess(
      "modisted", ["--store", store, "--check"] + (keyFile.map { ["--key-file", $0] } ?? []),
      in: directory)
    return (process.exitCode(), process.output)
  }

  /// A server over the store, with the keys.
  private func serve(_ body: (Peer) throws -> Void) throws {
    var configuration = Configuration()
    configuration.storePath = store
    configuration.keyFile = keys
    configuration.loopCount = 1
    configuration.addresses = [.unix(path: "\(directory)/socket")]
    let server = Server(configuration)
    guard case .success = server.reload() else {
      Issue.record("\(server.reload())")
      return
    }
    try server.start()
    defer { server.drain() }
    try body(try Peer(server.addresses[0]))
  }

  private func recommend(_ user: String, _ peer: Peer) throws -> Peer.Frame {
    try #require(
      try peer.call(
        recommendMethod, micros: 30_000_000,
        body: encoded { $0.appendRecommendRequest(user: user, limit: 20) }))
  }

  @Test func `no id of a shopper occurs in any file of the generation, nor their order`() throws {
    let trained = try train("--hash-ids", "--key-file", keys)
    #expect(trained.code == 0, "\(trained.output)")
    let ids = try Dataset(reading: dataset).users.ids
    #expect(ids.count == 60)
    let opened = try Store(opening: store)
    let path = opened.path(of: try #require(try opened.currentGeneration()))
    let names = try FileSystem.names(in: path)
    #expect(names.contains("golden.bin") && names.contains("catalogue.safetensors"))
    for name in names {
      let bytes = try FileSystem.read("\(path)/\(name)")
      for id in ids { #expect(!bytes.contains(sequence: Array(id.utf8)), "\(id) in \(name)") }
    }
    // Rows are in the order of the hashes, which has nothing to do with that of users.csv.
    let key = try IdentifierKeys(file: keys, outside: store).keys[0]
    let file = try TensorFile(path: "\(path)/\(Models.catalogueName)")
    let users = try file.identifiers("users")
    let rows = (0..<60).map { users[$0].string }
    let isDamaged = file.isDamaged
    #expect(!isDamaged)
    #expect(rows == rows.sorted())
    #expect(Set(rows) == Set(ids.map { key.name(of: $0) }))
  }

  @Test func `a shopper asked for by id is answered as without hashes, and by hash too`() throws {
    #expect(try train().code == 0)
    let ids = try Dataset(reading: dataset).users.ids
    var plain: [[AnsweredItem]] = []
    var configuration = Configuration()
    configuration.storePath = store
    configuration.loopCount = 1
    configuration.addresses = [.unix(path: "\(directory)/plain")]
    let server = Server(configuration)
    server.reload()
    try server.start()
    let peer = try Peer(server.addresses[0])
    for id in ids.prefix(10) { plain.append(try recommend(id, peer).items) }
    server.drain()

    #expect(try train("--hash-ids", "--key-file", keys).code == 0)
    let key = try IdentifierKeys(file: keys, outside: store).keys[0]
    try serve { peer in
      for (id, before) in zip(ids, plain) {
        let answer = try recommend(id, peer)
        #expect(answer.isUserKnown)
        #expect(answer.items.first?.id == before.first?.id)
        let byHash = try recommend(key.name(of: id), peer)
        #expect(byHash.items == answer.items)
      }
      let stranger = try recommend("nobody", peer)
      #expect(!stranger.isUserKnown)
    }
  }

  /// Vectors are of items, which keep their ids and their order; what is hashed are shoppers.
  @Test(arguments: [true, false])
  func `vectors of items say the same with hashed ids, with and without names of rows`(
    areNamed: Bool
  ) throws {
    let data = try Dataset(reading: dataset)
    let rows = Array(data.items.ids.enumerated())
    // With names in another order than items.csv's.
    let order = areNamed ? rows.reversed() : rows
    var writer = TensorWriter()
    writer.add(
      "embeddings",
      order.flatMap { row, _ in (0..<4).map { Float((row * ($0 + 3)) % 7) - 3 } },
      shape: [order.count, 4])
    if areNamed { writer.add("item_ids", strings: order.map(\.element)) }
    let file = "\(directory)/vectors.safetensors"
    try writer.write(to: file)
    func content() throws -> [UInt32: [UInt32]] {
      let opened = try Store(opening: store)
      let path = opened.path(of: try #require(try opened.currentGeneration()))
      let recommend = try TensorFile(path: "\(path)/\(Models.recommendName)")
      let found = try recommend.sparse(
        "content_neighbours", rows: order.count, columns: order.count)
      var neighbours: [UInt32: [UInt32]] = [:]
      for item in 0..<order.count {
        let row = found.row(item).indices
        neighbours[UInt32(item)] = (0..<row.count).map { row[$0] }
      }
      let isDamaged = recommend.isDamaged
      #expect(!isDamaged)
      return neighbours
    }
    func train(_ more: [String]) throws {
      let process = try ProgramProcess(
        "modiste",
        [
          "train", dataset, "--store", store, "--factors", "0", "--only", "recommend",
          "--no-evaluation",
        ]
          + more, in: directory)
      #expect(process.exitCode() == 0, "\(process.output)")
    }
    try train(["--embeddings", file])
    let plain = try content()
    #expect(plain.values.contains { !$0.isEmpty })
    try train(["--embeddings", file, "--hash-ids", "--key-file", keys])
    #expect(try content() == plain)
    try train([])
    #expect(try content() != plain)
  }

  @Test func `without the key, and with another, the generation is refused by name`() throws {
    #expect(try train("--hash-ids", "--key-file", keys).code == 0)
    let without = try check(keyFile: nil)
    #expect(without.code == 1)
    #expect(
      without.output.contains(
        "has users whose ids are hashed under the key 'a'; give it with --key-file"))
    try write("b = \(Self.two)\n")
    let other = try check(keyFile: keys)
    #expect(other.code == 1)
    #expect(other.output.contains("under the key 'a'; the key file holds 'b'"))
    try write("a = \(Self.two)\n")
    let changed = try check(keyFile: keys)
    #expect(changed.code == 1)
    #expect(changed.output.contains("under another key 'a' than the key file's"))
    try write("b = \(Self.two)\na = \(Self.one)\n")
    #expect(try check(keyFile: keys).code == 0)
    try FileSystem.setMode(of: keys, to: 0o644)
    let open = try check(keyFile: keys)
    #expect(open.code == 1)
    #expect(open.output.contains("has mode 0644; 0600 is accepted"))
  }

  @Test func `while keys are replaced, both generations are served`() throws {
    #expect(try train("--hash-ids", "--key-file", keys).code == 0)
    try write("b = \(Self.two)\na = \(Self.one)\n")
    #expect(try train("--hash-ids", "--key-file", keys).code == 0)
    let id = try #require(try Dataset(reading: dataset).users.ids.first)
    try serve { peer in
      let answer = try recommend(id, peer)
      #expect(answer.isUserKnown)
    }
    #expect(try modiste("rollback", "--store", store).code == 0)
    try serve { peer in
      let answer = try recommend(id, peer)
      #expect(answer.isUserKnown)
    }
  }

  @Test func `an erased shopper is unknown under every key, and the tombstone needs the key`()
    throws
  {
    #expect(try train("--hash-ids", "--key-file", keys).code == 0)
    let ids = try Dataset(reading: dataset).users.ids
    let refused = try modiste("erase", ids[0], "--dataset", dataset, "--store", store)
    #expect(refused.code == 1)
    #expect(refused.output.contains("give it with --key-file"))
    #expect(try Dataset(reading: dataset).users.ids.contains(ids[0]))
    let erased = try modiste(
      "erase", ids[0], "--dataset", dataset, "--store", store, "--key-file", keys)
    #expect(erased.code == 0, "\(erased.output)")
    #expect(try !Dataset(reading: dataset).users.ids.contains(ids[0]))
    let tombstones = try FileSystem.read("\(store)/tombstones")
    #expect(!tombstones.contains(sequence: Array(ids[0].utf8)))
    #expect(!tombstones.contains(sequence: Array("digest".utf8)))
    try serve { peer in
      let (erased, other) = (try recommend(ids[0], peer), try recommend(ids[1], peer))
      #expect(!erased.isUserKnown)
      #expect(other.isUserKnown)
    }
  }

  @Test func `a hashed generation is evaluated and verified with its key`() throws {
    let hold = ["--hold-out", "temporal:80%"]
    #expect(try train(["--hash-ids", "--key-file", keys] + hold).code == 0)
    let without = try modiste(
      "evaluate", dataset, "--store", store, "--split", "temporal:80%", "--no-baselines")
    #expect(without.code == 1)
    let with = try modiste(
      "evaluate", dataset, "--store", store, "--split", "temporal:80%", "--no-baselines",
      "--key-file", keys)
    #expect(with.code == 0, "\(with.output)")
    #expect(try modiste("verify", "\(store)/current").code == 1)
    #expect(try modiste("verify", "\(store)/current", "--key-file", keys).code == 0)
  }

  @Test func `--hash-ids and --key-file go together`() throws {
    #expect(try train("--hash-ids").code == 2)
    #expect(try train("--key-file", keys).code == 2)
  }

  private func train(_ more: [String]) throws -> (code: Int32?, output: String) {
    let process = try ProgramProcess(
      "modiste",
      [
        "train", dataset, "--store", store, "--factors", "8", "--weighting", "cosine",
        "--no-evaluation",
      ] + more, in: directory)
    return (process.exitCode(), process.output)
  }
}
