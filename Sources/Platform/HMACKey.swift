import COpenSSL

/// A secret, and the codes that only its owners can compute: HMAC-SHA256. Source: RFC 2104, FIPS 198-1.
///
/// A code takes two compressions of SHA-256 and allocates nothing. Many threads may use one key at once.
package struct HMACKey: Sendable {
  // Never written after `init`.
  private let key: openssl_hmac_key

  package typealias Code = [32 of UInt8]

  /// - Parameter bytes: of any number; at least 32 of a random source make a secret.
  package init(_ bytes: RawSpan) {
    var key = openssl_hmac_key()
    // Safe: the pointer is used only inside the call that lends it.
    unsafe bytes.withUnsafeBytes { bytes in
      unsafe openssl_hmac_key_init(&key, bytes.baseAddress, bytes.count)
    }
    self.key = key
  }

  package func code(of message: RawSpan) -> Code {
    var code = Code(repeating: 0)
    // Safe: both pointers are used only inside the calls that lend them, and a code has 32 bytes.
    unsafe message.withUnsafeBytes { message in
      unsafe withUnsafePointer(to: key) { key in
        unsafe withUnsafeMutableBytes(of: &code) { code in
          unsafe openssl_hmac(
            key, message.baseAddress, message.count,
            code.baseAddress?.assumingMemoryBound(to: UInt8.self))
        }
      }
    }
    return code
  }

  /// The same as an array, where time does not count.
  package func bytes(of message: RawSpan) -> [UInt8] {
    let code = code(of: message)
    return code.indices.map { code[$0] }
  }
}

/// Bits that whoever has not the key cannot foresee, and that are the same for the same key and seed:
/// block i of 32 bytes is HMAC(key, seed ‖ i).
package struct KeyedRandom: RandomNumberGenerator, Sendable {
  private let key: HMACKey
  private let seed: [UInt8]
  private var counter: UInt64 = 0
  private var block = HMACKey.Code(repeating: 0)
  private var used = 32

  package init(key: HMACKey, seed: [UInt8]) {
    self.key = key
    self.seed = seed
  }

  package mutating func next() -> UInt64 {
    if used == 32 {
      var message = seed
      for shift in 0..<8 { message.append(UInt8(truncatingIfNeeded: counter >> UInt64(8 * shift))) }
      // Safe: an array of bytes has no padding.
      block = key.code(of: unsafe message.span.bytes)
      counter += 1
      used = 0
    }
    var bits: UInt64 = 0
    for shift in 0..<8 { bits |= UInt64(block[used + shift]) << UInt64(8 * shift) }
    used += 8
    return bits
  }
}
