import ArgumentParser
import Platform
import Recommendation
import Training

/// What benchmarks/fits/run measures beside peers: not for daily use, hence not shown in the help.
struct FitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-models",
    abstract:
      "Fits one model after the other to what a split leaves, and prints the seconds it took.",
    discussion: """
      modiste fit-models shop --split temporal:80% < commands

      A command is a line: item-neighbours bm25|tfidf|cosine and the neighbours that an item keeps; \
      factors, their number and that of the iterations; ease exact|local and the regularisation. Each is \
      answered by its seconds, on standard error, which is not buffered: of factors those of the \
      iterations, and of all that the fit makes (each user once more exactly, and the index).
      """,
    shouldDisplay: false)

  @Argument(help: "The dataset directory.")
  var dataset: String
  @Option(help: "leave-one-out, temporal:80% or temporal:2026-03-01.")
  var split = "leave-one-out"
  @OptionGroup var fit: FitArguments

  func validate() throws { _ = try parseSplit(split, "--split") }

  func run() throws {
    let threads = try fit.options().threads
    let data = try fit.dataset(dataset)
    let cut = try data.answerableSplit(parseSplit(split, "--split"), includesSeen: false)
    let interactions = cut.training.interactions.binary
    writeToStandardError(
      "ready \(interactions.userCount) \(interactions.itemCount) \(interactions.entryCount)")
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      guard let seconds = time(words, interactions, threads: threads) else {
        throw ValidationError(
          "'\(line)' is no command; accepted: item-neighbours bm25|tfidf|cosine COUNT, factors COUNT "
            + "ITERATIONS, ease exact|local LAMBDA")
      }
      writeToStandardError(seconds.map { "\($0)" }.joined(separator: " "))
    }
  }

  /// `nil` when the words are no command.
  private func time(
    _ words: [String], _ interactions: Interactions, threads: Int
  ) -> [Double]? {
    guard words.count == 3, let number = Int(words[2]), number > 0 else { return nil }
    let weightings: [String: Weighting] = [
      "bm25": .bm25Default, "tfidf": .tfidf, "cosine": .cosine,
    ]
    var marks: [Double] = []
    let began = MonotonicTime.now
    switch words[0] {
    case "item-neighbours":
      guard let weighting = weightings[words[1]] else { return nil }
      _ = ItemNeighbours.fit(
        interactions, weighting: weighting, neighbourCount: number, threads: threads)
    case "factors":
      guard let count = Int(words[1]), (1...1024).contains(count) else { return nil }
      var settings = FactorSettings()
      settings.factorCount = count
      settings.iterationCount = number
      _ = Factors.fit(interactions, settings: settings, threads: threads) { done in
        if done == number { marks.append(MonotonicTime.now.seconds(since: began)) }
      }
    case "ease":
      guard let method = Ease.Method(rawValue: words[1]),
        method == .local || interactions.itemCount <= Ease.exactItemCountMax
      else { return nil }
      _ = Ease.fit(interactions, method: method, lambda: Float(number), threads: threads)
    default: return nil
    }
    return marks + [MonotonicTime.now.seconds(since: began)]
  }
}
