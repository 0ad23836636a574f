import Snapshots
import Testing

/// What is written is read back, and what is not JSON is refused at its byte.
@Suite struct JSONTests {
  @Test func `documents come back from both forms`() throws {
    let document: JSON = [
      "null": .null, "true": true, "whole": -42, "real": 0.125, "text": "a\"\\\n\u{1}é😀",
      "list": [1, [], [:]], "object": ["k": "v"],
    ]
    #expect(try JSON(parsing: document.compact) == document)
    #expect(try JSON(parsing: document.pretty) == document)
  }

  @Test func `the pretty form is stable`() {
    let document: JSON = ["a": [1, 2], "b": [:]]
    #expect(document.pretty == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}\n")
  }

  @Test func `escapes are understood`() throws {
    #expect(try JSON(parsing: #""\u00e9\ud83d\ude00\/\b\f""#) == "é😀/\u{8}\u{C}")
  }

  @Test(arguments: [
    ("", "byte 0: expected a value"), ("{", "byte 1: expected '\"'"),
    ("[1,]", "byte 3: expected a value"), ("01", "byte 1: text after the end of the document"),
    ("1.", "byte 2: expected a digit"), ("-", "byte 1: expected a digit"),
    ("1e999", "byte 5: number '1e999' is out of range"), ("nul", "byte 3: expected 'l'"),
    ("\"a", "byte 2: string does not end"), ("\"\n\"", "byte 1: control character in a string"),
    (#""\x""#, "byte 2: expected 'u'"), (#""\u00g0""#, "byte 3: expected four hexadecimal digits"),
    (#""\ud800""#, "byte 7: surrogate without its pair"),
    (#"{"a":1,"a":2}"#, "byte 10: key 'a' is repeated"),
    (String(repeating: "[", count: 100), "byte 32: nested deeper than 32"),
  ])
  func `what is not JSON is refused where it goes wrong`(text: String, message: String) {
    #expect(refusal { _ = try JSON(parsing: text) } == message)
  }

  @Test func `an integer too large for an offset is a number, not an integer`() throws {
    #expect(try JSON(parsing: "9223372036854775808").integer == nil)
    #expect(try JSON(parsing: "9223372036854775807").integer == .max)
  }
}
