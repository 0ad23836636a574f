import Datasets
import Dialogue

extension Dataset {
  /// What the values of items are called: each by itself, and by its terms.
  ///
  /// Of the attributes that say what kind of thing an item is: few values, each short and of words. What
  /// is written in a way of its own, as sizes and dates are, is found by patterns.
  var gazetteer: [FittedGazetteer.Entry] {
    var entries: [FittedGazetteer.Entry] = []
    for column in items.attributes where !Self.isSaidInOtherWays(column.name) {
      let values = Set(column.phrases).subtracting([""]).sorted()
      guard !values.isEmpty, values.count <= max(50, items.count / 10),
        values.allSatisfy({ $0.utf8.count <= 40 && $0.contains(where: \.isLetter) })
      else { continue }
      entries += values.map { FittedGazetteer.Entry($0, slot: column.name, value: $0) }
    }
    return entries + terms.gazetteer
  }

  private static func isSaidInOtherWays(_ attribute: String) -> Bool {
    attribute.hasPrefix("title") || attribute.hasPrefix("size")
  }
}

extension AttributeColumn {
  fileprivate var phrases: [String] {
    switch values {
    case .texts(let texts): texts
    case .lists(let lists): lists.flatMap(\.self)
    case .numbers: []
    }
  }
}

extension TermTable {
  /// A value is a term of itself.
  var gazetteer: [FittedGazetteer.Entry] {
    terms.flatMap { term in
      [term.value, term.term].map {
        FittedGazetteer.Entry($0, slot: term.attribute, value: term.value)
      }
    }
  }
}
