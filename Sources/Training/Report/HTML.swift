/// Text that is safe to stand in a page: made only by escaping, or by this module's own templates.
///
///     let page: HTML = "<p>\(title)</p>"        // title is escaped, a nested HTML is not
///
/// A shop's titles are other people's text; with this type one that was not escaped does not compile
/// into a page.
package struct HTML: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  package private(set) var text: String

  package var description: String { text }

  package init(stringLiteral value: String) { text = value }
  package init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  package struct Interpolation: StringInterpolationProtocol {
    var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity)
    }

    package mutating func appendLiteral(_ literal: String) { text += literal }
    package mutating func appendInterpolation(_ html: HTML) { text += html.text }
    package mutating func appendInterpolation(_ number: Int) { text += "\(number)" }
    package mutating func appendInterpolation(_ foreign: String) {
      text += escaped(foreign)
    }
  }

  static func + (left: HTML, right: HTML) -> HTML { "\(left)\(right)" }
  static func += (left: inout HTML, right: HTML) { left.text += right.text }
}

extension Sequence<HTML> {
  func joined() -> HTML { reduce(into: "") { $0 += $1 } }
}

/// For element content and for attribute values in either kind of quotes. Control characters, which
/// XML cannot hold, become spaces.
private func escaped(_ text: String) -> String {
  var safe = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": safe += "&amp;"
    case "<": safe += "&lt;"
    case ">": safe += "&gt;"
    case "\"": safe += "&quot;"
    case "'": safe += "&#39;"
    case _ where scalar.value < 0x20: safe += " "
    default: safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}
