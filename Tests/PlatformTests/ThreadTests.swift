import Platform
import Synchronization
import Testing

@Suite struct ThreadTests {
  @Test func `a thread has ended when it was joined`() throws {
    let state = Monitor(0)
    let thread = try Thread(name: "adds") {
      sleep(milliseconds: 20)
      state.signal { $0 += 1 }
    }
    thread.join()
    let sum = state.withLock { $0 }
    #expect(sum == 1)
  }

  @Test func `what waits is woken when its condition holds`() throws {
    let state = Monitor(0)
    let thread = try Thread(name: "counts") {
      for _ in 0..<100 { state.broadcast { $0 += 1 } }
    }
    let seen = state.wait { $0 == 100 ? $0 : nil }
    #expect(seen == 100)
    thread.join()
  }

  @Test func `waiting ends with nil at its deadline`() {
    let state = Monitor(0)
    let before = MonotonicTime.now
    let seen = state.wait(until: before.advanced(byMicroseconds: 30_000)) {
      (_: inout Int) -> Int? in
      nil
    }
    #expect(seen == nil)
    #expect(MonotonicTime.now.microseconds(since: before) >= 30_000)
  }

  @Test func `additions of many threads are all there`() throws {
    let state = Monitor((sum: 0, ended: 0))
    for number in 0..<4 {
      _ = try Thread(name: "adds-\(number)") {
        for _ in 0..<10_000 { state.withLock { $0.sum += 1 } }
        state.signal { $0.ended += 1 }
      }
    }
    let sum = state.wait { $0.ended == 4 ? $0.sum : nil }
    #expect(sum == 40_000)
  }

  @Test func `time does not go back, and differences do not overflow`() {
    let first = MonotonicTime.now
    let second = MonotonicTime.now
    #expect(first <= second)
    #expect(first.microseconds(since: first) == 0)
    #expect(first.advanced(byMicroseconds: 5).microseconds(since: first) == 5)
  }
}
