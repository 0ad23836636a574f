import Bytes
import Foundation
import Platform
import Serving
import Snapshots
import Testing

/// What was spent is never forgotten, and nothing is told that was not paid for.
@Suite final class PrivacyLedgerTests {
  let directory: String
  var path: String { "\(directory)/ledger" }
  let day = 86_400

  init() throws { directory = try FileSystem.makeTemporaryDirectory("modiste-ledger") }

  deinit { try? FileSystem.removeTree(directory) }

  private final class Hands: Sendable {
    private let time: LockedTime
    init(_ start: Int) { time = LockedTime(start) }
    func set(_ now: Int) { time.set(now) }
    var now: Int { time.get() }
  }

  private func open(_ budget: Double = 1, at now: Int = 1_000_000_000) throws -> PrivacyLedger {
    try PrivacyLedger(
      opening: path, ownMicros: Int(budget * 1e6), periodSeconds: 30 * day, now: { now })
  }

  @discardableResult
  private func charge(
    _ ledger: PrivacyLedger, _ epsilon: Double, _ query: String, generation: String = "g1"
  ) throws -> PrivacyLedger.Charge {
    try ledger.charge(Epsilon(epsilon), generation: generation, query: Array(query.utf8))
  }

  @Test func `what is spent is taken from the budget, until it is spent`() throws {
    let ledger = try open()
    #expect(ledger.left == 1)
    #expect(try charge(ledger, 0.3, "a").left == 0.7)
    #expect(try charge(ledger, 0.3, "b").left == 0.4)
    let refused = #expect(throws: PrivacyRefusal.self) { try self.charge(ledger, 0.5, "c") }
    #expect(
      refused == .spent(asked: 0.5, left: 0.4, renews: 1_000_000_000 + 30 * day))
    #expect(
      refused?.description
        == "the privacy budget has 0.4 left, epsilon 0.5 is asked for; "
        + "it has as much again at 2001-10-09T01:46:40Z")
    #expect(try charge(ledger, 0.4, "d").left == 0)
    #expect(throws: PrivacyRefusal.self) { try self.charge(ledger, 0.000001, "e") }
  }

  @Test func `more than there ever is says so`() throws {
    let refused = #expect(throws: PrivacyRefusal.self) {
      try self.charge(try self.open(), 1.5, "a")
    }
    #expect(refused == .spent(asked: 1.5, left: 1, renews: nil))
  }

  @Test func `the same query, generation and epsilon are paid once, any other again`() throws {
    let ledger = try open()
    #expect(try charge(ledger, 0.1, "a") == .init(isRepeated: false, left: 0.9))
    #expect(try charge(ledger, 0.1, "a") == .init(isRepeated: true, left: 0.9))
    #expect(try charge(ledger, 0.2, "a") == .init(isRepeated: false, left: 0.7))
    #expect(try charge(ledger, 0.1, "a", generation: "g2") == .init(isRepeated: false, left: 0.6))
    #expect(try charge(ledger, 0.6, "b").left == 0)
    // Spent: what was paid is still told.
    #expect(try charge(ledger, 0.1, "a") == .init(isRepeated: true, left: 0))
  }

  @Test func `a restart forgets nothing`() throws {
    do {
      let ledger = try open()
      try charge(ledger, 0.1, "a")
      try charge(ledger, 0.2, "b", generation: String(repeating: "g", count: 40))
    }
    let ledger = try open()
    #expect(abs(ledger.left - 0.7) < 1e-9)
    #expect(try charge(ledger, 0.1, "a").isRepeated)
    #expect(try charge(ledger, 0.2, "b", generation: String(repeating: "g", count: 40)).isRepeated)
    #expect(!(try charge(ledger, 0.2, "a").isRepeated))
    #expect(try FileSystem.mode(of: path) == 0o600)
    #expect(try FileSystem.kind(of: path) == .file(byteCount: 48 + 3 * 96))
  }

  @Test func `what was spent comes free a period later, and the clock going back frees nothing`()
    throws
  {
    let hands = Hands(1_000_000_000)
    let ledger = try PrivacyLedger(
      opening: path, ownMicros: 1_000_000, periodSeconds: 30 * day, now: { hands.now })
    try charge(ledger, 0.6, "a")
    hands.set(1_000_000_000 + 10 * day)
    try charge(ledger, 0.4, "b")
    hands.set(1_000_000_000 - 100 * day)
    #expect(ledger.left == 0)
    hands.set(1_000_000_000 + 30 * day - 1)
    #expect(ledger.left == 0)
    hands.set(1_000_000_000 + 30 * day)
    #expect(ledger.left == 0.6)
    // Paid stays paid, also when it no longer counts.
    #expect(try charge(ledger, 0.6, "a") == .init(isRepeated: true, left: 0.6))
    hands.set(1_000_000_000 + 40 * day)
    #expect(ledger.left == 1)
  }

  @Test func `a ledger that another holds is refused, and free when that ends`() throws {
    do {
      let first = try open()
      let error = #expect(throws: SnapshotError.self) { try self.open() }
      #expect(error?.reason.hasPrefix("is held by another server") == true)
      try charge(first, 0.1, "a")
    }
    #expect(try open().left == 0.9)
  }

  @Test func `of a record cut short at any byte nothing is left, and the others stay`() throws {
    do {
      let ledger = try open()
      try charge(ledger, 0.1, "a")
      try charge(ledger, 0.2, "b")
    }
    let whole = try FileSystem.read(path)
    for cut in 1..<96 {
      try FileSystem.replaceFile(at: path, with: Array(whole[..<(whole.count - cut)]).rawSpan)
      let ledger = try open()
      #expect(ledger.left == 0.9)
      // The next record begins where the torn one did.
      #expect(try !charge(ledger, 0.2, "b").isRepeated)
      #expect(try FileSystem.read(path).count == whole.count)
    }
  }

  @Test func `a last record that has its place but not its content is ignored`() throws {
    do { try charge(try open(), 0.1, "a") }
    let whole = try FileSystem.read(path)
    let torn = whole + [UInt8](repeating: 0, count: 96)
    try FileSystem.replaceFile(at: path, with: torn.rawSpan)
    #expect(try open().left == 0.9)
    #expect(try FileSystem.read(path) == whole)
  }

  @Test func `any bit changed before the last record is refused at the start`() throws {
    do {
      let ledger = try open()
      try charge(ledger, 0.1, "a")
      try charge(ledger, 0.2, "b")
    }
    let whole = try FileSystem.read(path)
    for offset in 0..<(48 + 96) {
      var damaged = whole
      damaged[offset] ^= 0x10
      try FileSystem.replaceFile(at: path, with: damaged.rawSpan)
      let error = #expect(throws: SnapshotError.self) { try self.open() }
      let expected = offset < 48 ? "is no privacy ledger" : "is damaged at byte 48"
      #expect(error?.reason.hasPrefix(expected) == true, "\(offset)")
      #expect(try FileSystem.read(path) == damaged)
    }
  }

  @Test(arguments: [0, -1, -0.0, 10.000001, 1e300, .infinity, -.infinity, .nan, 1e-7])
  func `an epsilon that is none is refused`(epsilon: Double) {
    let error = #expect(throws: PrivacyRefusal.self) { try Epsilon(epsilon) }
    #expect(
      error?.description.hasPrefix(
        "epsilon must be above 0 and at most 10, in steps of 0.000001, got ") == true)
  }

  @Test(arguments: [(1e-6, 1), (0.1, 100_000), (0.3, 300_000), (10, 10_000_000)])
  func `an epsilon is a whole number of millionths`(value: Double, micros: UInt32) throws {
    #expect(try Epsilon(value).micros == micros)
    #expect(try Epsilon(value).value == value)
  }
}

/// A clock that a test sets.
private final class LockedTime: @unchecked Sendable {
  // Every access holds the lock.
  private var time: Int
  private let lock = NSLock()
  init(_ time: Int) { self.time = time }
  func set(_ now: Int) { lock.withLock { time = now } }
  func get() -> Int { lock.withLock { time } }
}
