import Bytes
import Datasets
import Dispatch
import ModisteClient
import Serving
import Snapshots
import TestSupport
import Testing
import Wire

/// Audiences over a real socket: who is in them, in which order, from which page on, and what is
/// refused.
@Suite struct AudienceTests {
  private let served: ServedShop
  private let ids: [String]

  init() throws {
    served = try ServedShop(profiles: MadeUpProfiles.fitted())
    ids = served.shop.dataset.users.ids
  }

  private func client() throws -> ModisteClient {
    try ModisteClient(
      address: "\(served.address)", options: ModisteClient.Options(timeout: .seconds(30)))
  }

  private func select(_ request: SelectAudienceRequest) async throws -> [SelectAudiencePart] {
    let client = try client()
    defer { client.close() }
    var parts: [SelectAudiencePart] = []
    for try await part in client.selectAudience(request, timeout: .seconds(30)) {
      parts.append(part)
    }
    return parts
  }

  private func refusal(_ body: () async throws -> Void) async -> (ModisteError.Code, String)? {
    do {
      try await body()
      return nil
    } catch let error as ModisteError {
      return (error.code, error.message)
    } catch {
      return nil
    }
  }

  @Test func `an audience has those for whom its expression holds`() async throws {
    let client = try client()
    defer { client.close() }
    let expected = ids.indices.filter { $0 % 4 == 0 && $0 <= 100 && $0 % 2 == 0 }
    let expression = "affinity(category, \"dress\") > 0.6 and row <= 100d and not parity = odd"
    let size = try await client.sizeAudience(SizeAudienceRequest(expression: expression))
    #expect(size.size == Int64(expected.count))
    #expect(!size.isNoisy && size.epsilonLeft == nil)
    let current = try #require(try served.store.currentGeneration())
    #expect(size.generation == current.text)
    let parts = try await select(SelectAudienceRequest(expression: expression))
    #expect(parts.count == 1)
    #expect(parts[0].members.map(\.userID) == expected.map { ids[$0] })
    #expect(parts[0].size == UInt32(expected.count))
    #expect(parts[0].nextPageToken.isEmpty)
  }

  @Test func `pages make up the audience, and a token goes on behind its page`() async throws {
    for ranking in ["", "uplift(\"spring\")", "row"] {
      let whole = try await select(SelectAudienceRequest(expression: "", rankedBy: ranking))
      let members = whole.flatMap(\.members).map(\.userID)
      #expect(Set(members) == Set(ids))
      let parts = try await select(
        SelectAudienceRequest(expression: "", pageSize: 7, rankedBy: ranking))
      #expect(parts.dropLast().allSatisfy { $0.members.count == 7 })
      #expect(parts.flatMap(\.members).map(\.userID) == members)
      #expect(parts.dropLast().allSatisfy { !$0.nextPageToken.isEmpty })
      #expect(parts.last?.nextPageToken == "")
      for index in [0, 3, parts.count - 2] {
        // Pages may be of another size; what follows is the same.
        let rest = try await select(
          SelectAudienceRequest(
            expression: "", pageSize: 50, rankedBy: ranking, pageToken: parts[index].nextPageToken))
        #expect(
          rest.flatMap(\.members).map(\.userID) == Array(members.dropFirst(7 * (index + 1))))
      }
    }
  }

  @Test func `members are ranked largest first, and a limit keeps the first`() async throws {
    let parts = try await select(
      SelectAudienceRequest(expression: "parity = odd", limit: 5, rankedBy: "row"))
    let last = ids.indices.filter { $0 % 2 == 1 && $0 != 7 }.suffix(5).reversed()
    #expect(parts.flatMap(\.members).map(\.userID) == last.map { ids[$0] })
    #expect(parts.flatMap(\.members).map(\.score) == last.map { Float($0) })
    #expect(parts[0].size == UInt32(ids.count / 2))
    let all = try await select(SelectAudienceRequest(expression: "", rankedBy: "row"))
    #expect(all.last?.members.last?.userID == ids[7])
    #expect(all.last?.members.last?.score.isNaN == true)
  }

  @Test func `a token of another question, another generation, or of nobody is refused`()
    async throws
  {
    let parts = try await select(SelectAudienceRequest(expression: "", pageSize: 50))
    let token = parts[0].nextPageToken
    func message(_ request: SelectAudienceRequest) async -> String? {
      let found = await refusal { _ = try await select(request) }
      #expect(found?.0 == .invalidArgument)
      return found?.1
    }
    let other =
      "page_token is of another expression, ranked_by or limit; ask without one to begin again"
    #expect(await message(SelectAudienceRequest(expression: "has row", pageToken: token)) == other)
    #expect(
      await message(SelectAudienceRequest(expression: "", limit: 60, pageToken: token)) == other)
    #expect(
      await message(SelectAudienceRequest(expression: "", rankedBy: "row", pageToken: token))
        == other)
    let none = "page_token is none that a server gave; ask without one to begin again"
    let tail = token.drop { $0 != "." }
    for bad in [
      "x", "0\(tail)", "-1\(tail)", "+50\(tail)", "100000\(tail)", "50.zz.1", "50", token + ".",
      String(repeating: "1", count: 100_000),
    ] {
      #expect(
        await message(SelectAudienceRequest(expression: "", pageToken: bad)) == none, "\(bad)")
    }
    _ = try served.shop.second.publish(to: served.store, profiles: MadeUpProfiles.fitted())
    #expect(try served.reload().status == .ok)
    #expect(
      await message(SelectAudienceRequest(expression: "", pageToken: token))
        == """
        page_token is of another generation of models, or from before shoppers were erased; ask without \
        one to begin again
        """)
  }

  @Test func `an erased shopper is on no page, and a token from before the erasure is refused`()
    async throws
  {
    let request = SelectAudienceRequest(expression: "", pageSize: 50)
    let before = try await select(request)
    let erased = try #require(before.last?.members.last?.userID)
    try erase(erased)
    #expect(try served.reload().status == .ok)
    for (page, part) in before.enumerated() where !part.nextPageToken.isEmpty {
      let found = await refusal {
        _ = try await select(
          SelectAudienceRequest(expression: "", pageSize: 50, pageToken: part.nextPageToken))
      }
      #expect(found?.0 == .invalidArgument, "\(page)")
      #expect(found?.1.contains("from before shoppers were erased") == true)
    }
    let after = try await select(request)
    #expect(after.flatMap(\.members).map(\.userID) == ids.filter { $0 != erased })
    #expect(after.last?.size == UInt32(ids.count - 1))
    // Tokens of now go on, also after a reload that changes nothing.
    #expect(try served.reload().status == .ok)
    let rest = try await select(
      SelectAudienceRequest(expression: "", pageSize: 50, pageToken: after[0].nextPageToken))
    #expect(
      rest.flatMap(\.members).map(\.userID) == Array(ids.filter { $0 != erased }.dropFirst(50)))
  }

  @Test(arguments: [false, true])
  func `an audience that is being told ends when a reload leaves a shopper out`(isRanked: Bool)
    throws
  {
    let gate = GatedAudience()
    let served = try ServedShop(
      profiles: MadeUpProfiles.fitted(),
      methods: Method.standard.filter { $0.number != gate.method.number } + [gate.method]
    ) { $0.outputHighMark = 64 }
    let peer = try served.peer()
    peer.request(
      gate.method.number, micros: 60_000_000,
      body: encoded {
        $0.appendSelectAudienceRequest(
          expression: "", pageSize: 20, rankedBy: isRanked ? "row" : "")
      })
    let page = try #require(try peer.receive())
    #expect(page.header.kind == .part)
    // Another reload changes nothing for who is being told.
    _ = try served.shop.second.publish(to: served.store, profiles: MadeUpProfiles.fitted())
    #expect(try served.reload().status == .ok)
    gate.letOneThrough()
    #expect(try peer.receive()?.header.kind == .part)

    let erased = ids[ids.count - 1]
    try erase(erased, in: served.store)
    #expect(try served.reload().status == .ok)
    gate.letOneThrough()
    let end = try #require(try peer.receive())
    #expect(end.header.kind == .response)
    #expect(end.status == .unavailable)
    #expect(
      end.message == "shoppers were erased while the answer was told; ask again without page_token")
  }

  private func erase(_ user: String, in store: Store? = nil) throws {
    let store = store ?? served.store
    var tombstones = try Tombstones(of: store)
    tombstones.add(user, keys: .none, hasPlainGenerations: true, now: 1_700_000_000)
    try StoreWriter(to: store).write(tombstones)
  }

  @Test func `fewer than ten shoppers are refused by every method, without how many they are`()
    async throws
  {
    let client = try client()
    defer { client.close() }
    let few = "row < 9"
    let message = "the audience has fewer than 10 shoppers; at least so many are accepted"
    var found: [(ModisteError.Code, String)?] = []
    for expression in [few, "row < 0"] {
      found.append(
        await refusal {
          _ = try await client.sizeAudience(SizeAudienceRequest(expression: expression))
        })
      found.append(
        await refusal {
          _ = try await client.describeAudience(DescribeAudienceRequest(expression: expression))
        })
      found.append(
        await refusal { _ = try await select(SelectAudienceRequest(expression: expression)) })
      found.append(
        await refusal {
          let request = LookAlikesRequest(userIDs: [ids[0]], limit: 3, expression: expression)
          for try await _ in client.lookAlikes(request) {}
        })
    }
    #expect(found.count == 8)
    #expect(found.allSatisfy { $0?.0 == .permissionDenied && $0?.1 == message })
    // Ten, as 7 is not known of `row`.
    #expect(try await client.sizeAudience(SizeAudienceRequest(expression: "row < 11")).size == 10)
  }

  @Test func `the least is configured`() async throws {
    let strict = try ServedShop(profiles: MadeUpProfiles.fitted()) { $0.audienceLeast = 60 }
    let client = try ModisteClient(
      address: "\(strict.address)", options: ModisteClient.Options(timeout: .seconds(30)))
    defer { client.close() }
    let found = await refusal {
      _ = try await client.sizeAudience(SizeAudienceRequest(expression: "row < 50"))
    }
    #expect(found?.1 == "the audience has fewer than 60 shoppers; at least so many are accepted")
    #expect(try await client.sizeAudience(SizeAudienceRequest(expression: "row < 100")).size == 99)
  }

  @Test func `what is wrong is refused with the column or the rule`() async throws {
    let client = try client()
    defer { client.close() }
    func size(_ expression: String, epsilon: Double = 0) async -> String? {
      let found = await refusal {
        _ = try await client.sizeAudience(
          SizeAudienceRequest(expression: expression, epsilon: epsilon))
      }
      #expect(found?.0 == .invalidArgument)
      return found?.1
    }
    #expect(
      await size("parity = even and rwo > 3")
        == "expression column 19: unknown tag 'rwo'; nearest: row")
    #expect(
      await size("row > \"3\"")
        == "expression column 7: '3' is a text, but tag 'row' is a number; it takes numbers such as "
        + "30, 30d and 6w")
    #expect(
      await size(String(repeating: "x", count: 1 << 20))
        == "expression is 1048576 bytes; at most 65536 are accepted")
    #expect(
      await size(String(repeating: "(", count: 10_000))
        == "expression column 65: parentheses are more than 64 deep")
    #expect(await size("has row", epsilon: -1) == "epsilon must be in 0...10, got -1.0")
    #expect(await size("has row", epsilon: .nan) == "epsilon must be in 0...10, got nan")
    func select(_ request: SelectAudienceRequest) async -> String? {
      await refusal { _ = try await self.select(request) }?.1
    }
    #expect(
      await select(SelectAudienceRequest(expression: "", rankedBy: "parity"))
        == "ranked_by column 1: tag 'parity' is a category; an audience is ranked by a number")
    #expect(
      await select(SelectAudienceRequest(expression: "", pageSize: 10_001))
        == "page_size must be in 1...10000, or 0 for 1000, got 10001")
    func likes(_ users: [String], _ limit: UInt32) async -> String? {
      await refusal {
        for try await _ in client.lookAlikes(LookAlikesRequest(userIDs: users, limit: limit)) {}
      }?.1
    }
    #expect(await likes([], 3) == "user_ids has 0 ids; 1 to 10000 are accepted")
    #expect(await likes(["x"], 0) == "limit must be in 1...100000, got 0")
    #expect(await likes(["x", "y"], 3) == "none of the 2 user_ids is known to this snapshot")
    let many = await refusal {
      _ = try await client.describeAudience(DescribeAudienceRequest(expression: "", limit: 101))
    }
    #expect(many?.1 == "limit must be in 0...100, got 101")
  }

  @Test func `look-alikes are like the seeds, come from the audience, and unknown seeds are named`()
    async throws
  {
    let client = try client()
    defer { client.close() }
    let seeds = (0..<10).map { ids[$0 * 8] }
    let request = LookAlikesRequest(
      userIDs: seeds + ["nobody", "nobody", "no one"], limit: 20, expression: "row <= 170")
    var parts: [LookAlikesPart] = []
    for try await part in client.lookAlikes(request, timeout: .seconds(30)) { parts.append(part) }
    #expect(parts.count == 1)
    #expect(parts[0].unknownUserIDs == ["nobody", "no one"])
    let found = parts[0].members
    #expect(found.count == 20)
    #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
    let rows = found.compactMap { ids.firstIndex(of: $0.userID) }
    #expect(rows.allSatisfy { $0 <= 170 && !seeds.contains(ids[$0]) })
    // The seeds are drawn to dresses, as is one in five of those they are chosen from.
    #expect(rows.count { $0 % 4 == 0 } >= 10)
  }

  @Test func `a description tells what sets the audience apart`() async throws {
    let client = try client()
    defer { client.close() }
    let told = try await client.describeAudience(
      DescribeAudienceRequest(expression: "affinity(category, dress) > 50%"))
    #expect(told.size == Int64(ids.indices.count { $0 % 4 == 0 }))
    let even = try #require(told.differences.first)
    #expect(even.tag == "parity" && even.value == "even")
    #expect(even.shareInside == 1)
    #expect(abs(even.shareOfAll - 0.5) < 0.01)
    #expect(abs(even.lift - 2) < 0.04)
  }

  @Test func `an empty store is unavailable`() throws {
    let empty = try ServedShop(isEmpty: true)
    for (method, body) in [
      (0x0203, encoded { $0.appendSelectAudienceRequest(expression: "") }),
      (0x0204, encoded { $0.appendSizeAudienceRequest(expression: "") }),
      (0x0205, encoded { $0.appendLookAlikesRequest(users: ["x"], limit: 1) }),
      (0x0206, encoded { $0.appendDescribeAudienceRequest(expression: "") }),
    ] as [(UInt16, [UInt8])] {
      #expect(try empty.call(method, body).status == .unavailable)
    }
  }

  @Test func `changed at random, requests are answered or refused, and the server lives on`() throws
  {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SplitMix(seed: seed)
    let bodies: [(UInt16, [UInt8])] = [
      (
        0x0203,
        encoded {
          $0.appendSelectAudienceRequest(
            expression: "parity = odd and row in 3..100", pageSize: 7, limit: 50, rankedBy: "row",
            pageToken: "7.1.2")
        }
      ),
      (0x0204, encoded { $0.appendSizeAudienceRequest(expression: "not has row", epsilon: 0.5) }),
      (
        0x0205,
        encoded {
          $0.appendLookAlikesRequest(users: [ids[1], ids[2]], limit: 5, expression: "row < 50")
        }
      ),
      (0x0206, encoded { $0.appendDescribeAudienceRequest(expression: "parity = even", limit: 3) }),
    ]
    let peer = try served.peer()
    for round in 0..<2_000 {
      let (method, body) = bodies[round % bodies.count]
      peer.request(
        method, callID: UInt32(round + 1), micros: 10_000_000, body: body.mutated(&random))
      var status: StatusCode?
      while let frame = try peer.receive() {
        if frame.header.kind == .part { continue }
        status = frame.status
        break
      }
      #expect(status != nil && status != .internal, "seed \(seed), round \(round)")
    }
    #expect(try served.call(0x0204, bodies[1].1).status != .internal)
  }
}

/// SelectAudience that waits before every page but the first, until it is let through.
private final class GatedAudience: Sendable {
  private let gate = DispatchSemaphore(value: 0)

  func letOneThrough() { gate.signal() }

  var method: Method {
    Method(
      Method.selectAudience.number, Method.selectAudience.name,
      beginParts: { [self] body, generation, context throws(RPCError) in
        guard let begin = Method.selectAudience.beginParts else {
          throw RPCError(.internal, "SelectAudience has no parts")
        }
        return Source(self, try begin(body, generation, context))
      })
  }

  // Safe to send: used by one thread at a time, which the job's lock hands over.
  private final class Source: PartSource, @unchecked Sendable {
    private let audience: GatedAudience
    private let source: any PartSource
    private var isFirst = true

    init(_ audience: GatedAudience, _ source: any PartSource) {
      self.audience = audience
      self.source = source
    }

    func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError) {
      try source.beginTurn(generation, context)
    }

    func writePart(
      _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
    ) throws(RPCError) -> Bool {
      if !isFirst { audience.gate.wait() }
      isFirst = false
      return try source.writePart(generation, context, &output)
    }
  }
}
