import Snapshots
package import Wire

/// Why a count is not told.
package enum PrivacyRefusal: Error, Equatable, CustomStringConvertible {
  case badEpsilon(Double)
  /// `renews`: seconds since 1970 when there will be enough again; `nil`: never, it is more than there is.
  case spent(asked: Double, left: Double, renews: Int?)
  /// The audience has, as far as may be told, fewer shoppers than an analyst may ask about.
  case tooSmall(least: Int)
  /// The ledger could not be written: nothing is told that is not charged.
  case unwritable(String)
  case notConfigured

  package var description: String {
    switch self {
    case .badEpsilon(let value): "epsilon must be \(Epsilon.accepted), got \(value)"
    case .spent(let asked, let left, let renews):
      "the privacy budget has \(left) left, epsilon \(asked) is asked for; "
        + (renews.map { "it has as much again at \(UTCTime(secondsSince1970: $0).extended)" }
          ?? "it never has as much; ask with less")
    case .tooSmall(let least):
      "the audience has fewer than about \(least) shoppers; larger ones are answered"
    case .unwritable(let reason):
      "the privacy ledger cannot be written, \(reason); nothing is told until the server is restarted"
    case .notConfigured:
      "this server has no privacy budget; set [privacy] in its configuration to let analysts count"
    }
  }
}

extension RPCError {
  package init(_ refusal: PrivacyRefusal) {
    let code: StatusCode =
      switch refusal {
      case .badEpsilon: .invalidArgument
      case .spent: .resourceExhausted
      case .tooSmall, .notConfigured: .failedPrecondition
      case .unwritable: .internal
      }
    // A budget renews in days: whoever retries soon only adds load.
    self.init(code, refusal.description, isRetryable: false)
  }
}
