import Datasets
import Recommendation
import Testing
import Training

/// Judged is only what could have been answered.
@Suite struct AnswerableSplitTests {
  /// Until the cut ann chose a and b, bob chose b. Afterwards ann buys a again, b's neighbour c that
  /// nobody had chosen, and d, which bob's friend cat had; new buys a.
  private func events() throws -> Dataset {
    try dataset([
      "events.csv": """
      user_id,item_id,kind,timestamp
      ann,a,purchase,100
      ann,b,view,101
      bob,b,purchase,102
      cat,d,purchase,103
      ann,a,purchase,200
      ann,c,purchase,201
      ann,d,purchase,202
      new,a,purchase,203
      bob,a,view,204

      """
    ])
  }

  private func heldOut(includesSeen: Bool) throws -> [String: Set<String>] {
    let dataset = try events()
    let cut = try dataset.answerableSplit(.temporalFrom(150), includesSeen: includesSeen)
    #expect(cut.isTraining == [true, true, true, true, false, false, false, false, false])
    #expect(cut.training.interactions.entryCount == 4)
    return Dictionary(
      uniqueKeysWithValues: cut.heldOut.map { heldOut in
        (
          dataset.users.ids[heldOut.user], Set(heldOut.items.map { dataset.items.ids[Int($0)] })
        )
      })
  }

  @Test func `items nobody chose before, users nobody knows and what was seen are dropped`() throws
  {
    #expect(try heldOut(includesSeen: false) == ["ann": ["d"]])
  }

  @Test func `what was seen stays when it may be answered`() throws {
    #expect(try heldOut(includesSeen: true) == ["ann": ["a", "d"]])
  }

  @Test func `a side without events is an error`() throws {
    let dataset = try events()
    #expect(throws: SplitError.self) { try dataset.answerableSplit(.temporalFrom(1)) }
    #expect(throws: SplitError.self) { try dataset.answerableSplit(.temporalFrom(10_000)) }
  }

  @Test func `foreseen are purchases where there are any, else every choice`() throws {
    #expect(try events().foreseenKinds == [.purchase])
    let views = try dataset([
      "events.csv": "user_id,item_id,kind,timestamp\nann,a,view,1\nann,b,view,2\n"
    ])
    #expect(views.foreseenKinds == [.view, .cart, .purchase, .rating])
  }
}
