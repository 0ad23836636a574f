import ArgumentParser
import Bytes
import Datasets
import Foundation
import Learning
import Platform
import Recommendation
import Snapshots
import Training

extension EvaluateCommand {
  /// `modiste evaluate DATASET --split folds:5`: what is foretold is ratings, not choices.
  func evaluateRatings(folds count: Int) throws {
    let progress = Progress()
    let data = try fit.dataset(dataset)
    let evaluation = try RatingEvaluation(of: data, folds: count, options: fit.options()) {
      progress.show(
        "fold \($0 + 1)/\(count), \($1.model)", Double($1.done) / Double(max(1, $1.total)))
    }
    if let saveFolds {
      try FileSystem.replaceFile(at: saveFolds) { (file) throws(SystemError) in
        try file.append(evaluation.foldsCSV(of: data).rawSpan)
      }
    }
    print(json ? evaluation.json.pretty : evaluation.table)
  }
}

extension RatingEvaluation {
  /// One line per model, with what each fold gave.
  var table: String {
    var lines = [
      "folds:\(folds.count), seed \(seed), \(ratings.count) ratings",
      "model               RMSE     MAE   RMSE of each fold",
    ]
    for row in rows {
      let each = row.folds.map { String(format: "%.4f", $0.rootMeanSquare) }
      lines.append(
        row.name.padding(toLength: 16, withPad: " ", startingAt: 0)
          + String(format: "  %.4f  %.4f   ", row.errors.rootMeanSquare, row.errors.meanAbsolute)
          + each.joined(separator: " "))
    }
    let usual = folds.map(\.settings.usual.name).joined(separator: ", ")
    let seconds = folds.map { String(format: "%.1f", $0.fitSeconds) }.joined(separator: ", ")
    lines.append("usual of each fold: \(usual)")
    lines.append(
      "fit seconds: \(seconds); " + String(format: "%.1f µs an answer", answerMicroseconds))
    return lines.joined(separator: "\n")
  }
}
