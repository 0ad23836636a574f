import Bytes
import Datasets
import Serving
import Snapshots
import TestSupport
import Testing
import Wire

/// Analysts are told how many, with noise that is paid for, and never who or how many exactly.
@Suite struct AnalystTests {
  private let served: ServedShop

  init() throws { served = try Self.serve(budget: 1) }

  private static func serve(budget: Double?) throws -> ServedShop {
    try ServedShop(profiles: MadeUpProfiles.fitted(), roles: [.service, .analyst]) {
      guard let budget else { return }
      let directory = $0.storePath.split(separator: "/").dropLast().joined(separator: "/")
      $0.privacy = PrivacySettings(
        ledger: "/\(directory)/ledger", budget: budget, periodSeconds: 86_400)
    }
  }

  private struct Size: Equatable {
    var size: Int64 = 0
    var isNoisy = false
    var noise95 = 0.0
    var epsilonLeft = 0.0
  }

  private func ask(
    _ expression: String, epsilon: Double = 0, as role: CallerRole = .analyst,
    of served: ServedShop? = nil
  ) throws -> Peer.Frame {
    try (served ?? self.served).call(
      0x0204, encoded { $0.appendSizeAudienceRequest(expression: expression, epsilon: epsilon) },
      as: role)
  }

  private func size(
    _ expression: String, epsilon: Double = 0, as role: CallerRole = .analyst
  ) throws -> Size {
    let answer = try ask(expression, epsilon: epsilon, as: role)
    #expect(answer.status == .ok, "\(answer.message)")
    var size = Size()
    for field in fields(of: answer.body) {
      switch field.number {
      case 1: size.size = Int64(bitPattern: field.bits)
      case 2: size.isNoisy = field.bits == 1
      case 3: size.noise95 = Double(bitPattern: field.bits)
      case 4: size.epsilonLeft = Double(bitPattern: field.bits)
      default: break
      }
    }
    return size
  }

  @Test func `the same question has the same noisy answer, and costs once`() throws {
    let exact = try size("row < 150", as: .service)
    #expect(!exact.isNoisy)
    let first = try size("row < 150", epsilon: 0.25)
    #expect(first.isNoisy && first.noise95 > 0)
    #expect(abs(first.epsilonLeft - 0.75) < 1e-6)
    #expect(try size("row < 150", epsilon: 0.25) == first)
    // At this epsilon one answer in forty is exact by chance; ten never are.
    let sizes = try (140..<150).map { row in
      (try size("row < \(row)", epsilon: 0.05), try size("row < \(row)", as: .service))
    }
    #expect(sizes.contains { $0.0.size != $0.1.size })
  }

  @Test func `what is spent is spent: the refusal says what is left, and nothing else`() throws {
    #expect(try ask("row < 150", epsilon: 0.9).status == .ok)
    let refusal = try ask("row < 140", epsilon: 0.2)
    #expect(refusal.status == .resourceExhausted)
    #expect(refusal.message.hasPrefix("the privacy budget has 0.1"), "\(refusal.message)")
    // The question that was paid for is answered still, also after a reload of the same generation.
    #expect(try served.reload().status == .ok)
    #expect(try ask("row < 150", epsilon: 0.9).status == .ok)
  }

  @Test func `a description is chosen by noisy counts, has one price, and is the same again`()
    throws
  {
    let served = try Self.serve(budget: 10)
    func describe(limit: Int) throws -> Peer.Frame {
      try served.call(
        0x0206,
        encoded {
          $0.appendDescribeAudienceRequest(
            expression: "affinity(category, dress) > 50%", limit: UInt32(limit), epsilon: 9)
        }, as: .analyst)
    }
    let answer = try describe(limit: 3)
    #expect(answer.status == .ok, "\(answer.message)")
    let told = fields(of: answer.body)
    // Of a quarter of the shoppers, all even ones; at this epsilon the noise is some three shoppers.
    let first = try #require(told.first { $0.number == 2 })
    let strings = fields(of: first.bytes).prefix(2).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    #expect(strings == ["parity", "even"])
    #expect(told.contains { $0.number == 3 && $0.bits == 1 })
    let left = try #require(told.first { $0.number == 4 })
    #expect(abs(Double(bitPattern: left.bits) - 1) < 1e-6)
    let noise = try #require(told.first { $0.number == 5 })
    #expect((1...9).contains(Double(bitPattern: noise.bits)))
    #expect(try describe(limit: 3).body == answer.body)
    // How many differences are told is no other question.
    #expect(try describe(limit: 100).status == .ok)
  }

  @Test(arguments: [-0.5, .nan, 11])
  func `an epsilon that is none is refused`(epsilon: Double) throws {
    let refusal = try ask("row < 150", epsilon: epsilon)
    #expect(refusal.status == .invalidArgument)
    #expect(refusal.message.contains("epsilon"), "\(refusal.message)")
  }

  @Test func `without a budget analysts get no counts`() throws {
    let refusal = try ask("row < 150", of: Self.serve(budget: nil))
    #expect(refusal.status == .failedPrecondition)
    #expect(refusal.message.contains("[privacy]"), "\(refusal.message)")
  }

  @Test(arguments: [0x0201, 0x0202, 0x0203, 0x0205] as [UInt16])
  func `no other method of Profile is answered to analysts`(method: UInt16) throws {
    #expect(try served.call(method, as: .analyst).status == .permissionDenied)
  }
}
