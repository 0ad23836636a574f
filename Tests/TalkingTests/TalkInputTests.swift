import ModisteClient
import Talking
import Testing

@Suite struct TalkInputTests {
  @Test(
    arguments: [
      ("", .nothing), ("  \t ", .nothing), (" where is it? ", .message("where is it?")),
      ("有没有红色的？", .message("有没有红色的？")), ("/quit", .quit), ("/help", .help), ("/resume", .resume),
      ("/item A1", .item("A1")), ("/item", .item("")),
      ("/tool failed", .tool(.failed, [])), ("/tool refused", .tool(.refused, [])),
      ("/tool not_found", .tool(.notFound, [])),
      (
        "/tool done status=sent  date=2026-11-23",
        .tool(
          .done,
          [
            ToolArgument(name: "status", value: "sent"),
            ToolArgument(name: "date", value: "2026-11-23"),
          ])
      ),
      (
        "/tool done address=\"12 High Street, Leeds\" \"note=a=b\" empty=",
        .tool(
          .done,
          [
            ToolArgument(name: "address", value: "12 High Street, Leeds"),
            ToolArgument(name: "note", value: "a=b"), ToolArgument(name: "empty", value: ""),
          ])
      ),
    ] as [(String, TalkInput)])
  func `a line is a message or a command`(line: String, input: TalkInput) throws {
    let parsed = try TalkInput(parsing: line)
    #expect(parsed == input)
  }

  @Test(arguments: [
    ("/", "'/' is no command, or has the wrong arguments; /help names them"),
    ("/stop", "'/stop' is no command, or has the wrong arguments; /help names them"),
    ("/tool", "'/tool' is no command, or has the wrong arguments; /help names them"),
    ("/item a b", "'/item' is no command, or has the wrong arguments; /help names them"),
    ("/tool gone", "'gone' is no outcome; accepted: done, not_found, refused, failed"),
    ("/tool done status", "'status' is no field; accepted: FIELD=VALUE"),
    ("/tool done =sent", "'=sent' is no field; accepted: FIELD=VALUE"),
    ("/tool done a=\"b", "a double quote is not closed"),
  ])
  func `what is no command says what would be`(line: String, message: String) {
    let error = #expect(throws: TalkError.self) { try TalkInput(parsing: line) }
    #expect(error?.description == message)
  }
}
