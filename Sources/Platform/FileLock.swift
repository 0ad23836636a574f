import CPlatform
import Glibc

/// An exclusive lock on a file, held until its owner goes away or its process ends.
///
/// It is advisory (`flock`), and the file stays where it is: removing it would let two hold "the"
/// lock at once.
package struct FileLock: ~Copyable, Sendable {
  private let descriptor: FileDescriptor

  /// Creates the file when it is missing, and does not wait.
  ///
  /// - Throws: `SystemError` with `EWOULDBLOCK` when somebody else holds the lock.
  package init(path: String) throws(SystemError) {
    let number = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw SystemError("open", on: path) }
    let descriptor = FileDescriptor(owning: number)
    guard flock(number, LOCK_EX | LOCK_NB) == 0 else { throw SystemError("flock", on: path) }
    self.descriptor = descriptor
  }

  deinit {
    // Closing would not do: a child that another thread is just forking shares the open file, and
    // with it the lock, until it executes its program.
    flock(descriptor.number, LOCK_UN)
  }
}

extension SystemError {
  /// Whether somebody else holds the lock that was asked for.
  package var isLockHeld: Bool { call == "flock" && errno == EWOULDBLOCK }
}
