import ArgumentParser
import Bytes
import Foundation
import ModisteClient
import Platform
import Wire

/// Calls any method with a request written as JSON, and prints the answer as JSON.
struct CallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "call", abstract: "Calls a method, and prints its answer.",
    discussion: """
      modiste call Recommend.Recommend '{"user_id": "u1", "limit": 3}' --to unix:/run/modiste.sock

      Fields are named as in the .proto files; enums are names or numbers, bytes are base64. A method
      that answers in parts, such as Recommend.RecommendBatch, prints one line for each.
      """)

  @Argument(help: "For example Recommend.SimilarItems; Admin.ListMethods names them all.")
  var method: String
  @Argument(help: "The request as JSON.")
  var request: String = "{}"
  @OptionGroup var server: ServerArguments
  @Option(
    help: "How long to wait, such as 50ms, 2s or 800us.", transform: TimeSpan.init(parsing:))
  var timeout: TimeSpan = .seconds(1)

  func run() async throws {
    let method = try methodNamed(method)
    let body = try requestBody(request, of: method)
    let client = try ModisteClient(
      address: server.to, options: ModisteClient.Options(name: "modiste call"))
    let began = ContinuousClock.now
    if method.isStreamed {
      try await printParts(of: method, body, from: client, since: began)
      return
    }
    let response = try await client.call(
      method: method.number, body: body, timeout: timeout.duration,
      isRepeatable: method.isRepeatable)
    let elapsed = ContinuousClock.now - began
    guard let type = MessageDescription.named(method.response) else { return }
    let answer = DynamicMessage.filled(
      try DynamicMessage.decode(response.body.rawSpan, as: type), as: type)
    if server.json {
      print(
        DynamicValue.object([
          .init("generation", .string(response.generation)), .init("response", answer),
        ]).json())
    } else {
      print(answer.json())
      let generation = response.generation.isEmpty ? "none" : response.generation
      writeToStandardError("generation \(generation), after \(elapsed.formatted)")
    }
  }

  /// One line of JSON for each part, as it comes.
  private func printParts(
    of method: MethodDescription, _ body: [UInt8], from client: ModisteClient,
    since began: ContinuousClock.Instant
  ) async throws {
    guard let type = MessageDescription.named(method.response) else { return }
    var count = 0
    var generation = ""
    for try await part in client.stream(
      method: method.number, body: body, timeout: timeout.duration,
      isRepeatable: method.isRepeatable)
    {
      let value = DynamicMessage.filled(
        try DynamicMessage.decode(part.body.rawSpan, as: type), as: type)
      print(value.json(isIndented: false))
      count += 1
      generation = part.generation
    }
    if !server.json {
      let elapsed = ContinuousClock.now - began
      writeToStandardError("\(count) parts, generation \(generation), after \(elapsed.formatted)")
    }
  }
}

/// Where the server is that a command speaks to.
struct ServerArguments: ParsableArguments {
  @Option(help: "The server's address: unix:/path or tcp:127.0.0.1:port.")
  var to: String
  @Flag(help: "Print one JSON document on standard output.")
  var json = false

  func validate() throws { _ = try address() }

  func address() throws -> Address {
    do { return try Address(parsing: to) } catch { throw ValidationError("--to: \(error)") }
  }
}

func methodNamed(_ name: String) throws -> MethodDescription {
  guard let method = MethodDescription.named(name) else {
    let known = MethodDescription.all.map(\.name).joined(separator: ", ")
    throw ValidationError("method is '\(name)'; accepted: \(known)")
  }
  return method
}

/// The encoded message that JSON text stands for.
func requestBody(_ json: String, of method: MethodDescription) throws -> [UInt8] {
  guard let type = MessageDescription.named(method.request) else {
    throw ValidationError("\(method.request) is not described")
  }
  let value: DynamicValue
  do {
    value = try JSONDecoder().decode(DynamicValue.self, from: Data(json.utf8))
  } catch {
    throw ValidationError("request is not JSON: '\(json.prefix(60))'; accepted: {\"field\": value}")
  }
  var buffer = ByteBuffer()
  do {
    try DynamicMessage.encode(value, as: type, into: &buffer)
  } catch {
    throw ValidationError("\(error)")
  }
  var body: [UInt8] = []
  body.append(buffer.span)
  return body
}

/// A span of time on the command line: `50ms`, `2s`, `800us`.
struct TimeSpan: CustomStringConvertible {
  let micros: UInt64

  static func seconds(_ seconds: UInt64) -> TimeSpan { TimeSpan(micros: seconds * 1_000_000) }

  var duration: Duration { .microseconds(Int64(micros)) }
  var description: String {
    micros % 1_000_000 == 0
      ? "\(micros / 1_000_000)s" : micros % 1000 == 0 ? "\(micros / 1000)ms" : "\(micros)us"
  }

  init(micros: UInt64) { self.micros = micros }

  /// Between 1 µs and an hour.
  init(parsing text: String) throws {
    let units: [(String, Double)] = [("us", 1), ("ms", 1000), ("s", 1_000_000), ("m", 60_000_000)]
    guard let unit = units.first(where: { text.hasSuffix($0.0) }),
      let number = Double(text.dropLast(unit.0.count)),
      (1...3_600_000_000).contains(number * unit.1)
    else {
      throw ValidationError("'\(text)' is not a span; accepted: 1us...60m, such as 50ms or 2s")
    }
    micros = UInt64(number * unit.1)
  }
}

extension Duration {
  /// Milliseconds with as many digits as are worth reading.
  var formatted: String { String(format: "%.3g ms", self / .milliseconds(1)) }
}
