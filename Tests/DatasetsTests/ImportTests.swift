import Datasets
import Platform
import Testing

/// Defends: an importer writes a dataset that reads back, and says what it left out and why.
@Suite struct ImportTests {
  @Test func `movielens keeps title, year and genres, and ratings`() throws {
    let shop = try Shop([
      "movies.csv": """
      movieId,title,genres
      1,Toy Story (1995),Adventure|Children
      2,"Nights, The (2001) ",(no genres listed)
      3,Untitled,Drama
      """,
      "ratings.csv": "userId,movieId,rating,timestamp\n7,1,4.5,964982703\n7,3,1.0,964982000\n",
    ])
    let (report, dataset) = try shop.imported(as: .movielens)
    #expect(
      report.description == "movielens: 2 rows read; 2 events of 1 users with 3 items")
    #expect(dataset.items.ids == ["1", "2", "3"])
    #expect(dataset.items.titles == ["Toy Story (1995)", "Nights, The (2001) ", "Untitled"])
    #expect(
      dataset.items.attribute("genres")?.values
        == .lists([["Adventure", "Children"], [], ["Drama"]]))
    guard case .numbers(let years) = dataset.items.attribute("year")?.values else {
      Issue.record("year is not a number")
      return
    }
    #expect(years[0] == 1995 && years[1] == 2001 && years[2].isNaN)
    #expect(dataset.events.kinds == [.rating, .rating])
    #expect(dataset.events.values == [1, 4.5])
    #expect(dataset.events.timestamps == [964_982_000, 964_982_703])
  }

  @Test func `fashion products are items alone, and NA is no value`() throws {
    let header =
      "id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,"
      + "productDisplayName,has_image"
    let shop = try Shop([
      "styles_clean.csv": """
      \(header)
      7,Men,Apparel,Topwear,Shirts,Navy Blue,Fall,2011,Casual,Plain Shirt,1
      8,Women,Accessories,Watches,Watches,NA,Winter,2016,NA,"Watch, Round",1
      9,Women,Accessories,Watches,Watches,Red,Winter,2016,Casual,,0
      """
    ])
    let (report, dataset) = try shop.imported(as: .fashionProducts)
    #expect(
      report.description == """
        fashion-products: 3 rows read; 0 events of 0 users with 2 items
          left out: 1 rows: without a title
        """)
    #expect(dataset.items.ids == ["7", "8"] && dataset.events.count == 0)
    #expect(dataset.items.titles == ["Plain Shirt", "Watch, Round"])
    #expect(dataset.items.attribute("category")?.values == .texts(["Shirts", "Watches"]))
    #expect(dataset.items.attribute("color")?.values == .texts(["Navy Blue", ""]))
    #expect(dataset.items.attribute("usage")?.values == .texts(["Casual", ""]))
  }

  static let invoices = """
    InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
    1,85123A,LAMP ,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
    1,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,17850,United Kingdom
    2,85123A,LAMP ,2,2010-12-02 08:26:00,2.95,,France
    3,85123A,"LAMP, RED",1,2010-12-03 08:26:00,3.55,17851,France
    C4,85123A,LAMP ,-2,2010-12-04 08:26:00,2.55,17850,Spain
    5,DCGS0003,BOXED GLASS,1,2010-12-05 08:26:00,0.00,17851,France
    6,22752,"BOX ""7"" CM",-3,2010-12-05 08:26:00,1.00,17851,France
    7,22752,"BOX ""7"" CM",3,2010-12-06 08:26:00,1.00,17851,France
    C8,D,Discount,-1,2010-12-06 08:26:00,27.50,17851,France
    """

  @Test func `online retail counts what it leaves out, and cancelled invoices are returns`() throws
  {
    let shop = try Shop(["online_retail.csv": Self.invoices])
    let (report, dataset) = try shop.imported(as: .onlineRetail)
    #expect(
      report.description == """
        online-retail: 9 rows read; 4 events of 2 users with 2 items
          left out: 1 rows: without a customer
          left out: 2 rows: not a product (postage, fees, discounts, corrections)
          left out: 1 rows: a price of zero or below
          left out: 1 rows: a quantity whose sign contradicts the invoice
        """)
    #expect(dataset.items.ids == ["85123A", "22752"])
    #expect(dataset.items.titles == ["LAMP", "BOX \"7\" CM"])
    #expect(dataset.items.prices == [2.55, 1])
    #expect(dataset.users.attribute("country")?.values == .texts(["Spain", "France"]))
    #expect(dataset.events.kinds == [.purchase, .purchase, .return, .purchase])
    #expect(dataset.events.quantities == [6, 1, 2, 3])
    #expect(dataset.events.timestamps.first == 1_291_191_960)
  }

  @Test func `rent the runway keeps ratings as values and what describes the shopper`() throws {
    let header =
      "fit,user_id,item_id,weight_lbs,rating,rented_for,body_type,category,size,age,review_date,"
      + "bust_size_num,bust_size_letter,height_in,recommend\n"
    let shop = try Shop([
      "rentals.csv": header
        + "small,U1,I1,,10.0,wedding,,gown,8,31.0,2016-01-02,34.0,d,68.0,1\n"
        + "fit,U1,I2,130.0,,work,pear,dress,8,31.0,2016-01-01,34.0,d,68.0,0\n"
    ])
    let (report, dataset) = try shop.imported(as: .rentTheRunway)
    #expect(report.rowsRead == 2 && report.events == 2 && report.leftOut.isEmpty)
    #expect(dataset.items.attribute("category")?.values == .texts(["gown", "dress"]))
    #expect(dataset.users.attribute("body_type")?.values == .texts(["pear"]))
    #expect(dataset.users.attribute("weight_lbs")?.values == .numbers([130]))
    #expect(dataset.users.attribute("bust_size_letter")?.values == .texts(["d"]))
    #expect(dataset.events.kinds == [.purchase, .purchase])
    #expect(dataset.events.values[0].isNaN && dataset.events.values[1] == 10)
    #expect(dataset.events.fits == [.fit, .small])
    #expect(dataset.events.sizes.map { dataset.events.sizeNames.string(Int($0)) } == ["8", "8"])
  }

  @Test func `a rental that fitted in no known way is refused`() throws {
    let shop = try Shop([
      "rentals.csv":
        "fit,user_id,item_id,weight_lbs,rating,rented_for,body_type,category,size,age,review_date,"
        + "bust_size_num,bust_size_letter,height_in,recommend\n"
        + "snug,U1,I1,,10.0,wedding,,gown,8,31.0,2016-01-02,34.0,d,68.0,1\n"
    ])
    let error = #expect(throws: DatasetError.self) { try shop.imported(as: .rentTheRunway) }
    #expect(
      error?.description
        == "rentals.csv line 2, column fit: 'snug' is not how a piece fits; "
        + "accepted: small, fit, large, or nothing")
  }

  @Test func `amazon sequences are ordered, with the attributes beside them`() throws {
    let shop = try Shop([
      "Small.txt": "1 10 20 10\n2 20\n",
      "Small_item2attributes.json": "{\"10\": [1, 2], \"30\": [3]}",
    ])
    let (report, dataset) = try shop.imported(as: .amazonSequence)
    #expect(report.rowsRead == 2 && report.events == 4 && report.users == 2 && report.items == 3)
    #expect(dataset.settings.time == .order)
    #expect(dataset.items.ids == ["10", "20", "30"])
    #expect(
      dataset.items.attribute("attributes")?.values == .lists([["1", "2"], [], ["3"]]))
    #expect(dataset.events.timestamps == [1, 1, 2, 3])
    #expect(dataset.events.users == [0, 1, 0, 0])
    let split = try dataset.split(.leaveOneOut)
    #expect(split.users == [0] && split.heldOut(0) == [0])
  }

  @Test func `a bad row stops an import, and nothing is left behind`() throws {
    let shop = try Shop(["online_retail.csv": Self.invoices + "\n9,22752,BOX,few,2010,1,1,X\n"])
    let error = #expect(throws: DatasetError.self) { try shop.imported(as: .onlineRetail) }
    #expect(
      error?.description
        == "online_retail.csv line 11, column Quantity: 'few' is not a whole number; "
        + "digits with or without a sign are accepted")
    #expect(try FileSystem.names(in: shop.path) == ["online_retail.csv"])
    let report = try shop.imported(as: .onlineRetail, maxBadRows: 1).report
    #expect(report.events == 4 && report.badRows.count == 1)
    #expect(
      report.description.hasSuffix(
        "  bad and skipped: 1 rows, the first of them:\n    \(try #require(error))"))
  }

  @Test func `a destination that is there is refused`() throws {
    let shop = try Shop(["online_retail.csv": Self.invoices])
    _ = try shop.imported(as: .onlineRetail)
    let error = #expect(throws: DatasetError.self) { try shop.imported(as: .onlineRetail) }
    #expect(
      error.map(shop.message)
        == "SHOP/imported: there is something with this name already; "
        + "name a directory that is not there yet")
  }

  @Test(arguments: [
    (
      ImportFormat.movielens, ["ratings.csv": ""],
      "SHOP: the directory holds imported.unfinished, ratings.csv; "
        + "one movies.csv or movies.csv.gz is needed"
    ),
    (
      .amazonSequence, ["A.txt": "", "B.txt.gz": ""],
      "SHOP: the directory holds A.txt, B.txt.gz, imported.unfinished; "
        + "one NAME.txt or NAME.txt.gz is needed"
    ),
    (
      .amazonSequence, ["A.txt": "1 2\n3\n"],
      "A.txt line 2, column 1: '3' has no items; a line is a user and one item or more"
    ),
    (
      .amazonSequence, ["A.txt": "1 2\n1 3\n"],
      "A.txt line 2, column 1: '1' is there twice; each user is accepted once"
    ),
    (
      .movielens,
      [
        "movies.csv": "movieId,title,genres\n1,T,G\n",
        "ratings.csv": "userId,movieId,rating,timestamp\n1,2,3,4\n",
      ],
      "ratings.csv line 2, column movieId: '2' is not in movies.csv; "
        + "ids of movies.csv are accepted"
    ),
    (
      .rentTheRunway, ["rentals.csv": "user_id,fit\n"],
      "rentals.csv column item_id: the column is missing; the header has user_id, fit"
    ),
  ])
  func `a source of another shape is refused`(
    format: ImportFormat, files: [String: String], message: String
  ) throws {
    let shop = try Shop(files)
    let error = #expect(throws: DatasetError.self) { try shop.imported(as: format) }
    #expect(error.map(shop.message) == message)
  }
}
