import Wire

/// Why a call has no answer.
public struct ModisteError: Error, Equatable, Sendable {
  public var code: Code
  /// What was found, and what would be accepted: the server's words, unchanged.
  public var message: String
  /// Whether the same request may succeed if sent again unchanged.
  public var isRetryable: Bool
  /// How long the server asks to wait before a retry.
  public var retryAfter: Duration?
  /// The generation that refused; empty when none was loaded, or no server has spoken.
  public var generation: String
  /// Whether this side found the error, and no server has answered.
  public var isLocal: Bool

  /// Numbered as gRPC numbers them.
  public enum Code: UInt8, CaseIterable, Sendable {
    /// The task that waited was cancelled.
    case cancelled = 1
    /// A status that this client does not know.
    case unknown = 2
    /// The request can never succeed.
    case invalidArgument = 3
    /// No answer came in time.
    case deadlineExceeded = 4
    /// The item is not in the current generation.
    case notFound = 5
    case alreadyExists = 6
    /// The method is not answered on this address.
    case permissionDenied = 7
    /// The server is full; wait for ``ModisteError/retryAfter``, then try again.
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    /// The server does not know the method.
    case unimplemented = 12
    /// A fault of the server.
    case `internal` = 13
    /// No server could be reached, it is stopping, or it has no generation loaded.
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16
  }

  public init(
    _ code: Code, _ message: String, isRetryable: Bool = false, retryAfter: Duration? = nil,
    generation: String = "", isLocal: Bool = true
  ) {
    self.code = code
    self.message = message
    self.isRetryable = isRetryable
    self.retryAfter = retryAfter
    self.generation = generation
    self.isLocal = isLocal
  }
}

extension ModisteError: CustomStringConvertible {
  public var description: String { "\(code): \(message)" }
}
