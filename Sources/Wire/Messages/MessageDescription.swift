import CMessages
import CProtobufC

/// A message type as Swift values: what DynamicMessage goes by.
///
/// Made from the generated descriptors, so it knows whatever the .proto files say, and nothing else.
@safe package final class MessageDescription: Sendable {
  /// Full, for example `modiste.v1.Event`.
  package let name: String
  /// In the order of their numbers.
  package let fields: [Field]

  package struct Field: Sendable {
    package let name: String
    package let number: Int
    package let isRepeated: Bool
    package let kind: Kind
  }

  package indirect enum Kind: Sendable {
    case bool
    case uint32
    case uint64
    case int32
    case int64
    case float
    case double
    case string
    case bytes
    case enumeration([(name: String, number: Int32)])
    case message(MessageDescription)
    /// A message inside itself, which the protocol forbids; a test looks for it.
    case recursive(String)
    /// A type that the protocol does not use; a test looks for it.
    case unsupported
  }

  // Safe: a descriptor lives as long as the process and is never written.
  nonisolated(unsafe) let descriptor: UnsafePointer<ProtobufCMessageDescriptor>

  init(_ descriptor: UnsafePointer<ProtobufCMessageDescriptor>, inside outer: [String] = []) {
    unsafe self.descriptor = descriptor
    let name = unsafe String(cString: descriptor.pointee.name)
    self.name = name
    // Safe: the descriptor has n_fields fields.
    fields = (0..<Int(unsafe descriptor.pointee.n_fields)).map { index in
      unsafe Field(descriptor.pointee.fields[index], inside: outer + [name])
    }
  }

  package func field(named name: String) -> Field? { fields.first { $0.name == name } }
  package func field(numbered number: Int) -> Field? { fields.first { $0.number == number } }

  /// Every message that may be a body, or the front of one, by its full name.
  package static let all: [String: MessageDescription] = {
    let all = unsafe rootDescriptors().map { unsafe MessageDescription($0) }
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }()

  package static func named(_ name: String) -> MessageDescription? { all[name] }
}

extension MessageDescription.Field {
  init(_ field: ProtobufCFieldDescriptor, inside outer: [String]) {
    name = unsafe String(cString: field.name)
    number = Int(unsafe field.id)
    isRepeated = unsafe field.label == PROTOBUF_C_LABEL_REPEATED
    kind = unsafe Self.kind(field, inside: outer)
  }

  private static func kind(
    _ field: ProtobufCFieldDescriptor, inside outer: [String]
  ) -> MessageDescription.Kind {
    switch unsafe field.type {
    case PROTOBUF_C_TYPE_BOOL: return .bool
    case PROTOBUF_C_TYPE_UINT32: return .uint32
    case PROTOBUF_C_TYPE_UINT64: return .uint64
    case PROTOBUF_C_TYPE_INT32: return .int32
    case PROTOBUF_C_TYPE_INT64: return .int64
    case PROTOBUF_C_TYPE_FLOAT: return .float
    case PROTOBUF_C_TYPE_DOUBLE: return .double
    case PROTOBUF_C_TYPE_STRING: return .string
    case PROTOBUF_C_TYPE_BYTES: return .bytes
    case PROTOBUF_C_TYPE_ENUM:
      guard let pointer = unsafe field.descriptor else { return .unsupported }
      // Safe: the descriptor of an enum field is that of its enum, with n_values values.
      let descriptor = unsafe pointer.assumingMemoryBound(to: ProtobufCEnumDescriptor.self)
      return .enumeration(
        (0..<Int(unsafe descriptor.pointee.n_values)).map { index in
          let value = unsafe descriptor.pointee.values[index]
          return unsafe (String(cString: value.name), value.value)
        })
    case PROTOBUF_C_TYPE_MESSAGE:
      guard let pointer = unsafe field.descriptor else { return .unsupported }
      // Safe: the descriptor of a message field is that of its message.
      let descriptor = unsafe pointer.assumingMemoryBound(to: ProtobufCMessageDescriptor.self)
      let name = unsafe String(cString: descriptor.pointee.name)
      guard !outer.contains(name) else { return .recursive(name) }
      return .message(unsafe MessageDescription(descriptor, inside: outer))
    default: return .unsupported
    }
  }
}

/// The descriptor that a generated `…__init` sets: the one way to its address, as taking the
/// address of the imported constant gives that of a copy.
private func descriptor<M>(
  _ message: M, _ initialize: (UnsafeMutablePointer<M>) -> Void
) -> UnsafePointer<ProtobufCMessageDescriptor> {
  var message = message
  // Safe: every generated struct begins with a ProtobufCMessage.
  unsafe initialize(&message)
  guard
    let descriptor = unsafe withUnsafeBytes(
      of: &message, { unsafe $0.load(as: ProtobufCMessage.self).descriptor })
  else { preconditionFailure("generated init sets the descriptor") }
  return unsafe descriptor
}

private func rootDescriptors() -> [UnsafePointer<ProtobufCMessageDescriptor>] {
  unsafe [
    descriptor(Modiste__V1__PingRequest()) { unsafe modiste__v1__ping_request__init($0) },
    descriptor(Modiste__V1__PingResponse()) { unsafe modiste__v1__ping_response__init($0) },
    descriptor(Modiste__V1__StatusRequest()) { unsafe modiste__v1__status_request__init($0) },
    descriptor(Modiste__V1__MethodCount()) { unsafe modiste__v1__method_count__init($0) },
    descriptor(Modiste__V1__EvaluationFigure()) {
      unsafe modiste__v1__evaluation_figure__init($0)
    },
    descriptor(Modiste__V1__StatusResponse()) { unsafe modiste__v1__status_response__init($0) },
    descriptor(Modiste__V1__ReloadRequest()) { unsafe modiste__v1__reload_request__init($0) },
    descriptor(Modiste__V1__ReloadResponse()) { unsafe modiste__v1__reload_response__init($0) },
    descriptor(Modiste__V1__ListMethodsRequest()) {
      unsafe modiste__v1__list_methods_request__init($0)
    },
    descriptor(Modiste__V1__Method()) { unsafe modiste__v1__method__init($0) },
    descriptor(Modiste__V1__ListMethodsResponse()) {
      unsafe modiste__v1__list_methods_response__init($0)
    },
    descriptor(Modiste__V1__Metadata()) { unsafe modiste__v1__metadata__init($0) },
    descriptor(Modiste__V1__Pair()) { unsafe modiste__v1__pair__init($0) },
    descriptor(Modiste__V1__Status()) { unsafe modiste__v1__status__init($0) },
    descriptor(Modiste__V1__GoAway()) { unsafe modiste__v1__go_away__init($0) },
    descriptor(Modiste__V1__Event()) { unsafe modiste__v1__event__init($0) },
    descriptor(Modiste__V1__RecommendRequest()) { unsafe modiste__v1__recommend_request__init($0) },
    descriptor(Modiste__V1__Reason()) { unsafe modiste__v1__reason__init($0) },
    descriptor(Modiste__V1__ScoredItem()) { unsafe modiste__v1__scored_item__init($0) },
    descriptor(Modiste__V1__RecommendResponse()) {
      unsafe modiste__v1__recommend_response__init($0)
    },
    descriptor(Modiste__V1__SimilarItemsRequest()) {
      unsafe modiste__v1__similar_items_request__init($0)
    },
    descriptor(Modiste__V1__SimilarItem()) { unsafe modiste__v1__similar_item__init($0) },
    descriptor(Modiste__V1__SimilarItemsResponse()) {
      unsafe modiste__v1__similar_items_response__init($0)
    },
    descriptor(Modiste__V1__BoughtTogetherRequest()) {
      unsafe modiste__v1__bought_together_request__init($0)
    },
    descriptor(Modiste__V1__BoughtTogetherResponse()) {
      unsafe modiste__v1__bought_together_response__init($0)
    },
    descriptor(Modiste__V1__BuyAgainRequest()) {
      unsafe modiste__v1__buy_again_request__init($0)
    },
    descriptor(Modiste__V1__BuyAgainResponse()) {
      unsafe modiste__v1__buy_again_response__init($0)
    },
    descriptor(Modiste__V1__RecommendBatchRequest()) {
      unsafe modiste__v1__recommend_batch_request__init($0)
    },
    descriptor(Modiste__V1__RecommendBatchPart()) {
      unsafe modiste__v1__recommend_batch_part__init($0)
    },
    descriptor(Modiste__V1__GetProfileRequest()) {
      unsafe modiste__v1__get_profile_request__init($0)
    },
    descriptor(Modiste__V1__GetProfileResponse()) {
      unsafe modiste__v1__get_profile_response__init($0)
    },
    descriptor(Modiste__V1__BatchGetProfilesRequest()) {
      unsafe modiste__v1__batch_get_profiles_request__init($0)
    },
    descriptor(Modiste__V1__BatchGetProfilesPart()) {
      unsafe modiste__v1__batch_get_profiles_part__init($0)
    },
    descriptor(Modiste__V1__RerankRequest()) {
      unsafe modiste__v1__rerank_request__init($0)
    },
    descriptor(Modiste__V1__PredictRatingRequest()) {
      unsafe modiste__v1__predict_rating_request__init($0)
    },
    descriptor(Modiste__V1__RatingNeighbour()) {
      unsafe modiste__v1__rating_neighbour__init($0)
    },
    descriptor(Modiste__V1__PredictRatingResponse()) {
      unsafe modiste__v1__predict_rating_response__init($0)
    },
    descriptor(Modiste__V1__SelectAudienceRequest()) {
      unsafe modiste__v1__select_audience_request__init($0)
    },
    descriptor(Modiste__V1__AudienceMember()) {
      unsafe modiste__v1__audience_member__init($0)
    },
    descriptor(Modiste__V1__SelectAudiencePart()) {
      unsafe modiste__v1__select_audience_part__init($0)
    },
    descriptor(Modiste__V1__SizeAudienceRequest()) {
      unsafe modiste__v1__size_audience_request__init($0)
    },
    descriptor(Modiste__V1__SizeAudienceResponse()) {
      unsafe modiste__v1__size_audience_response__init($0)
    },
    descriptor(Modiste__V1__LookAlikesRequest()) {
      unsafe modiste__v1__look_alikes_request__init($0)
    },
    descriptor(Modiste__V1__LookAlikesPart()) {
      unsafe modiste__v1__look_alikes_part__init($0)
    },
    descriptor(Modiste__V1__DescribeAudienceRequest()) {
      unsafe modiste__v1__describe_audience_request__init($0)
    },
    descriptor(Modiste__V1__AudienceDifference()) {
      unsafe modiste__v1__audience_difference__init($0)
    },
    descriptor(Modiste__V1__DescribeAudienceResponse()) {
      unsafe modiste__v1__describe_audience_response__init($0)
    },
    descriptor(Modiste__V1__MeasureCampaignRequest()) {
      unsafe modiste__v1__measure_campaign_request__init($0)
    },
    descriptor(Modiste__V1__CampaignArm()) {
      unsafe modiste__v1__campaign_arm__init($0)
    },
    descriptor(Modiste__V1__QiniPoint()) {
      unsafe modiste__v1__qini_point__init($0)
    },
    descriptor(Modiste__V1__MeasureCampaignResponse()) {
      unsafe modiste__v1__measure_campaign_response__init($0)
    },
    descriptor(Modiste__V1__Observation()) {
      unsafe modiste__v1__observation__init($0)
    },
    descriptor(Modiste__V1__GetForecastRequest()) {
      unsafe modiste__v1__get_forecast_request__init($0)
    },
    descriptor(Modiste__V1__ForecastMember()) {
      unsafe modiste__v1__forecast_member__init($0)
    },
    descriptor(Modiste__V1__GetForecastResponse()) {
      unsafe modiste__v1__get_forecast_response__init($0)
    },
    descriptor(Modiste__V1__BatchForecastRequest()) {
      unsafe modiste__v1__batch_forecast_request__init($0)
    },
    descriptor(Modiste__V1__BatchForecastPart()) {
      unsafe modiste__v1__batch_forecast_part__init($0)
    },
    descriptor(Modiste__V1__WhatIfRequest()) {
      unsafe modiste__v1__what_if_request__init($0)
    },
    descriptor(Modiste__V1__WhatIfResponse()) {
      unsafe modiste__v1__what_if_response__init($0)
    },
    descriptor(Modiste__V1__PlanReplenishmentRequest()) {
      unsafe modiste__v1__plan_replenishment_request__init($0)
    },
    descriptor(Modiste__V1__PlanReplenishmentResponse()) {
      unsafe modiste__v1__plan_replenishment_response__init($0)
    },
    descriptor(Modiste__V1__ItemAttribute()) {
      unsafe modiste__v1__item_attribute__init($0)
    },
    descriptor(Modiste__V1__NewItemForecastRequest()) {
      unsafe modiste__v1__new_item_forecast_request__init($0)
    },
    descriptor(Modiste__V1__LikeItem()) {
      unsafe modiste__v1__like_item__init($0)
    },
    descriptor(Modiste__V1__SizeShare()) {
      unsafe modiste__v1__size_share__init($0)
    },
    descriptor(Modiste__V1__NewItemForecastResponse()) {
      unsafe modiste__v1__new_item_forecast_response__init($0)
    },
    descriptor(Modiste__V1__Turn()) {
      unsafe modiste__v1__turn__init($0)
    },
    descriptor(Modiste__V1__ToolArgument()) {
      unsafe modiste__v1__tool_argument__init($0)
    },
    descriptor(Modiste__V1__ToolResult()) {
      unsafe modiste__v1__tool_result__init($0)
    },
    descriptor(Modiste__V1__AnswerRequest()) {
      unsafe modiste__v1__answer_request__init($0)
    },
    descriptor(Modiste__V1__Citation()) {
      unsafe modiste__v1__citation__init($0)
    },
    descriptor(Modiste__V1__AnswerPart()) {
      unsafe modiste__v1__answer_part__init($0)
    },
    descriptor(Modiste__V1__ProductCard()) {
      unsafe modiste__v1__product_card__init($0)
    },
    descriptor(Modiste__V1__ToolRequest()) {
      unsafe modiste__v1__tool_request__init($0)
    },
    descriptor(Modiste__V1__Handover()) {
      unsafe modiste__v1__handover__init($0)
    },
    descriptor(Modiste__V1__IntentCandidate()) {
      unsafe modiste__v1__intent_candidate__init($0)
    },
    descriptor(Modiste__V1__Slot()) {
      unsafe modiste__v1__slot__init($0)
    },
    descriptor(Modiste__V1__AnswerResponse()) {
      unsafe modiste__v1__answer_response__init($0)
    },
    descriptor(Modiste__V1__AnswerStreamPart()) {
      unsafe modiste__v1__answer_stream_part__init($0)
    },
    descriptor(Modiste__V1__SuggestRequest()) {
      unsafe modiste__v1__suggest_request__init($0)
    },
    descriptor(Modiste__V1__Suggestion()) {
      unsafe modiste__v1__suggestion__init($0)
    },
    descriptor(Modiste__V1__SuggestResponse()) {
      unsafe modiste__v1__suggest_response__init($0)
    },
    descriptor(Modiste__V1__ClassifyRequest()) {
      unsafe modiste__v1__classify_request__init($0)
    },
    descriptor(Modiste__V1__ClassifyResponse()) {
      unsafe modiste__v1__classify_response__init($0)
    },
    descriptor(Modiste__V1__SearchRequest()) {
      unsafe modiste__v1__search_request__init($0)
    },
    descriptor(Modiste__V1__FoundPassage()) {
      unsafe modiste__v1__found_passage__init($0)
    },
    descriptor(Modiste__V1__SearchCondition()) {
      unsafe modiste__v1__search_condition__init($0)
    },
    descriptor(Modiste__V1__FoundProduct()) {
      unsafe modiste__v1__found_product__init($0)
    },
    descriptor(Modiste__V1__SearchResponse()) {
      unsafe modiste__v1__search_response__init($0)
    },
  ]
}
