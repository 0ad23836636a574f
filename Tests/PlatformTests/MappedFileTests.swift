import Bytes
import Platform
import Testing

/// A mapped file that somebody cuts short is noticed, and does not end the process.
@Suite struct MappedFileTests {
  @Test func `reading what a file no longer has gives zeros, and says so`() throws {
    MappedFile.surviveDamage()
    let directory = try FileSystem.makeTemporaryDirectory("modiste-mapped")
    defer { try? FileSystem.removeTree(directory) }
    let path = "\(directory)/file"
    let content = [UInt8](repeating: 7, count: 64 << 10)
    try FileSystem.createFile(at: path, with: content.rawSpan)
    let file = try MappedFile(path: path)
    let other = try MappedFile(path: path)
    #expect(try byte(40_000, of: file) == 7)
    let isDamagedBefore = file.isDamaged
    #expect(!isDamagedBefore)

    try FileSystem.truncate(path, to: 100)
    #expect(try byte(40_000, of: file) == 0)
    let isDamaged = file.isDamaged
    #expect(isDamaged)
    // What nobody read is not known to be damaged.
    let isOtherDamaged = other.isDamaged
    #expect(!isOtherDamaged)
  }

  private func byte(_ offset: Int, of file: borrowing MappedFile) throws -> UInt8 {
    file.bytes.loadLittleEndian(at: offset)
  }
}
