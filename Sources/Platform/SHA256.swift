import COpenSSL
import Glibc
import Synchronization

/// The digest that a manifest holds of each file. Source: NIST FIPS 180-4, through OpenSSL.
package struct SHA256: Hashable, Sendable {
  /// 32 bytes.
  package let bytes: [UInt8]

  /// 64 lower-case hexadecimal digits.
  package var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  package init(of bytes: RawSpan) {
    var hasher = Hasher()
    hasher.update(bytes)
    self = hasher.finish()
  }

  /// Of a file, read in pieces, so that a file of any size takes a piece of memory, and one that
  /// shrinks while it is read is an ordinary end and no SIGBUS.
  package init(ofFile path: String) throws(SystemError) {
    let file = try OpenFile(path, O_RDONLY)
    var piece = [UInt8](repeating: 0, count: pieceSize)
    var hasher = Hasher()
    var offset = 0
    while true {
      let count = try file.read(into: &piece, at: offset)
      guard count > 0 else { break }
      // Safe: an array of bytes has no padding.
      unsafe hasher.update(piece.span.bytes.extracting(0..<count))
      offset += count
    }
    self = hasher.finish()
  }

  fileprivate init(bytes: [UInt8]) { self.bytes = bytes }

  /// Of each file, `threads` at a time.
  ///
  /// - Returns: in the order of `paths`.
  package static func digests(
    ofFiles paths: [String], threads: Int
  ) -> [Result<SHA256, SystemError>] {
    let results = Mutex<[Int: Result<SHA256, SystemError>]>([:])
    let next = Atomic(0)
    let work: @Sendable () -> Void = { [paths] in
      while true {
        let position = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard position < paths.count else { return }
        let result = Result { () throws(SystemError) in try SHA256(ofFile: paths[position]) }
        results.withLock { $0[position] = result }
      }
    }
    inParallel(threads: min(threads, paths.count), work)
    return results.withLock { results in paths.indices.compactMap { results[$0] } }
  }
}

/// Large enough that system calls do not count; small enough for a cache.
private let pieceSize = 256 * 1024

/// A digest under way.
@safe private struct Hasher: ~Copyable {
  private let context: OpaquePointer

  init() {
    // Both fail only when there is no memory.
    guard let context = unsafe EVP_MD_CTX_new(),
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("libcrypto cannot begin a SHA-256") }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: RawSpan) {
    // Safe: the pointer is used only inside the call that lends it.
    let result = unsafe bytes.withUnsafeBytes { bytes in
      unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
    precondition(result == 1, "libcrypto cannot go on with a SHA-256")
  }

  consuming func finish() -> SHA256 {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    // Safe: SHA-256 writes 32 bytes.
    let result = unsafe EVP_DigestFinal_ex(context, &digest, nil)
    precondition(result == 1, "libcrypto cannot end a SHA-256")
    return SHA256(bytes: digest)
  }
}

/// Runs `body` on this thread and on `threads - 1` more, and waits for all.
private func inParallel(threads: Int, _ body: @escaping @Sendable () -> Void) {
  guard threads > 1, let thread = try? Thread(name: "digest", body) else { return body() }
  inParallel(threads: threads - 1, body)
  thread.join()
}
