import Platform
import Recommendation
import Synchronization

/// Says how far a long command is: one line that is rewritten on a terminal, plain lines elsewhere.
final class Progress: Sendable {
  private let isTerminal = standardErrorIsTerminal()
  private let last = Mutex<(stage: String, percent: Int)>(("", -1))

  func show(_ step: FitProgress) {
    show(step.model, Double(step.done) / Double(max(1, step.total)))
  }

  func show(_ stage: String, _ fraction: Double) {
    let percent = Int(fraction * 100)
    let previous = last.withLock { last in
      defer { last = (stage, percent) }
      return last
    }
    guard previous.stage != stage || previous.percent != percent else { return }
    if isTerminal {
      let end = percent >= 100 ? "\n" : ""
      writeToStandardErrorInPlace("\r\u{1B}[K\(stage) \(percent) %\(end)")
    } else if previous.stage != stage || percent / 25 != previous.percent / 25 {
      writeToStandardError("\(stage) \(percent) %")
    }
  }
}
