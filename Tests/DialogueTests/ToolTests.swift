import Dialogue
import Testing

/// Defends the backend: nothing that a shopper writes reaches it in a field that it does not fit.
@Suite struct ToolTests {
  @Test(arguments: [
    (
      ToolFieldKind.order, ["A10234", "1234", "EU-2026-0001"],
      ["", "A1", "abcd", "A10 234", "A1023;", "１２３４５"]
    ),
    (.size, ["M", "38", "W32 L34", "XL码"], ["", "a\nb", String(repeating: "X", count: 33)]),
    (.text, ["Berlin", "上海"], ["", "a\u{202E}b", String(repeating: "x", count: 257)]),
    (.date, ["2026-08-14"], ["2026-13-01", "2026-08-32", "14.8.2026", "2026-8-14", "2026-08-1４"]),
    (.amount, ["71.95", "50", "0.5"], ["", "-1", "1.234", "1,50", ".5", "1.", "NaN", "1e5"]),
    (.count, ["0", "12"], ["", "-1", "1.5", "1234567890"]),
    (.choice(["sent", "placed"]), ["sent"], ["Sent", "", "lost"]),
  ])
  func `a field takes what is of its kind and nothing else`(
    kind: ToolFieldKind, good: [String], bad: [String]
  ) {
    for value in good { #expect(kind.accepts(value), "\(value)") }
    for value in bad { #expect(!kind.accepts(value), "\(value)") }
  }

  @Test func `no tool has a field twice`() {
    for tool in Tool.allCases {
      #expect(Set(tool.arguments.map(\.name)).count == tool.arguments.count)
      #expect(Set(tool.results.map(\.name)).count == tool.results.count)
    }
  }
}
