/// How long to wait after each failed attempt: 10 ms, doubling to 1 s, half of it at random.
///
/// The random half keeps a shop's many processes from returning in step.
struct Backoff {
  static let firstMicros: UInt64 = 10_000
  static let largestMicros: UInt64 = 1_000_000

  private var micros = Backoff.firstMicros

  /// Microseconds.
  mutating func next() -> UInt64 {
    let delay = micros
    micros = min(2 * micros, Self.largestMicros)
    return .random(in: delay / 2...delay)
  }

  mutating func reset() {
    micros = Self.firstMicros
  }
}
