import Answering
import Profiling
import Wire

extension Method {
  /// Profile.DescribeAudience: what sets an audience apart from all shoppers.
  ///
  /// Analysts may ask too. For them every cell of every tag is paid for and gets noise, and the differences
  /// are chosen by what that gave: a choice by exact counts would tell what was not paid for.
  package static let describeAudience = Method(
    0x0206, "Profile.DescribeAudience", callers: [.service, .agent, .analyst], placement: .pool
  ) { body, generation, context, output throws(RPCError) in
    let request = try context.decode(DescribeAudienceRequestView.self, from: body)
    let models = try generation.requireModels()
    let audience: Audience
    do throws(AnswerError) {
      try AnswerLimits.check(epsilon: request.epsilon)
      try AnswerLimits.check(differenceLimit: request.limit)
      audience = try models.audience(request.expression, scratch: context.scratch)
    } catch {
      throw RPCError(error)
    }
    let described =
      context.role == .analyst
      ? try models.describeWithNoise(audience, request, context, generation)
      : try models.describe(audience, request, context)
    output.append(described)
    try models.checkUndamaged()
  }
}

/// What is told of an audience; every count in it was released.
private struct DescribedAudience {
  let size: Int
  let all: Int
  let differences: [AudienceDifference]
  var isNoisy = false
  var epsilonLeft = Double.nan
  var noise95 = 0
}

extension Models {
  fileprivate func describe(
    _ audience: Audience, _ request: DescribeAudienceRequestView, _ context: CallContext
  ) throws(RPCError) -> DescribedAudience {
    // First: a pass over every column is not for an audience that is refused.
    _ = try context.release([audience.count])
    let differences: [AudienceDifference]
    do throws(AnswerError) {
      differences = try self.differences(
        of: audience, least: context.audienceLeast, limit: request.limit)
    } catch {
      throw RPCError(error)
    }
    _ = try context.release(differences.flatMap { [$0.countInside, $0.countOfAll] })
    return DescribedAudience(
      size: audience.count, all: everybody.count, differences: differences)
  }

  fileprivate func describeWithNoise(
    _ audience: Audience, _ request: DescribeAudienceRequestView, _ context: CallContext,
    _ generation: Generation?
  ) throws(RPCError) -> DescribedAudience {
    var breakdowns: [AudienceBreakdown]
    do throws(AnswerError) {
      breakdowns = try self.breakdowns(of: audience)
    } catch {
      throw RPCError(error)
    }
    let released = try context.releaseWithNoise(
      groups: [[audience.count, everybody.count - audience.count]]
        + breakdowns.map { $0.inside + $0.outside },
      of: "DescribeAudience", request.expression, epsilon: request.epsilon, generation)
    for index in breakdowns.indices {
      let count = breakdowns[index].values.count
      breakdowns[index].inside = Array(released.groups[index + 1].prefix(count))
      breakdowns[index].outside = Array(released.groups[index + 1].dropFirst(count))
    }
    let size = released.groups[0][0]
    let all = size + max(0, released.groups[0][1])
    return DescribedAudience(
      size: size, all: all,
      differences: breakdowns.differences(
        size: size, all: all, least: context.audienceLeast, noise: released.halfWidth95,
        limit: request.limit == 0 ? AnswerLimits.differencesUsual : request.limit),
      isNoisy: true, epsilonLeft: released.epsilonLeft, noise95: released.halfWidth95)
  }
}

extension ByteBuffer {
  fileprivate mutating func append(_ described: DescribedAudience) {
    appendDescribedSize(Int64(described.size))
    for difference in described.differences {
      let inside = Double(difference.countInside) / Double(max(described.size, 1))
      let overall = Double(difference.countOfAll) / Double(max(described.all, 1))
      appendAudienceDifference(
        tag: difference.tag, value: difference.value, shareInside: inside, shareOfAll: overall,
        lift: overall > 0 ? inside / overall : 0)
    }
    appendDescribeAudienceTail(
      isNoisy: described.isNoisy, epsilonLeft: described.epsilonLeft,
      noise95: Double(described.noise95))
  }
}
