import ArgumentParser
import Foundation
import Histogram
import Platform
import Wire

/// Measures how long calls take and how many there are, with one thread per connection.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measures a server's calls: latency, rate, failures.",
    discussion: """
      modiste bench Admin.Ping --to unix:/run/modiste.sock --connections 4 --in-flight 16

      Closed loop by default: each connection keeps --in-flight calls under way, and sends one when
      one is answered. With --rate the calls are sent at instants fixed beforehand, over all
      connections, and a latency counts from the instant the call should have been sent: a server
      that stalls is charged for all the calls that would have come meanwhile.
      """)

  @Argument(help: "For example Recommend.Recommend.")
  var method: String
  @Argument(help: "The request as JSON.")
  var request: String?
  @Option(help: "A file of requests, one JSON object per line, sent in turn.")
  var requests: String?
  @OptionGroup var server: ServerArguments
  @Option(help: "Connections, each with its own thread, 1...1024.")
  var connections: Int = 1
  @Option(help: "Calls under way on each connection, 1...1024.")
  var inFlight: Int = 1
  @Option(help: "How long to measure, after a tenth of it for warming up.")
  var seconds: Double = 5
  @Option(help: "Calls per second over all connections: an open loop.")
  var rate: Double?
  @Option(help: "The budget of each call.", transform: TimeSpan.init(parsing:))
  var timeout: TimeSpan = .seconds(1)

  func validate() throws {
    guard (1...1024).contains(connections) else {
      throw ValidationError("--connections is \(connections); accepted: 1...1024")
    }
    guard (1...1024).contains(inFlight) else {
      throw ValidationError("--in-flight is \(inFlight); accepted: 1...1024")
    }
    guard seconds >= 0.1, seconds <= 86_400 else {
      throw ValidationError("--seconds is \(seconds); accepted: 0.1...86400")
    }
    if let rate {
      guard rate > 0, rate <= 10_000_000 else {
        throw ValidationError("--rate is \(rate); accepted: above 0, at most 10000000")
      }
    }
    guard request == nil || requests == nil else {
      throw ValidationError("a request and --requests were given; accepted: one of them")
    }
  }

  func run() throws {
    let method = try methodNamed(method)
    guard !method.isStreamed else {
      throw ValidationError(
        "\(method.name) answers in parts, which bench does not measure; benchmarks/batch/run does")
    }
    let plan = BenchPlan(
      address: try server.address(), method: method.number, bodies: try bodies(of: method),
      connections: connections, inFlight: inFlight, seconds: seconds, rate: rate,
      budgetMicros: UInt32(min(timeout.micros, UInt64(UInt32.max))))
    let result = try BenchRun.measure(plan)
    print(server.json ? result.json(plan, method.name) : result.table(plan, method.name))
    guard result.lostConnections == 0 else {
      writeToStandardError(
        "modiste: \(result.lostConnections) connections ended before the span did; "
          + "is the server stopping?")
      throw ExitCode(1)
    }
    guard result.latencies.totalCount > 0 else {
      writeToStandardError("modiste: no call was answered")
      throw ExitCode(1)
    }
  }

  private func bodies(of method: MethodDescription) throws -> [[UInt8]] {
    guard let requests else { return [try requestBody(request ?? "{}", of: method)] }
    let text = String(decoding: try FileSystem.read(requests), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    guard !lines.isEmpty else {
      throw ValidationError("--requests \(requests) has no lines; accepted: one JSON per line")
    }
    return try lines.map { try requestBody(String($0), of: method) }
  }
}

/// What is measured.
struct BenchPlan {
  let address: Address
  let method: UInt16
  /// Sent in turn.
  let bodies: [[UInt8]]
  let connections: Int
  let inFlight: Int
  let seconds: Double
  /// Calls per second over all connections; `nil`: a closed loop.
  let rate: Double?
  let budgetMicros: UInt32

  /// Warming up, in nanoseconds: calls answered then are not counted.
  var warmUp: UInt64 { UInt64(seconds * 1e8) }
  var measured: UInt64 { UInt64(seconds * 1e9) }
}

/// What was measured.
struct BenchResult {
  /// Nanoseconds of calls that ended with `ok`, from the instant they were sent, or should have
  /// been.
  var latencies = Histogram<UInt64>(
    lowestDiscernibleValue: 1, highestTrackableValue: 3_600_000_000_000,
    numberOfSignificantValueDigits: .three)
  /// By status; calls that no response came to are under `unanswered`.
  var failures: [String: UInt64] = [:]
  /// Connections that ended before the span did: the figures are then those of a shorter run.
  var lostConnections: UInt64 = 0
  /// Of the measured span.
  var seconds = 0.0

  mutating func add(_ other: BenchResult) {
    latencies.add(other.latencies)
    failures.merge(other.failures, uniquingKeysWith: +)
    lostConnections += other.lostConnections
  }

  private var percentiles: [(String, Double)] {
    [50, 90, 99, 99.9].map { percentile in
      let name = percentile == percentile.rounded() ? "p\(Int(percentile))" : "p\(percentile)"
      return (name, Double(latencies.valueAtPercentile(percentile)) / 1000)
    } + [("max", Double(latencies.max) / 1000)]
  }

  func table(_ plan: BenchPlan, _ method: String) -> String {
    let loop = plan.rate.map { "open loop at \(Int($0)) calls/s" } ?? "closed loop"
    var lines = [
      "\(method): \(loop), \(plan.connections) connections × \(plan.inFlight) in flight, "
        + "\(plan.seconds) s",
      percentiles.map { pad($0.0) }.joined() + pad("calls/s"),
      percentiles.map { pad(String(format: "%.1f µs", $0.1)) }.joined()
        + pad("\(Int(Double(latencies.totalCount) / seconds))"),
    ]
    for (status, count) in failures.sorted(by: { $0.key < $1.key }) {
      lines.append("failed: \(count) × \(status)")
    }
    return lines.joined(separator: "\n")
  }

  private func pad(_ text: String) -> String {
    String(repeating: " ", count: max(1, 14 - text.count)) + text
  }

  /// `{"method", "loop": "closed" | "open", "rate"?, "connections", "in_flight", "seconds", "calls",
  /// "calls_per_second", "microseconds": {"p50", "p90", "p99", "p99.9", "max"}, "failed": {status:
  /// count}, "lost_connections"}`
  func json(_ plan: BenchPlan, _ method: String) -> String {
    var members: [DynamicValue.Member] = [
      .init("method", .string(method)),
      .init("loop", .string(plan.rate == nil ? "closed" : "open")),
    ]
    if let rate = plan.rate { members.append(.init("rate", .double(rate))) }
    members += [
      .init("connections", .integer(Int64(plan.connections))),
      .init("in_flight", .integer(Int64(plan.inFlight))),
      .init("seconds", .double(seconds)),
      .init("calls", .number(latencies.totalCount)),
      .init("calls_per_second", .double(Double(latencies.totalCount) / seconds)),
      .init(
        "microseconds", .object(percentiles.map { DynamicValue.Member($0.0, .double($0.1)) })),
      .init(
        "failed",
        .object(
          failures.sorted { $0.key < $1.key }.map { DynamicValue.Member($0.key, .number($0.value)) }
        )),
      .init("lost_connections", .number(lostConnections)),
    ]
    return DynamicValue.object(members).json()
  }
}
