import Learning

/// An evaluation as one page that a merchandiser can read: nothing is loaded from elsewhere, no script
/// runs, and what a picture shows is also there in words or numbers.
package struct EvaluationReport: Sendable {
  let evaluation: Evaluation
  /// What the dataset is called.
  let dataset: String
  /// One colour and shape per contestant, in their order.
  let styles: [String: Int]

  package init(of evaluation: Evaluation, dataset: String) {
    self.evaluation = evaluation
    self.dataset = dataset
    styles = Dictionary(
      evaluation.results.enumerated().map { ($1.name, min($0, 5)) },
      uniquingKeysWith: { first, _ in first })
  }

  package var page: HTML {
    reportPage(
      "How good are the recommendations?", dataset: dataset,
      """
      \(verdict)
      \(asked)
      \(winners)
      \(lengths)
      \(groups)
      \(exposure)
      \(shoppers)
      \(glossary)
      \(footer)
      """)
  }

  var results: [ModelResult] { evaluation.results }
  var cutoff: Int { EvaluationOptions.mainCutoff }

  func style(of result: ModelResult) -> Int { styles[result.name] ?? 5 }

  /// What people call a contestant.
  func title(_ name: String) -> String {
    switch name {
    case "automatic": return "Modiste"
    case "popularity": return "Most popular"
    default:
      let words = name.split(separator: "-").joined(separator: " ")
      return words.prefix(1).uppercased() + words.dropFirst()
    }
  }

  // MARK: What it comes to

  private var verdict: HTML {
    guard let first = results.first,
      let gain = first.figure(.ndcg, at: cutoff), let hits = first.figure(.hitRate, at: cutoff)
    else {
      return "<p class=\"verdict\">Nobody could be asked about: the held-out part is empty.</p>"
    }
    let own = title(first.name)
    return """
      <div class="verdict"><p>With a list of \(cutoff) items, <b>\(own)</b> shows \
      <b>\(hits.value.percent)</b> of shoppers at least one item that they go on to choose \
      (NDCG \(gain.value.fixed(4)), between \(gain.low.fixed(4)) and \(gain.high.fixed(4))).</p>
      <ul>\(first.leads.filter { $0.group == .all }.map { sentence($0, gain) }.joined())</ul></div>
      """
  }

  private func sentence(_ lead: Lead, _ gain: Estimate) -> HTML {
    let other = results.first { $0.name == lead.over }?.figure(.ndcg, at: cutoff)?.value ?? 0
    let name = title(lead.over)
    if lead.difference == Estimate(value: 0, low: 0, high: 0) {
      return "<li>exactly as good as <b>\(name)</b></li>"
    }
    let interval: HTML = """
      (difference \(lead.difference.value.fixed(4)), between \(lead.difference.low.fixed(4)) and \
      \(lead.difference.high.fixed(4)))
      """
    if lead.difference.low > 0 {
      let times: HTML =
        other > 0
        ? "\((gain.value / other).fixed(gain.value / other < 10 ? 1 : 0)) times" : "more than"
      return "<li>\(times) the NDCG of <b>\(name)</b> \(interval)</li>"
    }
    if lead.difference.high < 0 { return "<li><b>behind \(name)</b> \(interval)</li>" }
    return "<li>no sure difference from <b>\(name)</b> \(interval)</li>"
  }

  private var asked: HTML {
    let counts = evaluation.userCounts
    let repeats: HTML =
      evaluation.includesSeen
      ? "Items that a shopper had chosen before could be shown again."
      : "Items that a shopper had chosen before were not shown again."
    return """
      <h2>What was asked</h2>
      <p>The models learned from the older events of the shop. Then they were asked, for each shopper, \
      for the items most likely to be chosen next, out of the whole catalogue; and their lists were held \
      against what these shoppers really chose afterwards. \(repeats)</p>
      <ul class="facts">
      <li><b>\(evaluation.trainingEvents.grouped)</b>events learned from</li>
      <li><b>\(evaluation.itemCount.grouped)</b>items in the catalogue</li>
      <li><b>\(evaluation.userCount.grouped)</b>shoppers asked about</li>
      <li><b>\((counts[.coldUsers] ?? 0).grouped)</b>of them new: at most \
      \(EvaluationOptions.coldMax) items known</li>
      <li><b>\((counts[.coldItems] ?? 0).grouped)</b>of them chose rare items later</li>
      </ul>
      """
  }

  // MARK: Who wins

  private var winners: HTML {
    """
    <h2>Who wins, and by how much</h2>
    <div class="pair">\(dots(.ndcg, .all, "Quality of the list (NDCG), \(cutoff) items"))\
    \(dots(.hitRate, .all, "Shoppers with a hit, \(cutoff) items"))</div>
    <p>The thin line around a figure is its 95 % interval. Where two intervals overlap a little, the \
    comparisons at the top of the page decide: they compare shopper by shopper.</p>
    \(table)
    """
  }

  func dots(_ metric: RankingMetric, _ group: UserGroup, _ title: String) -> HTML {
    let rows = results.compactMap { result in
      result.figure(metric, at: cutoff, of: group).map {
        Plot.Dots.Row(name: self.title(result.name), estimate: $0, style: style(of: result))
      }
    }
    let isShare = metric != .ndcg
    let number: (Double) -> String = {
      isShare ? $0.percent : $0 == 0 ? "0" : $0.fixed($0 < 0.1 ? 3 : 2)
    }
    let words = rows.map { row in
      "\(row.name) \(number(row.estimate.value)), between \(number(row.estimate.low)) and "
        + number(row.estimate.high)
    }
    guard rows.contains(where: { $0.estimate.value > 0 }) else {
      return "<figure><h3>\(title)</h3><p>Nobody found any: all figures are 0.</p></figure>"
    }
    let plot = Plot.Dots(
      title: title, summary: words.joined(separator: "; ") + ".", rows: rows, number: number)
    return "<figure><h3>\(title)</h3>\(plot.svg)</figure>"
  }

  private var table: HTML {
    let metrics: [(RankingMetric, String)] = [
      (.ndcg, "NDCG"), (.recall, "Recall"), (.precision, "Precision"), (.f1, "F1"), (.map, "MAP"),
      (.mrr, "MRR"), (.hitRate, "Hit rate"),
    ]
    let head: [HTML] = metrics.map { "<th scope=\"col\">\($0.1)</th>" }
    let rows: [HTML] = results.map { result in
      let cells: [HTML] = metrics.map { metric, _ in
        guard let estimate = result.figure(metric, at: cutoff) else { return "<td>–</td>" }
        return """
          <td>\(estimate.value.fixed(4))<small>\(estimate.low.fixed(4))–\(estimate.high.fixed(4))\
          </small></td>
          """
      }
      let mark: HTML = result.isBaseline ? "" : " class=\"asked\""
      return "<tr\(mark)><th scope=\"row\">\(title(result.name))</th>\(cells.joined())</tr>"
    }
    return """
      <div class="table" tabindex="0"><table><caption>All figures for lists of \(cutoff) items, means over \
      \(evaluation.userCount.grouped) shoppers, with 95 % intervals</caption>
      <thead><tr><th scope="col">Model</th>\(head.joined())</tr></thead><tbody>\(rows.joined())</tbody>\
      </table></div>
      """
  }
}
