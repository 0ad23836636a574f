/// A size as the shop spells it, read as a place on a scale: `38`, `39.5`, `XS`, `M`, `2XL`.
package struct SizeName: Sendable, Equatable {
  package enum Scale: Sendable { case letters, numbers }

  package let scale: Scale
  /// The number, or how many letters above M.
  package let value: Double

  /// `nil` of what is not on a scale, such as `one size`.
  package init?(_ text: String) {
    if let number = Double(text), number.isFinite, number.magnitude < 10_000 {
      self.init(scale: .numbers, value: number)
      return
    }
    let upper = text.uppercased()
    switch upper {
    case "S": self.init(scale: .letters, value: -1)
    case "M": self.init(scale: .letters, value: 0)
    case "L": self.init(scale: .letters, value: 1)
    default:
      guard let last = upper.last, last == "S" || last == "L" else { return nil }
      let before = upper.dropLast()
      let count: Int
      if !before.isEmpty, before.allSatisfy({ $0 == "X" }) {
        count = before.count
      } else if before.last == "X", let number = Int(before.dropLast()) {
        count = number
      } else {
        return nil
      }
      guard (1...9).contains(count) else { return nil }
      self.init(scale: .letters, value: last == "S" ? -1 - Double(count) : 1 + Double(count))
    }
  }

  private init(scale: Scale, value: Double) {
    self.scale = scale
    self.value = value
  }
}
