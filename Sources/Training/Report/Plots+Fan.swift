extension Plot {
  /// A series, the bands of its forecast, and what came.
  struct Fan {
    let title: String
    let summary: String
    let series: ForecastPicture

    var svg: HTML {
      let (left, right, bottom, height) = (50.0, 14.0, 196.0, 226.0)
      let known = series.history.count
      let total = known + series.actual.count
      let levels = ForecastEvaluation.quantileLevels.count
      let values = series.history + series.actual + series.means + series.quantiles
      let axis = Axis(upTo: values.max() ?? 0)
      let lowest = min(values.min() ?? 0, 0)
      func x(_ period: Int) -> Double {
        left + (Double(period) + 0.5) / Double(max(total, 1)) * (Plot.width - left - right)
      }
      func y(_ value: Double) -> Double {
        bottom - (value - lowest) / (axis.end - lowest) * (bottom - 12)
      }
      func point(_ period: Int, _ value: Double) -> String {
        "\(x(period).fixed(1)) \(y(value).fixed(1))"
      }
      func path(_ values: [Double], from begin: Int, _ style: String) -> HTML {
        let points = values.enumerated().map { point(begin + $0, $1) }
        return "<path class=\"\(style)\" d=\"M\(points.joined(separator: " L"))\"/>"
      }
      func band(_ low: Int, _ high: Int, _ style: String) -> HTML {
        let steps = series.actual.indices
        let upper = steps.map { point(known + $0, series.quantiles[$0 * levels + high]) }
        let lower = steps.reversed().map { point(known + $0, series.quantiles[$0 * levels + low]) }
        return
          "<path class=\"\(style)\" d=\"M\((upper + lower).joined(separator: " L")) Z\"/>"
      }
      var body: HTML = ""
      for tick in axis.ticks {
        body += Plot.line(left, y(tick), Plot.width - right, y(tick), "grid")
        body += Plot.text(
          left - 7, y(tick) + 4, tick.fixed(axis.end < 4 ? 1 : 0).withoutZeros, "tick",
          anchor: "end")
      }
      if series.quantiles.count == series.actual.count * levels {
        body += band(0, levels - 1, "band wide")
        body += band(1, levels - 2, "band")
      }
      body += Plot.line(x(known) - 3, 8, x(known) - 3, bottom, "grid")
      body += Plot.text(x(known), height - 10, series.begin, "tick", anchor: "middle")
      body += path(series.history, from: 0, "past")
      if !series.repeated.isEmpty { body += path(series.repeated, from: known, "curve s1") }
      body += path(series.means, from: known, "curve s0")
      body += path(series.actual, from: known, "came")
      for step in series.actual.indices where series.wasSoldOut[step] {
        let (cx, cy) = (x(known + step).fixed(1), y(series.actual[step]).fixed(1))
        body += "<circle class=\"ring\" cx=\"\(cx)\" cy=\"\(cy)\" r=\"3.5\"/>"
      }
      return Plot.frame(title, summary, height: height, body) + Self.legend
    }

    private static let legend: HTML = """
      <ul class="legend">
      <li><svg viewBox="0 0 34 12" aria-hidden="true"><path class="came" d="M1 6 L33 6"/></svg>came</li>
      <li><svg viewBox="0 0 34 12" aria-hidden="true"><path class="curve s0" d="M1 6 L33 6"/></svg>\
      expected</li>
      <li><svg viewBox="0 0 34 12" aria-hidden="true"><path class="curve s1" d="M1 6 L33 6"/></svg>\
      seasonal naive</li></ul>
      """
  }
}
