/// By how much one ranking does better than another for the same users, and how sure that is.
///
/// A user's difference is the mean over the questions about it, so that somebody who is asked about
/// at three cuts is not three independent witnesses.
package struct PairedLead: Equatable {
  /// Mean over users of their difference; 0 without users.
  package let mean: Double
  /// Of the mean: √(Σ (d − mean)² / (n·(n − 1))); infinity for fewer than two users.
  package let standardError: Double

  /// O(questions).
  ///
  /// - Parameters:
  ///   - gains: one per question
  ///   - others: of the other ranking, for the same questions
  ///   - users: whom each question is about
  package init(of gains: [Double], over others: [Double], users: [Int]) {
    precondition(
      gains.count == users.count && others.count == users.count, "questions are not paired")
    var sums: [Int: (difference: Double, count: Int)] = [:]
    for question in users.indices {
      let sum = sums[users[question], default: (0, 0)]
      sums[users[question]] = (
        sum.difference + gains[question] - others[question], sum.count + 1
      )
    }
    // By user, so that the rounding is the same in every run.
    let differences = sums.sorted { $0.key < $1.key }.map {
      $0.value.difference / Double($0.value.count)
    }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / max(1, count)
    let squares = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    standardError = count < 2 ? .infinity : (squares / (count * (count - 1))).squareRoot()
  }
}
