import Answering
import Bytes
import Platform

/// Where the key of conversations is kept: in the store, so that states outlive this process, and are
/// good at every server of the same store.
enum ConversationKeyFile {
  static let name = "conversation.key"
  private static let secretBytes = 32

  /// Reads the key of a store, or makes one, with mode 0600. Two servers that begin at once take the one that was there first.
  ///
  /// - Parameter log: told when there is no store to keep it in: then states end with this process
  static func open(in store: String, log: (String) -> Void) -> ConversationKey {
    var secret: [UInt8] = []
    for _ in 0..<secretBytes { secret.append(UInt8.random(in: 0 ... .max)) }
    guard !store.isEmpty else { return ConversationKey(secret: secret) }
    let path = "\(store)/\(name)"
    do throws(SystemError) {
      if try FileSystem.kind(of: path) == nil {
        try? FileSystem.createFile(at: path, with: secret.rawSpan, mode: 0o600)
      }
      let kept = try FileSystem.read(path)
      if kept.count >= secretBytes { return ConversationKey(secret: kept) }
      log(
        "\(path) is \(kept.count) bytes; \(secretBytes) or more are accepted; states of conversations end with this process"
      )
    } catch {
      log("\(error); states of conversations end with this process")
    }
    return ConversationKey(secret: secret)
  }
}
