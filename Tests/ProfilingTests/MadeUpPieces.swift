import Profiling
import TestSupport

/// Pieces worn by made-up shoppers: each has a body, of which the height is told, and a true size that
/// differs from the body's; some items run small, some large; and whoever orders does not know.
struct MadeUpPieces {
  static let sizes = ["36", "38", "40", "42", "44", "46"]
  static let userCount = 150
  static let itemCount = 30

  let log: SizingLog
  /// Of the shoppers.
  private(set) var trueSizes: [Double] = []
  /// Item i runs small by so much.
  static func bias(_ item: Int) -> Double { Double(item % 3 - 1) * 2.5 }

  init(lines count: Int = 3_000, seed: UInt64 = 5) {
    var random = SplitMix(seed: seed)
    var heights: [Double] = []
    for user in 0..<Self.userCount {
      let height = Double(Int.random(in: 155...185, using: &random))
      heights.append(user % 10 == 0 ? .nan : height)
      trueSizes.append(
        41 + (height - 170) / 5 + Double(Int.random(in: -10...10, using: &random)) / 5)
    }
    var lines: [SizingLog.Line] = []
    for line in 0..<count {
      let user = Int.random(in: 0..<Self.userCount, using: &random)
      let item = Int.random(in: 0..<Self.itemCount, using: &random)
      let wanted = trueSizes[user] + Double(Int.random(in: -20...20, using: &random)) / 10
      let size = min(5, max(0, Int(((wanted - 36) / 2).rounded())))
      let chance = Double(Int.random(in: -10...10, using: &random)) / 10
      let room = 36 + 2 * Double(size) - trueSizes[user] - Self.bias(item) + chance
      lines.append(
        SizingLog.Line(
          user: UInt32(user), item: UInt32(item), time: Int64(line / 3), size: UInt32(size),
          outcome: line % 20 == 0 ? nil : room < -1.8 ? .small : room > 1.8 ? .large : .fit))
    }
    log = SizingLog(
      sizeNames: Self.sizes, categories: (0..<Self.itemCount).map { $0 % 2 },
      categoryNames: ["dress", "coat"],
      body: BodyMeasures(
        userCount: Self.userCount,
        columns: [
          BodyMeasures.Column(name: "height", values: .numbers(heights)),
          BodyMeasures.Column(
            name: "town",
            values: .texts((0..<Self.userCount).map { $0 % 3 == 0 ? "" : "t\($0 % 2)" })),
        ]), lines: lines)
  }
}
