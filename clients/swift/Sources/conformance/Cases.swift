/// The cases of clients/conformance/cases.json; its README says what they mean.
struct Case: Decodable {
  let name: String
  let needs: [String]?
  let steps: [Step]
}

struct Step: Decodable {
  let call: String?
  let request: Request?
  let timeout_micros: Int64?
  let expect: Expectation?
  let stream: String?
  let take: Int?
  let ping_every: Int?
  let pipeline: String?
  let count: Int?
  let order: String?
  let restart: Bool?
}

struct Request: Decodable {
  let payload_size: Int?
  let answer_size: UInt32?
  let user_id: String?
  let user_count: Int?
  let long_at: Int?
  let question: Question?
  let item_id: String?
  let recent: [String]?
  let limit: UInt32?
  let filter: String?
  let excluded_item_ids: [String]?
}

struct Question: Decodable {
  let limit: UInt32?
  let filter: String?
}

struct Expectation: Decodable {
  let status: String
  let message: String?
  let message_has: String?
  let retryable: Bool?
  let generation: Bool?
  let payload_size: Int?
  let items_min: Int?
  let items_max: Int?
  let parts_min: Int?
  let parts_max: Int?
  let step: String?
  let user_known: Bool?
  let unknown_item_ids: [String]?
  let absent: String?
  let methods: [String]?
  let reloaded: Bool?
}
