import Answering
import Bytes
import Profiling
import Wire

extension Method {
  /// Profile.LookAlikes: the shoppers most like given ones, the likest first.
  package static let lookAlikes = Method(
    0x0205, "Profile.LookAlikes",
    beginParts: { body, generation, context throws(RPCError) in
      // Ten thousand ids of a few bytes take more than 16 × their body while they are decoded.
      let decoder = MessageDecoder(arenaFloor: 2 << 20)
      let request = try CallContext.decode(LookAlikesRequestView.self, from: body, with: decoder)
      defer { extendLifetime(decoder) }
      return try LookAlikeParts(request, generation, context)
    })
}

/// Look-alikes that are being told.
// Safe to send: `next` and `hasBegun` change on one thread at a time, which the job's lock hands over;
// the rest is never written after `init`.
private final class LookAlikeParts: PartSource, @unchecked Sendable {
  private static let partSize = 1_000

  private let found: LookAlikes
  private var next = 0
  private var hasBegun = false
  private let held: HeldMemory

  init(
    _ request: LookAlikesRequestView, _ generation: Generation?, _ context: CallContext
  ) throws(RPCError) {
    let models = try generation.requireModels()
    let audience: Audience
    do throws(AnswerError) {
      audience = try models.audience(request.expression, scratch: context.scratch)
    } catch {
      throw RPCError(error)
    }
    _ = try context.release([audience.count])
    held = try HeldMemory(byteCount: 8 * min(request.limit, audience.count))
    do throws(AnswerError) {
      found = try models.lookAlikes(
        of: (0..<request.userCount).map { request.userID($0) }, among: audience,
        limit: request.limit)
    } catch {
      throw RPCError(error)
    }
    try models.checkUndamaged()
  }

  func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError) {}

  /// The first part is there even when nobody is left to tell: it names the seeds that are not known.
  func writePart(
    _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
  ) throws(RPCError) -> Bool {
    let ranked = found.ranked
    guard !hasBegun || next < ranked.users.count else { return false }
    let models = try generation.requireModelsOfNobodyErased()
    let end = min(ranked.users.count, next + Self.partSize)
    for position in next..<end {
      output.appendAudienceMember(
        id: models.userID(ranked.users[position]), score: ranked.scores[position])
    }
    output.appendLookAlikesTail(unknownUsers: hasBegun ? [] : found.unknownUsers)
    next = end
    hasBegun = true
    try models.checkUndamaged()
    return true
  }
}
