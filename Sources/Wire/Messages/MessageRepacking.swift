import CMessages
import CProtobufC

// What tests need to hold our bytes against protobuf-c's, and to walk the definitions.

extension MessageSchema {
  /// Every message that travels, save those that only lie inside of others.
  package static let all: [MessageSchema] = [
    MetadataView.schema, StatusView.schema, GoAwayView.schema,
    PingRequestView.schema, PingResponseView.schema, StatusRequestView.schema,
    statusResponse, ReloadRequestView.schema, ReloadResponseView.schema,
    ListMethodsRequestView.schema, listMethodsResponse, RecommendRequestView.schema,
    recommendResponse, SimilarItemsRequestView.schema, similarItemsResponse,
    BoughtTogetherRequestView.schema, BoughtTogetherResponseView.schema,
    BuyAgainRequestView.schema, BuyAgainResponseView.schema,
    RecommendBatchRequestView.schema, RecommendBatchPartView.schema,
    RerankRequestView.schema, PredictRatingRequestView.schema, predictRatingResponse,
    GetProfileRequestView.schema, GetProfileResponseView.schema,
    BatchGetProfilesRequestView.schema, BatchGetProfilesPartView.schema,
    SelectAudienceRequestView.schema, SelectAudiencePartView.schema,
    SizeAudienceRequestView.schema, SizeAudienceResponseView.schema,
    LookAlikesRequestView.schema, LookAlikesPartView.schema,
    DescribeAudienceRequestView.schema, DescribeAudienceResponseView.schema,
    MeasureCampaignRequestView.schema, MeasureCampaignResponseView.schema,
    GetForecastRequestView.schema, GetForecastResponseView.schema,
    BatchForecastRequestView.schema, BatchForecastPartView.schema,
    WhatIfRequestView.schema, WhatIfResponseView.schema,
    PlanReplenishmentRequestView.schema, PlanReplenishmentResponseView.schema,
    NewItemForecastRequestView.schema, NewItemForecastResponseView.schema,
    AnswerRequestView.schema, AnswerResponseView.schema, AnswerStreamPartView.schema,
    SuggestRequestView.schema, SuggestResponseView.schema,
    ClassifyRequestView.schema, ClassifyResponseView.schema,
    SearchRequestView.schema, SearchResponseView.schema,
  ]

  package static let statusResponse = unsafe MessageSchema(Modiste__V1__StatusResponse()) {
    unsafe modiste__v1__status_response__init($0)
  }
  package static let listMethodsResponse = unsafe MessageSchema(
    Modiste__V1__ListMethodsResponse()
  ) {
    unsafe modiste__v1__list_methods_response__init($0)
  }
  package static let recommendResponse = unsafe MessageSchema(Modiste__V1__RecommendResponse()) {
    unsafe modiste__v1__recommend_response__init($0)
  }
  package static let similarItemsResponse = unsafe MessageSchema(
    Modiste__V1__SimilarItemsResponse()
  ) {
    unsafe modiste__v1__similar_items_response__init($0)
  }
  package static let predictRatingResponse = unsafe MessageSchema(
    Modiste__V1__PredictRatingResponse()
  ) {
    unsafe modiste__v1__predict_rating_response__init($0)
  }

  /// The fields of the definition by their numbers.
  package var fields: [(number: Int, rule: FieldRule)] {
    (1...Self.fieldNumberMax).compactMap { number in
      // Safe: there are fieldNumberMax + 1 rules.
      let rule = unsafe rules[number]
      return rule.kind == .unknown ? nil : (number, rule)
    }
  }

  /// Decodes `bytes` with protobuf-c and encodes what it found, with protobuf-c.
  ///
  /// - Throws: `MessageError` for bytes that are not such a message.
  package func repacked(_ bytes: RawSpan) throws(MessageError) -> [UInt8] {
    try validate(bytes)
    // Safe: protobuf-c reads `count` bytes, and copies what it keeps.
    let message = unsafe bytes.withUnsafeBytes { bytes in
      unsafe protobuf_c_message_unpack(
        descriptor, nil, bytes.count, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
    }
    guard let message = unsafe message else { throw .undecodable(message: name) }
    defer { unsafe protobuf_c_message_free_unpacked(message, nil) }
    let size = unsafe protobuf_c_message_get_packed_size(message)
    // Safe: protobuf-c writes exactly the size that it told.
    return unsafe [UInt8](unsafeUninitializedCapacity: max(size, 1)) { room, count in
      count = unsafe protobuf_c_message_pack(message, room.baseAddress)
    }
  }
}
