import Expressions
import Testing

/// Defends one notion of a number for filters and catalogues alike.
@Suite struct FilterNumberTests {
  @Test(arguments: [
    ("0", 0), ("80", 80), ("19.99", 19.99), ("-3.5", -3.5), ("0.05", 0.05), ("1e3", 1_000),
    ("2.5E-1", 0.25), ("-0", 0), ("100000000000000000000", 1e20),
  ])
  func `decimal texts are numbers`(text: String, number: Double) {
    #expect(Double(filterNumber: text) == number)
  }

  @Test(arguments: [
    "", "-", "+1", ".5", "5.", "1e", "1e-", "0012", "-01", "0x10", "inf", "nan", "1e999", " 1",
    "1 ",
    "1,5", "½", "٣", "1.2.3", "10/12", "--1",
  ])
  func `anything else is not`(text: String) {
    #expect(Double(filterNumber: text) == nil)
  }
}
