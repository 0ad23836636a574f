import Foundation
import ModisteClient

/// Runs the steps of one case on one client.
struct Runner {
  let client: ModisteClient

  /// What a call came to, as far as expectations ask.
  struct Answer {
    var generation = ""
    var payload: [UInt8] = []
    var itemIDs: [String] = []
    var step: ScoredItem.Step?
    var isUserKnown: Bool?
    var unknownItemIDs: [String] = []
    var methods: [String] = []
    var isReloaded = false
  }

  func run(_ step: Step) async throws {
    if step.restart == true {
      try restart()
    } else if step.stream != nil, let expectation = step.expect {
      try await stream(step, expectation)
    } else if let count = step.count, step.pipeline != nil {
      try await pipeline(count, isReversed: step.order == "reversed")
    } else if let method = step.call, let expectation = step.expect {
      try await call(method, step, expectation)
    }
  }

  private func restart() throws {
    // Not Process: it waits until everything the command has left running ends, too.
    let status = system(ProcessInfo.processInfo.environment["MODISTE_RESTART"] ?? "")
    guard status == 0 else {
      throw Failure("MODISTE_RESTART ended with wait status \(status); 0 was expected")
    }
  }

  private func pipeline(_ count: Int, isReversed: Bool) async throws {
    let tasks = (0..<count).map { number in
      Task {
        try await client.ping(payload: Array("\(number)".utf8), timeout: .seconds(30)).payload
      }
    }
    var wrong = 0
    let order = isReversed ? Array((0..<count).reversed()) : Array(0..<count)
    for number in order {
      if try await tasks[number].value != Array("\(number)".utf8) { wrong += 1 }
    }
    if wrong > 0 { throw Failure("\(wrong) of \(count) answers were not their own request's") }
  }

  private func stream(_ step: Step, _ expectation: Expectation) async throws {
    var users = (0..<(step.request?.user_count ?? 0)).map { "u\($0)" }
    if let position = step.request?.long_at { users[position] = String(repeating: "a", count: 257) }
    let question = step.request?.question
    let request = RecommendBatchRequest(
      userIDs: users,
      question: RecommendRequest(limit: question?.limit ?? 0, filter: question?.filter ?? ""))
    let timeout: Duration = step.timeout_micros.map { .microseconds($0) } ?? .seconds(5)
    var parts: [RecommendBatchPart] = []
    var refusal: ModisteError?
    do {
      for try await part in client.recommendBatch(request, timeout: timeout) {
        parts.append(part)
        if let every = step.ping_every, parts.count % every == 0 {
          _ = try await client.ping(timeout: .seconds(5))
        }
        if parts.count == step.take { break }
      }
    } catch {
      refusal = error
    }
    let status = refusal.map { "\($0.code)" } ?? "ok"
    try check("status", status, expectation.status, refusal.map { " (\($0))" } ?? "")
    try check(expectation, refusal)
    try check("user ids of the parts", parts.map(\.userID), Array(users.prefix(parts.count)))
    guard parts.count >= expectation.parts_min ?? 0,
      parts.count <= expectation.parts_max ?? parts.count
    else { throw Failure("\(parts.count) parts came; \(expectation) was expected") }
    if let least = expectation.items_min,
      parts.contains(where: { $0.answer.items.count < least })
    {
      throw Failure("a part has fewer than \(least) items")
    }
    if expectation.generation == true {
      let generations = Set(
        parts.map(\.answer.generation) + (refusal.map { [$0.generation] } ?? []))
      try check("generations named", generations.filter { !$0.isEmpty }.count, 1)
    }
  }

  private func call(_ method: String, _ step: Step, _ expectation: Expectation) async throws {
    let timeout: Duration = step.timeout_micros.map { .microseconds($0) } ?? .seconds(5)
    var answer = Answer()
    var refusal: ModisteError?
    let sent = (0..<(step.request?.payload_size ?? 0)).map { UInt8($0 % 251) }
    do {
      answer = try await ask(method, step.request, sent, timeout)
    } catch let error as ModisteError {
      refusal = error
    }
    let status = refusal.map { "\($0.code)" } ?? "ok"
    try check("status", status, expectation.status, refusal.map { " (\($0))" } ?? "")
    try check(expectation, refusal)
    if expectation.generation == true {
      let generation = refusal?.generation ?? answer.generation
      try check("generation named", !generation.isEmpty, true)
    }
    if let size = expectation.payload_size {
      let kept = Array(sent.prefix(size))
      try check(
        "payload", answer.payload, kept + [UInt8](repeating: 0, count: size - kept.count))
    }
    try await check(expectation, answer)
  }

  private func ask(
    _ method: String, _ request: Request?, _ payload: [UInt8], _ timeout: Duration
  ) async throws -> Answer {
    var answer = Answer()
    switch method {
    case "Admin.Ping":
      let response = try await client.ping(
        payload: payload, answerSize: request?.answer_size ?? 0, timeout: timeout)
      answer.generation = response.generation
      answer.payload = response.payload
    case "Admin.Status":
      answer.generation = try await client.status(timeout: timeout).generation
    case "Admin.Reload":
      answer.generation = try await client.reload(timeout: timeout).generation
      answer.isReloaded = !answer.generation.isEmpty
    case "Admin.ListMethods":
      answer.methods = try await client.listMethods(timeout: timeout).methods.map(\.name)
    case "Recommend.Recommend":
      let response = try await client.recommend(
        RecommendRequest(
          userID: request?.user_id ?? "",
          recent: (request?.recent ?? []).map { ShopperEvent(itemID: $0) },
          limit: request?.limit ?? 0, filter: request?.filter ?? "",
          excludedItemIDs: try await resolve(request?.excluded_item_ids ?? [])),
        timeout: timeout)
      answer.generation = response.generation
      answer.itemIDs = response.items.map(\.id)
      answer.step = response.items.first?.step
      answer.isUserKnown = response.isUserKnown
      answer.unknownItemIDs = response.unknownItemIDs
    case "Recommend.SimilarItems":
      let response = try await client.similarItems(
        SimilarItemsRequest(
          itemID: try await resolve([request?.item_id ?? ""])[0], limit: request?.limit ?? 0,
          filter: request?.filter ?? "",
          excludedItemIDs: try await resolve(request?.excluded_item_ids ?? [])),
        timeout: timeout)
      answer.generation = response.generation
      answer.itemIDs = response.items.map(\.id)
      answer.unknownItemIDs = response.unknownItemIDs
    default:
      guard let number = UInt16(method.dropFirst(2), radix: 16) else {
        throw Failure("method is \(method); a name or 0x… was expected")
      }
      answer.generation = try await client.call(method: number, body: [], timeout: timeout)
        .generation
    }
    return answer
  }

  /// `@popular` stands for the first item answered to a request without a shopper.
  private func resolve(_ ids: [String]) async throws -> [String] {
    guard ids.contains("@popular") else { return ids }
    let answer = try await client.recommend(RecommendRequest(limit: 1), timeout: .seconds(5))
    guard let popular = answer.items.first?.id else {
      throw Failure("no item is popular; one was expected")
    }
    return ids.map { $0 == "@popular" ? popular : $0 }
  }

  // MARK: Expectations

  private func check(_ expectation: Expectation, _ refusal: ModisteError?) throws {
    if let message = expectation.message { try check("message", refusal?.message, message) }
    if let part = expectation.message_has, refusal?.message.contains(part) != true {
      throw Failure("message is '\(refusal?.message ?? "")'; it must contain '\(part)'")
    }
    if let isRetryable = expectation.retryable {
      try check("retryable", refusal?.isRetryable, isRetryable)
    }
  }

  private func check(_ expectation: Expectation, _ answer: Answer) async throws {
    if let least = expectation.items_min, answer.itemIDs.count < least {
      throw Failure("\(answer.itemIDs.count) items came; at least \(least) must")
    }
    if let most = expectation.items_max, answer.itemIDs.count > most {
      throw Failure("\(answer.itemIDs.count) items came; at most \(most) may")
    }
    if let step = expectation.step {
      // STEP_POPULAR is `popular` here.
      try check("step", answer.step.map { "\($0)" }, step.dropFirst(5).lowercased())
    }
    if let isKnown = expectation.user_known { try check("user_known", answer.isUserKnown, isKnown) }
    if let unknown = expectation.unknown_item_ids {
      try check("unknown_item_ids", answer.unknownItemIDs.sorted(), unknown.sorted())
    }
    if let absent = expectation.absent {
      let id = try await resolve([absent])[0]
      if answer.itemIDs.contains(id) { throw Failure("item '\(id)' was answered; it must not be") }
    }
    for name in expectation.methods ?? [] where !answer.methods.contains(name) {
      throw Failure("\(name) is not listed")
    }
    if expectation.reloaded == true { try check("generation named", answer.isReloaded, true) }
  }

  private func check<Value: Equatable>(
    _ what: String, _ found: Value?, _ expected: Value, _ detail: String = ""
  ) throws {
    guard found != expected else { return }
    let shown = found.map { "\($0)".prefix(200) } ?? "nothing"
    throw Failure("\(what) is \(shown)\(detail); \("\(expected)".prefix(200)) was expected")
  }
}
