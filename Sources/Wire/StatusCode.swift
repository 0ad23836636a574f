/// How a call ended, numbered as gRPC numbers it, so that dashboards already know it.
///
/// Source: <https://grpc.io/docs/guides/status-codes/>
package enum StatusCode: UInt8, CaseIterable, Sendable {
  case ok = 0
  /// The client cancelled the call.
  case cancelled = 1
  case unknown = 2
  /// The request can never succeed, whatever the state of the server.
  case invalidArgument = 3
  /// The caller's budget was used up before an answer was ready.
  case deadlineExceeded = 4
  /// The item or series asked about is not in the current generation.
  case notFound = 5
  case alreadyExists = 6
  /// The method is not answered on this address.
  case permissionDenied = 7
  /// A limit or a queue is full; the response says how long to wait before a retry.
  case resourceExhausted = 8
  /// The state of the store does not allow it, for example a reload of a damaged generation.
  case failedPrecondition = 9
  case aborted = 10
  case outOfRange = 11
  /// The method is not one this server knows.
  case unimplemented = 12
  /// A bug in the server.
  case `internal` = 13
  /// No generation is loaded yet, or the server is stopping.
  case unavailable = 14
  case dataLoss = 15
  case unauthenticated = 16

  /// Whether the same request may succeed if sent again unchanged.
  package var isRetryable: Bool {
    self == .resourceExhausted || self == .unavailable
  }
}

/// The outcome of a call that did not succeed, as the client will see it.
///
/// A message names the field or limit at fault, the value received, and what would be accepted:
///
///     throw RPCError(.invalidArgument, "limit must be in 1...500, got 0")
package struct RPCError: Error, Equatable, Sendable {
  package var code: StatusCode
  package var message: String
  /// How long to wait before a retry, where waiting helps.
  package var retryMicros: UInt32
  /// Whether the same request may succeed if sent again unchanged.
  package var isRetryable: Bool

  /// - Parameter isRetryable: `nil`: what the code says.
  package init(
    _ code: StatusCode, _ message: String, retryMicros: UInt32 = 0, isRetryable: Bool? = nil
  ) {
    self.code = code
    self.message = message
    self.retryMicros = retryMicros
    self.isRetryable = isRetryable ?? code.isRetryable
  }
}

extension RPCError: CustomStringConvertible {
  package var description: String { "\(code): \(message)" }
}
