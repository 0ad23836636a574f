import Answering
import Bytes
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
}
