import Synchronization
import Wire

/// Memory that streams hold between two turns, over all streams of the process: what is held is let go
/// of with the stream.
final class HeldMemory: Sendable {
  private let byteCount: Int

  private static let total = Atomic(0)
  /// Thirty streams of a million ranked shoppers each.
  static let byteCountMax = 256 << 20

  /// - Throws: `resourceExhausted` when all streams together would hold more than ``byteCountMax``.
  init(byteCount: Int) throws(RPCError) {
    let total = Self.total.add(byteCount, ordering: .relaxed).newValue
    guard total <= Self.byteCountMax else {
      Self.total.subtract(byteCount, ordering: .relaxed)
      throw RPCError(
        .resourceExhausted,
        "streams of audiences hold \((total - byteCount) >> 20) MiB, and this one would hold "
          + "\(byteCount >> 20) more; \(Self.byteCountMax >> 20) are accepted",
        retryMicros: 1_000_000)
    }
    // Last: what throws above has nothing to give back when it ends.
    self.byteCount = byteCount
  }

  deinit {
    Self.total.subtract(byteCount, ordering: .relaxed)
  }
}
