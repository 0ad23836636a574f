import Answering
import Bytes
import Catalogue
import Datasets
import Learning
import Recommendation

/// One shopper: what was known, what was answered and why, and what came of it.
package struct ExampleShopper: Sendable {
  package struct Answer: Sendable {
    package let title: String
    /// Sentences, the weightiest first.
    package let reasons: [String]
    /// Whether the shopper chose it afterwards.
    package let isHit: Bool
  }

  package let id: String
  /// Different items in training.
  package let knownCount: Int
  /// Titles of the newest of them, newest first.
  package let known: [String]
  package let answers: [Answer]
  /// Titles of what was chosen afterwards.
  package let later: [String]
  package let laterCount: Int
}

extension Questions {
  /// Shoppers drawn by the seed, not by how well they were served; one of them a cold one, where
  /// there is any.
  func examples(
    _ dataset: Dataset, _ isTraining: [Bool], models: Models
  ) -> [ExampleShopper] {
    guard options.exampleCount > 0, let model = options.models.first else { return [] }
    var random = SeededRandom(seed: options.seed, stream: UInt64.max)
    let cold = group(.coldUsers).rows
    let warm = Set(heldOut.indices).subtracting(cold).sorted()
    var chosen = Array(warm.shuffled(using: &random).prefix(options.exampleCount))
    if let one = cold.randomElement(using: &random) {
      if chosen.count == options.exampleCount { chosen.removeLast() }
      chosen.append(one)
    }
    if chosen.count < options.exampleCount {
      let others = cold.filter { !chosen.contains($0) }.shuffled(using: &random)
      chosen += others.prefix(options.exampleCount - chosen.count)
    }
    return chosen.map { example($0, dataset, model: model, models: models) }
  }

  private func example(
    _ position: Int, _ dataset: Dataset, model: RankingModel, models: Models
  ) -> ExampleShopper {
    let titles = dataset.items.titles
    let numbers = models.itemNumbers(in: itemIDs)
    func title(_ item: Int32) -> String? {
      guard item >= 0, let number = numbers[Int(item)] else { return nil }
      return titles[Int(number)]
    }
    let user = heldOut[position]
    var query = RecommendQuery()
    var answer = RecommendAnswer()
    ask(
      models, about: user.user, model: model, limit: 6, wantsReasons: true,
      scratch: AnsweringScratch(), query: &query, answer: &answer)
    let relevant = Set(user.items)
    let answers = answer.ranking.items.enumerated().map { place, ranked in
      ExampleShopper.Answer(
        title: title(ranked.item) ?? models.itemID(ranked.item).string,
        reasons: sentences(answer.ranking.reasons(at: place).prefix(3), cause: title),
        isHit: numbers[Int(ranked.item)].map(relevant.contains) ?? false)
    }
    let history = interactions.items[interactions.entries(of: user.user)]
    return ExampleShopper(
      id: userIDs[user.user], knownCount: history.count,
      known: history.suffix(6).reversed().map { titles[Int($0)] }, answers: answers,
      later: user.items.prefix(6).map { titles[Int($0)] }, laterCount: user.items.count)
  }
}

/// In plain words, the weightiest first; a code without words of its own is shown as it is spelt.
private func sentences(
  _ reasons: ArraySlice<RankingReason>, cause: (Int32) -> String?
) -> [String] {
  let causes = reasons.filter { $0.code == .neighbour }.compactMap { cause($0.item) }
    .map { "“\($0)”" }
  let because = causes.isEmpty ? [] : ["because of " + causes.joined(separator: ", ")]
  let others = reasons.filter { $0.code != .neighbour }.map { reason in
    if reason.code == .popular {
      return reason.count == 1 ? "1 shopper chose it" : "\(reason.count) shoppers chose it"
    }
    let words = "\(reason.code)".reduce(into: "") { text, letter in
      text += letter.isUppercase ? " \(letter.lowercased())" : String(letter)
    }
    return cause(reason.item).map { "\(words): “\($0)”" } ?? words
  }
  return reasons.first?.code == .neighbour ? because + others : others + because
}
