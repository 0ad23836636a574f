import Answering
import Bytes
import Profiling
import Wire

extension Method {
  /// Profile.SizeAudience: for how many shoppers an expression holds.
  ///
  /// Analysts may ask too: they get it with noise, and pay for it.
  package static let sizeAudience = Method(
    0x0204, "Profile.SizeAudience", callers: [.service, .agent, .analyst], placement: .pool
  ) { body, generation, context, output throws(RPCError) in
    let request = try context.decode(SizeAudienceRequestView.self, from: body)
    let models = try generation.requireModels()
    let count: Int
    do throws(AnswerError) {
      try AnswerLimits.check(epsilon: request.epsilon)
      count = try models.audience(request.expression, scratch: context.scratch).count
    } catch {
      throw RPCError(error)
    }
    let released =
      context.role == .analyst
      ? try context.releaseWithNoise(
        count, of: "SizeAudience", request.expression, epsilon: request.epsilon, generation)
      : try context.release([count])
    output.appendSizeAudienceResponse(
      size: released.values[0], isNoisy: released.isNoisy, noise95: released.noise95,
      epsilonLeft: released.epsilonLeft)
    try models.checkUndamaged()
  }

  /// Profile.DescribeAudience: what sets an audience apart from all shoppers.
  ///
  /// Not for analysts: which differences are told depends on who is in the audience, and that choice
  /// would have to be paid for as well.
  package static let describeAudience = Method(
    0x0206, "Profile.DescribeAudience", placement: .pool
  ) { body, generation, context, output throws(RPCError) in
    let request = try context.decode(DescribeAudienceRequestView.self, from: body)
    let models = try generation.requireModels()
    let described = try models.describe(request, context)
    var counts = [described.size, described.all]
    for difference in described.differences {
      counts += [difference.countInside, difference.countOfAll]
    }
    let released = try context.release(counts)
    let (size, all) = (released.values[0], released.values[1])
    output.appendDescribedSize(size)
    for (index, difference) in described.differences.enumerated() {
      let inside = Double(released.values[2 + 2 * index]) / Double(max(size, 1))
      let overall = Double(released.values[3 + 2 * index]) / Double(max(all, 1))
      output.appendAudienceDifference(
        tag: difference.tag, value: difference.value, shareInside: inside, shareOfAll: overall,
        lift: overall > 0 ? inside / overall : 0)
    }
    output.appendDescribeAudienceTail(
      isNoisy: released.isNoisy, epsilonLeft: released.epsilonLeft)
    try models.checkUndamaged()
  }
}

extension Models {
  fileprivate func describe(
    _ request: DescribeAudienceRequestView, _ context: CallContext
  ) throws(RPCError) -> (size: Int, all: Int, differences: [AudienceDifference]) {
    do throws(AnswerError) {
      try AnswerLimits.check(epsilon: request.epsilon)
      try AnswerLimits.check(differenceLimit: request.limit)
      let audience = try audience(request.expression, scratch: context.scratch)
      // A pass over every column is not for an audience that is refused.
      guard audience.count >= context.audienceLeast else { return (audience.count, 0, []) }
      return (
        audience.count, everybody.count,
        try differences(of: audience, least: context.audienceLeast, limit: request.limit)
      )
    } catch {
      throw RPCError(error)
    }
  }
}
