import Glibc

/// Files and directories by path.
package enum FileSystem {
  package enum Kind: Equatable, Sendable {
    case file(byteCount: Int)
    case directory
    case symbolicLink
    /// A socket, a pipe, a device.
    case other
  }

  /// What lies at `path` itself, a link not followed; `nil` when nothing does.
  package static func kind(of path: String) throws(SystemError) -> Kind? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw SystemError("lstat", on: path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(byteCount: Int(status.st_size))
    case S_IFDIR: return .directory
    case S_IFLNK: return .symbolicLink
    default: return .other
    }
  }

  /// The names in a directory, without `.` and `..`, in the order of their bytes.
  package static func names(in directory: String) throws(SystemError) -> [String] {
    guard let stream = unsafe opendir(directory) else {
      throw SystemError("opendir", on: directory)
    }
    defer { _ = unsafe closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      // Safe: the kernel ends a name with 0, and it is copied before the next is read.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw SystemError("readdir", on: directory) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// All of a file.
  package static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let file = try OpenFile(path, O_RDONLY)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = try file.read(into: &piece, at: bytes.count)
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
    }
  }

  /// Writes a new file and waits until it is on the disk.
  ///
  /// - Throws: when there is something at `path` already, too.
  package static func createFile(
    at path: String, with bytes: RawSpan, mode: UInt32 = 0o644
  ) throws(SystemError) {
    let file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    try file.write(bytes)
    try file.synchronize()
  }

  /// Puts a file at `path` at once: a reader sees the old one or the new one, also after a crash.
  package static func replaceFile(
    at path: String, with bytes: RawSpan, mode: UInt32 = 0o644
  ) throws(SystemError) {
    let sibling = temporarySibling(of: path)
    do { try createFile(at: sibling, with: bytes, mode: mode) } catch {
      try? remove(sibling)
      throw error
    }
    try take(sibling, to: path)
  }

  /// The same, of bytes that come in pieces.
  package static func replaceFile(
    at path: String, mode: UInt32 = 0o644,
    _ write: (borrowing NewFile) throws(SystemError) -> Void
  ) throws(SystemError) {
    let sibling = temporarySibling(of: path)
    do {
      let file = NewFile(file: try OpenFile(sibling, O_WRONLY | O_CREAT | O_EXCL, mode: mode))
      try write(file)
      try file.file.synchronize()
    } catch {
      try? remove(sibling)
      throw error
    }
    try take(sibling, to: path)
  }

  private static func take(_ sibling: String, to path: String) throws(SystemError) {
    do { try rename(sibling, to: path) } catch {
      try? remove(sibling)
      throw error
    }
    try synchronize(parent(of: path))
  }

  /// Waits until a file, or the names in a directory, are on the disk.
  package static func synchronize(_ path: String) throws(SystemError) {
    try OpenFile(path, O_RDONLY).synchronize()
  }

  /// Renames at once; what was at `destination` is replaced, but a directory only when empty.
  package static func rename(_ source: String, to destination: String) throws(SystemError) {
    guard unsafe Glibc.rename(source, destination) == 0 else {
      throw SystemError("rename", on: "\(source)' to '\(destination)")
    }
  }

  /// Makes a directory; one that is there already is an error.
  package static func makeDirectory(_ path: String) throws(SystemError) {
    guard unsafe mkdir(path, 0o755) == 0 else { throw SystemError("mkdir", on: path) }
  }

  /// Makes a directory and those above it, as far as they are missing.
  package static func makeDirectories(_ path: String) throws(SystemError) {
    if try kind(of: path + "/.") == .directory { return }
    let above = parent(of: path)
    if above != path { try makeDirectories(above) }
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw SystemError("mkdir", on: path)
    }
  }

  /// Makes an empty directory in TMPDIR, or /tmp, whose name begins with `prefix`.
  package static func makeTemporaryDirectory(_ prefix: String) throws(SystemError) -> String {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/\(prefix)-XXXXXX".utf8CString)
    // Safe: mkdtemp changes the six X in place.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
      unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    guard made else { throw SystemError("mkdtemp", on: parent) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Cuts a file to its first `byteCount` bytes.
  package static func truncate(_ path: String, to byteCount: Int) throws(SystemError) {
    guard unsafe Glibc.truncate(path, byteCount) == 0 else {
      throw SystemError("truncate", on: path)
    }
  }

  package static func setMode(of path: String, to mode: UInt32) throws(SystemError) {
    guard unsafe chmod(path, mode) == 0 else { throw SystemError("chmod", on: path) }
  }

  /// The permission bits of what `path` leads to, links followed.
  package static func mode(of path: String) throws(SystemError) -> UInt32 {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw SystemError("stat", on: path) }
    return status.st_mode & 0o7777
  }

  /// The path without links, `.` and `..`.
  package static func resolved(_ path: String) throws(SystemError) -> String {
    guard let resolved = unsafe realpath(path, nil) else { throw SystemError("realpath", on: path) }
    // Safe: realpath ends it with 0, and it is ours to free.
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// Where a symbolic link points, as it is written.
  package static func target(ofLink path: String) throws(SystemError) -> String {
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    // Safe: the kernel writes at most the count that it is given.
    let count = unsafe readlink(path, &bytes, bytes.count)
    guard count >= 0 else { throw SystemError("readlink", on: path) }
    return String(decoding: bytes[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Makes a symbolic link, or points an existing one elsewhere, at once.
  package static func replaceLink(at path: String, target: String) throws(SystemError) {
    let sibling = temporarySibling(of: path)
    guard unsafe symlink(target, sibling) == 0 else { throw SystemError("symlink", on: sibling) }
    try take(sibling, to: path)
  }

  /// Removes a file or a link.
  package static func remove(_ path: String) throws(SystemError) {
    guard unsafe unlink(path) == 0 else { throw SystemError("unlink", on: path) }
  }

  /// Removes a file, a link, or a directory and all below it; links are not followed. What is
  /// missing is no error.
  package static func removeTree(_ path: String) throws(SystemError) {
    switch try kind(of: path) {
    case nil: return
    case .directory:
      for name in try names(in: path) { try removeTree("\(path)/\(name)") }
      guard unsafe rmdir(path) == 0 else { throw SystemError("rmdir", on: path) }
    default: try remove(path)
    }
  }

  /// The directory that holds `path`; of a bare name `.`, of the root itself.
  package static func parent(of path: String) -> String {
    var bytes = path.utf8[...]
    while bytes.count > 1, bytes.last == slash { bytes = bytes.dropLast() }
    guard let last = bytes.lastIndex(of: slash) else { return "." }
    return last == bytes.startIndex ? "/" : String(path[..<last])
  }

  private static func temporarySibling(of path: String) -> String {
    "\(path).tmp-\(getpid())-\(UInt32.random(in: 0 ... .max))"
  }
}

private let slash = UInt8(ascii: "/")
