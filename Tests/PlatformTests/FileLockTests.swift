import Platform
import Testing

/// Two never hold the lock at once, and it ends with its owner.
@Suite struct FileLockTests {
  @Test func `a held lock is refused, and can be had once its owner is gone`() throws {
    let path = temporaryPath()
    defer { try? FileSystem.remove(path) }
    do {
      let first = try FileLock(path: path)
      #expect {
        _ = try FileLock(path: path)
      } throws: {
        ($0 as? SystemError)?.isLockHeld == true
      }
      withExtendedLifetime(first) {}
    }
    _ = try FileLock(path: path)
  }
}
