import ArgumentParser
import Bytes
import Foundation
import ModisteClient
import Platform
import Talking
import Wire

/// A conversation with the shop's bot, line by line; from a terminal or from a pipe.
struct ChatCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat",
    abstract: "Talks to the shop's bot, and shows where its answers come from.",
    discussion: """
      modiste chat --to unix:/run/modiste.sock --user u1

      Type what a shopper says. Where the bot asks for a tool, answer as the backend would:
      /tool done status=sent date=2026-11-23. /help names the other commands. Lines may come from a pipe,
      and are then shown. Ends with 1 when a message was refused.
      """)

  @OptionGroup var server: ServerArguments
  @Option(help: "Who the shopper is.")
  var user = ""
  @Option(help: "en or zh; else as messages are written.")
  var language = ""
  @Option(
    help: "How long to wait, such as 50ms, 2s or 800us.", transform: TimeSpan.init(parsing:))
  var timeout: TimeSpan = .seconds(1)

  func validate() throws {
    guard ["", "en", "zh"].contains(language) else {
      throw ValidationError("--language is '\(language)'; accepted: en, zh")
    }
  }

  func run() async throws {
    let client = try ModisteClient(
      address: server.to, options: ModisteClient.Options(name: "modiste chat"))
    let isTerminal = isatty(STDIN_FILENO) == 1
    var talk = Talk(userID: user, language: language)
    var wasRefused = false
    loop: while true {
      if isTerminal, !server.json { show("> ", terminator: "") }
      guard let line = readLine() else { break }
      if !isTerminal, !server.json { show("> \(line)") }
      do {
        let input = try TalkInput(parsing: line)
        switch input {
        case .quit: break loop
        case .help: writeToStandardError(TalkInput.commands)
        default:
          guard let request = try talk.request(for: input) else { continue }
          talk.take(try await answer(request, from: client))
        }
      } catch {
        // A line that cannot be sent, or a message that was refused, ends no conversation.
        writeToStandardError("\(error)")
        wasRefused = true
      }
    }
    if wasRefused, !isTerminal { throw ExitCode(1) }
  }

  private func answer(
    _ request: AnswerRequest, from client: ModisteClient
  ) async throws -> AnswerResponse {
    let method = MethodDescription.answer
    let response = try await client.call(
      method: method.number, body: request.encoded(), timeout: timeout.duration,
      isRepeatable: method.isRepeatable)
    let answer = try AnswerResponse(decoding: response)
    if !server.json {
      show(lines(of: answer).joined(separator: "\n"))
    } else if let type = MessageDescription.named(method.response) {
      let value = DynamicMessage.filled(
        try DynamicMessage.decode(response.body.rawSpan, as: type), as: type)
      show(
        DynamicValue.object([
          .init("generation", .string(response.generation)), .init("response", value),
        ]).json(isIndented: false))
    }
    return answer
  }

  /// At once, also into a pipe: who reads it may wait for the answer before the next line.
  private func show(_ text: String, terminator: String = "\n") {
    FileHandle.standardOutput.write(Data((text + terminator).utf8))
  }
}
