import Bytes
import Platform
import Serving
import Synchronization
import TestSupport
import Wire

/// A server in this process on a socket of its own, drained when the test lets go of it.
final class RunningServer {
  let server: Server
  let directory: String
  var address: Address { server.addresses[0] }

  /// - Parameter configure: changes the configuration before the start.
  init(
    methods: [Method] = Method.standard, tcp: Bool = false,
    configure: (inout Configuration) -> Void = { _ in }
  ) throws {
    directory = try FileSystem.makeTemporaryDirectory("modiste-server")
    var configuration = Configuration()
    configuration.storePath = directory
    configuration.loopCount = 2
    configuration.addresses = [
      tcp ? .tcp(host: 0x7F00_0001, port: 0) : .unix(path: "\(directory)/socket")
    ]
    configure(&configuration)
    server = Server(configuration, methods: methods)
    try server.start()
  }

  deinit {
    server.drain()
    try? FileSystem.removeTree(directory)
  }

  func peer() throws -> Peer { try Peer(address) }
}

let pingMethod: UInt16 = 0xFF01
let sleepMethod: UInt16 = 0xFE01

/// Sleeps for as many milliseconds as its body has bytes, in a pool: a long call to wait for.
func sleepingMethod() -> Method {
  Method(sleepMethod, "Test.Sleep", placement: .pool) { body, _, _, output throws(RPCError) in
    sleep(milliseconds: body.count)
    output.append("slept", field: 1)
  }
}
