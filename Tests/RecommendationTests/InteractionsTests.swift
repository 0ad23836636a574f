import Recommendation
import Testing

/// A log of events becomes one entry for each pair, the newest last.
@Suite struct InteractionsTests {
  @Test func `repeats are merged where the newest of them lies`() {
    let interactions = Interactions(
      userCount: 2, itemCount: 3, users: [1, 0, 1, 1, 1], items: [2, 0, 1, 2, 0],
      weights: [1, 1, 1, 4, 1], timestamps: [5, 1, 7, 9, 9])
    #expect(interactions.indptr == [0, 1, 4])
    #expect(interactions.items == [0, 1, 2, 0])  // equal timestamps: the later in the log is newer
    #expect(interactions.weights == [1, 1, 5, 1])
    #expect(interactions.timestamps == [1, 7, 9, 9])
  }

  @Test func `without timestamps the log is in order`() {
    let interactions = Interactions(
      userCount: 1, itemCount: 3, users: [0, 0, 0], items: [2, 0, 1])
    #expect(interactions.items == [2, 0, 1])
  }

  @Test func `users without events have no entries`() {
    let interactions = Interactions(userCount: 3, itemCount: 2, users: [1], items: [1])
    #expect((0..<3).map { interactions.entries(of: $0).count } == [0, 1, 0])
    #expect(Interactions(userCount: 0, itemCount: 0, users: [], items: []).entryCount == 0)
  }

  @Test func `the transpose holds the same entries by item`() {
    let interactions = irregular()
    let byItem = interactions.transposed(values: interactions.weights)
    var pairs: [[Float]] = []
    for item in 0..<interactions.itemCount {
      for entry in byItem.indptr[item]..<byItem.indptr[item + 1] {
        pairs.append([Float(byItem.users[entry]), Float(item), byItem.values[entry]])
      }
    }
    var expected: [[Float]] = []
    for user in 0..<interactions.userCount {
      for entry in interactions.entries(of: user) {
        expected.append(
          [Float(user), Float(interactions.items[entry]), interactions.weights[entry]])
      }
    }
    #expect(Set(pairs) == Set(expected))
    #expect(pairs.count == expected.count)
  }

  @Test func `binary interactions count each pair once`() {
    #expect(irregular().weights.contains { $0 > 1 })
    #expect(irregular().binary.weights.allSatisfy { $0 == 1 })
  }
}
