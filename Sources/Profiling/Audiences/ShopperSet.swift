import Kernels

/// Some of the shoppers of a snapshot: user u is bit u % 64 of word u / 64.
package struct ShopperSet: Sendable, Equatable {
  package let userCount: Int
  /// Bits beyond the last user are 0.
  package var words: [UInt64]

  package init(words: [UInt64], userCount: Int) {
    precondition(words.count == (userCount + 63) / 64, "\(words.count) words, \(userCount) users")
    self.words = words
    self.userCount = userCount
  }

  package init(everyoneOf userCount: Int) {
    self.userCount = userCount
    words = []
    Self.fill(&words, userCount: userCount)
  }

  /// - Parameter excluded: bits of those who are left out; empty: nobody
  package init(everyoneOf userCount: Int, without excluded: [UInt64]) {
    self.init(everyoneOf: userCount)
    for (index, word) in excluded.prefix(words.count).enumerated() { words[index] &= ~word }
  }

  static func fill(_ words: inout [UInt64], userCount: Int) {
    words.removeAll(keepingCapacity: true)
    words.append(contentsOf: repeatElement(.max, count: userCount / 64))
    if userCount % 64 > 0 { words.append((1 << UInt64(userCount % 64)) - 1) }
  }

  package var count: Int { commonCount(words.span, words.span) }

  package func contains(_ user: Int) -> Bool {
    words[user / 64] >> UInt64(user % 64) & 1 == 1
  }

  package mutating func remove(_ user: Int) {
    words[user / 64] &= ~(1 << UInt64(user % 64))
  }

  /// Ascending.
  @inline(__always)
  package func forEach(_ body: (Int) -> Void) {
    for index in words.indices {
      var word = words[index]
      while word != 0 {
        body(index * 64 + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
  }

  /// Where a walk through the set stands: ascending, some users at a time.
  package struct Cursor: Sendable {
    private var index = 0
    /// What is left of the word at `index`; 0 before it is looked at.
    private var word: UInt64 = 0
    private var isInside = false

    /// Begins behind the first `skipped` users. O(words).
    package init(skipping skipped: Int, in set: ShopperSet) {
      var left = skipped
      while index < set.words.count {
        word = set.words[index]
        let count = word.nonzeroBitCount
        if left < count { break }
        left -= count
        index += 1
      }
      isInside = index < set.words.count
      for _ in 0..<left where isInside { word &= word - 1 }
    }

    /// At most `limit` users, and none at the end.
    package mutating func next(_ limit: Int, in set: ShopperSet) -> [Int32] {
      var users: [Int32] = []
      while users.count < limit, index < set.words.count {
        if !isInside {
          word = set.words[index]
          isInside = true
        }
        while word != 0, users.count < limit {
          users.append(Int32(index * 64 + word.trailingZeroBitCount))
          word &= word - 1
        }
        if word == 0 {
          index += 1
          isInside = false
        }
      }
      return users
    }
  }
}
