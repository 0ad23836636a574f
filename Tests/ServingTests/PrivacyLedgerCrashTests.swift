import Bytes
import Foundation
import Platform
import Serving
import Snapshots
import Testing

/// Whenever a server dies, every answer that left is paid for, and the ledger can be opened.
@Suite final class PrivacyLedgerCrashTests {
  let directory: String
  var path: String { "\(directory)/ledger" }

  init() throws { directory = try FileSystem.makeTemporaryDirectory("modiste-ledger-crash") }

  deinit { try? FileSystem.removeTree(directory) }

  private static func open(
    _ path: String, _ after: @escaping @Sendable (PrivacyLedger.Step) -> Void = { _ in }
  ) throws -> PrivacyLedger {
    try PrivacyLedger(
      opening: path, ownMicros: 1_000_000_000, periodSeconds: 1000, now: { 1_000_000 },
      after: after)
  }

  @Test(arguments: PrivacyLedger.Step.allCases)
  func `a server killed after a step has charged what it may have answered`(
    step: PrivacyLedger.Step
  ) async throws {
    let path = path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, step] in
      let first = try PrivacyLedger(
        opening: path, ownMicros: 1_000_000_000, periodSeconds: 1000, now: { 1_000_000 })
      _ = try first.charge(Epsilon(1), generation: "g", query: [0])
      // Opening waits for no lock: the first must be gone.
      _ = consume first
      let second = try PrivacyLedger(
        opening: path, ownMicros: 1_000_000_000, periodSeconds: 1000, now: { 1_000_000 },
        after: { reached in if reached == step { raise(SIGKILL) } })
      _ = try second.charge(Epsilon(2), generation: "g", query: [1])
    }
    let ledger = try Self.open(path)
    #expect(ledger.left == (step == .isChecked ? 999 : 997))
    #expect(try ledger.charge(Epsilon(1), generation: "g", query: [0]).isRepeated)
    let isPaid = try ledger.charge(Epsilon(2), generation: "g", query: [1]).isRepeated
    #expect(isPaid == (step != .isChecked))
  }

  /// The clock decides where it dies: in a write, in an fsync, between two charges.
  @Test(arguments: 0..<8)
  func `a server killed at any moment has paid for every answer that left`(attempt: Int)
    async throws
  {
    let path = path
    let answers = "\(directory)/answers"
    let microseconds = UInt32(20_000 + attempt * 7919)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, answers = answers as String, microseconds = microseconds as UInt32] in
      let ledger = try PrivacyLedger(
        opening: path, ownMicros: 1_000_000_000, periodSeconds: 1000, now: { 1_000_000 })
      try FileSystem.createFile(at: answers, with: [UInt8]().rawSpan)
      let answered = try AppendFile(path: answers)
      let killer = Foundation.Thread {
        usleep(microseconds)
        raise(SIGKILL)
      }
      killer.start()
      for query in 0... {
        _ = try ledger.charge(Epsilon(0.001), generation: "g", query: Array("\(query)".utf8))
        try answered.append([1].rawSpan)
      }
    }
    let count = (try? FileSystem.read(answers).count) ?? 0
    let ledger = try Self.open(path)
    for query in 0..<count {
      let charge = try ledger.charge(
        Epsilon(0.001), generation: "g", query: Array("\(query)".utf8))
      #expect(charge.isRepeated)
    }
    // At most the one whose answer had not left.
    let spent = ((1000 - ledger.left) * 1000).rounded()
    #expect(spent == Double(count) || spent == Double(count + 1))
  }

  @Test func `a full disk ends all telling until a restart, and the half record is dropped`()
    async throws
  {
    let path = path
    await #expect(processExitsWith: .success) { [path = path as String] in
      let ledger = try PrivacyLedger(
        opening: path, ownMicros: 1_000_000_000, periodSeconds: 1000, now: { 1_000_000 })
      _ = try ledger.charge(Epsilon(1), generation: "g", query: [0])
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 48 + 96 + 10, rlim_max: 48 + 96 + 10)
      guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
        exit(2)
      }
      for query in [UInt8(1), 2] {
        do {
          _ = try ledger.charge(Epsilon(1), generation: "g", query: [query])
          exit(3)
        } catch PrivacyRefusal.unwritable {}
      }
      // What was paid before is still told.
      guard try ledger.charge(Epsilon(1), generation: "g", query: [0]).isRepeated else { exit(4) }
      exit(0)
    }
    let ledger = try Self.open(path)
    #expect(ledger.left == 999)
    #expect(try !ledger.charge(Epsilon(1), generation: "g", query: [1]).isRepeated)
  }
}
