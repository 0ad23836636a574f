/// One shopper's purchases, added up: what tags are computed from.
package struct Shopper: Sendable {
  /// Purchase visits.
  package var visits = 0
  /// Seconds since 1970, of the first and the last purchase visit.
  package var first: Int64 = 0
  package var last: Int64 = 0
  /// Lines of purchases.
  package var purchases = 0
  package var spent = 0.0
  package var returned = 0.0
  package var pieces = 0.0
  package var returnedPieces = 0.0
  /// Pieces whose usual price is known, and those of them that cost less than 95 % of it.
  package var comparedPieces = 0.0
  package var discountedPieces = 0.0
  /// Σ of price levels, and of how many lines.
  package var levelSum = 0.0
  package var levelCount = 0

  /// Days since the last purchase; NaN without any.
  package func recency(_ asOf: Int64) -> Double {
    visits == 0 ? .nan : Double(asOf - last) / secondsPerDay
  }

  /// Mean days between visits; NaN before the second.
  package var cadence: Double {
    visits < 2 ? .nan : Double(last - first) / secondsPerDay / Double(visits - 1)
  }

  /// As BG/NBD counts. In days.
  package func history(_ asOf: Int64) -> PurchaseHistory {
    PurchaseHistory(
      frequency: Double(visits - 1), recency: Double(last - first) / secondsPerDay,
      age: Double(asOf - first) / secondsPerDay)
  }
}

package let secondsPerDay = 86_400.0

extension PurchaseLog {
  /// A discount is a price below this share of the usual one.
  package static let discountShare = 0.95

  /// One per user. O(lines).
  package var shoppers: [Shopper] {
    var shoppers = [Shopper](repeating: Shopper(), count: userCount)
    for user in 0..<userCount {
      let visits = times[starts[user]..<starts[user + 1]]
      shoppers[user].visits = visits.count
      shoppers[user].first = visits.first ?? 0
      shoppers[user].last = visits.last ?? 0
    }
    for line in lines { shoppers[Int(line.user)].add(line) }
    return shoppers
  }
}

extension Shopper {
  fileprivate mutating func add(_ line: PurchaseLog.Line) {
    if line.isReturn {
      returned += line.amount
      returnedPieces += line.pieces
      return
    }
    purchases += 1
    spent += line.amount
    pieces += line.pieces
    if !line.price.isNaN, line.usualPrice > 0 {
      comparedPieces += line.pieces
      if line.price < PurchaseLog.discountShare * line.usualPrice {
        discountedPieces += line.pieces
      }
    }
    if !line.priceLevel.isNaN {
      levelSum += line.priceLevel
      levelCount += 1
    }
  }
}
