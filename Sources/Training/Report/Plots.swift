import Learning

/// Drawings for the report: SVG that needs no script, takes its colours from the page (light or dark)
/// and says in words what it shows. 400 units wide, so that its letters can be read on a phone.
enum Plot {
  static let width = 400.0

  /// Values with intervals, one line each: a dot and a whisker, all from zero on.
  struct Dots {
    struct Row {
      let name: String
      let estimate: Estimate
      /// Which colour and shape.
      let style: Int
    }

    let title: String
    /// What a reader who cannot see it is told.
    let summary: String
    let rows: [Row]
    let number: (Double) -> String

    var svg: HTML {
      let (left, right, line) = (128.0, 64.0, 34.0)
      let height = Double(rows.count) * line + 34
      let axis = Axis(upTo: rows.map(\.estimate.high).max() ?? 0)
      func x(_ value: Double) -> Double {
        left + max(0, value) / axis.end * (Plot.width - left - right)
      }
      var body: HTML = ""
      for tick in axis.ticks {
        body += Plot.line(x(tick), 6, x(tick), height - 24, "grid")
        body += Plot.text(x(tick), height - 8, number(tick).withoutZeros, "tick", anchor: "middle")
      }
      for (index, row) in rows.enumerated() {
        let y = 22 + Double(index) * line
        body += Plot.text(left - 10, y + 4, row.name, "label", anchor: "end")
        body += Plot.line(x(row.estimate.low), y, x(row.estimate.high), y, "whisker s\(row.style)")
        body += Plot.mark(row.style, x(row.estimate.value), y)
        body += Plot.text(
          max(x(row.estimate.high), x(row.estimate.value)) + 9, y + 4, number(row.estimate.value),
          "value")
      }
      return Plot.frame(title, summary, height: height, body)
    }
  }

  /// Curves over an axis whose places are given names.
  struct Curves {
    struct Curve {
      let name: String
      let points: [(x: Double, y: Double)]
      let style: Int
    }

    let title: String
    let summary: String
    let curves: [Curve]
    /// Where the x axis has ticks, 0...1, and what stands there.
    let ticks: [(x: Double, label: String)]
    let xName: String
    /// The largest value of the y axis; `nil`: as the data need it.
    let top: Double?
    let number: (Double) -> String

    var svg: HTML {
      let (left, right, bottom, height) = (50.0, 24.0, 226.0, 266.0)
      let axis = Axis(upTo: top ?? curves.flatMap { $0.points.map(\.y) }.max() ?? 0)
      func x(_ share: Double) -> Double { left + share * (Plot.width - left - right) }
      func y(_ value: Double) -> Double { bottom - value / axis.end * (bottom - 12) }
      var body: HTML = ""
      for tick in axis.ticks {
        body += Plot.line(left, y(tick), Plot.width - right, y(tick), "grid")
        body += Plot.text(left - 7, y(tick) + 4, number(tick).withoutZeros, "tick", anchor: "end")
      }
      for (place, label) in ticks {
        body += Plot.text(x(place), bottom + 18, label, "tick", anchor: "middle")
      }
      body += Plot.text(
        (left + Plot.width - right) / 2, height - 4, xName, "tick", anchor: "middle")
      // The first, which was asked for, lies above the others.
      for curve in curves.reversed() {
        let path = curve.points.enumerated().map { index, point in
          "\(index == 0 ? "M" : "L")\(x(point.x).fixed(1)) \(y(point.y).fixed(1))"
        }.joined(separator: " ")
        body += "<path class=\"curve s\(curve.style)\" d=\"\(path)\"/>"
        if curve.points.count <= 10 {
          for point in curve.points { body += Plot.mark(curve.style, x(point.x), y(point.y)) }
        }
      }
      return Plot.frame(title, summary, height: height, body) + Plot.legend(curves)
    }
  }

  private static func legend(_ curves: [Curves.Curve]) -> HTML {
    let entries: [HTML] = curves.map { curve in
      """
      <li><svg viewBox="0 0 34 12" aria-hidden="true"><path class="curve s\(curve.style)" \
      d="M1 6 L33 6"/>\(mark(curve.style, 17, 6))</svg>\(curve.name)</li>
      """
    }
    return "<ul class=\"legend\">\(entries.joined())</ul>"
  }

  static func frame(
    _ title: String, _ summary: String, height: Double, _ body: HTML
  ) -> HTML {
    """
    <svg class="plot" role="img" viewBox="0 0 \(Int(width)) \(Int(height))">\
    <title>\(title)</title><desc>\(summary)</desc>\(body)</svg>
    """
  }

  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
  ) -> HTML {
    """
    <line class="\(style)" x1="\(x1.fixed(1))" y1="\(y1.fixed(1))" x2="\(x2.fixed(1))" \
    y2="\(y2.fixed(1))"/>
    """
  }

  static func text(
    _ x: Double, _ y: Double, _ text: String, _ style: String, anchor: String = "start"
  ) -> HTML {
    """
    <text class="\(style)" x="\(x.fixed(1))" y="\(y.fixed(1))" text-anchor="\(anchor)">\(text)</text>
    """
  }

  /// A shape of its own for each style, for those who do not tell its colour.
  private static func mark(_ style: Int, _ x: Double, _ y: Double) -> HTML {
    func at(_ dx: Double, _ dy: Double) -> String { "\((x + dx).fixed(1)) \((y + dy).fixed(1))" }
    let points: String
    switch style % 4 {
    case 0:
      return """
        <circle class="mark s\(style)" cx="\(x.fixed(1))" cy="\(y.fixed(1))" r="5"/>
        """
    case 1: points = [at(-4.5, -4.5), at(4.5, -4.5), at(4.5, 4.5), at(-4.5, 4.5)].path
    case 2: points = [at(0, -6), at(5.5, 4.5), at(-5.5, 4.5)].path
    default: points = [at(0, -6), at(6, 0), at(0, 6), at(-6, 0)].path
    }
    return "<path class=\"mark s\(style)\" d=\"\(points)\"/>"
  }
}

extension [String] {
  fileprivate var path: String { "M" + joined(separator: " L") + " Z" }
}

extension String {
  /// `6 %` for `6.0 %`, and `0.1` for `0.10`: a tick is a round number.
  var withoutZeros: String {
    let parts = split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard var number = parts.first.map(String.init), number.contains(".") else { return self }
    while number.hasSuffix("0") { number.removeLast() }
    if number.hasSuffix(".") { number.removeLast() }
    return ([number] + parts.dropFirst().map(String.init)).joined(separator: " ")
  }
}

/// An axis from zero with a few ticks at round values: 1, 2 or 5 times a power of ten apart.
struct Axis {
  let end: Double
  let ticks: [Double]

  init(upTo largest: Double) {
    guard largest > 0, largest.isFinite else {
      end = 1
      ticks = [0, 1]
      return
    }
    var power = 1.0
    while power > largest { power /= 10 }
    while power * 10 <= largest { power *= 10 }
    // At most four steps.
    let step = [0.5, 1, 2, 5, 10].map { $0 * power }.first { largest / $0 <= 4 } ?? power
    let steps = Int((largest / step - 1e-9).rounded(.up))
    end = Double(steps) * step
    ticks = (0...steps).map { Double($0) * step }
  }
}
