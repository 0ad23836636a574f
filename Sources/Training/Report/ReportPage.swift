/// A report as one document: nothing is loaded from elsewhere, and no script runs.
///
/// - Parameters:
///   - question: that the page answers, its title and heading
///   - dataset: what it is called
func reportPage(_ question: String, dataset: String, _ body: HTML) -> HTML {
  """
  <!doctype html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>\(question) \(dataset)</title>
  \(reportStyle)
  </head>
  <body>
  <main>
  <p class="over">Modiste evaluation · \(dataset)</p>
  <h1>\(question)</h1>
  \(body)
  </main>
  </body>
  </html>

  """
}
