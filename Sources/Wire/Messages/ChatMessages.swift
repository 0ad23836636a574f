package import Bytes
import CMessages

// The requests of ChatAnswer as the server reads them; ChatAnswers.swift writes the answers.

/// Who said a turn: the numbers of the enum Speaker.
package enum ChatSpeaker: UInt8, Sendable {
  /// None was named, or one that this side does not know.
  case unspecified = 0
  case shopper = 1
  case bot = 2
  case agent = 3
}

/// What became of a tool request: the numbers of the enum ToolOutcome.
package enum ChatToolOutcome: UInt8, Sendable {
  /// None was named, or one that this side does not know.
  case unspecified = 0
  case done = 1
  case notFound = 2
  case refused = 3
  case failed = 4
}

@safe package struct AnswerRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__AnswerRequest()) {
    unsafe modiste__v1__answer_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__AnswerRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__AnswerRequest.self)
  }

  /// UTF-8, without a zero byte, of whatever length.
  package var text: ByteView { unsafe ByteView(cString: message.pointee.text) }
  /// Whatever bytes were sent; empty: a conversation begins.
  package var state: ByteView { unsafe ByteView(message.pointee.state) }
  package var userID: ByteView { unsafe ByteView(cString: message.pointee.user_id) }
  package var language: ByteView { unsafe ByteView(cString: message.pointee.language) }
  package var itemID: ByteView { unsafe ByteView(cString: message.pointee.item_id) }
  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var resumes: Bool { unsafe message.pointee.resume != 0 }

  package var turnCount: Int { unsafe message.pointee.n_turns }

  /// - Precondition: `index < turnCount`.
  package func turn(_ index: Int) -> (speaker: ChatSpeaker, text: ByteView) {
    precondition(index >= 0 && index < turnCount)
    // Safe: in range, and protobuf-c fills every element of a repeated field.
    guard let turn = unsafe message.pointee.turns[index] else { return (.unspecified, ByteView()) }
    return unsafe chatTurn(turn)
  }

  /// `nil` when there is none.
  package var toolResult: ToolResultView? {
    unsafe message.pointee.tool_result.map { unsafe ToolResultView(UnsafeRawPointer($0)) }
  }
}

/// What the backend did, inside of an AnswerRequest.
@safe package struct ToolResultView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__ToolResult()) {
    unsafe modiste__v1__tool_result__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__ToolResult>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__ToolResult.self)
  }

  package var callID: ByteView { unsafe ByteView(cString: message.pointee.call_id) }
  package var tool: ByteView { unsafe ByteView(cString: message.pointee.tool) }
  package var outcome: ChatToolOutcome {
    ChatToolOutcome(rawValue: UInt8(clamping: unsafe message.pointee.outcome.rawValue))
      ?? .unspecified
  }

  package var valueCount: Int { unsafe message.pointee.n_values }

  /// - Precondition: `index < valueCount`.
  package func value(_ index: Int) -> (name: ByteView, value: ByteView) {
    precondition(index >= 0 && index < valueCount)
    // Safe: in range, and protobuf-c fills every element of a repeated field.
    guard let value = unsafe message.pointee.values[index] else {
      return (ByteView(), ByteView())
    }
    return unsafe (
      ByteView(cString: value.pointee.name), ByteView(cString: value.pointee.value)
    )
  }
}

@safe package struct SuggestRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SuggestRequest()) {
    unsafe modiste__v1__suggest_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SuggestRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SuggestRequest.self)
  }

  package var prefix: ByteView { unsafe ByteView(cString: message.pointee.prefix) }
  package var language: ByteView { unsafe ByteView(cString: message.pointee.language) }
  package var limit: Int { Int(unsafe message.pointee.limit) }
}

@safe package struct ClassifyRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__ClassifyRequest()) {
    unsafe modiste__v1__classify_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__ClassifyRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__ClassifyRequest.self)
  }

  package var text: ByteView { unsafe ByteView(cString: message.pointee.text) }
}

@safe package struct SearchRequestView: MessageView {
  package static let schema = unsafe MessageSchema(Modiste__V1__SearchRequest()) {
    unsafe modiste__v1__search_request__init($0)
  }
  private let message: UnsafePointer<Modiste__V1__SearchRequest>

  package init(_ message: UnsafeRawPointer) {
    unsafe self.message = message.assumingMemoryBound(to: Modiste__V1__SearchRequest.self)
  }

  package var text: ByteView { unsafe ByteView(cString: message.pointee.text) }
  package var language: ByteView { unsafe ByteView(cString: message.pointee.language) }
  package var limit: Int { Int(unsafe message.pointee.limit) }
  package var omitsProducts: Bool { unsafe message.pointee.omit_products != 0 }
  package var omitsPassages: Bool { unsafe message.pointee.omit_passages != 0 }
}

/// Safe for a turn that protobuf-c filled, for as long as its message is there.
@unsafe func chatTurn(
  _ turn: UnsafeMutablePointer<Modiste__V1__Turn>
) -> (speaker: ChatSpeaker, text: ByteView) {
  let number = UInt8(clamping: unsafe turn.pointee.speaker.rawValue)
  return (
    ChatSpeaker(rawValue: number) ?? .unspecified, unsafe ByteView(cString: turn.pointee.text)
  )
}
