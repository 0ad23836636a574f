import Glibc

/// An instant of the monotonic clock.
@usableFromInline package struct MonotonicTime: Comparable, Sendable {
  /// Since an unspecified start, in this boot.
  @usableFromInline package let nanoseconds: UInt64

  @inlinable
  package init(nanoseconds: UInt64) {
    self.nanoseconds = nanoseconds
  }

  /// About 25 ns: it does not enter the kernel.
  package static var now: MonotonicTime {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return MonotonicTime(
      nanoseconds: UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec))
  }

  @inlinable
  package static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  @inlinable
  package func advanced(byMicroseconds micros: UInt64) -> MonotonicTime {
    MonotonicTime(nanoseconds: nanoseconds &+ micros &* 1000)
  }

  /// 0 when `earlier` is later.
  @inlinable
  package func microseconds(since earlier: MonotonicTime) -> UInt64 {
    nanoseconds > earlier.nanoseconds ? (nanoseconds &- earlier.nanoseconds) / 1000 : 0
  }

  package func seconds(since earlier: MonotonicTime) -> Double {
    nanoseconds > earlier.nanoseconds ? Double(nanoseconds - earlier.nanoseconds) / 1e9 : 0
  }
}

/// Seconds for which the calling thread had a processor, since it began: what work costs, whatever
/// else the machine does.
package func processorSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Seconds since 1970.
package func unixTime() -> Int {
  time(nil)
}

/// Lets other threads run for so long.
package func sleep(milliseconds: Int) {
  usleep(UInt32(milliseconds * 1000))
}
