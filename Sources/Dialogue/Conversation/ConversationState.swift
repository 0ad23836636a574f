package import Text

/// What a conversation has come to: all that the next turn has to know, since the server keeps nothing.
///
/// It names things by their ids and words, never by indices, so that it is good for any generation.
package struct ConversationState: Equatable, Sendable {
  /// A tool that is being prepared, and the argument that the shopper was asked for.
  package struct Task: Equatable, Sendable {
    package var tool: Tool
    package var awaited: String

    package init(tool: Tool, awaited: String) {
      self.tool = tool
      self.awaited = awaited
    }
  }

  /// A tool request that the backend has not answered yet.
  package struct Call: Equatable, Sendable {
    package var id: String
    package var tool: Tool
    package var arguments: [NamedValue]

    package init(id: String, tool: Tool, arguments: [NamedValue]) {
      self.id = id
      self.tool = tool
      self.arguments = arguments
    }
  }

  /// Turns that were answered.
  package var turn = 0
  /// Turns in a row of which nothing was understood.
  package var missed = 0
  package var language: Language?
  /// A person has the conversation.
  package var isSilent = false
  package var task: Task?
  package var call: Call?
  /// What the shopper said and may be needed again: order, size, city; the newest of each.
  package var known: [NamedValue] = []
  /// What was searched for last, to be changed by "no, the red one".
  package var question: SearchMemory?
  /// Ids of the products shown last, in their order.
  package var shown: [String] = []
  /// Id of the item that "it" means.
  package var focus: String?
  /// What was asked about a product last: "and the second one?" asks it again.
  package var asked: ProductTask?

  package init() {}

  package func value(of name: String) -> String? { known.first { $0.name == name }?.value }

  package mutating func remember(_ name: String, _ value: String) {
    known.removeAll { $0.name == name }
    known.append(NamedValue(name, value))
  }

  /// Another person may be spoken to from here on: nothing of the old conversation is open.
  package mutating func closeTask() {
    task = nil
    call = nil
  }
}

package struct NamedValue: Equatable, Sendable {
  package var name: String
  package var value: String

  package init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
