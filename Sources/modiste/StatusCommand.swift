import ArgumentParser
import Bytes
import ModisteClient
import Training
import Wire

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Says what a server serves, since when, and how it is used.",
    discussion: "modiste status --to unix:/run/modiste.sock")

  @OptionGroup var server: ServerArguments

  func run() async throws {
    let client = try ModisteClient(
      address: server.to, options: ModisteClient.Options(name: "modiste status"))
    if server.json {
      print(try await responseJSON(.status, from: client))
      return
    }
    let status = try await client.status()
    var rows: [(String, String)] = [
      ("server", status.server),
      ("state", "\(status.state)"),
      ("generation", status.generation.isEmpty ? "none" : status.generation),
    ]
    if !status.generation.isEmpty { rows.append(("served for", status.generationAge.spelt)) }
    rows += [
      ("up for", status.uptime.spelt),
      ("reloads", "\(status.reloads) done, \(status.refusedReloads) refused"),
    ]
    if !status.lastRefusal.isEmpty { rows.append(("last refusal", status.lastRefusal)) }
    rows += [
      ("mapped generations", "\(status.mappedGenerations)"),
      ("connections", "\(status.connections)"),
      ("calls in flight", "\(status.callsInFlight)"),
      ("buffered bytes", "\(status.bufferedBytes)"),
      ("ignored frames", "\(status.ignoredFrames)"),
    ]
    for method in status.methods {
      rows.append((method.name, "\(method.ok) ok, \(method.failed) failed"))
    }
    for figure in status.evaluation where figure.cutoff == 10 && figure.metric == "ndcg" {
      let values = [figure.value, figure.low, figure.high].map { $0.fixed(4) }
      rows.append(
        ("NDCG@10, \(figure.model)", "\(values[0]) [\(values[1]), \(values[2])]"))
    }
    let width = rows.map(\.0.count).max() ?? 0
    for (name, value) in rows {
      print(name + String(repeating: " ", count: width + 2 - name.count) + value)
    }
  }
}

/// What a method without arguments answers, as JSON with every field, also those at their default:
/// who reads it by program need not know the defaults.
func responseJSON(
  _ method: MethodDescription, from client: ModisteClient, timeout: Duration? = nil
) async throws -> String {
  let response = try await client.call(
    method: method.number, body: [], timeout: timeout, isRepeatable: method.isRepeatable)
  guard let type = MessageDescription.named(method.response) else { return "{}" }
  let value = try DynamicMessage.decode(response.body.rawSpan, as: type)
  return DynamicMessage.filled(value, as: type).json()
}

extension Duration {
  /// In the two largest units: `3 d 4 h`, `2 min 5 s`, `1.5 s`.
  var spelt: String {
    let seconds = self / .seconds(1)
    let whole = Int(seconds)
    switch whole {
    case ..<60: return "\((seconds * 10).rounded() / 10) s"
    case ..<3600: return "\(whole / 60) min \(whole % 60) s"
    case ..<86_400: return "\(whole / 3600) h \(whole % 3600 / 60) min"
    default: return "\(whole / 86_400) d \(whole % 86_400 / 3600) h"
    }
  }
}
