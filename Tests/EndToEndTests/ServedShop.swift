import Platform
import Profiling
import Serving
import Snapshots
import TestSupport
import Wire

/// A server in this process over a store of its own, drained when the test lets go of it.
final class ServedShop {
  let shop: TrainedShop
  let store: Store
  let server: Server
  let directory: String
  var address: Address { server.addresses[0] }

  /// - Parameters:
  ///   - isEmpty: nothing is published before the start
  ///   - isHybrid: what is published has a hybrid
  ///   - profiles: what is published has these
  ///   - hasProfiles: what is published has those of ``TrainedShop/profiles``
  ///   - hasForecasts: what is published has forecasts
  ///   - roles: of one address each; the first is `address`
  init(
    isEmpty: Bool = false, isHybrid: Bool = false, hasProfiles: Bool = false,
    hasForecasts: Bool = true,
    profiles: FittedProfiles? = nil, methods: [Method] = Method.standard, loops: Int = 2,
    roles: [CallerRole] = [.service], configure: (inout Configuration) -> Void = { _ in }
  ) throws {
    shop = try TrainedShop.get()
    directory = try FileSystem.makeTemporaryDirectory("modiste-served")
    store = try Store.create(at: "\(directory)/store")
    if !isEmpty {
      let trained = isHybrid ? shop.hybrid : shop.first
      _ = try (hasForecasts ? trained : trained.withoutForecasts).publish(
        to: store, profiles: profiles ?? (hasProfiles ? shop.profiles : nil))
    }
    var configuration = Configuration()
    configuration.storePath = store.path
    configuration.loopCount = loops
    let sockets = "\(directory)/socket"
    configuration.listening = roles.map {
      ListeningAddress(.unix(path: "\(sockets)-\($0)"), role: $0)
    }
    configure(&configuration)
    server = Server(configuration, methods: methods)
    server.reload()
    try server.start()
  }

  deinit {
    server.drain()
    try? FileSystem.removeTree(directory)
  }

  func peer() throws -> Peer { try Peer(address) }
  /// On the address of a role.
  func peer(of role: CallerRole) throws -> Peer {
    guard let index = server.configuration.listening.firstIndex(where: { $0.role == role }) else {
      throw ClosedConnection()
    }
    return try Peer(server.addresses[index])
  }

  func recommend(
    user: String = "", recent: [String] = [], limit: Int = 20, filter: String = "",
    excluded: [String] = [], includesSeen: Bool = false, model: Int = 0
  ) throws -> Peer.Frame {
    try call(
      recommendMethod,
      encoded {
        $0.appendRecommendRequest(
          user: user, recent: recent, limit: limit, filter: filter, excluded: excluded,
          includesSeen: includesSeen, model: model)
      })
  }

  func similarItems(
    to item: String, limit: Int = 20, filter: String = "", excluded: [String] = []
  ) throws -> Peer.Frame {
    try call(
      similarItemsMethod,
      encoded {
        $0.appendSimilarItemsRequest(item: item, limit: limit, filter: filter, excluded: excluded)
      })
  }

  func reload() throws -> Peer.Frame { try call(reloadMethod) }

  func call(
    _ method: UInt16, _ body: [UInt8] = [], as role: CallerRole? = nil
  ) throws -> Peer.Frame {
    let peer = try role.map { try self.peer(of: $0) } ?? self.peer()
    guard let frame = try peer.call(method, micros: 30_000_000, body: body) else {
      throw ClosedConnection()
    }
    return frame
  }

  struct ClosedConnection: Error {}
}

let recommendMethod: UInt16 = 0x0101
let similarItemsMethod: UInt16 = 0x0102
let pingMethod: UInt16 = 0xFF01
let statusMethod: UInt16 = 0xFF02
let reloadMethod: UInt16 = 0xFF03

/// Waits for what other threads do soon; 10 s at most.
func waitUntil(_ condition: () throws -> Bool) rethrows {
  for _ in 0..<1000 where try !condition() { sleep(milliseconds: 10) }
}
