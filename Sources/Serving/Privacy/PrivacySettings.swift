import TOMLKit

/// The budget from which analysts' counts are paid:
///
///     [privacy]
///     ledger = "/var/lib/modiste/privacy.ledger"
///     budget = 10.0           # epsilon of the whole shop, in any period
///     period = "30d"          # or h
///     share = 0.5             # of it that this server may spend, beside others
///     epsilon = 0.1           # of a query that does not say
package struct PrivacySettings: Sendable, Equatable {
  package var ledger: String
  package var budget: Double
  package var periodSeconds: Int
  package var share = 1.0
  package var epsilon = 0.1

  package init(ledger: String, budget: Double, periodSeconds: Int) {
    self.ledger = ledger
    self.budget = budget
    self.periodSeconds = periodSeconds
  }

  /// What this server may spend in any period, in millionths.
  var ownMicros: Int { Int((budget * share * 1e6 + 1e-4).rounded(.down)) }

  private static let keys = ["ledger", "budget", "period", "share", "epsilon"]

  init(_ table: TOMLTable?, file: String) throws(ConfigurationError) {
    func refuse(_ key: String, _ accepted: String) -> ConfigurationError {
      .badValue(file: file, key: key, accepted: accepted)
    }
    guard let table else { throw refuse("privacy", "a table") }
    for (key, _) in table where !Self.keys.contains(key) {
      throw .unknownKey(file: file, key: "privacy.\(key)", accepted: Self.keys)
    }
    guard let path = table["ledger"]?.string, !path.isEmpty else {
      throw refuse("privacy.ledger", "the path of a file, which is made when it is not there")
    }
    ledger = path
    guard let budget = table["budget"]?.decimal, budget > 0, budget <= 1e6 else {
      throw refuse("privacy.budget", "a number above 0, at most 1000000")
    }
    self.budget = budget
    guard let period = table["period"]?.string.flatMap(Self.seconds) else {
      throw refuse("privacy.period", "a time such as \"30d\" or \"12h\", at most 3660 days")
    }
    periodSeconds = period
    if let value = table["share"] {
      guard let share = value.decimal, share > 0, share <= 1 else {
        throw refuse("privacy.share", "a number above 0, at most 1")
      }
      self.share = share
    }
    if let value = table["epsilon"] {
      guard let epsilon = value.decimal, (try? Epsilon(epsilon)) != nil else {
        throw refuse("privacy.epsilon", Epsilon.accepted)
      }
      self.epsilon = epsilon
    }
  }

  private static func seconds(_ text: String) -> Int? {
    guard let count = Int(text.dropLast()), count > 0 else { return nil }
    switch text.last {
    case "d" where count <= 3660: return count * 86_400
    case "h" where count <= 3660 * 24: return count * 3600
    default: return nil
    }
  }
}

extension TOMLValueConvertible {
  /// Of a number, written with or without a point.
  fileprivate var decimal: Double? { double ?? int.map(Double.init) }
}
