import CPlatform
import Glibc

/// A whole file mapped read-only into memory, unmapped when its owner goes away.
///
/// The bytes stay valid while the file is renamed or unlinked, but not while it is truncated:
/// reading past a new end then gives zeros, and ``isDamaged`` tells of it, where
/// `MappedFile.surviveDamage` was called; elsewhere it ends the process. Replace a mapped file by
/// renaming another over it.
@safe package struct MappedFile: ~Copyable, Sendable {
  // Never written through, and unmapped only once `self` can no longer be reached.
  private nonisolated(unsafe) let start: UnsafeMutableRawPointer
  package let byteCount: Int
  private let slot: CInt

  /// - Throws: `SystemError` when the file cannot be opened or mapped; an empty file cannot be.
  package init(path: String) throws(SystemError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError("open", on: path) }
    defer { close(descriptor) }

    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("fstat", on: path) }

    let size = Int(status.st_size)
    guard
      let start = unsafe mmap(
        nil, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, descriptor, 0),
      unsafe start != MAP_FAILED
    else { throw SystemError("mmap", on: path) }

    unsafe self.start = start
    self.byteCount = size
    slot = unsafe platform_guard_add(start, size)
  }

  deinit {
    platform_guard_remove(slot)
    _ = unsafe munmap(start, byteCount)
  }

  /// Whether bytes were read that the file no longer has. Two loads; cheap enough for every call.
  package var isDamaged: Bool { platform_guard_is_damaged(slot) }

  /// Lets this process go on when a mapped file is cut short by somebody else. Call it once, early.
  package static func surviveDamage() { platform_guard_install() }

  package var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = unsafe RawSpan(_unsafeStart: start, byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }
}
