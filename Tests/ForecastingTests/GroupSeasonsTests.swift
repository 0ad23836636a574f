import Forecasting
import Learning
import RealModule
import Testing

/// A season that series have in common is used where it foretells better than none, and nowhere else.
@Suite struct GroupSeasonsTests {
  private static let season = 12

  /// Four years of months of Poisson counts: of even places one season, of odd ones what `other` says.
  private func series(_ other: Double, swing: Double = 0.8) -> [SeasonChoice.Series] {
    var random = SeededRandom(seed: 12)
    return (0..<60).map { place in
      let level = 1 + 3 * random.uniform()
      let sign = place.isMultiple(of: 2) ? 1 : other
      let values = (0..<48).map { period in
        let wave = Double.sin(2 * Double.pi * Double(5 + period) / 12)
        return UnconstrainingTests.poisson(level * (1 + sign * swing * wave), &random)
      }
      return SeasonChoice.Series(
        values: values, wasSoldOut: values.map { _ in false }, firstPeriod: 5, isCounts: true)
    }
  }

  private func choice(_ series: [SeasonChoice.Series]) -> SeasonChoice {
    SeasonChoice(
      series, groupings: [series.map { _ in 0 }, series.indices.map { $0 % 2 }],
      season: Self.season, horizon: 6, threads: 2)
  }

  @Test func `a season of all series is found, at the places of the year`() {
    let choice = choice(series(1))
    #expect(choice.countDepth > 0)
    let (seasons, groups) = choice.seasons()
    for period in 5..<17 {
      let truth = 1 + 0.8 * Double.sin(2 * Double.pi * Double(period) / 12)
      #expect(abs(seasons.factor(groups[0], period: period) - truth) < 0.2)
    }
    #expect(seasons.factor(groups[0], period: -7) == seasons.factor(groups[0], period: 5))
  }

  @Test func `groups whose seasons are opposite have one each`() {
    let choice = choice(series(-1))
    #expect(choice.countDepth == 2)
    let (seasons, groups) = choice.seasons()
    #expect(seasons.factor(groups[0], period: 3) > 1.4)
    #expect(seasons.factor(groups[1], period: 3) < 0.6)
  }

  @Test func `where there is no season none is taken`() {
    let choice = choice(series(1, swing: 0))
    #expect(choice.countDepth == 0)
    let (seasons, groups) = choice.seasons()
    #expect(groups.allSatisfy { $0 == nil })
    #expect(seasons.factor(groups[0], period: 3) == 1)
  }

  @Test func `what is known of a season earlier knows nothing of later sales`() {
    let whole = series(1)
    let changed = whole.map { one in
      SeasonChoice.Series(
        values: one.values.dropLast(6) + [100, 0, 100, 0, 100, 0], wasSoldOut: one.wasSoldOut,
        firstPeriod: one.firstPeriod, isCounts: true)
    }
    let groupings = [whole.map { _ in 0 }]
    func before(_ series: [SeasonChoice.Series]) -> GroupSeasons {
      // A choice that is sure to take a season: it may have looked at these months, the factors must not.
      SeasonChoice(series, groupings: groupings, season: 12, horizon: 6, threads: 1)
        .learned(depth: 1, back: 6)
    }
    #expect(before(whole) == before(changed))
  }

  @Test func `however seldom and however large, a scaled demand is a distribution`() {
    let sizes: [Double] = [0, 1e-9, 0.5, 1, 1.0000001, 3, 1e5]
    for probability in [0, Double.leastNonzeroMagnitude, 1e-40, 1e-17, 1e-9, 0.2, 1 - 1e-12, 1] {
      for size in sizes {
        for variance in [0, 1e-6, 5, 1e9] {
          for factor in [
            0, Double.leastNonzeroMagnitude, 1e-30, 1e-3, 0.9999999, 1.0000001, 40, 1e12,
          ] {
            let plain = HurdleDistribution(
              probability: probability, size: size, sizeVariance: variance)
            guard factor * plain.mean < 1e7 else { continue }
            let scaled = plain.times(factor)
            #expect(scaled.mean.isFinite && scaled.probability >= 0 && scaled.probability <= 1)
            var quantiles: [Double] = []
            scaled.appendQuantiles([0.1, 0.5, 0.9], to: &quantiles)
            #expect(quantiles.sorted() == quantiles && (quantiles.last ?? 0).isFinite)
            #expect(quantiles == [0.1, 0.5, 0.9].map { scaled.quantile($0) })
          }
        }
      }
    }
  }

  @Test(arguments: [0.3, 1, 2.5])
  func `a demand that is larger is asked for more often, and more of it`(factor: Double) {
    let plain = HurdleDistribution(probability: 0.4, size: 3, sizeVariance: 5)
    let scaled = plain.times(factor)
    #expect(abs(scaled.mean - factor * plain.mean) < 1e-9)
    #expect((scaled.probability > plain.probability) == (factor > 1))
    #expect(scaled.quantile(0.9) >= 0)
    #expect((scaled.quantile(0.95) > plain.quantile(0.95)) == (factor > 1))
    if factor == 1 { #expect(scaled == plain) }
  }
}
