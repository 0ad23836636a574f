import Datasets
import Recommendation
import Testing
import Training

/// Defends what baskets and repeats are learned from.
@Suite struct PurchaseTrainingTests {
  private func trained(_ rows: String, _ settings: String = "") throws -> FittedPurchases {
    var options = TrainingOptions()
    options.recommendation.factors = nil
    options.fitsHybrid = false
    let given = try dataset([
      "events.csv": "user_id,item_id,kind,timestamp\n\(rows)\n", "dataset.toml": settings,
    ])
    return try #require(try Trainer(options).train(given).purchases)
  }

  @Test func `a visit is a basket, and views have no part in it where there are purchases`() throws
  {
    let fitted = try trained(
      """
      ann,a,purchase,100000
      ann,b,purchase,100060
      ann,c,view,100061
      ann,a,purchase,900000
      """)
    #expect(fitted.baskets.unit == .visit)
    #expect(fitted.baskets.count == 2)
    #expect(fitted.baskets.itemCounts.reduce(0, +) == 3)
    #expect(fitted.repeats?.counts.sorted() == [1, 2])
  }

  @Test func `where every visit ends with one item, a shopper is a basket; repeats stay by visit`()
    throws
  {
    let fitted = try trained(
      """
      ann,a,purchase,100000
      ann,b,purchase,500000
      ann,a,purchase,900000
      """)
    #expect(fitted.baskets.unit == .shopper)
    #expect(fitted.baskets.count == 1)
    #expect(fitted.baskets.itemCounts == [1, 1])
    #expect(fitted.repeats?.counts.sorted() == [1, 2])
  }

  @Test func `times that only order have shoppers as baskets, and no repeats`() throws {
    let fitted = try trained("ann,a,purchase,1\nann,b,purchase,2\n", "time = \"order\"\n")
    #expect(fitted.baskets.unit == .shopper && fitted.baskets.count == 1)
    #expect(fitted.repeats == nil)
  }

  @Test func `without purchases baskets are what was chosen in one go, and there are no repeats`()
    throws
  {
    let fitted = try trained("ann,a,view,100\nann,b,rating,160\nann,c,search,170\n")
    #expect(fitted.baskets.unit == .visit)
    #expect(fitted.baskets.itemCounts.reduce(0, +) == 2)
    #expect(fitted.repeats == nil)
  }
}
