/// What a shopper wants to see, as far as it was understood: what has to be so, what must not, and the words
/// left over, which are looked for in titles.
///
///     search.read(text, into: &next)
///     question.merge(next)                  a later turn: "no, the red one"
package struct ProductQuestion: Sendable {
  package struct Condition: Equatable, Sendable {
    /// Of ``ProductSearch/attributes``.
    package let attribute: Int
    /// The value's code in the catalogue; ``ProductSearch/noValue`` for one that no item has.
    package let value: UInt32
    package internal(set) var isExcluded: Bool
    /// Bytes of the message; empty for one of an earlier message.
    package internal(set) var bytes: Range<Int>
  }

  /// Those of one attribute that are not excluded are alternatives, and so are those that say what it is.
  package internal(set) var conditions: [Condition] = []
  /// Inclusive; `nil`: open.
  package internal(set) var leastPrice: Double?
  package internal(set) var mostPrice: Double?
  /// Whether it should cost less, or more, than what was spoken of.
  package internal(set) var asksCheaper = false
  package internal(set) var asksDearer = false
  /// Terms of titles; those behind `not` apart.
  var words: [UInt64] = []
  var excludedWords: [UInt64] = []

  // While a message is read.
  var isLeft: [UInt8] = []

  package init() {}

  /// Whether nothing is asked of products.
  package var isEmpty: Bool {
    conditions.isEmpty && leastPrice == nil && mostPrice == nil && words.isEmpty && !asksCheaper
      && !asksDearer
  }

  /// Whether it says anything of what is sold, and not only words that a title may have.
  package var hasConditions: Bool {
    !conditions.isEmpty || leastPrice != nil || mostPrice != nil
  }

  package var leftoverCount: Int { words.count }

  mutating func clear() {
    conditions.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    excludedWords.removeAll(keepingCapacity: true)
    isLeft.removeAll(keepingCapacity: true)
    (leastPrice, mostPrice) = (nil, nil)
    (asksCheaper, asksDearer) = (false, false)
  }

  /// Takes up what a later turn says: an attribute that it names is what it says now, whatever was said
  /// before; what it excludes is excluded besides; another kind begins anew, but for whom it is and the
  /// price. `asksCheaper` and `asksDearer` are those of the later turn.
  package mutating func merge(_ later: borrowing ProductQuestion, in search: ProductSearch) {
    func role(_ condition: Condition) -> ProductRole { search.roles[condition.attribute] }
    let kindChanges =
      later.conditions.contains { !$0.isExcluded && role($0) == .kind }
      && !later.conditions.allSatisfy { conditions.contains($0, ignoringPlace: true) }
    if kindChanges, conditions.contains(where: { role($0) == .kind }) {
      conditions.removeAll { role($0) != .gender }
      words.removeAll(keepingCapacity: true)
      excludedWords.removeAll(keepingCapacity: true)
    }
    for condition in later.conditions {
      if condition.isExcluded {
        conditions.removeAll { $0.attribute == condition.attribute && $0.value == condition.value }
      } else {
        conditions.removeAll { old in
          old.attribute == condition.attribute
            && (!old.isExcluded || old.value == condition.value)
        }
      }
    }
    for index in conditions.indices { conditions[index].bytes = 0..<0 }
    for condition in later.conditions { conditions.append(condition) }
    if later.leastPrice != nil || later.mostPrice != nil {
      (leastPrice, mostPrice) = (later.leastPrice, later.mostPrice)
    }
    for word in later.words where !words.contains(word) { words.append(word) }
    for word in later.excludedWords {
      words.removeAll { $0 == word }
      if !excludedWords.contains(word) { excludedWords.append(word) }
    }
    (asksCheaper, asksDearer) = (later.asksCheaper, later.asksDearer)
  }

  /// Asks for less than `price`, or for less than now.
  package mutating func lowerPrice(below price: Double) {
    mostPrice = min(mostPrice ?? .infinity, price.nextDown)
    if let least = leastPrice, least > mostPrice ?? 0 { leastPrice = nil }
  }

  /// Asks for more than `price`.
  package mutating func raisePrice(above price: Double) {
    leastPrice = max(leastPrice ?? 0, price.nextUp)
    if let most = mostPrice, most < leastPrice ?? 0 { mostPrice = nil }
  }

  package mutating func remove(_ attribute: Int) {
    conditions.removeAll { $0.attribute == attribute }
  }
}

extension [ProductQuestion.Condition] {
  fileprivate func contains(
    _ condition: ProductQuestion.Condition, ignoringPlace: Bool
  ) -> Bool {
    contains {
      $0.attribute == condition.attribute && $0.value == condition.value
        && $0.isExcluded == condition.isExcluded
    }
  }
}
