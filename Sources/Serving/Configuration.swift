package import Platform
package import Wire

/// Everything a server is told before it starts.
package struct Configuration: Sendable {
  /// A directory of generations; see Snapshots.Store. It may be empty.
  package var storePath = ""
  package var listening: [ListeningAddress] = []
  /// The same, all for the shop's own programs.
  package var addresses: [Address] {
    get { listening.map(\.address) }
    set { listening = newValue.map { ListeningAddress($0) } }
  }
  /// What callers of each role see of a shopper.
  package var maskings = RoleMaskings()
  /// Keys of generations whose ids are hashed; see ``IdentifierKeys``.
  package var keyFile: String?
  /// `nil`: analysts get no counts.
  package var privacy: PrivacySettings?
  /// Event loops; 0: one per core.
  package var loopCount = 0
  /// What is told to clients by ListMethods.
  package var limits = ServerLimits()

  package var connectionsMax = 10_000
  /// Calls in worker pools, over all connections.
  package var callsInFlightTotalMax = 65_536
  /// Held in connections' own buffers, over all connections.
  package var bufferedBytesMax = 256 << 20

  /// A connection with more unsent output is not read from until it has less than `outputLowMark`.
  package var outputHighMark = 256 << 10
  package var outputLowMark = 64 << 10

  /// A turn of a stream ends after the part that reaches this. Four turns fit below the high mark.
  var streamTurnBytes: Int { max(1, min(64 << 10, outputHighMark / 4)) }
  /// Or after the part that reaches this: other calls of the pool wait no longer for it.
  var streamTurnMicros: UInt64 { 2_000 }

  /// A peer that reads nothing for so long while output waits is disconnected.
  package var slowReaderSeconds = 10.0
  /// The rest of a frame must follow within this.
  package var partialFrameSeconds = 30.0
  /// A TCP connection on which nothing happens for so long is closed; Unix sockets have no limit.
  package var idleSeconds = 300.0
  /// How long a drain waits for calls and readers before it cuts them off.
  package var drainSeconds = 10.0

  /// Worker threads and queued calls of each service's pool.
  package var poolWorkers = 1
  package var poolQueueMax = 1024
  /// Names of methods that run in their service's pool instead of on the loop.
  package var pooledMethods: Set<String> = []

  /// Audiences of fewer shoppers are refused, whoever asks.
  package var audienceLeast = 10

  package init() {}
}
