import Bytes
import Datasets
import Platform
import Testing

/// Defends: what the shop wrote is what training sees; what it cannot have meant is refused with
/// file, line, column, value and what is accepted.
@Suite struct DatasetTests {
  static let events = """
    user_id,item_id,kind,value,timestamp,quantity,price
    U2,B,view,,2026-03-02,,
    U1,A,purchase,,2026-03-01T10:00:00Z,2,9.50
    U1,B,rating,4.5,2026-03-01 10:00:00,,
    U3,,search,,1772359200,,
    U1,A,return,,2026-03-05,1,
    """
  static let items = """
    item_id,title,category,price,sizes,weight,brand
    A,Red dress | sale,dress,9.5,S|M,0.25,7
    B,,shoe,,,1,8
    C,Hat,hat,12,L,,
    """

  @Test func `events are columns sorted by time, then by their order in the file`() throws {
    let shop = try Shop(["events.csv": Self.events])
    let dataset = try shop.dataset()
    let events = dataset.events
    #expect(dataset.users.ids == ["U2", "U1", "U3"])
    #expect(dataset.items.ids == ["B", "A"])
    #expect(events.users == [1, 1, 2, 0, 1])
    #expect(events.items == [1, 0, EventTable.noItem, 0, 1])
    #expect(events.kinds == [.purchase, .rating, .search, .view, .return])
    #expect(
      events.timestamps == [
        1_772_359_200, 1_772_359_200, 1_772_359_200, 1_772_409_600, 1_772_668_800,
      ])
    #expect(events.quantities[0] == 2 && events.prices[0] == 9.5)
    #expect(events.values[1] == 4.5)
    #expect(events.values[0].isNaN && events.quantities[1].isNaN && events.prices[1].isNaN)
    #expect(dataset.items.titles == ["B", "A"])
    #expect(dataset.badRows.count == 0)
  }

  @Test func `how a piece fitted is small, fit, large or not said, and stays with its event`()
    throws
  {
    let shop = try Shop([
      "events.csv": """
      user_id,item_id,timestamp,size,fit
      U,C,2026-03-03,L,large
      U,A,2026-03-01,S,small
      U,B,2026-03-02,M,
      U,D,2026-03-04,L,fit

      """
    ])
    let events = try shop.dataset().events
    #expect(events.fits == [.small, nil, .large, .fit])
    #expect(events.filtered { $0 != 1 }.fits == [.small, .large, .fit])
  }

  @Test func `a row with an unknown fit may be skipped, and is counted`() throws {
    let shop = try Shop([
      "events.csv": "user_id,item_id,timestamp,fit\nU,A,2026-02-03,Fit\nU,A,2026-02-03,fit\n"
    ])
    let dataset = try shop.dataset(maxBadRows: 1)
    #expect(dataset.events.fits == [.fit] && dataset.badRows.count == 1)
  }

  @Test func `unknown columns of items become attributes: text, list or number`() throws {
    let shop = try Shop(["events.csv": Self.events, "items.csv": Self.items])
    let items = try shop.dataset().items
    #expect(items.ids == ["A", "B", "C"])
    #expect(items.titles == ["Red dress | sale", "B", "Hat"])
    #expect(items.attribute("category")?.values == .texts(["dress", "shoe", "hat"]))
    #expect(items.attribute("sizes")?.values == .lists([["S", "M"], [], ["L"]]))
    // A brand of digits is still a name.
    #expect(items.attribute("brand")?.values == .texts(["7", "8", ""]))
    #expect(items.prices[0] == 9.5 && items.prices[1].isNaN && items.prices[2] == 12)
    guard case .numbers(let weights) = items.attribute("weight")?.values else {
      Issue.record("weight is not a number")
      return
    }
    #expect(weights[0] == 0.25 && weights[1] == 1 && weights[2].isNaN)
  }

  @Test func `users that only events name stand behind those of users csv`() throws {
    let shop = try Shop([
      "events.csv": Self.events, "users.csv": "user_id,city,birth_year\nU9,Graz,1990\nU1,,\n",
    ])
    let users = try shop.dataset().users
    #expect(users.ids == ["U9", "U1", "U2", "U3"])
    #expect(users.attribute("city")?.values == .texts(["Graz", "", "", ""]))
    #expect(users.attribute("birth_year")?.count == 4)
  }

  @Test func `dataset toml renames columns and says that time is an order`() throws {
    let shop = try Shop([
      "events.csv": "customer,sku,when\nU1,A,2\nU1,B,1\n",
      "dataset.toml": """
      time = "order"
      [columns.events]
      user_id = "customer"
      item_id = "sku"
      timestamp = "when"
      [forecast]
      frequency = "week"
      season = 52
      scoring_season = 1
      horizon = 13
      [profile]
      currency = "GBP"
      recency_cuts = [30, 60, 90.5, 180]
      """,
    ])
    let dataset = try shop.dataset()
    #expect(dataset.items.ids == ["A", "B"])
    #expect(dataset.events.items == [1, 0])
    #expect(dataset.events.timestamps == [1, 2])
    #expect(dataset.events.kinds == [.purchase, .purchase])
    #expect(dataset.settings.forecast.season == 52)
    #expect(dataset.settings.forecast.scoringSeason == 1)
    #expect(dataset.settings.forecast.horizon == 13)
    #expect(dataset.settings.forecast.frequency == "week")
    #expect(dataset.settings.profile.currency == "GBP")
    #expect(dataset.settings.profile.recencyCuts == [30, 60, 90.5, 180])
    #expect(dataset.settings.profile.monetaryCuts == nil)
  }

  @Test func `without timestamps the order of the file is the order of time`() throws {
    let shop = try Shop([
      "events.csv": "user_id,item_id\nU,B\nU,A\n", "dataset.toml": "time = \"order\"",
    ])
    #expect(try shop.dataset().events.timestamps == [1, 2])
  }

  @Test func `known files are listed, others that look like tables are named`() throws {
    let shop = try Shop([
      "events.csv": Self.events, "outfits.csv": "outfit_id,item_id\n", "event.csv": "x\n",
      "notes.md": "",
    ])
    let files = try shop.dataset().files
    #expect(files.present == [.events: "events.csv", .outfits: "outfits.csv"])
    #expect(files.unknown == ["event.csv"])
    #expect(files.path(of: .outfits) == "\(shop.path)/outfits.csv")
    #expect(files.path(of: .sales) == nil)
  }

  static let head = "user_id,item_id,kind,value,timestamp\n"

  @Test(arguments: [
    (
      ["event.csv": ""],
      "SHOP/events.csv: the file is missing; a dataset has events.csv or events.csv.gz; "
        + "found event.csv"
    ),
    (
      ["events.csv": "user_id,timestamp\n"],
      "events.csv column item_id: the column is missing; the header has user_id, timestamp"
    ),
    (
      ["events.csv": "user_id,item_id\n"],
      "events.csv column timestamp: the column is missing; the header has user_id, item_id; "
        + "dataset.toml may rename one, or say time = \"order\""
    ),
    (
      ["events.csv": head + "U,A,view,,2026-03-01,extra\n"],
      "events.csv line 2: the row has 6 fields; the header has 5"
    ),
    (
      ["events.csv": head + "U,A,view,,2026-03-01\nU,A,rating,four,2026-03-01\n"],
      "events.csv line 3, column value: 'four' is not a number; "
        + "a decimal such as 12 or -3.5 is accepted"
    ),
    (
      ["events.csv": head + "U,A,view,,2026-02-30\n"],
      "events.csv line 2, column timestamp: '2026-02-30' is not a point in time; "
        + "2026-03-01, 2026-03-01T09:30:00Z or Unix seconds are accepted"
    ),
    (
      ["events.csv": head + "U,A,buy,,2026-02-03\n"],
      "events.csv line 2, column kind: 'buy' is not a kind of event; "
        + "accepted: view, cart, purchase, return, rating, search"
    ),
    (
      [
        "events.csv": "user_id,item_id,timestamp,fit\nU,A,2026-02-03,fit\nU,A,2026-02-03,tight\n"
      ],
      "events.csv line 3, column fit: 'tight' is not how a piece fits; "
        + "accepted: small, fit, large, or nothing"
    ),
    (
      ["events.csv": head + ",A,view,,2026-02-03\n"],
      "events.csv line 2, column user_id: '' is not an id; one or more characters are accepted"
    ),
    (
      ["events.csv": head + "U,,view,,2026-02-03\n"],
      "events.csv line 2, column item_id: '' is not an id; one or more characters are accepted"
    ),
    (
      ["events.csv": head + "U,X,view,,2026-02-03\n", "items.csv": "item_id\nA\n"],
      "events.csv line 2, column item_id: 'X' is not in items.csv; "
        + "ids of items.csv are accepted, or any when there is no such file"
    ),
    (
      ["events.csv": head, "items.csv": "item_id,price\nA,1\nB,2\nA,3\n"],
      "items.csv line 4, column item_id: 'A' is there twice; each id is accepted once"
    ),
    (
      ["events.csv": head, "items.csv": "item_id,price\nA,cheap\n"],
      "items.csv line 2, column price: 'cheap' is not a number; "
        + "a decimal such as 12 or -3.5 is accepted"
    ),
    (
      ["events.csv": head, "items.csv": "item_id,created\nA,soon\n"],
      "items.csv line 2, column created: 'soon' is not a point in time; "
        + "2026-03-01, 2026-03-01T09:30:00Z or Unix seconds are accepted"
    ),
    (
      ["events.csv": head, "users.csv": "id\nA\n"],
      "users.csv column user_id: the column is missing; the header has id"
    ),
    (
      ["events.csv": head, "events.csv.gz": ""],
      "events.csv.gz: the file is there twice; events.csv or events.csv.gz is accepted, not both"
    ),
    (
      ["events.csv": "user_id,item_id,timestamp\nU,A,1.5\n", "dataset.toml": "time = \"order\""],
      "events.csv line 2, column timestamp: '1.5' is not an ordinal; "
        + "whole numbers are accepted, since dataset.toml says time = \"order\""
    ),
    (
      ["events.csv": head, "dataset.toml": "[columns.events]\nprice = \"cost\""],
      "events.csv column cost: the column is missing; "
        + "the header has user_id, item_id, kind, value, timestamp"
    ),
    (
      ["events.csv": head, "dataset.toml": "[columns.events]\nkind = \"value\"\nx = \"kind\""],
      "it was read"
    ),
    (
      ["events.csv": head, "dataset.toml": "[columns.events]\nkind = \"value\""],
      "events.csv line 1, column kind: two columns have this name after dataset.toml has renamed "
        + "them; each name is accepted once"
    ),
    (
      ["events.csv": head, "dataset.toml": "time = \"never\""],
      "dataset.toml: 'time' is not a kind of time; accepted: timestamp, order"
    ),
    (
      ["events.csv": head, "dataset.toml": "tiem = \"order\""],
      "dataset.toml: 'tiem' is not known; accepted: time, [columns], [forecast], [profile]"
    ),
    (
      ["events.csv": head, "dataset.toml": "[forecast]\nseason = 0"],
      "dataset.toml: 'forecast.season' is not a number of periods; accepted: 1, 2, …"
    ),
    (
      ["events.csv": head, "dataset.toml": "[profile]\nfrequency_cuts = [1, 2, 2, 4]"],
      "dataset.toml: 'profile.frequency_cuts' is not four ascending numbers; accepted: "
        + "[30, 60, 90, 180] for one"
    ),
    (
      ["events.csv": head, "dataset.toml": "[columns.event]\nprice = \"cost\""],
      "dataset.toml: 'columns.event' is not a table of a known file; accepted: events, items, "
        + "users, impressions, campaigns, sales, calendar, outfits, knowledge, utterances, terms, conversations"
    ),
  ])
  func `what the shop cannot have meant is refused`(files: [String: String], expected: String)
    throws
  {
    #expect(try message(reading: files) == expected)
  }

  @Test func `a directory that is not there is refused`() throws {
    let error = #expect(throws: DatasetError.self) { try Dataset(reading: "/nowhere/shop") }
    #expect(
      error?.description
        == "/nowhere/shop: the directory cannot be read, opendir '/nowhere/shop': "
        + "No such file or directory (errno 2); a directory with events.csv is needed")
  }

  @Test func `broken TOML is refused with its line`() throws {
    let text = try message(reading: ["events.csv": Self.head, "dataset.toml": "a = 1\ntime = = 2"])
    #expect(text.hasPrefix("dataset.toml line 2: "))
    #expect(text.hasSuffix("; TOML 1.0 is accepted"))
  }

  static let threeBad = """
    user_id,item_id,timestamp
    U,A,2026-03-01
    U,B,yesterday
    U,C
    U,D,2026-03-01
    ,E,2026-03-01
    """

  @Test func `bad rows are skipped and reported up to the limit`() throws {
    let shop = try Shop(["events.csv": Self.threeBad])
    let dataset = try shop.dataset(maxBadRows: 3)
    #expect(dataset.badRows.count == 3)
    #expect(dataset.badRows.first.map(\.line) == [3, 4, 6])
    #expect(dataset.items.ids == ["A", "D"])
    #expect(dataset.events.count == 2)
  }

  @Test func `one bad row too many is an error that says so`() throws {
    #expect(
      try message(reading: ["events.csv": Self.threeBad], maxBadRows: 2)
        == "events.csv line 6, column user_id: '' is not an id; "
        + "one or more characters are accepted (bad row 3 of at most 2)")
  }

  @Test func `the report keeps the first twenty bad rows`() throws {
    let rows = String(repeating: "U,A,never\n", count: 50)
    let shop = try Shop(["events.csv": "user_id,item_id,timestamp\n" + rows])
    let bad = try shop.dataset(maxBadRows: 100).badRows
    #expect(bad.count == 50)
    #expect(bad.first.count == 20)
  }

  @Test func `ids are found again after the table has grown`() throws {
    var rows = "user_id,item_id,timestamp\n"
    for pass in 0..<2 {
      for index in 0..<3_000 { rows += "U\(index),item-with-a-long-name-\(index),\(pass)\n" }
    }
    let shop = try Shop(["events.csv": rows])
    let dataset = try shop.dataset()
    #expect(dataset.users.count == 3_000 && dataset.items.count == 3_000)
    #expect(dataset.events.items[..<3_000] == dataset.events.items[3_000...].prefix(3_000))
    #expect(dataset.items.ids[2_999] == "item-with-a-long-name-2999")
  }
}
