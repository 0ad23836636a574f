/// Numbers as the report and the tables write them.
extension Double {
  /// `0.0531`; a sign only below zero. Rounded half away from zero.
  package func fixed(_ places: Int) -> String {
    guard isFinite else { return "–" }
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((magnitude * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    let sign = self < 0 && scaled > 0 ? "−" : ""
    guard places > 0 else { return "\(sign)\(scaled)" }
    return sign + "\(scaled / scale)." + String(repeating: "0", count: places - fraction.count)
      + fraction
  }

  /// `8.3 %`, `0.06 %`: two significant digits below ten, whole above.
  package var percent: String {
    let value = self * 100
    let places = value.magnitude >= 10 ? 0 : value.magnitude >= 1 ? 1 : 2
    return value == 0 ? "0 %" : "\(value.fixed(places)) %"
  }
}

extension Int {
  /// `198,502`.
  package var grouped: String {
    var text = ""
    for (position, digit) in String(magnitude).reversed().enumerated() {
      if position > 0, position.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "−" : "") + String(text.reversed())
  }
}
