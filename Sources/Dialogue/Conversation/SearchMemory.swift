import Bytes
import Expressions
import Snapshots

/// A search for products as a conversation keeps it: by names, so that it is good for any generation.
package struct SearchMemory: Equatable, Sendable {
  struct Condition: Equatable, Sendable {
    var attribute: String
    var value: String
    var isExcluded: Bool
  }

  var conditions: [Condition] = []
  var leastPrice: Double?
  var mostPrice: Double?
  /// Terms of titles, as ``ProductQuestion`` has them.
  var words: [UInt64] = []
  var excludedWords: [UInt64] = []

  /// A value that no item has is not kept: nothing can be found by it.
  package init(_ question: borrowing ProductQuestion, of search: ProductSearch) {
    for condition in question.conditions {
      guard let value = search.value(condition) else { continue }
      conditions.append(
        Condition(
          attribute: search.attributes[condition.attribute], value: value.string,
          isExcluded: condition.isExcluded))
    }
    leastPrice = question.leastPrice
    mostPrice = question.mostPrice
    words = question.words
    excludedWords = question.excludedWords
  }

  /// - Returns: the search in this generation, and whether it lacks something that was asked for
  package func question(
    in search: ProductSearch
  ) -> (question: ProductQuestion, isForgotten: Bool) {
    var question = ProductQuestion()
    var isForgotten = false
    for condition in conditions {
      guard let attribute = search.attributes.firstIndex(of: condition.attribute),
        let code = search.code(of: condition.value, attribute: attribute)
      else {
        isForgotten = true
        continue
      }
      question.conditions.append(
        ProductQuestion.Condition(
          attribute: attribute, value: code, isExcluded: condition.isExcluded, bytes: 0..<0))
    }
    question.leastPrice = leastPrice
    question.mostPrice = mostPrice
    question.words = words
    question.excludedWords = excludedWords
    return (question, isForgotten)
  }

  func write(to writer: inout StateWriter) {
    writer.add(conditions.count)
    for condition in conditions {
      writer.add(condition.attribute)
      writer.add(condition.value)
      writer.add(condition.isExcluded ? 1 : 0)
    }
    writer.add(leastPrice ?? .nan)
    writer.add(mostPrice ?? .nan)
    for words in [words, excludedWords] {
      writer.add(words.count)
      for word in words { writer.add(Double(bitPattern: word)) }
    }
  }

  init(from reader: inout StateReader) throws(StateError) {
    for _ in 0..<(try reader.count()) {
      let attribute = try reader.string()
      let value = try reader.string()
      conditions.append(
        Condition(attribute: attribute, value: value, isExcluded: try reader.number() == 1))
    }
    let (least, most) = (try reader.double(), try reader.double())
    leastPrice = least.isFinite ? least : nil
    mostPrice = most.isFinite ? most : nil
    for _ in 0..<(try reader.count()) { words.append(try reader.double().bitPattern) }
    for _ in 0..<(try reader.count()) { excludedWords.append(try reader.double().bitPattern) }
  }
}

extension ProductSearch {
  /// - Returns: `nil` when no item has the value
  fileprivate func code(of value: String, attribute: Int) -> UInt32? {
    switch columns[attribute] {
    case .text(_, let values), .list(_, _, let values):
      values.index(of: Array(value.utf8).rawSpan).map { UInt32($0) }
    case .number: nil
    }
  }
}
