import Bytes
import Wire

public struct PingResponse: Equatable, Sendable {
  public var payload: [UInt8]
  /// The snapshot that is served; empty while none is.
  public var generation: String
}

/// What the server says of itself.
public struct StatusResponse: Equatable, Sendable {
  public enum State: UInt64, Sendable {
    /// A state that this client does not know.
    case unknown = 0
    /// No generation is loaded; calls are answered `unavailable`.
    case empty = 1
    case serving = 2
    case draining = 3
  }

  /// Responses of one method since start, by what they ended with.
  public struct MethodCount: Equatable, Sendable {
    public var name: String
    public var ok: UInt64
    public var failed: UInt64
  }

  /// What a model was measured to do before it was published.
  public struct EvaluationFigure: Equatable, Sendable {
    /// For example `automatic`, `popularity`.
    public var model: String
    /// recall, precision, f1, ndcg, map, mrr, hitRate, coverage or novelty.
    public var metric: String
    /// Items per list.
    public var cutoff: UInt32
    public var value: Double
    /// The ends of the 95 % interval; both the value where there is none.
    public var low: Double
    public var high: Double
  }

  public var state: State
  /// Empty while none is loaded.
  public var generation: String
  /// Since the generation was flipped to.
  public var generationAge: Duration
  public var uptime: Duration
  /// Since start: successful flips, and refused reloads.
  public var reloads: UInt64
  public var refusedReloads: UInt64
  /// Why the newest reload was refused; empty when it succeeded.
  public var lastRefusal: String
  /// The current generation, and those that calls still borrow.
  public var mappedGenerations: UInt64
  public var connections: UInt64
  public var callsInFlight: UInt64
  /// Held in connections' own buffers.
  public var bufferedBytes: UInt64
  public var methods: [MethodCount]
  /// For example `modisted 0.1.0`.
  public var server: String
  /// Frames that named no call in flight.
  public var ignoredFrames: UInt64
  /// Of the generation; none when it was trained without an evaluation.
  public var evaluation: [EvaluationFigure]

  init(_ view: StatusResponseView) {
    let status = view.status
    state = view.state.flatMap { State(rawValue: $0.rawValue) } ?? .unknown
    generation = status.generation
    generationAge = .seconds(status.generationAgeSeconds)
    uptime = .seconds(status.uptimeSeconds)
    reloads = status.reloads
    refusedReloads = status.refusedReloads
    lastRefusal = status.lastRefusal
    mappedGenerations = status.mappedGenerations
    connections = status.connections
    callsInFlight = status.callsInFlight
    bufferedBytes = status.bufferedBytes
    methods = status.methods.map { MethodCount(name: $0.name, ok: $0.ok, failed: $0.failed) }
    server = status.server
    ignoredFrames = status.ignoredFrames
    evaluation = status.evaluation.map {
      EvaluationFigure(
        model: $0.model, metric: $0.metric, cutoff: $0.cutoff, value: $0.value, low: $0.low,
        high: $0.high)
    }
  }
}

public struct ReloadResponse: Equatable, Sendable {
  /// The generation that is served now.
  public var generation: String
  /// False: the store's current generation was already being served.
  public var isFlipped: Bool
  /// To open, check, prefault and ask the golden questions.
  public var duration: Duration

  init(_ view: ReloadResponseView) {
    generation = view.generation.string
    isFlipped = view.isFlipped
    duration = .seconds(view.milliseconds / 1000)
  }
}

/// The methods and limits of a server.
public struct ListMethodsResponse: Equatable, Sendable {
  public struct Method: Equatable, Sendable {
    /// Service in the high byte, method in the low.
    public var number: UInt16
    /// For example `Recommend.SimilarItems`.
    public var name: String
    /// Whether it may be sent again safely when its outcome is unknown.
    public var isRepeatable: Bool
    /// Whether it runs in its service's worker pool.
    public var isPooled: Bool
  }

  public var methods: [Method]
  /// Bytes.
  public var bodySizeMax: UInt32
  public var metadataSizeMax: UInt32
  /// On one connection.
  public var callsInFlightMax: UInt32
  public var defaultBudget: Duration
  /// A larger budget is cut to it.
  public var largestBudget: Duration
  /// Frame versions, ascending.
  public var versions: [UInt32]

  init(_ view: ListMethodsResponseView) {
    methods = view.methods.map {
      Method(
        number: UInt16(truncatingIfNeeded: $0.number), name: $0.name.string,
        isRepeatable: $0.isRepeatable, isPooled: $0.isPooled)
    }
    let limits = view.limits
    bodySizeMax = limits.bodySizeMax
    metadataSizeMax = limits.metadataSizeMax
    callsInFlightMax = limits.callsInFlightMax
    defaultBudget = .microseconds(Int(limits.budgetDefaultMicros))
    largestBudget = .microseconds(Int(limits.budgetMaxMicros))
    versions = view.versions
  }
}
