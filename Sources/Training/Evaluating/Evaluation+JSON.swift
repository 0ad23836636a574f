package import Learning
import Recommendation
package import Snapshots

/// The document that `modiste evaluate --json` prints:
///
///     { "format": "modiste evaluation 1",
///       "split", "includesSeen", "seed", "resamples", "trainingEvents", "items",
///       "generation"         of --store, otherwise null
///       "settings", "validation", "fitSeconds"      null with --store
///       "groups":            { "all": { "users" }, "coldUsers": …, "coldItems": … }
///       "models": [          those asked for first
///         { "model", "isBaseline", "answerMicroseconds",
///           "figures": [ { "group", "metric", "cutoff", "value", "low", "high" } ],
///           "lists":   [ { "cutoff", "coverage", "gini", "novelty": ESTIMATE, "diversity": ESTIMATE } ],
///           "leads":   [ { "group", "over", "metric", "cutoff", "value", "low", "high" } ] } ],
///       "model", "users", "metrics", "answerMicroseconds"   of the first model, without intervals }
///
/// ESTIMATE is { "value", "low", "high" } or null; "low" and "high" end the 95 % interval.
extension Evaluation {
  package var json: JSON {
    [
      "format": "modiste evaluation 1",
      "split": .string(split),
      "includesSeen": .bool(includesSeen),
      "seed": .string("\(seed)"),
      "resamples": .integer(resamples),
      "trainingEvents": .integer(trainingEvents),
      "items": .integer(itemCount),
      "generation": generation.map { .string($0) } ?? .null,
      "settings": settings?.json ?? .null,
      "validation": validation?.json ?? .null,
      "fitSeconds": fitSeconds.map { .number($0) } ?? .null,
      "groups": .object(
        UserGroup.allCases.map { group in
          JSON.Member(group.rawValue, ["users": .integer(userCounts[group] ?? 0)])
        }),
      "models": .array(results.map(\.json)),
      "model": results.first.map { .string($0.name) } ?? .null,
      "users": .integer(userCount),
      "metrics": .array(EvaluationOptions.cutoffs.map { plainMetrics(at: $0) }),
      "answerMicroseconds": results.first.map { .number($0.answerMicroseconds) } ?? .null,
    ]
  }

  private func plainMetrics(at cutoff: Int) -> JSON {
    .object(
      [JSON.Member("cutoff", .integer(cutoff)), JSON.Member("users", .integer(userCount))]
        + RankingMetric.allCases.map { metric in
          let value = results.first?.figure(metric, at: cutoff)?.value
          return JSON.Member(metric.rawValue, .number(value ?? 0))
        })
  }

  /// What a manifest keeps, and Admin.Status tells: { "model", "metric", "cutoff", "value", "low",
  /// "high" } of every contestant at the lengths that shops show.
  package var manifestFigures: JSON {
    .array(
      results.flatMap { result in
        [EvaluationOptions.mainCutoff, 20].flatMap { cutoff in
          let ranked = RankingMetric.allCases.compactMap { metric in
            result.figure(metric, at: cutoff).map {
              figure(result.name, metric.rawValue, cutoff, $0)
            }
          }
          guard let lists = result.lists(at: cutoff) else { return ranked }
          return ranked + [
            figure(result.name, "coverage", cutoff, Estimate(exactly: lists.coverage)),
            figure(result.name, "novelty", cutoff, lists.novelty),
          ]
        }
      })
  }

  private func figure(
    _ model: String, _ metric: String, _ cutoff: Int, _ estimate: Estimate
  ) -> JSON {
    .object(
      [
        JSON.Member("model", .string(model)), JSON.Member("metric", .string(metric)),
        JSON.Member("cutoff", .integer(cutoff)),
      ] + estimate.members)
  }
}

extension ModelResult {
  fileprivate var json: JSON {
    let figures = UserGroup.allCases.flatMap { group in
      (self.figures[group] ?? []).map { figure in
        JSON.object(
          [
            JSON.Member("group", .string(group.rawValue)),
            JSON.Member("metric", .string(figure.metric.rawValue)),
            JSON.Member("cutoff", .integer(figure.cutoff)),
          ] + figure.estimate.members)
      }
    }
    return [
      "model": .string(name),
      "isBaseline": .bool(isBaseline),
      "answerMicroseconds": .number(answerMicroseconds),
      "figures": .array(figures),
      "lists": .array(
        lists.map { lists in
          [
            "cutoff": .integer(lists.cutoff), "coverage": .number(lists.coverage),
            "gini": .number(lists.gini), "novelty": lists.novelty.json,
            "diversity": lists.diversity?.json ?? .null,
          ]
        }),
      "leads": .array(
        leads.map { lead in
          .object(
            [
              JSON.Member("group", .string(lead.group.rawValue)),
              JSON.Member("over", .string(lead.over)),
              JSON.Member("metric", .string(RankingMetric.ndcg.rawValue)),
              JSON.Member("cutoff", .integer(EvaluationOptions.mainCutoff)),
            ] + lead.difference.members)
        }),
    ]
  }
}

extension RecommendationSettings {
  fileprivate var json: JSON {
    [
      "weighting": .string("\(weighting)"),
      "neighbours": .integer(neighbourCount),
      "halfLifeItems": halfLife.isFinite ? .number(Double(halfLife)) : .null,
      "hybrid": hybridDescription,
    ]
  }
}

extension Estimate {
  /// A figure of all lists together, which users cannot be redrawn for.
  init(exactly value: Double) { self.init(value: value, low: value, high: value) }

  package var members: [JSON.Member] {
    [
      JSON.Member("value", .number(value)), JSON.Member("low", .number(low)),
      JSON.Member("high", .number(high)),
    ]
  }

  package var json: JSON { .object(members) }
}
