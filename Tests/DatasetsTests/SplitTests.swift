import Datasets
import Testing

/// Defends: nothing that is judged was trained on, and what is held out is what the words say.
@Suite struct SplitTests {
  static let rows = """
    user_id,item_id,kind,timestamp
    U,A,purchase,100
    U,B,purchase,200
    V,A,purchase,150
    V,A,return,160
    W,A,view,100
    W,B,cart,100
    W,A,return,170
    X,C,purchase,190
    X,A,purchase,200
    X,A,purchase,200
    """

  @Test func `leave one out holds out the last choice of users with two`() throws {
    let dataset = try dataset()
    let split = try dataset.split(.leaveOneOut)
    #expect(names(split, dataset) == ["U": ["B"], "W": ["B"], "X": ["A"]])
    // V has one choice and stays; the return behind W's held-out choice is not trained on.
    #expect(training(split, dataset) == ["U A", "W A", "V A", "V A", "X C", "X A"])
    #expect(split.trainingCount == 6)
  }

  @Test func `leave one out of purchases alone looks at purchases alone`() throws {
    let dataset = try dataset()
    let split = try dataset.split(.leaveOneOut, kinds: [.purchase])
    #expect(names(split, dataset) == ["U": ["B"], "X": ["A"]])
  }

  @Test func `of equal times the last in the file is held out`() throws {
    let shop = try Shop(["events.csv": "user_id,item_id,timestamp\nU,C,5\nU,A,5\nU,B,5\n"])
    let dataset = try shop.dataset()
    #expect(names(try dataset.split(.leaveOneOut), dataset) == ["U": ["B"]])
  }

  @Test func `a temporal split holds out the different choices from the cut on`() throws {
    let dataset = try dataset()
    let split = try dataset.split(.temporalShare(0.9))
    #expect(names(split, dataset) == ["U": ["B"], "X": ["C", "A"]])
    #expect(split.trainingCount == 6)
    #expect(split.isTraining == [true, true, true, true, true, true, false, false, false, false])
    let newOnly = split.filtered { _, item in dataset.items.ids[Int(item)] != "C" }
    #expect(names(newOnly, dataset) == ["U": ["B"], "X": ["A"]])
    #expect(newOnly.isTraining == split.isTraining)
  }

  @Test func `a date holds out what happened from that second on`() throws {
    let dataset = try dataset()
    let split = try dataset.split(SplitSpecification(parsing: "temporal:1970-01-01T00:03:10Z"))
    #expect(split.trainingCount == 6)
    #expect(try dataset.split(.temporalFrom(191)).trainingCount == 7)
  }

  @Test(arguments: [
    ("leave-one-out", SplitSpecification.leaveOneOut), ("temporal:80%", .temporalShare(0.8)),
    ("temporal:2026-03-01", .temporalFrom(1_772_323_200)),
    ("temporal:12.5%", .temporalShare(0.125)), ("folds:5", .folds(5)), ("folds:100", .folds(100)),
  ])
  func `specifications are read`(text: String, specification: SplitSpecification) throws {
    #expect(try SplitSpecification(parsing: text) == specification)
  }

  @Test(arguments: [
    ("", "split is ''; accepted are leave-one-out, temporal:80%, temporal:2026-03-01, folds:5"),
    (
      "random",
      "split is 'random'; accepted are leave-one-out, temporal:80%, temporal:2026-03-01, folds:5"
    ),
    ("folds:1", "split is 'folds:1'; 2 to 100 folds are accepted, as in folds:5"),
    ("folds:101", "split is 'folds:101'; 2 to 100 folds are accepted, as in folds:5"),
    ("folds:", "split is 'folds:'; 2 to 100 folds are accepted, as in folds:5"),
    (
      "temporal:0%",
      "split is 'temporal:0%'; the share must lie between 0% and 100%, as in temporal:80%"
    ),
    (
      "temporal:100%",
      "split is 'temporal:100%'; the share must lie between 0% and 100%, as in temporal:80%"
    ),
    (
      "temporal:soon",
      "split is 'temporal:soon'; a share such as temporal:80% or a date such as "
        + "temporal:2026-03-01, temporal:2026-03-01T09:30:00Z is accepted"
    ),
  ])
  func `other specifications are refused with what is accepted`(text: String, message: String) {
    let error = #expect(throws: SplitError.self) { try SplitSpecification(parsing: text) }
    #expect(error?.description == message)
  }

  @Test func `a temporal split of an order is refused`() throws {
    let shop = try Shop([
      "events.csv": "user_id,item_id\nU,A\n", "dataset.toml": "time = \"order\"",
    ])
    let error = #expect(throws: SplitError.self) {
      try shop.dataset().split(.temporalShare(0.8))
    }
    #expect(
      error?.description
        == "this dataset's time is an order within each user; leave-one-out is accepted")
  }

  @Test func `choices are not cut into folds`() throws {
    let dataset = try dataset()
    let error = #expect(throws: SplitError.self) { try dataset.split(.folds(5)) }
    #expect(
      error?.description
        == "folds are of ratings; leave-one-out or temporal:80% is accepted for choices")
  }

  @Test func `a date outside the time span is refused`() throws {
    let dataset = try dataset()
    let late = #expect(throws: SplitError.self) { try dataset.split(.temporalFrom(201)) }
    #expect(
      late?.description == "the split leaves no events to hold out; "
        + "a date within the dataset's time span is accepted")
    let early = #expect(throws: SplitError.self) { try dataset.split(.temporalFrom(100)) }
    #expect(
      early?.description == "the split leaves no events to train on; "
        + "a date within the dataset's time span is accepted")
  }

  private func dataset() throws -> Dataset {
    try Shop(["events.csv": Self.rows]).dataset()
  }

  private func names(_ split: Split, _ dataset: Dataset) -> [String: [String]] {
    let users = dataset.users.ids
    let items = dataset.items.ids
    return Dictionary(
      uniqueKeysWithValues: split.users.enumerated().map { index, user in
        (users[Int(user)], split.heldOut(index).map { items[Int($0)] })
      })
  }

  private func training(_ split: Split, _ dataset: Dataset) -> [String] {
    let users = dataset.users.ids
    let items = dataset.items.ids
    let train = dataset.events.filtered { split.isTraining[$0] }
    return (0..<train.count).map { "\(users[Int(train.users[$0])]) \(items[Int(train.items[$0])])" }
  }
}
