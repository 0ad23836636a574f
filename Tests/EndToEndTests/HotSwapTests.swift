import Bytes
import Datasets
import Platform
import Serving
import Snapshots
import Synchronization
import TestSupport
import Testing
import Wire

@Suite struct HotSwapTests {
  /// Two generations change places under load: every call is answered, and each answer is, byte for
  /// byte, the one that the generation it names gives.
  @Test func `no call fails and no answer is mixed while generations are swapped`() throws {
    let served = try ServedShop()
    let first = try #require(try served.store.currentGeneration())
    let second = try served.shop.second.publish(to: served.store, makesCurrent: false)
    let questions = questions(served.shop)
    let references = [
      first.text: try answers(to: questions, of: first, in: served.store),
      second.text: try answers(to: questions, of: second, in: served.store),
    ]
    #expect(references[first.text] != references[second.text])

    let load = Load()
    let address = served.address
    let clients = try JoinedThreads(count: 3) {
      var own = Tally()
      do {
        let peer = try Peer(address)
        while !load.isOver.load(ordering: .relaxed) {
          for (index, question) in questions.enumerated() {
            let answer = try peer.call(
              question.method, callID: UInt32(index), micros: 30_000_000, body: question.body)
            own.add(answer, expecting: references, index)
          }
        }
      } catch {
        own.failures.append("\(error)")
      }
      load.tally.withLock { $0.add(own) }
    }

    var flips = 0
    for round in 0..<120 {
      try StoreWriter(to: served.store).makeCurrent(round % 2 == 0 ? second : first)
      let answer = try served.reload()
      #expect(answer.status == .ok)
      if fields(of: answer.body).contains(where: { $0.number == 2 && $0.bits == 1 }) { flips += 1 }
    }
    load.isOver.store(true, ordering: .relaxed)
    clients.join()

    let result = load.tally.withLock { $0 }
    #expect(flips == 120)
    #expect(result.failures.isEmpty, "\(result.failures.prefix(3))")
    #expect((result.counts[first.text] ?? 0) > 0)
    #expect((result.counts[second.text] ?? 0) > 0)
    waitUntil { served.server.status().mappedGenerations == 1 }
    let status = served.server.status()
    #expect(status.mappedGenerations == 1)
    #expect(status.reloads == 121)
    #expect(status.refusedReloads == 0)
    print("\(result.counts.values.reduce(0, +)) calls while generations were swapped 120 times")
  }

  @Test func `two reloads at once are both answered`() throws {
    let served = try ServedShop()
    let second = try served.shop.second.publish(to: served.store)
    let peers = [try served.peer(), try served.peer()]
    for peer in peers { peer.request(reloadMethod, micros: 30_000_000) }
    for peer in peers {
      let answer = try #require(try peer.receive())
      #expect(answer.status == .ok)
      #expect(fields(of: answer.body).first?.text == second.text)
    }
    #expect(served.server.status().reloads == 2)
    #expect(try served.recommend().generation == second.text)
  }

  @Test func `a reload of what is served already flips nothing`() throws {
    let served = try ServedShop()
    let current = try #require(try served.store.currentGeneration())
    let answer = try served.reload()
    #expect(answer.status == .ok)
    #expect(fields(of: answer.body).first?.text == current.text)
    #expect(!fields(of: answer.body).contains { $0.number == 2 })
    #expect(served.server.status().reloads == 1)
  }

  @Test func `an empty store answers unavailable, and serves after the first reload`() throws {
    let served = try ServedShop(isEmpty: true)
    #expect(served.server.status().state == .empty)
    let refused = try served.recommend()
    #expect(refused.status == .unavailable)
    #expect(refused.message == "no generation is loaded; publish one and reload")
    #expect(refused.generation == "")
    #expect(try served.call(pingMethod).status == .ok)
    let early = try served.reload()
    #expect(early.status == .failedPrecondition)
    #expect(early.message == "the store has no current generation; publish one")

    let published = try served.shop.first.publish(to: served.store)
    #expect(try served.reload().status == .ok)
    let answer = try served.recommend()
    #expect(answer.status == .ok)
    #expect(answer.generation == published.text)
    #expect(served.server.status().state == .serving)
  }

  @Test func `Status tells what is served, and since how many reloads`() throws {
    let served = try ServedShop()
    let second = try served.shop.second.publish(to: served.store)
    #expect(try served.reload().status == .ok)
    let status = fields(of: try served.call(statusMethod).body)
    #expect(status.first { $0.number == 1 }?.bits == 2)
    #expect(status.first { $0.number == 2 }?.text == second.text)
    #expect(status.first { $0.number == 5 }?.bits == 2)
    #expect(status.first { $0.number == 13 }?.text == Server.name)
  }

  // MARK: Questions

  private struct Question: Sendable {
    let method: UInt16
    let body: [UInt8]
  }

  private func questions(_ shop: TrainedShop) -> [Question] {
    let users = shop.dataset.users.ids
    let items = shop.dataset.items.ids
    var questions = stride(from: 0, to: users.count, by: 40).map { user in
      Question(
        method: recommendMethod,
        body: encoded {
          $0.appendRecommendRequest(user: users[user], recent: [items[user % 50]], limit: 20)
        })
    }
    questions.append(
      Question(
        method: recommendMethod,
        body: encoded {
          $0.appendRecommendRequest(
            user: users[1], limit: 100, filter: "price <= 80", includesSeen: true)
        }))
    for item in stride(from: 0, to: items.count, by: 50) {
      questions.append(
        Question(
          method: similarItemsMethod,
          body: encoded { $0.appendSimilarItemsRequest(item: items[item], limit: 20) }))
    }
    return questions
  }

  /// What a generation answers, asked outside of the server.
  private func answers(
    to questions: [Question], of id: GenerationID, in store: Store
  ) throws -> [[UInt8]] {
    let models = try generation(in: store.path(of: id), named: id.text)
    let methods = MethodTable(Method.standard)
    let context = CallContext()
    return try questions.map { question in
      var buffer = ByteBuffer()
      try methods.answer(
        question.method, question.body, from: models, context: context, into: &buffer)
      var bytes: [UInt8] = []
      bytes.append(buffer.span)
      return bytes
    }
  }
}

/// What client threads share.
private final class Load: Sendable {
  let isOver = Atomic(false)
  let tally = Mutex(Tally())
}

/// What clients saw.
private struct Tally {
  var counts: [String: Int] = [:]
  var failures: [String] = []

  mutating func add(_ frame: Peer.Frame?, expecting references: [String: [[UInt8]]], _ index: Int) {
    guard let frame else { return failures.append("the connection was closed") }
    guard frame.status == .ok else { return failures.append(frame.message) }
    guard frame.header.callID == index, frame.body == references[frame.generation]?[index] else {
      return failures.append("another answer than that of \(frame.generation)")
    }
    counts[frame.generation, default: 0] += 1
  }

  mutating func add(_ other: Tally) {
    counts.merge(other.counts, uniquingKeysWith: +)
    failures += other.failures
  }
}

/// Threads that do the same.
private final class JoinedThreads {
  private let done = Monitor(0)
  private let count: Int

  init(count: Int, _ work: @escaping @Sendable () -> Void) throws {
    self.count = count
    for number in 0..<count {
      let thread = try Thread(name: "client-\(number)") { [done] in
        work()
        done.signal { $0 += 1 }
      }
      _ = thread
    }
  }

  func join() { _ = done.wait { [count] in $0 == count ? true : nil } }
}
