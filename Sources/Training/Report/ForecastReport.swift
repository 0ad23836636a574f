/// An evaluation of forecasts as one page: nothing is loaded from elsewhere, no script runs, and what a picture
/// shows is also there in words or numbers. Series that were foretold worst come with their pictures.
package struct ForecastReport: Sendable {
  let evaluation: ForecastEvaluation
  /// What the dataset is called.
  let dataset: String

  package init(of evaluation: ForecastEvaluation, dataset: String) {
    self.evaluation = evaluation
    self.dataset = dataset
  }

  package var page: HTML {
    reportPage(
      "How good are the forecasts?", dataset: dataset,
      """
      \(verdict)
      \(asked)
      \(accuracy)
      \(steps)
      \(uncertainty)
      \(stock)
      \(origins)
      \(levels)
      \(worst)
      \(glossary)
      <footer><p>Models were fitted to what lay before each origin and asked by the code that serves the \
      shop.</p></footer>
      """)
  }

  private var rows: [ForecastScore] { evaluation.rows }

  private func title(_ row: ForecastScore) -> String {
    row.name.prefix(1).uppercased() + row.name.dropFirst()
  }

  // MARK: What it comes to

  private var verdict: HTML {
    guard let own = rows.first, let error = own.squaredScaledError else {
      return "<p class=\"verdict\">No series could be judged: none has a past that moves.</p>"
    }
    let others: [HTML] = rows.dropFirst().compactMap { row in
      guard let other = row.squaredScaledError, other > 0 else { return nil }
      let change = 1 - error / other
      return change >= 0
        ? "<li>errs \(change.percent) less than <b>\(row.name)</b></li>"
        : "<li><b>errs \((-change).percent) more than \(row.name)</b></li>"
    }
    let inside: HTML =
      own.coverage80.map {
        "; of the periods that came, \($0.percent) fell inside of the 80 % interval"
      } ?? ""
    return """
      <div class="verdict"><p><b>Modiste</b>'s forecasts have an RMSSE of <b>\(error.fixed(3))</b>: below \
      1 they are nearer than yesterday's value is to today's\(inside).</p><ul>\(others.joined())</ul></div>
      """
  }

  private var asked: HTML {
    """
    <h2>What was asked</h2>
    <p>The models learned from all that lay before an origin. Then they were asked for each series' next \
    \(evaluation.horizon) periods, which were held against what really came.</p>
    <ul class="facts">
    <li><b>\(evaluation.seriesCount.grouped)</b>series</li>
    <li><b>\(evaluation.intermittentCount.grouped)</b>of them intermittent: whole units, often none</li>
    <li><b>\(evaluation.horizon.grouped)</b>periods ahead</li>
    <li><b>\(evaluation.origins.count.grouped)</b>\(evaluation.origins.count == 1 ? "origin" : "origins")</li>
    </ul>
    """
  }

  // MARK: Errors

  private var accuracy: HTML {
    """
    <h2>How near</h2>
    \(table(
      "Errors, means over series and origins",
      ["sMAPE", "MASE", "RMSSE", "Of demand", "WRMSSE", "OWA", "Bias"]) { row in
        [
          row.symmetricMAPE.fixed(2), number(row.scaledError), number(row.squaredScaledError),
          number(row.demandError), number(row.weightedSquaredScaledError), number(row.overall),
          row.relativeBias.map { $0.percent } ?? "–",
        ]
      })
    """
  }

  private var steps: HTML {
    let curves = rows.enumerated().filter { $1.errorsByStep.count > 1 }.map { place, row in
      Plot.Curves.Curve(
        name: title(row),
        points: row.errorsByStep.enumerated().map { step, error in
          (Double(step) / Double(row.errorsByStep.count - 1), error)
        }, style: min(place, 5))
    }
    guard !curves.isEmpty else { return "" }
    let words = rows.filter { $0.errorsByStep.count > 1 }.map { row in
      "\(title(row)): \((row.errorsByStep.first ?? 0).fixed(2)) in the first period, "
        + "\((row.errorsByStep.last ?? 0).fixed(2)) in the last"
    }
    let name = "Absolute error by period ahead, in units of MASE"
    let plot = Plot.Curves(
      title: name, summary: words.joined(separator: "; ") + ".", curves: curves,
      ticks: [(0, "1"), (1, "\(evaluation.horizon)")], xName: "periods ahead", top: nil
    ) { $0.fixed(2) }
    return "<div class=\"pair\"><figure><h3>\(name)</h3>\(plot.svg)</figure></div>"
  }

  private var uncertainty: HTML {
    """
    <h2>How sure</h2>
    <p>Of a forecast's 80 % interval, four periods in five should fall inside. The pinball loss judges all \
    quantiles together; smaller is better.</p>
    \(table(
      "Quantiles", ["Pinball loss", "Scaled", "In 80 %", "In 95 %"]
        + ForecastEvaluation.quantileLevels.map { "≤ \(($0 * 100).fixed(1).withoutZeros) %" }) { row in
        [
          number(row.pinballLoss), number(row.scaledPinballLoss), share(row.coverage80),
          share(row.coverage95),
        ] + ForecastEvaluation.quantileLevels.indices.map {
          $0 < row.sharesBelow.count ? share(row.sharesBelow[$0]) : "–"
        }
      })
    """
  }

  // MARK: Stock

  private var stock: HTML {
    guard rows.contains(where: { $0.stock != nil }) else { return "" }
    return """
      <h2>What a stock would have made of it</h2>
      <p>A stock that holds the 90 % quantile at the begin of each period loses some sales and has some units \
      left. Cost counts nine units left for a sale lost. Periods in stock is another stock: it receives what \
      was expected, and is sold from; above 0 units lay there, below 0 they were waited for.</p>
      \(table(
        "Of a unit sold", ["Lost sales", "Left over", "Cost", "Periods in stock"]) { row in
          guard let stock = row.stock else { return ["–", "–", "–", "–"] }
          return [
            stock.lost.percent, stock.left.percent, stock.cost.fixed(3),
            stock.periodsInStock.fixed(2),
          ]
        })
      """
  }

  // MARK: Origins

  private var origins: HTML {
    guard evaluation.origins.count > 1 else { return "" }
    let head: [HTML] = rows.map { "<th scope=\"col\">\(title($0))</th>" }
    let lines: [HTML] = evaluation.origins.enumerated().map { back, scores in
      let cells: [HTML] = scores.map { "<td>\(number($0.squaredScaledError))</td>" }
      let name: HTML = back == 0 ? "newest" : "\(back * evaluation.horizon) periods earlier"
      return "<tr><th scope=\"row\">\(name)</th>\(cells.joined())</tr>"
    }
    return """
      <h2>Was it always so?</h2>
      <div class="table" tabindex="0"><table><caption>RMSSE at each origin</caption>
      <thead><tr><th scope="col">Origin</th>\(head.joined())</tr></thead>
      <tbody>\(lines.joined())</tbody></table></div>
      """
  }

  private var levels: HTML {
    guard !evaluation.levels.isEmpty else { return "" }
    let lines: [HTML] = evaluation.levels.map { one in
      """
      <tr><th scope="row">\(one.level.prefix(1).uppercased() + one.level.dropFirst())</th>\
      <td>\(one.seriesCount.grouped)</td><td>\(one.asForecast.fixed(3))</td>\
      <td>\(one.reconciled.fixed(3))</td></tr>
      """
    }
    return """
      <h2>Totals that agree</h2>
      <p>What is sold of a category, a country or the whole shop is forecast by itself, and so is each series; \
      then all are moved a little until totals are the sums of their series.</p>
      <div class="table" tabindex="0"><table><caption>RMSSE by level</caption>
      <thead><tr><th scope="col">Level</th><th scope="col">Series</th><th scope="col">As forecast</th>\
      <th scope="col">Reconciled</th></tr></thead>
      <tbody>\(lines.joined())</tbody></table></div>
      """
  }

  // MARK: The worst

  private var worst: HTML {
    guard !evaluation.worst.isEmpty else { return "" }
    return """
      <h2>The series that were foretold worst</h2>
      <p>Of the newest origin, the worst first, each in its own units. The bands hold 95 % and 80 % of what \
      was thought possible. A ring is a period that was sold out: more may have been asked for.</p>
      <div class="pair">\(evaluation.worst.map(picture).joined())</div>
      """
  }

  private func picture(_ one: ForecastPicture) -> HTML {
    let sold = one.actual.reduce(0, +)
    let expected = one.means.reduce(0, +)
    let words = """
      \(one.id), from \(one.begin) on: \(expected.fixed(1)) were expected in \(one.actual.count) periods, \
      \(sold.fixed(1)) came; RMSSE \(one.error.fixed(2)).
      """
    let fan = Plot.Fan(title: one.id, summary: words, series: one)
    let kind: HTML = one.isIntermittent ? ", intermittent" : ""
    return """
      <figure><h3>\(one.id)</h3>\(fan.svg)<figcaption>RMSSE \(one.error.fixed(2))\(kind): from \
      \(one.begin) on \(expected.fixed(1)) were expected, \(sold.fixed(1)) came</figcaption></figure>
      """
  }

  // MARK: Tables and words

  private func number(_ value: Double?) -> String { value.map { $0.fixed(3) } ?? "–" }
  private func share(_ value: Double?) -> String { value.map { "\(($0 * 100).fixed(1)) %" } ?? "–" }

  private func table(
    _ caption: String, _ columns: [String], _ cells: (ForecastScore) -> [String]
  ) -> HTML {
    let head: [HTML] = columns.map { "<th scope=\"col\">\($0)</th>" }
    let lines: [HTML] = rows.enumerated().map { place, row in
      let mark: HTML = place == 0 ? " class=\"asked\"" : ""
      let values: [HTML] = cells(row).map { "<td>\($0)</td>" }
      return "<tr\(mark)><th scope=\"row\">\(title(row))</th>\(values.joined())</tr>"
    }
    return """
      <div class="table" tabindex="0"><table><caption>\(caption)</caption>
      <thead><tr><th scope="col">Model</th>\(head.joined())</tr></thead>
      <tbody>\(lines.joined())</tbody></table></div>
      """
  }

  private var glossary: HTML {
    let terms: [(String, String)] = [
      ("sMAPE", "The error as a share of forecast and sales together, in percent, 0 to 200."),
      (
        "MASE",
        "The mean absolute error, in units of what the naive forecast of "
          + "\(evaluation.season == 1 ? "the period before" : "\(evaluation.season) periods before") "
          + "errs in the history."
      ),
      (
        "RMSSE",
        "The root mean squared error, in units of the steps from one period to the next; WRMSSE "
          + "weighs each series by the revenue of its newest periods, or by its units."
      ),
      (
        "Of demand",
        "RMSSE, when sales of a period without stock are taken for the least that was asked for: to have "
          + "expected more is no error then."
      ),
      ("OWA", "sMAPE and MASE beside those of the naive forecast without season, on average."),
      ("Bias", "By how much more was expected than was sold, all together; below 0: less."),
      (
        "Naive without season", "The last value goes on, its season taken out and put in again."
      ),
      ("Mean of four", "The mean of the newest four periods goes on."),
      ("Seasonal naive", "The last season goes on."),
    ]
    let entries: [HTML] = terms.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }
    return "<h2>What the words mean</h2><dl>\(entries.joined())</dl>"
  }
}
