import Bytes
import Platform
import Synchronization
import Wire

/// Calls a Modiste server, from any number of tasks at once, over one connection.
///
///     let shop = try ModisteClient(address: "unix:/run/modiste.sock")
///     let answer = try await shop.recommend(RecommendRequest(userID: "u42", limit: 20))
///     for item in answer.items { print(item.id, item.score) }
///
/// It connects when a call needs it, and again after the connection was lost. Every call has a
/// deadline, which travels to the server as a budget and is kept here whatever the server does.
/// Cancelling the task that waits ends the call at once, and tells the server to stop.
///
/// A call is sent again by itself only where that is safe: once, on a new connection, when the
/// server has said that it did not look at it, or when the outcome is unknown and the method may
/// be repeated. All other retries are the caller's; see ``ModisteError/isRetryable``.
public final class ModisteClient: Sendable {
  private let dispatcher: Dispatcher
  private let timeout: Duration
  private let bodySizeMax: Int
  private let metadata: [UInt8]
  private let parsedAddress: Address
  /// Each has a connection of its own.
  private let streams = Mutex<[ObjectIdentifier: Dispatcher]>([:])

  /// - Parameter address: `unix:/run/modiste.sock` or `tcp:127.0.0.1:7400`. Nobody needs to listen
  ///   there yet.
  /// - Throws: `ModisteError` for an address or an option that cannot be used.
  public init(address: String, options: Options = Options()) throws(ModisteError) {
    let parsed: Address
    do { parsed = try Address(parsing: address) } catch {
      throw ModisteError(.invalidArgument, "\(error)")
    }
    guard options.name.utf8.count <= 64 else {
      throw ModisteError(
        .invalidArgument,
        "name is \(options.name.utf8.count) bytes; at most 64 are accepted")
    }
    guard (1...1 << 30).contains(options.bodySizeMax) else {
      throw ModisteError(
        .invalidArgument, "bodySizeMax must be in 1...\(1 << 30), got \(options.bodySizeMax)")
    }
    timeout = options.timeout
    bodySizeMax = options.bodySizeMax
    metadata = encodedBody {
      $0.appendMetadata(client: options.name, priority: Int(options.priority.rawValue))
    }
    parsedAddress = parsed
    dispatcher = try Dispatcher(parsed)
  }

  deinit {
    dispatcher.close()
  }

  /// Closes the connection. Calls in flight, and later ones, fail with `unavailable`.
  public func close() {
    dispatcher.close()
    for stream in streams.withLock({ Array($0.values) }) { stream.close() }
  }

  // MARK: Recommend

  /// The items a shopper is most likely to want.
  public func recommend(
    _ request: RecommendRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> RecommendResponse {
    let reply = try await call(.recommend, request.encoded(), timeout)
    return try reply.decode(RecommendResponseView.self) {
      RecommendResponse($0, generation: reply.generation)
    }
  }

  /// The items most like a given one.
  public func similarItems(
    _ request: SimilarItemsRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> SimilarItemsResponse {
    let reply = try await call(.similarItems, request.encoded(), timeout)
    return try reply.decode(SimilarItemsResponseView.self) {
      SimilarItemsResponse($0, generation: reply.generation)
    }
  }

  /// The shop's own candidates, in the order in which the shopper wants them.
  public func rerank(
    _ request: RerankRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> RecommendResponse {
    let reply = try await call(.rerank, request.encoded(), timeout)
    return try reply.decode(RecommendResponseView.self) {
      RecommendResponse($0, generation: reply.generation)
    }
  }

  /// How a shopper would rate an item, and whose ratings say so. A snapshot without ratings is
  /// `unavailable`.
  public func predictRating(
    _ request: PredictRatingRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> PredictRatingResponse {
    let reply = try await call(.predictRating, request.encoded(), timeout)
    return try reply.decode(PredictRatingResponseView.self) {
      PredictRatingResponse($0, generation: reply.generation)
    }
  }

  /// What goes into the same baskets as these items.
  public func boughtTogether(
    _ request: BoughtTogetherRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> BoughtTogetherResponse {
    let reply = try await call(.boughtTogether, request.encoded(), timeout)
    return try reply.decode(BoughtTogetherResponseView.self) {
      BoughtTogetherResponse($0, generation: reply.generation)
    }
  }

  /// What a shopper buys repeatedly and may need now.
  public func buyAgain(
    _ request: BuyAgainRequest, timeout: Duration? = nil
  ) async throws(ModisteError) -> BuyAgainResponse {
    let reply = try await call(.buyAgain, request.encoded(), timeout)
    return try reply.decode(BuyAgainResponseView.self) {
      BuyAgainResponse($0, generation: reply.generation)
    }
  }

  /// Recommend for many shoppers: one part for each, in the order of the request.
  ///
  ///     let request = RecommendBatchRequest(userIDs: users, question: RecommendRequest(limit: 20))
  ///     for try await part in shop.recommendBatch(request, timeout: .seconds(60)) {
  ///       send(part.userID, part.answer.items)
  ///     }
  ///
  /// All parts come from one generation. It is asked when the loop begins, on a connection of its
  /// own: the server pauses while parts are not taken, and other calls go on. Leaving the loop ends
  /// the call. The timeout is that of the whole stream.
  public func recommendBatch(
    _ request: RecommendBatchRequest, timeout: Duration? = nil
  ) -> Parts<RecommendBatchPart> {
    stream(.recommendBatch, request.encoded(), timeout) { raw throws(ModisteError) in
      try raw.decode(RecommendBatchPartView.self) {
        RecommendBatchPart($0, generation: raw.generation)
      }
    }
  }

  // MARK: Admin

  /// A payload comes back, cut or filled up with zeros to `answerSize` bytes.
  ///
  /// - Parameters:
  ///   - payload: At most 65,536 bytes.
  ///   - answerSize: At most 1,048,576. 0: as many as were sent.
  public func ping(
    payload: [UInt8] = [], answerSize: UInt32 = 0, timeout: Duration? = nil
  ) async throws(ModisteError) -> PingResponse {
    let body = encodedBody { buffer in
      payload.withView { buffer.appendPingRequest(payload: $0, answerSize: Int(answerSize)) }
    }
    let reply = try await call(.ping, body, timeout)
    return try reply.decode(PingResponseView.self) {
      PingResponse(payload: $0.payload.array, generation: reply.generation)
    }
  }

  /// What is loaded, since when, and how it is used. Answered on Unix sockets only.
  public func status(timeout: Duration? = nil) async throws(ModisteError) -> StatusResponse {
    let reply = try await call(.status, [], timeout)
    return try reply.decode(StatusResponseView.self) { StatusResponse($0) }
  }

  /// Loads the store's current generation, and returns when it is served. Answered on Unix sockets
  /// only; never sent twice.
  public func reload(
    timeout: Duration = .seconds(60)
  ) async throws(ModisteError) -> ReloadResponse {
    let reply = try await call(.reload, [], timeout)
    return try reply.decode(ReloadResponseView.self) { ReloadResponse($0) }
  }

  /// The methods of the server, and its limits.
  public func listMethods(
    timeout: Duration? = nil
  ) async throws(ModisteError) -> ListMethodsResponse {
    let reply = try await call(.listMethods, [], timeout)
    return try reply.decode(ListMethodsResponseView.self) { ListMethodsResponse($0) }
  }

  // MARK: Any method

  /// Calls a method by its number, with a body that is already encoded.
  ///
  /// - Parameters:
  ///   - method: Service in the high byte, method in the low.
  ///   - isRepeatable: Whether the call may be sent once more when its outcome is unknown.
  public func call(
    method: UInt16, body: [UInt8], timeout: Duration? = nil, isRepeatable: Bool = false
  ) async throws(ModisteError) -> RawResponse {
    try await call(method, name(of: method), isRepeatable: isRepeatable, body, timeout)
  }

  private func name(of method: UInt16) -> String {
    let digits = String(method, radix: 16)
    let number = "0x" + String(repeating: "0", count: 4 - digits.count) + digits
    return MethodDescription.all.first { $0.number == method }?.name ?? number
  }

  /// Calls a method that answers in parts by its number, with a body that is already encoded.
  ///
  /// - Parameters: as for `call`.
  public func stream(
    method: UInt16, body: [UInt8], timeout: Duration? = nil, isRepeatable: Bool = false
  ) -> Parts<RawResponse> {
    Parts(decode: { raw in raw }) { [self] () throws(ModisteError) in
      try begin(
        method, name(of: method), isRepeatable: isRepeatable, body, timeout, parts: PartQueue())
    }
  }

  func stream<Part>(
    _ method: MethodDescription, _ body: [UInt8], _ timeout: Duration?,
    decode: @escaping @Sendable (RawResponse) throws(ModisteError) -> Part
  ) -> Parts<Part> {
    Parts(decode: decode) { [self] () throws(ModisteError) in
      try begin(
        method.number, method.name, isRepeatable: method.isRepeatable, body, timeout,
        parts: PartQueue())
    }
  }

  private func begin(
    _ number: UInt16, _ name: String, isRepeatable: Bool, _ body: [UInt8], _ timeout: Duration?,
    parts: PartQueue
  ) throws(ModisteError) -> StreamCall {
    let call = try pendingCall(
      number, name, isRepeatable: isRepeatable, body, timeout, parts: parts)
    let own = try Dispatcher(parsedAddress)
    streams.withLock { $0[ObjectIdentifier(own)] = own }
    own.submit(call)
    return StreamCall(call, parts, on: own) { [self] in
      streams.withLock { $0[ObjectIdentifier(own)] = nil }
    }
  }

  func call(
    _ method: MethodDescription, _ body: [UInt8], _ timeout: Duration?
  ) async throws(ModisteError) -> RawResponse {
    try await call(method.number, method.name, isRepeatable: method.isRepeatable, body, timeout)
  }

  private func call(
    _ number: UInt16, _ name: String, isRepeatable: Bool, _ body: [UInt8], _ timeout: Duration?
  ) async throws(ModisteError) -> RawResponse {
    let call = try pendingCall(number, name, isRepeatable: isRepeatable, body, timeout)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        call.suspend(continuation)
        dispatcher.submit(call)
      }
    } onCancel: {
      dispatcher.cancel(call)
    }
    return try result.get()
  }

  private func pendingCall(
    _ number: UInt16, _ name: String, isRepeatable: Bool, _ body: [UInt8], _ timeout: Duration?,
    parts: PartQueue? = nil
  ) throws(ModisteError) -> PendingCall {
    // The server would end the connection, and with it calls that have done nothing wrong.
    let size = body.count + metadata.count
    guard size <= bodySizeMax else {
      throw ModisteError(
        .invalidArgument, "the request to \(name) is \(size) bytes; at most \(bodySizeMax) are sent"
      )
    }
    return PendingCall(
      method: number, name: name, isRepeatable: isRepeatable, metadata: metadata, body: body,
      deadline: .now.advanced(byMicroseconds: (timeout ?? self.timeout).wholeMicroseconds),
      parts: parts)
  }
}

extension ModisteClient {
  public struct Options: Sendable {
    /// Each call's deadline, unless the call says otherwise.
    public var timeout: Duration
    /// The calling program and its version, for the server's log; at most 64 bytes.
    public var name: String
    /// Which calls the server refuses first when a pool is full.
    public var priority: Priority
    /// Larger requests are refused here, in bytes. The default is the server's own;
    /// ``ModisteClient/listMethods(timeout:)`` tells what a server really takes.
    public var bodySizeMax: Int

    public init(
      timeout: Duration = .seconds(1), name: String = "", priority: Priority = .interactive,
      bodySizeMax: Int = 4 << 20
    ) {
      self.timeout = timeout
      self.name = name
      self.priority = priority
      self.bodySizeMax = bodySizeMax
    }
  }

  /// How long a person would wait for the answer.
  public enum Priority: UInt8, Sendable {
    /// A person waits for this one answer: checkout, chat.
    case interactive = 0
    /// A person waits for a page of which this is a part.
    case page = 1
    /// Nobody waits: mails, page builds.
    case batch = 2
  }
}
