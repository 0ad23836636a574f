import Dialogue
import Testing

/// Defends what is refused: by the shop's own held-out messages, and by how near an intent lies to what is out of scope.
@Suite struct ScopeGateTests {
  /// Of intent 0 no message is out of scope, of intent 1 every other.
  private static let evidence = (0..<400).map { index in
    ScopeEvidence(inside: Float(index % 100) / 100, likeliest: index % 4 == 3 ? 1 : 0)
  }
  private static let isOwn = (0..<400).map { $0 % 8 != 7 }
  private let gate = ScopeGate(
    fitting: evidence, isOwn: isOwn, intentCount: 2, refusalShare: 0.6)

  @Test func `an intent that is often meant by others needs a surer message`() {
    for inside in stride(from: Float(0.1), through: 0.9, by: 0.1) {
      let near = gate.scope(ScopeEvidence(inside: inside, likeliest: 1))
      let far = gate.scope(ScopeEvidence(inside: inside, likeliest: 0))
      #expect(0 < near && near < inside && inside < far && far < 1)
    }
    #expect(gate.scope(ScopeEvidence(inside: 1, likeliest: 1)) == 1)
    #expect(gate.scope(ScopeEvidence(inside: 0, likeliest: 0)) == 0)
  }

  @Test func `as many of the shop's own held-out messages are lost as may be`() {
    let own = zip(Self.evidence, Self.isOwn).filter(\.1).map { gate.scope($0.0) }
    let lost = own.count { $0 < gate.threshold }
    #expect(lost <= own.count * 6 / 10 && lost >= own.count * 5 / 10, "\(lost) of \(own.count)")
  }

  @Test func `what is more likely out of scope than not is refused, however few may be lost`() {
    let strict = ScopeGate(
      fitting: Self.evidence, isOwn: Self.isOwn, intentCount: 2, refusalShare: 0)
    #expect(strict.threshold == 0.5)
  }

  @Test func `a message of unknown words is refused, but by an open gate`() {
    let evidence = ScopeEvidence(inside: 0.9, likeliest: 0, knowsWord: false)
    #expect(gate.scope(evidence) == 0)
    #expect(ScopeGate.open.scope(evidence) >= ScopeGate.open.threshold)
  }
}
