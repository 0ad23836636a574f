import CPlatform
import Glibc

/// Waits for many descriptors at once. Level-triggered.
@safe package struct Epoll: ~Copyable, Sendable {
  /// A set, spelt without OptionSet, whose generic operations cost more than a frame.
  package struct Interest: Equatable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let none = Interest(rawValue: 0)

    package func union(_ other: Interest) -> Interest {
      Interest(rawValue: rawValue | other.rawValue)
    }

    package static let readable = Interest(rawValue: EPOLLIN.rawValue)
    package static let writable = Interest(rawValue: EPOLLOUT.rawValue)
    /// Wakes one of the waiting threads where several wait for the same descriptor.
    package static let exclusive = Interest(rawValue: EPOLLEXCLUSIVE.rawValue)
  }

  /// What happened to a descriptor.
  package struct Event {
    /// What the descriptor was added with.
    package let token: UInt64
    package let isReadable: Bool
    package let isWritable: Bool
    /// Both directions are closed, or the connection broke.
    package let isBroken: Bool
  }

  private static let batchSize = 256

  private let descriptor: FileDescriptor
  private nonisolated(unsafe) let events: UnsafeMutablePointer<epoll_event>

  package init() throws(SystemError) {
    let number = epoll_create1(CInt(EPOLL_CLOEXEC))
    guard number >= 0 else { throw SystemError("epoll_create1", on: "event loop") }
    descriptor = FileDescriptor(owning: number)
    unsafe events = .allocate(capacity: Self.batchSize)
  }

  deinit {
    unsafe events.deallocate()
  }

  package func add(_ number: CInt, _ interest: Interest, token: UInt64) throws(SystemError) {
    guard
      platform_epoll_control(
        descriptor.number, EPOLL_CTL_ADD, number, interest.rawValue, token) == 0
    else { throw SystemError("epoll_ctl", on: "descriptor \(number)") }
  }

  package func change(_ number: CInt, to interest: Interest, token: UInt64) {
    _ = platform_epoll_control(
      descriptor.number, EPOLL_CTL_MOD, number, interest.rawValue, token)
  }

  package func remove(_ number: CInt) {
    _ = platform_epoll_control(descriptor.number, EPOLL_CTL_DEL, number, 0, 0)
  }

  /// How many events there are; `event(_:)` reads them until the next call.
  ///
  /// - Parameter milliseconds: How long to wait; negative: until something happens.
  package func wait(milliseconds: CInt) -> Int {
    // Interrupted by a signal counts as nothing happened.
    Int(max(0, unsafe epoll_wait(descriptor.number, events, CInt(Self.batchSize), milliseconds)))
  }

  /// - Precondition: `index` is below what `wait` returned last.
  package func event(_ index: Int) -> Event {
    precondition(index >= 0 && index < Self.batchSize)
    // Safe: in range, and filled by `wait` by the precondition.
    let happened = unsafe events[index].events
    return Event(
      token: unsafe platform_event_token(events + index),
      isReadable: happened & EPOLLIN.rawValue != 0,
      isWritable: happened & EPOLLOUT.rawValue != 0,
      isBroken: happened & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0)
  }
}

/// Wakes an epoll from another thread.
package struct WakeSignal: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  package init() throws(SystemError) {
    let number = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
    guard number >= 0 else { throw SystemError("eventfd", on: "event loop") }
    descriptor = FileDescriptor(owning: number)
  }

  package var number: CInt { descriptor.number }

  /// Makes the descriptor readable. May be called by any thread.
  package func raise() {
    _ = eventfd_write(descriptor.number, 1)
  }

  /// Makes the descriptor unreadable until the next `raise`.
  package func clear() {
    var count: eventfd_t = 0
    _ = unsafe eventfd_read(descriptor.number, &count)
  }
}
