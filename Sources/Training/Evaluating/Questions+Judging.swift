import Learning
import Recommendation

extension Questions {
  /// Scores every list for every group, and adds intervals. Users are redrawn for all contestants
  /// alike, so that what one is ahead of another is judged user by user.
  func judge(_ asked: [AskedModel], groups: [QuestionGroup]) -> [ModelResult] {
    let judged = groups.filter { !$0.rows.isEmpty }.map { group in
      (
        group.group,
        bootstrap.means(
          of: scores(asked, group), columns: asked.count * columns, threads: options.threads)
      )
    }
    let properties = bootstrap.means(
      of: properties(asked), columns: asked.count * 2 * cutoffs.count, threads: options.threads)
    return asked.indices.map { index in
      ModelResult(
        name: asked[index].contestant.name, isBaseline: asked[index].isBaseline,
        answerMicroseconds: asked[index].microseconds,
        figures: Dictionary(
          uniqueKeysWithValues: judged.map { group, means in (group, figures(of: index, means)) }),
        lists: listFigures(of: index, asked[index], properties),
        leads: judged.flatMap { group, means in
          asked.indices.filter { $0 != index }.map { other in
            Lead(
              group: group, over: asked[other].contestant.name,
              difference: means.difference(
                mainColumn(of: index), minus: mainColumn(of: other)))
          }
        },
        concentration: exposure(of: asked[index], cutoff: EvaluationOptions.mainCutoff)
          .concentration(at: ModelResult.concentrationShares))
    }
  }

  private var bootstrap: Bootstrap {
    Bootstrap(seed: options.seed, resamples: options.resamples)
  }

  /// Per contestant: metrics at the first cutoff, at the second, …
  private var columns: Int { cutoffs.count * RankingMetric.allCases.count }

  private func mainColumn(of contestant: Int) -> Int {
    let cutoff = cutoffs.firstIndex(of: EvaluationOptions.mainCutoff) ?? 0
    let metric = RankingMetric.allCases.firstIndex(of: .ndcg) ?? 0
    return contestant * columns + cutoff * RankingMetric.allCases.count + metric
  }

  /// Shape: users of the group × (contestants · columns).
  private func scores(_ asked: [AskedModel], _ group: QuestionGroup) -> [Double] {
    parallelMap(count: group.rows.count, threads: options.threads) { row in
      asked.flatMap { model in
        cutoffs.flatMap { cutoff in
          let scores = RankingScores(
            ranked: model.lists[group.rows[row]], relevant: group.relevant[row], cutoff: cutoff)
          return RankingMetric.allCases.map { scores[$0] }
        }
      }
    }.flatMap(\.self)
  }

  private func figures(of contestant: Int, _ means: BootstrapMeans) -> [Figure] {
    var column = contestant * columns
    var figures: [Figure] = []
    for cutoff in cutoffs {
      for metric in RankingMetric.allCases {
        figures.append(Figure(metric: metric, cutoff: cutoff, estimate: means.estimate(column)))
        column += 1
      }
    }
    return figures
  }

  /// Novelty at each cutoff, then diversity. Shape: questions × (contestants · 2 · cutoffs).
  private func properties(_ asked: [AskedModel]) -> [Double] {
    let information = SelfInformation(shoppers: shoppers, users: interactions.activeUserCount)
    return parallelMap(count: heldOut.count, threads: options.threads) { row in
      asked.flatMap { model in
        let list = model.lists[row]
        return cutoffs.map { information.mean(of: list.prefix($0)) }
          + distance.diversity(of: list, cutoffs: cutoffs)
      }
    }.flatMap(\.self)
  }

  private func listFigures(
    of contestant: Int, _ asked: AskedModel, _ properties: BootstrapMeans
  ) -> [ListFigures] {
    cutoffs.enumerated().map { index, cutoff in
      let column = contestant * 2 * cutoffs.count + index
      let exposure = exposure(of: asked, cutoff: cutoff)
      return ListFigures(
        cutoff: cutoff, coverage: exposure.coverage, gini: exposure.gini,
        novelty: properties.estimate(column),
        diversity: distance.isEmpty ? nil : properties.estimate(column + cutoffs.count))
    }
  }

  private func exposure(of asked: AskedModel, cutoff: Int) -> Exposure {
    var exposure = Exposure(itemCount: shoppers.count)
    for list in asked.lists { exposure.add(list.prefix(cutoff)) }
    return exposure
  }
}

extension Interactions {
  fileprivate var activeUserCount: Int {
    (0..<userCount).count { !entries(of: $0).isEmpty }
  }
}
