import Learning
import Recommendation

extension EvaluationReport {
  // MARK: How long the list should be

  var lengths: HTML {
    """
    <h2>How long should the list be?</h2>
    <p>A longer list finds more of what a shopper will choose (recall), and a smaller share of it is \
    right (precision).</p>
    <div class="pair">\(curves(.recall, "Recall by length of the list"))\
    \(curves(.precision, "Precision by length of the list"))</div>
    """
  }

  private func curves(_ metric: RankingMetric, _ title: String) -> HTML {
    let cutoffs = EvaluationOptions.cutoffs
    // Lengths are as far apart as their order: between 1 and 50 a straight scale would hide the short.
    func place(_ index: Int) -> Double { Double(index) / Double(max(1, cutoffs.count - 1)) }
    let curves = results.map { result in
      Plot.Curves.Curve(
        name: self.title(result.name),
        points: cutoffs.enumerated().map { index, cutoff in
          (place(index), result.figure(metric, at: cutoff)?.value ?? 0)
        }, style: style(of: result))
    }
    let words = results.map { result in
      let values = cutoffs.map { cutoff in
        "\((result.figure(metric, at: cutoff)?.value ?? 0).percent) at \(cutoff)"
      }
      return "\(self.title(result.name)): \(values.joined(separator: ", "))"
    }
    let plot = Plot.Curves(
      title: title, summary: words.joined(separator: "; ") + ".", curves: curves,
      ticks: cutoffs.enumerated().map { (place($0), "\($1)") }, xName: "items in the list",
      top: nil,
      number: \.percent)
    return "<figure><h3>\(title)</h3>\(plot.svg)</figure>"
  }

  // MARK: For whom it is hard

  var groups: HTML {
    let plots: [HTML] = [(UserGroup.coldUsers, "New shoppers"), (.coldItems, "Rare items")].map {
      group, name in
      let count = evaluation.userCounts[group] ?? 0
      guard count > 0 else {
        return "<figure><h3>\(name)</h3><p>There are none in this dataset.</p></figure>"
      }
      return dots(.ndcg, group, "\(name): NDCG, \(cutoff) items, \(count.grouped) shoppers")
    }
    return """
      <h2>New shoppers and rare items</h2>
      <p>Everybody can foretell a regular's next bestseller. The test is the shopper of whom little is \
      known (at most \(EvaluationOptions.coldMax) items), and the item that few have found (at most \
      \(EvaluationOptions.coldMax) shoppers).</p>
      <div class="pair">\(plots.joined())</div>
      """
  }

  // MARK: What the catalogue gets

  var exposure: HTML {
    let shares = ModelResult.concentrationShares
    let title = "Share of all places that the most shown items take"
    let curves = results.map { result in
      Plot.Curves.Curve(
        name: self.title(result.name),
        points: zip(shares, result.concentration).map { ($0.squareRoot(), $1) },
        style: style(of: result))
    }
    let tenth = shares.firstIndex { $0 >= 0.1 } ?? 0
    let words = results.map { result in
      "\(self.title(result.name)): the most shown tenth of the catalogue takes "
        + result.concentration[tenth].percent
    }
    let plot = Plot.Curves(
      title: title, summary: words.joined(separator: "; ") + ".", curves: curves,
      ticks: [0.01, 0.1, 0.25, 0.5, 1].map { ($0.squareRoot(), $0.percent.withoutZeros) },
      xName: "share of the catalogue, most shown first", top: 1, number: \.percent)
    let coverage = Plot.Dots(
      title: "Share of the catalogue in anybody's list",
      summary: results.map { result in
        "\(self.title(result.name)) \((result.lists(at: cutoff)?.coverage ?? 0).percent)"
      }.joined(separator: "; ") + ".",
      rows: results.map { result in
        Plot.Dots.Row(
          name: self.title(result.name),
          estimate: Estimate(exactly: result.lists(at: cutoff)?.coverage ?? 0),
          style: style(of: result))
      }, number: \.percent)
    return """
      <h2>Which items get shown</h2>
      <p>A recommender that shows everybody the same bestsellers leaves the rest of the catalogue in the \
      dark. Lists of \(cutoff) items, all shoppers.</p>
      <div class="pair">
      <figure><h3>\(title)</h3>\(plot.svg)<figcaption>The nearer a curve is to the upper left corner, the \
      fewer items share the window. A fair lot gives a curve low down.</figcaption></figure>
      <figure><h3>Coverage: share of the catalogue in anybody's list</h3>\(coverage.svg)</figure>
      </div>
      \(listTable)
      """
  }

  private var listTable: HTML {
    let rows: [HTML] = results.compactMap { result in
      guard let lists = result.lists(at: cutoff) else { return nil }
      let diversity: HTML = lists.diversity.map { "\($0.value.fixed(3))" } ?? "–"
      let mark: HTML = result.isBaseline ? "" : " class=\"asked\""
      return """
        <tr\(mark)><th scope="row">\(title(result.name))</th><td>\(lists.coverage.percent)</td>\
        <td>\(lists.gini.fixed(3))</td><td>\(lists.novelty.value.fixed(2))</td><td>\(diversity)</td></tr>
        """
    }
    return """
      <div class="table" tabindex="0"><table><caption>What the lists are like, \(cutoff) items</caption>
      <thead><tr><th scope="col">Model</th><th scope="col">Coverage</th><th scope="col">Gini</th>\
      <th scope="col">Novelty, bits</th><th scope="col">Diversity</th></tr></thead>
      <tbody>\(rows.joined())</tbody></table></div>
      """
  }

  // MARK: Three shoppers

  var shoppers: HTML {
    guard !evaluation.examples.isEmpty, let first = results.first else { return "" }
    return """
      <h2>Shoppers drawn by lot</h2>
      <p>What \(title(first.name)) showed, and why. They were drawn by lot, not for how well they were \
      served; one is a new shopper where there is any.</p>
      <div class="pair three">\(evaluation.examples.map(card).joined())</div>
      """
  }

  private func card(_ shopper: ExampleShopper) -> HTML {
    func items(_ titles: [String], of count: Int) -> HTML {
      let rest = count - titles.count
      let more: HTML = rest > 0 ? "<li>and \(rest.grouped) more</li>" : ""
      return "<ul>\(titles.map { "<li>\($0)</li>" as HTML }.joined())\(more)</ul>"
    }
    let answers: [HTML] = shopper.answers.map { answer in
      let hit: HTML = answer.isHit ? " <span class=\"hit\">✓ chosen later</span>" : ""
      return
        "<li>\(answer.title)\(hit)<small>\(answer.reasons.joined(separator: ", "))</small></li>"
    }
    return """
      <article class="card shopper"><h3>Shopper \(shopper.id)</h3>
      <h4>Chose before, newest first</h4>\(items(shopper.known, of: shopper.knownCount))
      <h4>Was shown</h4><ol>\(answers.joined())</ol>
      <h4>Chose afterwards</h4>\(items(shopper.later, of: shopper.laterCount))</article>
      """
  }

  // MARK: Words

  var glossary: HTML {
    let terms: [HTML] = Glossary.terms.map { "<dt>\($0.term)</dt><dd>\($0.meaning)</dd>" }
    return "<h2>What the words mean</h2><dl>\(terms.joined())</dl>"
  }

  var footer: HTML {
    var parts = ["split \(evaluation.split)"]
    if let generation = evaluation.generation { parts.append("generation \(generation)") }
    if let settings = evaluation.settings {
      parts.append("item neighbours \(settings.weighting), half-life \(settings.halfLife) items")
    }
    if let seconds = evaluation.fitSeconds { parts.append("fitted in \(seconds.fixed(1)) s") }
    parts.append("\(evaluation.resamples) bootstrap draws, seed \(evaluation.seed)")
    return """
      <footer><p>\(parts.joined(separator: "; ")). Every item of the catalogue was ranked, by the code that \
      serves the shop. Only shoppers and items known before the split could be asked about.</p></footer>
      """
  }
}
