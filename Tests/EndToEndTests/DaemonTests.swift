import Bytes
import ModisteClient
import Platform
import Snapshots
import TestSupport
import Testing
import Wire

/// modisted as an operator meets it: flags, signals, exit codes, files left behind.
@Suite final class DaemonTests {
  let directory: String
  let store: Store
  let shop: TrainedShop
  var socket: String { "\(directory)/socket" }
  var arguments: [String] {
    ["--store", store.path, "--listen", "unix:\(socket)", "--threads", "1"]
  }

  init() throws {
    shop = try TrainedShop.get()
    directory = try FileSystem.makeTemporaryDirectory("modiste-daemon")
    store = try Store.create(at: "\(directory)/store")
  }

  deinit { try? FileSystem.removeTree(directory) }

  @Test func `SIGHUP loads what is current, SIGTERM ends with 0 and leaves no socket`() throws {
    let first = try shop.first.publish(to: store)
    let daemon = try ProgramProcess("modisted", arguments, in: directory)
    #expect(daemon.wait(for: "generation \(first) listen unix:\(socket)"))
    #expect(try generation() == first.text)

    let second = try shop.second.publish(to: store)
    daemon.send(.hangUp)
    waitUntil { (try? generation()) == second.text }
    #expect(try generation() == second.text)
    #expect(daemon.output.contains("serving generation \(second), loaded in "))

    daemon.send(.terminate)
    #expect(daemon.exitCode() == 0)
    #expect(daemon.output.contains("draining"))
    #expect(try FileSystem.kind(of: socket) == nil)
  }

  @Test func `a SIGHUP that finds a damaged generation is logged, and the old one stays`() throws {
    let first = try shop.first.publish(to: store)
    let daemon = try ProgramProcess("modisted", arguments, in: directory)
    #expect(daemon.wait(for: "listen"))
    let second = try shop.second.publish(to: store)
    try FileSystem.remove("\(store.path(of: second))/catalogue.safetensors")
    daemon.send(.hangUp)
    #expect(daemon.wait(for: "catalogue.safetensors: is missing"))
    #expect(daemon.output.contains("still serving \(first)"))
    #expect(try generation() == first.text)
  }

  @Test func `a socket that another daemon serves is refused with 1`() throws {
    let daemon = try ProgramProcess("modisted", arguments, in: directory)
    #expect(daemon.wait(for: "listen"))
    let second = try ProgramProcess("modisted", arguments, in: directory)
    #expect(second.exitCode() == 1)
    #expect(second.output.contains(socket))
    #expect(try Peer(.unix(path: socket)).call(pingMethod)?.status == .ok)
  }

  @Test func `the socket of a daemon that was killed is taken over`() throws {
    let daemon = try ProgramProcess("modisted", arguments, in: directory)
    #expect(daemon.wait(for: "listen"))
    daemon.kill()
    #expect(try FileSystem.kind(of: socket) != nil)
    let second = try ProgramProcess("modisted", arguments, in: directory)
    #expect(second.wait(for: "listen"))
    #expect(try Peer(.unix(path: socket)).call(pingMethod)?.status == .ok)
  }

  @Test(arguments: [
    [], ["--store"], ["--listen", "unix:/tmp/x"], ["--no-such-flag"],
    ["--store", "/tmp", "--threads", "-1"], ["--store", "/tmp", "--threads", "many"],
    ["--store", "/tmp"], ["--store", "/tmp", "--listen", "http://here"],
    ["--store", "/tmp", "--listen", "tcp:192.0.2.1:7400"],
  ])
  func `bad flags end with 2 and say what is accepted`(arguments: [String]) throws {
    let daemon = try ProgramProcess("modisted", arguments, in: directory)
    #expect(daemon.exitCode() == 2)
    #expect(!daemon.output.isEmpty)
  }

  @Test func `--check says what would be served, and ends`() throws {
    let id = try shop.first.publish(to: store)
    let daemon = try ProgramProcess("modisted", ["--store", store.path, "--check"], in: directory)
    #expect(daemon.exitCode() == 0)
    #expect(daemon.output.contains("generation \(id) can be served"))
  }

  @Test func `--check of a damaged generation ends with 1 and says why`() throws {
    let id = try shop.first.publish(to: store)
    try FileSystem.remove("\(store.path(of: id))/golden.bin")
    let daemon = try ProgramProcess("modisted", ["--store", store.path, "--check"], in: directory)
    #expect(daemon.exitCode() == 1)
    #expect(daemon.output.contains("golden.bin: is missing, the manifest lists it"))
  }

  @Test func `the log holds nothing of what shoppers write, whether it is answered or refused`()
    async throws
  {
    _ = try shop.first.publish(to: store)
    let daemon = try ProgramProcess("modisted", arguments, in: directory)
    #expect(daemon.wait(for: "listen"))
    let client = try ModisteClient(
      address: "unix:\(socket)", options: ModisteClient.Options(timeout: .seconds(30)))
    for text in [
      "where is my order Q77431", "change the address of Q77431 to Ouagadougou",
      "I am Zebulon Quist, zebulon.quist@example.com, +49 170 5550147, call me",
      "你好，我叫欧阳靖宇，电话13955501470", "the zqxscarf gave me a rash, my lawyer is Zebulon Quist",
    ] {
      _ = try await client.answer(AnswerRequest(text: text, userID: "shopper-zq1"))
      _ = try await client.classify(text: text)
      _ = try await client.search(SearchRequest(text: text))
    }
    await #expect(throws: ModisteError.self) {
      try await client.answer(AnswerRequest(text: "", userID: "shopper-zq1"))
    }
    await #expect(throws: ModisteError.self) {
      try await client.answer(
        AnswerRequest(
          text: String(repeating: "Zebulon Quist ", count: 100_000), userID: "shopper-zq1"))
    }
    await #expect(throws: ModisteError.self) {
      try await client.answer(
        AnswerRequest(text: "hello", state: Array("forged by zebulon.quist@example.com".utf8)))
    }
    client.close()
    daemon.send(.terminate)
    #expect(daemon.exitCode() == 0)
    let log = daemon.output.lowercased()
    #expect(log.contains("draining"))
    for said in [
      "q77431", "ouagadougou", "zebulon", "quist", "5550147", "欧阳", "13955501470", "zqxscarf",
      "rash",
      "shopper-zq1", "order",
    ] {
      #expect(!log.contains(said), "\(said)")
    }
  }

  private func generation() throws -> String? {
    try Peer(.unix(path: socket)).call(
      recommendMethod, body: encoded { $0.appendRecommendRequest(user: "", limit: 1) }
    )?.generation
  }
}
