import Bytes
import Catalogue
import Dialogue
import Expressions
import Forecasting
import Recommendation
import Snapshots

/// What the clerk asks of the models of its own generation.
struct ModelsShop: Shop {
  let models: Models
  let scratch: AnsweringScratch
  let memory: ChatMemory

  /// How many alike are looked at to find cheaper ones.
  private static let alikeMax = 100

  func similar(to item: Int32, below price: Double?, limit: Int) -> [Int32] {
    var query = SimilarItemsQuery()
    query.item = models.itemID(item)
    query.limit = price == nil ? limit : Self.alikeMax
    do throws(AnswerError) {
      try models.similarItems(query, scratch: scratch, into: &memory.recommendation)
    } catch {
      return []
    }
    let ranked = memory.recommendation.ranking.items.map(\.item)
    guard let price, case .number(let prices)? = models.catalogue.attribute("price") else {
      return ranked
    }
    return Array(ranked.filter { prices[Int($0)] < price }.prefix(limit))
  }

  func together(with item: Int32, limit: Int) -> [Int32] {
    var query = BoughtTogetherQuery()
    query.limit = limit
    query.rules.basket = [models.itemID(item)]
    do throws(AnswerError) {
      try models.boughtTogether(query, scratch: scratch, into: &memory.recommendation)
    } catch {
      return []
    }
    return memory.recommendation.ranking.items.map(\.item)
  }

  func recommended(to user: ByteView, limit: Int) -> [Int32] {
    var query = RecommendQuery()
    query.user = user
    query.limit = limit
    do throws(AnswerError) {
      try models.recommend(query, scratch: scratch, into: &memory.recommendation)
    } catch {
      return []
    }
    return memory.recommendation.ranking.items.map(\.item)
  }

  func bestSize(of item: Int32, for user: ByteView) -> String? {
    var query = BestSizeQuery()
    query.user = user
    query.item = models.itemID(item)
    let answer: BestSizeAnswer
    do throws(AnswerError) {
      answer = try models.bestSize(query)
    } catch {
      return nil
    }
    // Of a shopper without pieces of such sizes it would be everybody's size.
    guard answer.shopperPieces > 0, let best = answer.best else { return nil }
    return answer.sizes[best].name.string
  }

  func demand(for item: Int32) -> (units: Double, period: String)? {
    guard let forecasts = models.forecasts else { return nil }
    var query = ForecastQuery()
    query.series = models.itemID(item)
    query.horizon = 1
    do throws(AnswerError) {
      try models.forecast(query, into: &memory.forecast)
    } catch {
      return nil
    }
    guard let mean = memory.forecast.means.first else { return nil }
    return (mean, forecasts.frequency.rawValue)
  }
}
