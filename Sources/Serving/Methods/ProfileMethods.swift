import Answering
import Bytes
import Profiling
import Recommendation
import Snapshots
import Wire

extension Method {
  /// Profile.GetProfile: what is known of a shopper, as far as the caller's role may see it.
  package static let getProfile = Method(0x0201, "Profile.GetProfile") {
    body, generation, context, output throws(RPCError) in
    let request = try context.decode(GetProfileRequestView.self, from: body)
    let models = try generation.requireModels()
    context.profileQuery.fill(from: request)
    context.profileQuery.user = request.userID
    context.profileQuery.now = context.now
    context.profileQuery.masking = context.masking
    do throws(AnswerError) {
      try models.profile(
        context.profileQuery, scratch: context.scratch, into: &context.profileAnswer)
    } catch {
      throw RPCError(error)
    }
    output.append(context.profileAnswer, of: models, omitsMethods: request.omitsMethods)
    try models.checkUndamaged()
  }

  /// Profile.BatchGetProfiles: GetProfile for many shoppers, one part for each, in their order.
  package static let batchGetProfiles = Method(
    0x0202, "Profile.BatchGetProfiles",
    beginParts: { body, generation, context throws(RPCError) in
      _ = try generation.requireModels()
      return try ProfileBatch(body, now: context.now)
    })
}

/// A batch that is being answered: who is next.
///
/// What is wrong with the question itself is found by the first shopper, before a part was written.
// Safe to send: `next` changes on one thread at a time, which the job's lock hands over; the rest
// is never written after `init`.
private final class ProfileBatch: PartSource, @unchecked Sendable {
  // As in RecommendBatch.
  private let decoder = MessageDecoder(arenaFloor: 2 << 20)
  private let request: BatchGetProfilesRequestView
  /// All parts are of the same moment.
  private let now: Int64
  private var next = 0

  init(_ body: ByteView, now: Int64) throws(RPCError) {
    self.now = now
    let request = try CallContext.decode(
      BatchGetProfilesRequestView.self, from: body, with: decoder)
    self.request = request
    do throws(AnswerError) {
      try AnswerLimits.check(batchCount: request.userCount) { request.userID($0) }
    } catch {
      throw RPCError(error)
    }
  }

  func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError) {
    context.profileQuery.reset()
    if let question = request.question { context.profileQuery.fill(from: question) }
    context.profileQuery.recent.removeAll(keepingCapacity: true)
    context.profileQuery.now = now
    context.profileQuery.masking = context.masking
  }

  func writePart(
    _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
  ) throws(RPCError) -> Bool {
    guard next < request.userCount else { return false }
    let user = request.userID(next)
    next += 1
    let models = try generation.requireModels()
    context.profileQuery.user = user
    do throws(AnswerError) {
      try models.profile(
        context.profileQuery, scratch: context.scratch, into: &context.profileAnswer)
    } catch {
      throw RPCError(error)
    }
    let answer = output.beginBatchGetProfilesPart(userID: user)
    output.append(
      context.profileAnswer, of: models, omitsMethods: request.question?.omitsMethods ?? false)
    output.endMessage(answer)
    try models.checkUndamaged()
    return true
  }
}

extension ProfileQuery {
  /// All but the shopper, and what the server says.
  fileprivate mutating func fill(from request: GetProfileRequestView) {
    reset()
    affinityLimit = request.affinityLimit
    explains = request.explains
    for index in 0..<request.tagCount { tags.append(request.tag(index)) }
    for index in 0..<request.recentCount {
      let event = request.recent(index)
      recent.append(
        RecentEvent(
          item: event.itemID, kind: event.kind, ageSeconds: event.ageSeconds, value: event.value,
          query: event.query))
    }
  }
}

extension ByteBuffer {
  fileprivate mutating func append(
    _ answer: borrowing ProfileAnswer, of models: Models, omitsMethods: Bool
  ) {
    guard let profiles = models.profiles else { return }
    for position in answer.tags.indices {
      append(
        answer.tags[position], profiles.entries[answer.tags[position].index],
        omitsMethods: omitsMethods,
        explanation: answer.explanations.isEmpty ? "" : answer.explanations[position])
    }
    for affinity in answer.affinities {
      appendProfileAffinity(
        attribute: profiles.affinityNames[affinity.table],
        value: profiles.affinities[affinity.table].values[affinity.value],
        affinity: affinity.weight, confidence: affinity.confidence)
    }
    appendGetProfileTail(isUserKnown: answer.isUserKnown, unknownItems: answer.unknownItems)
    for index in answer.maskedTags { appendMasked(profiles.entries[index].name) }
    for index in answer.maskedTables { appendMasked(affinityTo: profiles.affinityNames[index]) }
  }

  private mutating func append(
    _ tag: ProfileAnswer.Tag, _ entry: TagEntry, omitsMethods: Bool, explanation: String
  ) {
    var fields = ProfileTagFields(name: entry.name)
    var band = ""
    switch tag.value {
    case .number(let number): fields.number = Double(number)
    case .category(let code):
      if case .categories(let categories) = entry.values {
        fields.category = categories.values[Int(code)]
      }
    case .band(let around):
      fields.number = around.lower
      band = "\(around)"
    }
    fields.unit = entry.unit
    fields.confidence = tag.confidence
    fields.evidence = UInt64(clamping: tag.evidence)
    fields.ageDays = tag.ageDays
    fields.source = entry.source
    if !omitsMethods { fields.method = entry.method }
    let source =
      switch tag.origin {
      case .model: ""
      case .request: "request"
      case .prior: "prior"
      }
    appendProfileTag(fields, band: band, source: source, explanation: explanation)
  }
}
