import Bytes
import CZlib
import Platform

/// Bytes of a file, plain or compressed with gzip, or of memory, in pieces.
///
/// zlib tells a gzip file by its first bytes, not by its name, and passes a plain one through;
/// plain bytes under a name that ends with .gz are refused, since one cut short looks so.
@safe struct ByteSource: ~Copyable {
  let name: String
  // Open for as long as `self` lives; nil when the bytes come from memory.
  private let file: gzFile?
  private var memory: [UInt8]
  private var position = 0
  /// A read gives at most this many bytes.
  private let chunkSize: Int

  /// - Throws: `DatasetError` when the file cannot be opened.
  init(path: String) throws(DatasetError) {
    name = fileName(of: path)
    chunkSize = 1 << 20
    memory = []
    // Safe: zlib copies the path; what it gives is closed here or by the deinit, once.
    guard let opened = unsafe gzopen(path, "rb") else {
      let reason = SystemError("open", on: path)
      throw DatasetError(
        file: fileName(of: path), problem: "cannot be read, \(reason)",
        accepted: "a readable file is needed")
    }
    unsafe gzbuffer(opened, 1 << 18)
    if path.hasSuffix(".gz"), unsafe gzdirect(opened) == 1 {
      unsafe gzclose_r(opened)
      throw DatasetError(
        file: fileName(of: path), problem: "the file is not what gzip writes",
        accepted: "plain files are accepted under a name without .gz")
    }
    unsafe file = opened
  }

  /// - Parameter chunkSize: lets a test cut the bytes anywhere.
  init(memory: [UInt8], name: String, chunkSize: Int) {
    precondition(chunkSize > 0)
    self.name = name
    self.memory = memory
    self.chunkSize = chunkSize
    unsafe file = nil
  }

  deinit {
    // Safe: nobody else has the file, and nothing follows.
    if let file = unsafe file { unsafe gzclose_r(file) }
  }

  /// Fills at most `buffer.count` bytes; 0 means the end.
  ///
  /// - Throws: `DatasetError` when the file ends early or is not what gzip wrote.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    let count = min(buffer.count, chunkSize)
    guard let file = unsafe file else {
      let given = min(count, memory.count - position)
      // Safe: `given` bytes lie in both.
      unsafe memory.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[..<given])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + given]))
      }
      position += given
      return given
    }
    // Safe: zlib writes at most `count` bytes, which lie in the buffer.
    let given = unsafe gzread(file, buffer.baseAddress, UInt32(count))
    var code: CInt = 0
    let reason = unsafe gzerror(file, &code)
    if given < 0 || code < 0 {
      let text = unsafe reason.map { unsafe String(cString: $0) } ?? "error \(code)"
      throw DatasetError(
        file: name, problem: "cannot be read to its end, \(text)",
        accepted: "a whole file, plain or compressed with gzip, is needed; was the copy cut short?")
    }
    return Int(given)
  }

  /// Everything up to the end. For small files: O(size) memory.
  consuming func readAll() throws(DatasetError) -> [UInt8] {
    var all: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var failure: DatasetError?
      var count = 0
      // Safe: the buffer is used only inside the call that lends it.
      unsafe piece.withUnsafeMutableBytes { buffer in
        do throws(DatasetError) { count = try unsafe read(into: buffer) } catch { failure = error }
      }
      if let failure { throw failure }
      if count == 0 { return all }
      all.append(contentsOf: piece[..<count])
    }
  }
}

/// What stands behind the last slash.
func fileName(of path: String) -> String {
  path.split(separator: "/").last.map(String.init) ?? path
}
