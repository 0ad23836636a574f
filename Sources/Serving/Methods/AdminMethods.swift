import Bytes
import Wire

extension Method {
  static let pingPayloadMax = 65_536
  static let pingAnswerMax = 1 << 20

  /// Admin.Ping: echoes a payload, for measuring and for seeing whether anybody is there.
  package static let ping = Method(0xFF01, "Admin.Ping", callers: [.service, .agent, .analyst]) {
    body, _, context, output throws(RPCError) in
    let request = try context.decode(PingRequestView.self, from: body)
    let payload = request.payload
    guard payload.count <= pingPayloadMax else {
      throw RPCError(
        .invalidArgument,
        "payload must be at most \(pingPayloadMax) bytes, got \(payload.count)")
    }
    guard request.answerSize <= pingAnswerMax else {
      throw RPCError(
        .invalidArgument, "answer_size must be in 0...\(pingAnswerMax), got \(request.answerSize)")
    }
    let size = request.answerSize == 0 ? payload.count : request.answerSize
    output.appendPingResponse(payload: payload, size: size)
  }

  /// Admin.Status: what is loaded, since when, and how it is used.
  package static let status = Method(
    0xFF02, "Admin.Status", isLocal: true, callers: [.service, .agent, .analyst]
  ) {
    body, _, context, output throws(RPCError) in
    _ = try context.decode(StatusRequestView.self, from: body)
    output.appendStatusResponse(try context.requireServer().status())
  }

  /// Admin.Reload: as SIGHUP, but answers when it is done. The loader itself runs it.
  package static let reload = Method(
    0xFF03, "Admin.Reload", isRepeatable: false, isLocal: true, callers: .service,
    placement: .loader
  ) { _, _, _, _ throws(RPCError) in
    throw RPCError(.internal, "a reload is run by the loader")
  }

  /// Admin.ListMethods: the methods, and the limits of this server.
  package static let listMethods = Method(
    0xFF04, "Admin.ListMethods", callers: [.service, .agent, .analyst]
  ) {
    body, _, context, output throws(RPCError) in
    _ = try context.decode(ListMethodsRequestView.self, from: body)
    let server = try context.requireServer()
    for method in server.methods.methods {
      output.appendMethod(
        number: method.number, name: method.name, isRepeatable: method.isRepeatable,
        isPooled: method.placement == .pool)
    }
    output.appendLimits(server.configuration.limits)
  }

  /// Every method of this version.
  package static let standard: [Method] = [
    recommend, similarItems, boughtTogether, buyAgain, rerank, predictRating, recommendBatch,
    getProfile, batchGetProfiles, selectAudience, sizeAudience, lookAlikes, describeAudience,
    measureCampaign, getForecast, batchForecast, whatIf, planReplenishment, newItemForecast,
    answerChat, answerChatStream, suggestQuestions, classifyMessage, searchShop,
    ping, status, reload, listMethods,
  ]
}

extension CallContext {
  fileprivate func requireServer() throws(RPCError) -> Server {
    guard let server else {
      throw RPCError(.unavailable, "this question is about a server, and there is none")
    }
    return server
  }
}
