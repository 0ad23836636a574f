import Bytes
import Platform
package import Snapshots
import Synchronization

/// What was spent of a privacy budget: a file that only grows, and is on the disk before an answer leaves.
///
///     offset  size  field
///          0     8  "MODPRIV1"
///          8    32  a random secret: of the noise, and of the digests of queries
///         40     8  the first 8 bytes of SHA-256 of the 40 before
///     then records of 96 bytes
///          0     4  epsilon in millionths
///          4     4  0
///          8     8  seconds since 1970
///         16    40  generation, filled up with zeros
///         56    32  HMAC-SHA256(secret, "query" ‖ 0 ‖ query)
///         88     8  the first 8 bytes of SHA-256 of the 88 before
///
/// A record that a crash cut short, or left without its content, can only be the last one, and its answer
/// has not left: it is cut off. Damage anywhere else is refused, since nobody knows what it stood for.
///
/// The budget holds in any stretch of time as long as the period, not from the first of a month: what was
/// spent comes free a period later. The clock may go back without giving anything free.
/// The same query of the same generation at the same epsilon gets the same answer, so it is paid once.
///
/// It belongs to the server, not to a generation, so swaps do not touch it. One process has it at a time.
package final class PrivacyLedger: Sendable {
  package let path: String
  private let ownMicros: Int
  private let periodSeconds: Int
  private let now: @Sendable () -> Int
  private let after: @Sendable (Step) -> Void
  private let lock: FileLock
  private let file: AppendFile
  /// Of noise; see ``CountRelease``.
  let secret: HMACKey
  private let state: Mutex<State>

  /// The steps of a charge, in their order.
  package enum Step: CaseIterable, Codable, Sendable {
    case isChecked
    case isAppended
    case isDurable
  }

  /// What a charge came to.
  package struct Charge: Equatable, Sendable {
    /// True: it had been paid before.
    package let isRepeated: Bool
    /// Of this server's share, after it.
    package let left: Double

    package init(isRepeated: Bool, left: Double) {
      self.isRepeated = isRepeated
      self.left = left
    }
  }

  private struct State {
    /// Of all times: what was paid stays paid.
    var paid: Set<Paid> = []
    /// Oldest first; those of the last period.
    var recent: [(time: Int, micros: Int)] = []
    var spentMicros = 0
    var newest = 0
    var fault: String?

    mutating func add(time: Int, micros: Int) {
      recent.append((time, micros))
      spentMicros += micros
      newest = max(newest, time)
    }
  }

  private struct Paid: Hashable {
    let generation: String
    let digest: [UInt8]
    let epsilon: UInt32
  }

  static let headerSize = 48
  static let recordSize = 96
  private static let magic = Array("MODPRIV1".utf8)
  private static let generationSize = 40

  /// Opens the ledger, and makes it when there is none.
  ///
  /// - Parameters:
  ///   - now: seconds since 1970
  ///   - after: for tests: called after each step of a charge
  /// - Throws: when another process has it, it is damaged, or cannot be written.
  package init(
    opening path: String, ownMicros: Int, periodSeconds: Int,
    now: @escaping @Sendable () -> Int = { unixTime() },
    after: @escaping @Sendable (Step) -> Void = { _ in }
  ) throws(SnapshotError) {
    self.path = path
    self.ownMicros = ownMicros
    self.periodSeconds = periodSeconds
    self.now = now
    self.after = after
    let lock = try Self.lock("\(path).lock")
    let bytes = try attempt(path) { () throws(SystemError) in
      if try FileSystem.kind(of: path) == nil { try Self.create(path) }
      return try FileSystem.read(path)
    }
    let (secret, whole) = try Self.check(bytes, path)
    let file = try attempt(path) { () throws(SystemError) in
      if whole < bytes.count {
        try FileSystem.truncate(path, to: whole)
        try FileSystem.synchronize(path)
      }
      return try AppendFile(path: path)
    }
    self.secret = secret
    state = Mutex(Self.replay(bytes[..<whole]))
    self.file = file
    self.lock = lock
  }

  /// Pays for an answer; it may leave when this returns.
  ///
  /// - Parameters:
  ///   - generation: at most 40 bytes
  ///   - query: in its normal form: what is written differently is paid twice
  /// - Throws: `spent` with what is left and when there is enough, `unwritable`.
  package func charge(
    _ epsilon: Epsilon, generation: String, query: [UInt8]
  ) throws(PrivacyRefusal) -> Charge {
    precondition(generation.utf8.count <= Self.generationSize)
    let digest = secret.bytes(of: (Array("query\0".utf8) + query).rawSpan)
    let paid = Paid(generation: generation, digest: digest, epsilon: epsilon.micros)
    let outcome = state.withLock { state -> Result<Charge, PrivacyRefusal> in
      let time = max(now(), state.newest)
      expire(&state, at: time)
      if state.paid.contains(paid) {
        return .success(Charge(isRepeated: true, left: left(state)))
      }
      if let fault = state.fault { return .failure(.unwritable(fault)) }
      guard state.spentMicros + Int(epsilon.micros) <= ownMicros else {
        return .failure(
          .spent(
            asked: epsilon.value, left: left(state), renews: renewal(state, of: epsilon)))
      }
      after(.isChecked)
      do throws(SystemError) {
        try file.append(Self.record(paid, time).rawSpan)
        after(.isAppended)
        try file.synchronize()
        after(.isDurable)
      } catch {
        // Half a record may lie there, and what the kernel could not write it may have dropped: only
        // opening the file again tells. Until then it counts as spent.
        state.fault = "\(error)"
        return .failure(.unwritable("\(error)"))
      }
      state.paid.insert(paid)
      state.add(time: time, micros: Int(epsilon.micros))
      return .success(Charge(isRepeated: false, left: left(state)))
    }
    return try outcome.get()
  }

  /// What is left of this server's share.
  package var left: Double {
    state.withLock { state in
      expire(&state, at: max(now(), state.newest))
      return left(state)
    }
  }

  private func left(_ state: State) -> Double {
    Double(max(0, ownMicros - state.spentMicros)) / 1e6
  }

  private func expire(_ state: inout State, at time: Int) {
    var count = 0
    while count < state.recent.count, state.recent[count].time + periodSeconds <= time {
      state.spentMicros -= state.recent[count].micros
      count += 1
    }
    if count > 0 { state.recent.removeFirst(count) }
  }

  private func renewal(_ state: State, of epsilon: Epsilon) -> Int? {
    var spent = state.spentMicros
    for (time, micros) in state.recent {
      spent -= micros
      if spent + Int(epsilon.micros) <= ownMicros { return time + periodSeconds }
    }
    return nil
  }
}

/// Runs system calls on the ledger.
private func attempt<R: ~Copyable>(
  _ file: String, _ calls: () throws(SystemError) -> R
) throws(SnapshotError) -> R {
  do { return try calls() } catch { throw SnapshotError(file: file, "\(error)") }
}

// MARK: The file

extension PrivacyLedger {
  private static func lock(_ path: String) throws(SnapshotError) -> FileLock {
    do { return try FileLock(path: path) } catch {
      guard error.isLockHeld else { throw SnapshotError(file: path, "\(error)") }
      throw SnapshotError(
        file: path, "is held by another server; a ledger of its own for each is accepted")
    }
  }

  private static func create(_ path: String) throws(SystemError) {
    var random = SystemRandomNumberGenerator()
    var header = magic
    for _ in 0..<32 { header.append(UInt8.random(in: 0 ... .max, using: &random)) }
    header += check(of: header)
    try FileSystem.replaceFile(at: path, with: header.rawSpan, mode: 0o600)
  }

  private static func check(of bytes: [UInt8]) -> [UInt8] {
    Array(SHA256(of: bytes.rawSpan).bytes.prefix(8))
  }

  /// - Returns: the secret, and how many bytes are whole.
  private static func check(
    _ bytes: [UInt8], _ path: String
  ) throws(SnapshotError) -> (HMACKey, Int) {
    guard bytes.count >= headerSize, Array(bytes[..<8]) == magic,
      Array(bytes[40..<48]) == check(of: Array(bytes[..<40]))
    else {
      throw SnapshotError(file: path, "is no privacy ledger; one that modisted made is accepted")
    }
    let secret = HMACKey(Array(bytes[8..<40]).rawSpan)
    var offset = headerSize
    while offset < bytes.count {
      let end = offset + recordSize
      guard end <= bytes.count else { return (secret, offset) }
      let content = Array(bytes[offset..<end - 8])
      if check(of: content) != Array(bytes[end - 8..<end]) {
        if bytes.count == end { return (secret, offset) }
        throw SnapshotError(
          file: path,
          "is damaged at byte \(offset), and what was spent there is unknown; put a whole copy back, "
            + "or begin a new ledger when the period is over")
      }
      offset = end
    }
    return (secret, offset)
  }

  private static func replay(_ bytes: ArraySlice<UInt8>) -> State {
    var state = State()
    for offset in stride(from: headerSize, to: bytes.count, by: recordSize) {
      let record = Array(bytes[offset..<offset + recordSize])
      let micros: UInt32 = record.rawSpan.loadLittleEndian(at: 0)
      let time: Int64 = record.rawSpan.loadLittleEndian(at: 8)
      let generation = String(decoding: record[16..<56].prefix { $0 != 0 }, as: UTF8.self)
      state.paid.insert(
        Paid(generation: generation, digest: Array(record[56..<88]), epsilon: micros))
      state.add(time: Int(time), micros: Int(micros))
    }
    return state
  }

  private static func record(_ paid: Paid, _ time: Int) -> [UInt8] {
    var record: [UInt8] = []
    for shift in 0..<4 { record.append(UInt8(truncatingIfNeeded: paid.epsilon >> (8 * shift))) }
    record += [0, 0, 0, 0]
    for shift in 0..<8 { record.append(UInt8(truncatingIfNeeded: time >> (8 * shift))) }
    record += Array(paid.generation.utf8)
    record += [UInt8](repeating: 0, count: 16 + generationSize - record.count)
    record += paid.digest
    return record + check(of: record)
  }
}
