import RealModule

/// How shoppers answer prices, each beside all others who chose from the same offer.
///
/// A choice is a draw from what its category offered in its week, which the other choices of category and week
/// tell of: item i is chosen in proportion to
///
///     exp(b(u) · discount(i) + a(u) · level(i)) · (how often everybody chooses it)
///
/// where discount is the share of the usual price that is let off, and level the item's rank by price in its
/// category, 0…1. So b and a are 0 for a shopper who is as everybody. To the second order around 0 a shopper's
/// likelihood has the gradient s(u) = Σ (x − mean of x on offer) and the information I(u) = Σ covariance of x on
/// offer (of which the diagonal is kept), and with (b, a) drawn from a normal distribution N(0, Σ)
///
///     (b, a) ~ N(m, P),   P = (Σ⁻¹ + I)⁻¹,   m = P · s
///
/// Σ maximises the likelihood of all shoppers: expectation–maximisation, Σ ← mean of m·mᵀ + P (Dempster, Laird,
/// Rubin 1977). Its correlation lets the levels that somebody buys at speak of discounts, too. The conditional
/// logit is McFadden's, 1974; see also Train, *Discrete Choice Methods with Simulation*, 2009, chapter 11.
package struct PriceResponse: Sendable {
  package struct Choice: Sendable {
    package var user: UInt32
    /// Seconds since 1970.
    package var time: Int64
    package var category: UInt32
    /// 0...1.
    package var discount: Double
    /// 0...1.
    package var level: Double

    package init(
      user: UInt32, time: Int64, category: UInt32, discount: Double, level: Double
    ) {
      self.user = user
      self.time = time
      self.category = category
      self.discount = discount
      self.level = level
    }
  }

  /// Choices that an offer needs so that it is compared with.
  static let leastOffer = 10
  private static let rounds = 100

  /// Per user the expected b and a; 0 where nothing is known.
  package private(set) var discount: [Double]
  package private(set) var level: [Double]
  /// Standard deviation of b among shoppers.
  package let discountDeviation: Double
  /// Choices at which half of a shopper's deviation is told.
  package let halfConfidence: Double

  /// `nil` when no offer has enough choices, or discounts and levels never differ.
  /// O(choices + rounds · users).
  ///
  /// - Parameter time: what was chosen later is not known
  package init?(userCount: Int, choices: [Choice], until time: Int64) {
    let known = choices.filter { $0.time <= time }
    var offers: [UInt64: Offer] = [:]
    for choice in known { offers[choice.offer, default: Offer()].add(choice) }
    var scores = [Pair](repeating: Pair(), count: userCount)
    var information = scores
    var compared = 0
    for choice in known {
      guard let offer = offers[choice.offer], offer.count >= Double(Self.leastOffer) else {
        continue
      }
      let others = offer.without(choice)
      scores[Int(choice.user)].first += choice.discount - others.mean.first
      scores[Int(choice.user)].second += choice.level - others.mean.second
      information[Int(choice.user)].first += others.variance.first
      information[Int(choice.user)].second += others.variance.second
      compared += 1
    }
    let heard = information.indices.filter {
      information[$0].first > 0 && information[$0].second > 0
    }
    guard heard.count >= 2 else { return nil }
    // Σ, begun at where one unit is one of ln odds.
    var spread = Symmetric(first: 1, second: 1, both: 0)
    for _ in 0..<Self.rounds {
      var sum = Symmetric(first: 0, second: 0, both: 0)
      for user in heard {
        let (mean, covariance) = spread.posterior(scores[user], information[user])
        sum.first += mean.first * mean.first + covariance.first
        sum.second += mean.second * mean.second + covariance.second
        sum.both += mean.first * mean.second + covariance.both
      }
      let count = Double(heard.count)
      spread = Symmetric(
        first: max(sum.first / count, 1e-6), second: max(sum.second / count, 1e-6),
        both: sum.both / count)
    }
    discount = [Double](repeating: 0, count: userCount)
    level = discount
    for user in heard {
      let mean = spread.posterior(scores[user], information[user]).mean
      discount[user] = mean.first
      level[user] = mean.second
    }
    discountDeviation = spread.first.squareRoot()
    let usual = heard.reduce(0) { $0 + information[$1].first } / Double(compared)
    halfConfidence = 1 / (usual * spread.first)
  }

  /// The share of shoppers who answer discounts less, were all as they are expected to be: 0...1, .5 for
  /// somebody of whom nothing is known.
  package func sensitivity(of user: Int) -> Double {
    0.5 * Double.erfc(-discount[user] / (discountDeviation * 2.0.squareRoot()))
  }
}

private struct Pair {
  var first = 0.0
  var second = 0.0
}

private struct Symmetric {
  var first: Double
  var second: Double
  var both: Double

  /// Of N(0, self), seen through a gradient and a diagonal information.
  func posterior(_ score: Pair, _ information: Pair) -> (mean: Pair, covariance: Symmetric) {
    let determinant = max(first * second - both * both, 1e-12)
    let inverse = Symmetric(
      first: second / determinant + information.first,
      second: first / determinant + information.second, both: -both / determinant)
    let other = inverse.first * inverse.second - inverse.both * inverse.both
    let covariance = Symmetric(
      first: inverse.second / other, second: inverse.first / other, both: -inverse.both / other)
    let mean = Pair(
      first: covariance.first * score.first + covariance.both * score.second,
      second: covariance.both * score.first + covariance.second * score.second)
    return (mean, covariance)
  }
}

/// The choices of a category in a week.
private struct Offer {
  var count = 0.0
  var sum = Pair()
  var squares = Pair()

  mutating func add(_ choice: PriceResponse.Choice) {
    count += 1
    sum.first += choice.discount
    sum.second += choice.level
    squares.first += choice.discount * choice.discount
    squares.second += choice.level * choice.level
  }

  /// What is on offer, as the other choices have it.
  func without(_ choice: PriceResponse.Choice) -> (mean: Pair, variance: Pair) {
    let others = count - 1
    let mean = Pair(
      first: (sum.first - choice.discount) / others, second: (sum.second - choice.level) / others)
    let square = Pair(
      first: (squares.first - choice.discount * choice.discount) / others,
      second: (squares.second - choice.level * choice.level) / others)
    return (
      mean,
      Pair(
        first: max(0, square.first - mean.first * mean.first),
        second: max(0, square.second - mean.second * mean.second))
    )
  }
}

extension PriceResponse.Choice {
  /// Category, and week since 1970.
  fileprivate var offer: UInt64 {
    let week = (Double(time) / (7 * secondsPerDay)).rounded(.down)
    return UInt64(category) << 32 | UInt64(UInt32(truncatingIfNeeded: Int64(week)))
  }
}
