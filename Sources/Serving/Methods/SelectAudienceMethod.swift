import Answering
import Bytes
import Expressions
import Profiling
import Wire

extension Method {
  /// Profile.SelectAudience: the shoppers for whom an expression holds, a page a part.
  package static let selectAudience = Method(
    0x0203, "Profile.SelectAudience",
    beginParts: { body, generation, context throws(RPCError) in
      let request = try context.decode(SelectAudienceRequestView.self, from: body)
      return try AudienceSelection(request, generation, context)
    })
}

/// An audience that is being told, page by page.
// Safe to send: `next` and `cursor` change on one thread at a time, which the job's lock hands over;
// the rest is never written after `init`.
private final class AudienceSelection: PartSource, @unchecked Sendable {
  private enum Members {
    case ascending(ShopperSet)
    case ranked(RankedShoppers)
  }

  private let members: Members
  private let size: UInt64
  /// How many are told: the audience, or the limit.
  private let total: Int
  private let pageSize: Int
  private let token: PageToken
  private var next = 0
  private var cursor: ShopperSet.Cursor?
  private let held: HeldMemory

  init(
    _ request: SelectAudienceRequestView, _ generation: Generation?, _ context: CallContext
  ) throws(RPCError) {
    let models = try generation.requireModels()
    let (audience, score) = try models.audience(request, context)
    // Who is erased moves everybody behind: a position is of the generation without them.
    token = PageToken(
      generation: generation?.privacyIdentity ?? "", question: request.question)
    pageSize = request.pageSize == 0 ? AnswerLimits.audiencePageUsual : request.pageSize
    total = request.limit == 0 ? audience.count : min(request.limit, audience.count)
    let released = try context.release([audience.count])
    size = UInt64(clamping: released.values[0])
    if !request.pageToken.isEmpty {
      next = try token.begin(with: request.pageToken, of: total)
    }
    if let score {
      held = try HeldMemory(byteCount: 8 * total)
      members = .ranked(try models.ranked(audience, by: score, limit: total))
    } else {
      held = try HeldMemory(byteCount: 8 * audience.shoppers.words.count)
      members = .ascending(audience.shoppers)
      cursor = ShopperSet.Cursor(skipping: next, in: audience.shoppers)
    }
    try models.checkUndamaged()
  }

  func beginTurn(_ generation: Generation?, _ context: CallContext) throws(RPCError) {}

  func writePart(
    _ generation: Generation?, _ context: CallContext, _ output: inout ByteBuffer
  ) throws(RPCError) -> Bool {
    guard next < total else { return false }
    let models = try generation.requireModelsOfNobodyErased()
    let end = min(total, next + pageSize)
    switch members {
    case .ascending(let shoppers):
      for user in cursor?.next(end - next, in: shoppers) ?? [] {
        output.appendAudienceMember(id: models.userID(user), score: 0)
      }
    case .ranked(let ranked):
      for position in next..<end {
        output.appendAudienceMember(
          id: models.userID(ranked.users[position]), score: ranked.scores[position])
      }
    }
    next = end
    output.appendSelectAudienceTail(
      nextPageToken: end < total ? token.text(position: end) : "", size: size)
    try models.checkUndamaged()
    return true
  }
}

extension Models {
  fileprivate func audience(
    _ request: SelectAudienceRequestView, _ context: CallContext
  ) throws(RPCError) -> (Audience, AudienceScore?) {
    do throws(AnswerError) {
      try AnswerLimits.check(audiencePageSize: request.pageSize)
      let score = request.rankedBy.isEmpty ? nil : try audienceScore(request.rankedBy)
      return (try audience(request.expression, scratch: context.scratch), score)
    } catch {
      throw RPCError(error)
    }
  }

  fileprivate func ranked(
    _ audience: Audience, by score: AudienceScore, limit: Int
  ) throws(RPCError) -> RankedShoppers {
    do throws(AnswerError) {
      return try rank(audience, by: score, limit: limit)
    } catch {
      throw RPCError(error)
    }
  }
}

extension SelectAudienceRequestView {
  /// What decides whom the pages hold and in which order; not how many are on one.
  fileprivate var question: [UInt8] {
    var question: [UInt8] = []
    for text in [expression, rankedBy] {
      question.appendLittleEndian(UInt64(text.count))
      question.append(text.bytes)
    }
    question.appendLittleEndian(UInt64(limit))
    return question
  }
}

extension PageToken {
  fileprivate func begin(with text: ByteView, of total: Int) throws(RPCError) -> Int {
    do throws(Problem) {
      let position = try position(of: text)
      guard position < total else { throw .malformed }
      return position
    } catch {
      let what =
        switch error {
        case .malformed: "page_token is none that a server gave"
        case .otherGeneration:
          "page_token is of another generation of models, or from before shoppers were erased"
        case .otherQuestion: "page_token is of another expression, ranked_by or limit"
        }
      throw RPCError(.invalidArgument, "\(what); ask without one to begin again")
    }
  }
}
