import Answering
package import Platform
import Snapshots
import Synchronization
package import Wire

/// The server: its listening sockets, its threads, and the generation they answer from.
///
///     let server = try Server(configuration, methods: .standard)
///     try server.start()
///     server.reload()          // on SIGHUP; false starts are logged, the old generation stays
///     server.drain()           // on SIGTERM; returns when every thread has ended
package final class Server: Sendable {
  package static let name = "modisted 0.1.0"

  package let configuration: Configuration
  package let methods: MethodTable
  private let log: @Sendable (String) -> Void
  private let startedAt = MonotonicTime.now

  private let listeners = Mutex<[Listener]>([])
  private let loops = Mutex<[EventLoop]>([])
  private let loopThreads = Mutex<[JoinHandle]>([])
  private let pools = Mutex<[Int: WorkerPool]>([:])
  private let loader = Loader()

  let retired = RetiredModels()
  private let erasures = Erasures()
  private let newest = Mutex<Generation?>(nil)
  private let reloads = Mutex(ReloadCounts())

  /// Through which counts leave for analysts; `nil` where no budget is configured.
  let privacy = Mutex<CountRelease?>(nil)

  private let signing = Mutex<ConversationKey?>(nil)

  private let connectionCount = Atomic(0)
  private let jobCount = Atomic(0)
  private let bufferedBytes = Atomic(0)
  private let isDraining = Atomic(false)

  private struct ReloadCounts {
    var flips: UInt64 = 0
    var refusals: UInt64 = 0
    var lastRefusal = ""
  }

  /// A listening socket behind a reference, since noncopyable values cannot be array elements.
  private final class Listener: Sendable {
    let socket: ListeningSocket
    let role: CallerRole

    init(_ socket: consuming ListeningSocket, role: CallerRole) {
      self.socket = socket
      self.role = role
    }

    var origin: ConnectionOrigin {
      let isLocal = if case .unix = socket.address { true } else { false }
      return ConnectionOrigin(isLocal: isLocal, role: role)
    }
  }

  /// - Parameter log: Given one line at a time, by any thread.
  package init(
    _ configuration: Configuration, methods: [Method] = Method.standard,
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.methods = MethodTable(
      methods.map { method in
        var method = method
        if method.placement == .loop, configuration.pooledMethods.contains(method.name) {
          method.placement = .pool
        }
        return method
      })
    self.log = log
    MappedFile.surviveDamage()
  }

  /// Listens and starts the threads. The store's current generation is loaded by `reload`.
  ///
  /// - Throws: `ListenError` or `SystemError`; nothing is left behind then.
  package func start() throws {
    let key = ConversationKeyFile.open(in: configuration.storePath, log: log)
    signing.withLock { $0 = key }
    if let settings = configuration.privacy {
      let release = try CountRelease(
        opening: settings, audienceLeast: configuration.audienceLeast)
      privacy.withLock { $0 = release }
    }
    for listening in configuration.listening {
      let listener = Listener(try ListeningSocket(listening.address), role: listening.role)
      listeners.withLock { $0.append(listener) }
    }
    listenerNumbers.withLock { numbers in
      numbers = listeners.withLock { $0.map { $0.socket.number } }
    }
    try loader.start(for: self)
    for service in Set(methods.methods.filter { $0.placement == .pool }.map(\.service)) {
      let pool = try WorkerPool(
        name: "pool-\(service)", workers: configuration.poolWorkers,
        queueMax: configuration.poolQueueMax, methods: methods, server: self)
      pools.withLock { $0[service] = pool }
    }
    let count = configuration.loopCount > 0 ? configuration.loopCount : coreCount()
    let created = try (0..<count).map {
      try EventLoop(index: $0, methodCount: methods.methods.count)
    }
    loops.withLock { $0 = created }
    if let generation = currentGeneration {
      for loop in created { loop.post(.flipped(generation)) }
    }
    loads.withLock { $0 = [Int](repeating: 0, count: count) }
    runningLoops.withLock { $0 = count }
    for loop in created {
      let handle = try JoinHandle(name: "loop-\(loop.index)") { loop.run(for: self) }
      loopThreads.withLock { $0.append(handle) }
    }
  }

  /// What states of conversations are signed with; nobody's before `start`.
  var conversationKey: ConversationKey { signing.withLock { $0 } ?? .ofNobody }

  /// The addresses listened on, with the ports that the system chose.
  package var addresses: [Address] {
    listeners.withLock { $0.map { $0.socket.address } }
  }

  /// Everything needed to run the same again.
  package var startLine: String {
    let listening = listeners.withLock { listeners in
      listeners.map { "\(ListeningAddress($0.socket.address, role: $0.role))" }
    }.joined(separator: " ")
    let loops = self.loops.withLock { $0.count }
    let generation = currentGeneration?.id ?? "none"
    return "\(Self.name) store \(configuration.storePath) generation \(generation) "
      + "listen \(listening) threads \(loops) pool workers \(configuration.poolWorkers) "
      + "queue \(configuration.poolQueueMax) pid \(processID())"
  }

  // MARK: Generations

  /// Asks the loader for the store's current generation. Returns at once.
  package func requestReload() { loader.request() }

  /// Opens, checks, asks the golden questions, and flips. Any failure keeps the old generation.
  ///
  /// Call from one thread at a time: the loader, or before `start`.
  @discardableResult
  package func reload() -> Result<ReloadOutcome, RPCError> {
    let began = MonotonicTime.now
    do {
      guard
        let (directory, tombstones) = try LoadedGeneration.locate(
          storePath: configuration.storePath)
      else {
        log("the store is empty; calls are answered `unavailable` until one is published")
        return .failure(
          RPCError(.failedPrecondition, "the store has no current generation; publish one"))
      }
      let id = directory.manifest.generation.text
      if let current = currentGeneration, current.id == id, !current.models.isDamaged,
        current.models.tombstones == tombstones
      {
        reloads.withLock { $0.lastRefusal = "" }
        return .success(
          ReloadOutcome(
            generation: id, isFlipped: false,
            milliseconds: MonotonicTime.now.seconds(since: began) * 1e3))
      }
      // Read each time: keys are replaced while the server runs.
      let keys = try configuration.keyFile.map { (file) throws(SnapshotError) in
        try IdentifierKeys(file: file, outside: configuration.storePath)
      }
      let loaded = try LoadedGeneration(
        directory, keys: keys ?? .none, tombstones: tombstones, methods: methods,
        retired: retired, erasures: erasures)
      let milliseconds = MonotonicTime.now.seconds(since: began) * 1e3
      flip(to: loaded.generation)
      reloads.withLock { counts in
        counts.flips += 1
        counts.lastRefusal = ""
      }
      log(
        "serving generation \(id), loaded in \(Int(milliseconds)) ms, "
          + "\(loaded.questionCount) golden questions answered"
          + (loaded.erasedCount == 0 ? "" : ", \(loaded.erasedCount) erased shoppers left out"))
      return .success(ReloadOutcome(generation: id, isFlipped: true, milliseconds: milliseconds))
    } catch {
      let reason = "\(error)"
      reloads.withLock { counts in
        counts.refusals += 1
        counts.lastRefusal = reason
      }
      let kept = newest.withLock { $0?.id }
      log("reload refused: \(reason); \(kept.map { "still serving \($0)" } ?? "nothing is served")")
      return .failure(RPCError(.failedPrecondition, reason))
    }
  }

  private func flip(to generation: Generation) {
    if let current = currentGeneration,
      current.models.tombstones != generation.models.tombstones
    {
      erasures.add()
    }
    generation.willServe()
    let old = newest.withLock { newest in
      defer { newest = generation }
      return newest
    }
    for loop in loops.withLock({ $0 }) { loop.post(.flipped(generation)) }
    // Let go only now: whoever is last hands the models to the loader thread.
    _ = old
  }

  var currentGeneration: Generation? { newest.withLock { $0 } }

  // MARK: What loops ask

  private let listenerNumbers = Mutex<[CInt]>([])
  private let loads = Mutex<[Int]>([])
  private let runningLoops = Mutex(0)

  var listenerIndices: Range<Int> { listenerNumbers.withLock { $0.indices } }

  func number(of listener: Int) -> CInt { listenerNumbers.withLock { $0[listener] } }

  enum Accepted {
    case connection(CInt, ConnectionOrigin)
    case none
    case outOfDescriptors
  }

  func accept(from index: Int) -> Accepted {
    guard let listener = listeners.withLock({ $0.indices.contains(index) ? $0[index] : nil })
    else { return .none }
    switch listener.socket.accept() {
    case .connection(let number): return .connection(number, listener.origin)
    case .none: return .none
    case .outOfDescriptors: return .outOfDescriptors
    }
  }

  /// The loop with the fewest connections, counted with one more; `nil` when there are as many as
  /// may.
  func claimConnection() -> EventLoop? {
    guard connectionCount.add(1, ordering: .relaxed).newValue <= configuration.connectionsMax
    else {
      connectionCount.subtract(1, ordering: .relaxed)
      return nil
    }
    let index = loads.withLock { loads in
      var fewest = 0
      for index in loads.indices where loads[index] < loads[fewest] { fewest = index }
      loads[fewest] += 1
      return fewest
    }
    return loops.withLock { $0[index] }
  }

  func releaseConnection(of loop: EventLoop) {
    connectionCount.subtract(1, ordering: .relaxed)
    loads.withLock { $0[loop.index] -= 1 }
  }

  /// - Returns: the total after the change.
  @discardableResult
  func buffered(change: Int) -> Int {
    bufferedBytes.add(change, ordering: .relaxed).newValue
  }

  /// Counts a call that leaves its loop; `jobDidEnd` ends it.
  ///
  /// - Returns: why there may not be one more, or `nil`.
  func claimJob() -> RPCError? {
    guard jobCount.add(1, ordering: .relaxed).newValue <= configuration.callsInFlightTotalMax
    else {
      jobCount.subtract(1, ordering: .relaxed)
      return RPCError(
        .resourceExhausted,
        "\(configuration.callsInFlightTotalMax) calls are in flight, as many as may",
        retryMicros: 1000)
    }
    return nil
  }

  /// Brings a claimed call to the threads that will run it.
  ///
  /// - Returns: why it was refused, or `nil`.
  func enqueue(_ job: Job) -> RPCError? {
    let method = methods.methods[job.method]
    if method.placement == .loader {
      loader.admit(job)
      return nil
    }
    guard let pool = pools.withLock({ $0[method.service] }) else {
      return RPCError(.unavailable, "the server stops")
    }
    guard job.hasBegun else { return pool.admit(job) }
    pool.resume(job)
    return nil
  }

  func jobDidEnd() { jobCount.subtract(1, ordering: .relaxed) }

  func loopDidEnd() { runningLoops.withLock { $0 -= 1 } }

  // MARK: The end

  /// Stops accepting, says so to every peer, answers what was accepted, and ends all threads. The
  /// socket files are gone when it returns.
  package func drain() {
    guard !isDraining.exchange(true, ordering: .relaxed) else { return }
    let loops = self.loops.withLock { $0 }
    for loop in loops { loop.post(.drain) }
    let threads = loopThreads.withLock { threads in
      defer { threads = [] }
      return threads
    }
    for thread in threads { thread.join() }
    let pools = self.pools.withLock { pools in
      defer { pools = [:] }
      return pools
    }
    for pool in pools.values { pool.stop() }
    loader.stop()
    listenerNumbers.withLock { $0 = [] }
    listeners.withLock { $0 = [] }
    self.loops.withLock { $0 = [] }
    newest.withLock { $0 = nil }
    privacy.withLock { $0 = nil }
    retired.unmapAll()
  }

  // MARK: Status

  package func status() -> ServerStatus {
    var status = ServerStatus()
    let generation = currentGeneration
    let loops = self.loops.withLock { $0 }
    status.state =
      isDraining.load(ordering: .relaxed) ? .draining : generation == nil ? .empty : .serving
    status.generation = generation?.id ?? ""
    let now = MonotonicTime.now
    status.generationAgeSeconds = generation.map { now.seconds(since: $0.loadedAt) } ?? 0
    status.uptimeSeconds = now.seconds(since: startedAt)
    let counts = reloads.withLock { $0 }
    status.reloads = counts.flips
    status.refusedReloads = counts.refusals
    status.lastRefusal = counts.lastRefusal
    status.mappedGenerations = UInt64(max(0, retired.mapped))
    status.connections = UInt64(max(0, connectionCount.load(ordering: .relaxed)))
    status.callsInFlight = UInt64(max(0, jobCount.load(ordering: .relaxed)))
    status.bufferedBytes = UInt64(max(0, bufferedBytes.load(ordering: .relaxed)))
    status.methods = methods.methods.enumerated().map { index, method in
      ServerStatus.MethodCount(
        name: method.name,
        ok: loops.reduce(0) { $0 + $1.counters[2 * index] },
        failed: loops.reduce(0) { $0 + $1.counters[2 * index + 1] })
    }
    status.server = Self.name
    status.evaluation = generation?.evaluation ?? []
    status.ignoredFrames = loops.reduce(0) {
      $0 + $1.counters[2 * methods.methods.count + CounterIndex.ignoredFrames]
    }
    return status
  }
}
