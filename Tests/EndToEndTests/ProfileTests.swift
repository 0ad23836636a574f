import Answering
import Datasets
import ModisteClient
import Profiling
import Serving
import Snapshots
import TestSupport
import Testing
import Wire

/// Profile.GetProfile and Profile.BatchGetProfiles over real sockets, of callers of every role.
@Suite struct ProfileTests {
  private let served: ServedShop
  private let shop: TrainedShop

  init() throws {
    served = try ServedShop(hasProfiles: true, roles: [.service, .agent, .analyst])
    shop = served.shop
  }

  private func ask(
    _ user: String, recent: [(item: String, kind: UInt8, ageSeconds: UInt32)] = [],
    tags: [String] = [], affinityLimit: Int = 0, omitsMethods: Bool = false,
    as role: CallerRole = .service
  ) throws -> Peer.Frame {
    let body = encoded {
      $0.appendGetProfileRequest(
        user: user, recent: recent, tags: tags, affinityLimit: affinityLimit,
        omitsMethods: omitsMethods)
    }
    return try #require(try served.peer(of: role).call(0x0201, micros: 30_000_000, body: body))
  }

  @Test func `a shopper's tags are those of the snapshot`() throws {
    let user = 59
    let answer = Profile(try ask(shop.dataset.users.ids[user]))
    #expect(answer.isUserKnown && answer.masked.isEmpty)
    #expect(
      answer.tags.map(\.name)
        == ["birth_year", "city", "rfm.frequency", "rfm.monetary", "rfm.recency", "segment"])
    let monetary = answer.tags[3]
    #expect(monetary.number == 12.5 * 59)
    #expect(monetary.unit == "EUR" && monetary.source == "RFM")
    #expect(monetary.method == "As tests have it: rfm.monetary.")
    #expect(monetary.evidence == 59 % 9 && monetary.age == 59)
    #expect(monetary.confidence == 0.5)
    #expect(answer.tags[1].category == "Paris" && answer.tags[1].age.isNaN)
    #expect(answer.affinities == ["category shoes 0.75", "category dress 0.5", "mood bright 0.25"])
    let brief = Profile(try ask(shop.dataset.users.ids[user], omitsMethods: true))
    #expect(brief.tags.allSatisfy { $0.method.isEmpty && !$0.source.isEmpty })
  }

  @Test func `events of the request count, and the next request does not know of them`() throws {
    let user = shop.dataset.users.ids[59]
    let dress = try #require(
      shop.dataset.items.ids.first { shop.text("category", of: $0) == "dress" })
    let before = try ask(user)
    let answer = Profile(try ask(user, recent: [(dress, 2, 8_640), ("no such", 0, 5)]))
    #expect(answer.unknown == ["no such"])
    let recency = try #require(answer.tags.first { $0.name == "rfm.recency" })
    #expect(abs(recency.number - 0.1) < 1e-6 && recency.source == "request")
    let strength = try #require(answer.affinities.first)
    #expect(strength.hasPrefix("category dress 0.") || strength.hasPrefix("category shoes"))
    #expect(answer.affinities != Profile(before).affinities)
    #expect(try ask(user).body == before.body)
  }

  @Test func `a stranger is told what holds for all`() throws {
    let answer = Profile(try ask("nobody"))
    #expect(!answer.isUserKnown)
    #expect(
      answer.tags.map(\.name) == ["rfm.frequency", "rfm.monetary", "rfm.recency", "segment"])
    #expect(answer.tags.allSatisfy { $0.source == "prior" && $0.confidence == 0 && $0.age.isNaN })
  }

  @Test func `agents see a decade and a band, whatever is sent`() throws {
    let answer = Profile(try ask(shop.dataset.users.ids[59], as: .agent))
    #expect(answer.masked == ["birth_year", "rfm.monetary"])
    let year = try #require(answer.tags.first)
    #expect(year.name == "birth_year" && year.category == "1950...1959" && year.number == 1950)
    let monetary = try #require(answer.tags.first { $0.name == "rfm.monetary" })
    #expect(monetary.category == "500...1000" && monetary.number == 500)
  }

  @Test func `analysts are told of no shopper`() throws {
    for method in [0x0201, 0x0202, 0x0101, 0x0104] as [UInt16] {
      let answer = try #require(try served.peer(of: .analyst).call(method))
      #expect(answer.status == .permissionDenied)
      #expect(answer.message.hasSuffix(" is not answered on addresses of role analyst"))
    }
  }

  @Test(arguments: [CallerRole.service, .agent])
  func `a batch is GetProfile asked for each, byte for byte`(role: CallerRole) throws {
    let users = shop.dataset.users.ids + ["nobody", "", "顾客"]
    let peer = try served.peer(of: role)
    peer.request(
      0x0202, micros: 30_000_000,
      body: encoded { buffer in
        buffer.appendBatchGetProfilesRequest(users: users) {
          $0.appendGetProfileRequest(
            user: "no effect", recent: [(users[0], 0, 1)], affinityLimit: 1, omitsMethods: true)
        }
      })
    for user in users {
      let part = try #require(try peer.receive())
      #expect(part.header.kind == .part)
      let fields = fields(of: part.body)
      #expect(fields.first { $0.number == 1 }?.text ?? "" == user)
      let single = try ask(user, affinityLimit: 1, omitsMethods: true, as: role)
      #expect(fields.first { $0.number == 2 }?.bytes ?? [] == single.body)
    }
    let end = try #require(try peer.receive())
    #expect(end.header.kind == .response && end.status == .ok)
  }

  @Test func `a batch without a question asks everything`() throws {
    let peer = try served.peer()
    let user = shop.dataset.users.ids[3]
    peer.request(0x0202, micros: 30_000_000, body: encoded { $0.appendElement(user, field: 1) })
    let part = try #require(try peer.receive())
    #expect(fields(of: part.body).last?.bytes == (try ask(user)).body)
  }

  @Test func `bad input is refused with what is accepted`() throws {
    let answer = try ask("a", tags: ["rmf"])
    #expect(answer.status == .invalidArgument)
    #expect(
      answer.message == "unknown tag 'rmf' at tags[0]; there are: birth_year, city, rfm.frequency, "
        + "rfm.monetary, rfm.recency, segment, affinity.category, affinity.mood")
    #expect(
      try ask("a", affinityLimit: 101).message == "affinity_limit must be in 0...100, got 101")
    // Text that is none, and a field cut short.
    for body in [[0x0A, 1, 0xFF], [0x0A, 9, 0x41], [0x1A, 1, 0xC0]] as [[UInt8]] {
      #expect(try served.call(0x0201, body).status == .invalidArgument)
      #expect(try served.call(0x0202, body).status == .invalidArgument)
    }
    for question in [["rmf"], [""]] {
      let refusal = try served.call(
        0x0202,
        encoded { buffer in
          buffer.appendBatchGetProfilesRequest(users: ["a"]) {
            $0.appendGetProfileRequest(user: "", tags: question)
          }
        })
      #expect(refusal.header.kind == .response && refusal.status == .invalidArgument)
    }
  }

  @Test func `without a generation it is unavailable`() throws {
    let served = try ServedShop(isEmpty: true)
    #expect(try served.call(0x0201).status == .unavailable)
    let batch = encoded { $0.appendElement("a", field: 1) }
    #expect(try served.call(0x0202, batch).status == .unavailable)
  }

  @Test func `the Swift client asks and reads every field`() async throws {
    let client = try ModisteClient(address: "\(served.address)")
    let user = shop.dataset.users.ids[59]
    let answer = try await client.getProfile(
      GetProfileRequest(
        userID: user, recent: [ShopperEvent(itemID: "no such", kind: .purchase, ageSeconds: 60)],
        tags: ["rfm", "affinity.mood"], affinityLimit: 2, omitsMethods: true),
      timeout: .seconds(30))
    #expect(answer.tags.map(\.name) == ["rfm.frequency", "rfm.monetary", "rfm.recency"])
    #expect(answer.tags[0].number == Double(59 % 9 + 1) && answer.tags[0].source == "request")
    #expect(answer.affinities.map(\.value) == ["bright"])
    #expect(answer.unknownItemIDs == ["no such"] && answer.isUserKnown && answer.masked.isEmpty)
    let current = try #require(try served.store.currentGeneration())
    #expect(answer.generation == current.text)
    let users = [user, "nobody"]
    var parts: [BatchGetProfilesPart] = []
    for try await part in client.batchGetProfiles(
      BatchGetProfilesRequest(userIDs: users), timeout: .seconds(30))
    { parts.append(part) }
    #expect(parts.map(\.userID) == users)
    #expect(parts.map(\.answer.isUserKnown) == [true, false])
    #expect(parts[0].answer.tags.count == 6)
  }
}

/// A GetProfileResponse as a client that knows only the definition would read it.
private struct Profile {
  struct Tag {
    var name = ""
    var number = 0.0
    var category = ""
    var unit = ""
    var confidence: Float = 0
    var evidence: UInt64 = 0
    var age: Float = 0
    var source = ""
    var method = ""
  }

  var tags: [Tag] = []
  var affinities: [String] = []
  var isUserKnown = false
  var unknown: [String] = []
  var masked: [String] = []

  init(_ frame: Peer.Frame) {
    for field in fields(of: frame.body) {
      switch field.number {
      case 1: tags.append(Tag(field.bytes))
      case 2:
        let parts = fields(of: field.bytes)
        affinities.append("\(parts[0].text) \(parts[1].text) \(parts[2].float)")
      case 3: isUserKnown = field.bits == 1
      case 4: unknown.append(field.text)
      default: masked.append(field.text)
      }
    }
  }
}

extension Profile.Tag {
  fileprivate init(_ message: [UInt8]) {
    for field in fields(of: message) {
      switch field.number {
      case 1: name = field.text
      case 2: number = Double(bitPattern: field.bits)
      case 3: category = field.text
      case 4: unit = field.text
      case 5: confidence = field.float
      case 6: evidence = field.bits
      case 7: age = field.float
      case 8: source = field.text
      default: method = field.text
      }
    }
  }
}
