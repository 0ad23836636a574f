import Answering
package import Platform
import TOMLKit
import Wire

/// Why a configuration file cannot be used.
package enum ConfigurationError: Error, Equatable, CustomStringConvertible {
  case unreadable(SystemError)
  case notTOML(file: String, reason: String)
  case unknownKey(file: String, key: String, accepted: [String])
  case badValue(file: String, key: String, accepted: String)
  case badListen(file: String, reason: String)
  case badPattern(file: String, key: String, pattern: String)

  package var description: String {
    switch self {
    case .unreadable(let error): "\(error)"
    case .notTOML(let file, let reason): "\(file): \(reason)"
    case .unknownKey(let file, let key, let accepted):
      "\(file): unknown key '\(key)'; accepted: \(accepted.joined(separator: ", "))"
    case .badValue(let file, let key, let accepted):
      "\(file): '\(key)' must be \(accepted)"
    case .badListen(let file, let reason):
      "\(file): listen: \(reason)"
    case .badPattern(let file, let key, let pattern):
      "\(file): '\(pattern)' in \(key) is no pattern; accepted: \(TagPattern.accepted)"
    }
  }
}

extension Configuration {
  /// The numbers that a file may set, each with its range.
  private static var numbers:
    [(key: String, range: ClosedRange<Int>, set: (inout Self, Int) -> Void)]
  {
    [
      ("connections_max", 1...1_000_000, { $0.connectionsMax = $1 }),
      ("calls_in_flight_max", 1...1_000_000, { $0.limits.callsInFlightMax = UInt32($1) }),
      ("calls_in_flight_total_max", 1...10_000_000, { $0.callsInFlightTotalMax = $1 }),
      ("body_size_max", 1024...(1 << 30), { $0.limits.bodySizeMax = UInt32($1) }),
      ("buffered_bytes_max", 1 << 20...(1 << 40), { $0.bufferedBytesMax = $1 }),
      ("output_high_mark", 4096...(1 << 30), { $0.outputHighMark = $1 }),
      ("output_low_mark", 0...(1 << 30), { $0.outputLowMark = $1 }),
      ("slow_reader_seconds", 1...3600, { $0.slowReaderSeconds = Double($1) }),
      ("partial_frame_seconds", 1...3600, { $0.partialFrameSeconds = Double($1) }),
      ("idle_seconds", 1...1_000_000, { $0.idleSeconds = Double($1) }),
      ("drain_seconds", 0...3600, { $0.drainSeconds = Double($1) }),
      ("budget_default_micros", 1...60_000_000, { $0.limits.budgetDefaultMicros = UInt32($1) }),
      ("budget_max_micros", 1...600_000_000, { $0.limits.budgetMaxMicros = UInt32($1) }),
      ("pool_workers", 1...256, { $0.poolWorkers = $1 }),
      ("pool_queue_max", 1...1_000_000, { $0.poolQueueMax = $1 }),
      ("audience_least", 1...1_000_000, { $0.audienceLeast = $1 }),
    ]
  }

  /// Reads a TOML file of limits. Keys that it does not name keep their defaults.
  package init(file: String) throws(ConfigurationError) {
    self.init()
    let text: String
    do throws(SystemError) {
      text = String(decoding: try FileSystem.read(file), as: UTF8.self)
    } catch {
      throw .unreadable(error)
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch {
      throw .notTOML(file: file, reason: "\(error)")
    }
    for (key, value) in table {
      if key == "pooled_methods" {
        guard let names = value.array?.compactMap(\.string), names.count == value.array?.count
        else {
          throw .badValue(file: file, key: key, accepted: "a list of method names")
        }
        pooledMethods = Set(names)
        continue
      }
      if key == "privacy" {
        privacy = try PrivacySettings(value.table, file: file)
        continue
      }
      if key == "listen" {
        try setListening(value.array.map { Array($0) }?.map(\.string) ?? [nil], in: file)
        continue
      }
      if key == "roles" {
        guard let roles = value.table else {
          throw .badValue(file: file, key: key, accepted: "tables, roles.service and roles.agent")
        }
        try setMaskings(roles, in: file)
        continue
      }
      guard let number = Self.numbers.first(where: { $0.key == key }) else {
        throw .unknownKey(
          file: file, key: key,
          accepted: Self.numbers.map(\.key) + ["pooled_methods", "listen", "roles", "[privacy]"])
      }
      guard let found = value.int, number.range.contains(found) else {
        throw .badValue(
          file: file, key: key,
          accepted: "a whole number in \(number.range.lowerBound)...\(number.range.upperBound)")
      }
      number.set(&self, found)
    }
  }
}

extension Configuration {
  /// - Parameter texts: `nil` for what is no text.
  private mutating func setListening(
    _ texts: [String?], in file: String
  ) throws(ConfigurationError) {
    listening = []
    for text in texts {
      guard let text else {
        throw .badValue(
          file: file, key: "listen", accepted: "a list of addresses, such as unix:/path,role=agent")
      }
      do throws(ListeningAddressError) {
        listening.append(try ListeningAddress(parsing: text))
      } catch {
        throw .badListen(file: file, reason: "\(error)")
      }
    }
  }

  /// A role's table replaces what the role sees by default, all of it.
  private mutating func setMaskings(_ roles: TOMLTable, in file: String) throws(ConfigurationError)
  {
    for (role, value) in roles {
      guard let table = value.table, role == "service" || role == "agent" else {
        // Of analysts nothing can be set: they are told of no shopper.
        throw .unknownKey(
          file: file, key: "roles.\(role)", accepted: ["[roles.service]", "[roles.agent]"])
      }
      var rules: [(pattern: TagPattern, treatment: Treatment)] = []
      for (text, value) in table {
        guard let pattern = TagPattern(text) else {
          throw .badPattern(file: file, key: "roles.\(role)", pattern: text)
        }
        guard let treatment = value.string.flatMap({ Treatment(rawValue: $0) }) else {
          let accepted = Treatment.allCases.map(\.rawValue).joined(separator: ", ")
          throw .badValue(
            file: file, key: "roles.\(role).\(text)", accepted: "one of \(accepted)")
        }
        rules.append((pattern, treatment))
      }
      if role == "agent" {
        maskings.agent = Masking(rules)
      } else {
        maskings.service = Masking(rules)
      }
    }
  }
}
