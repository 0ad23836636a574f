import Bytes

/// Bytes on their way in or out, appended at the end and taken from the front. Grows, never
/// shrinks; after warm-up it allocates nothing.
@safe @usableFromInline package struct ByteBuffer: ~Copyable {
  // Writable for `capacity` bytes, the first `end` of which are initialised.
  @usableFromInline var start: UnsafeMutableRawPointer
  @usableFromInline var capacity: Int
  @usableFromInline var end: Int

  package init(capacity: Int = 4096) {
    precondition(capacity > 0)
    unsafe start = .allocate(byteCount: capacity, alignment: 64)
    self.capacity = capacity
    end = 0
  }

  deinit {
    unsafe start.deallocate()
  }

  @inlinable
  package var count: Int { end }

  /// For the system call that sends them. Valid until the buffer is changed.
  @inlinable
  @unsafe package var bytes: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: start, count: end)
  }

  @inlinable
  package var span: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: the first `end` bytes are initialised.
      let span = unsafe RawSpan(_unsafeStart: start, byteCount: end)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Room at the end, for the system call that receives into it; `didReceive` says how much it
  /// filled. Valid until the buffer is changed.
  @unsafe package var room: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(start: start + end, count: capacity - end)
  }

  package mutating func didReceive(_ byteCount: Int) {
    precondition(byteCount >= 0 && byteCount <= capacity - end)
    end += byteCount
  }

  /// How much memory the buffer holds.
  package var byteCapacity: Int { capacity }

  /// Forgets what was written after the first `count` bytes.
  @inlinable
  package mutating func truncate(to count: Int) {
    precondition(count >= 0 && count <= end)
    end = count
  }

  /// Forgets the first `count` bytes. O(bytes left).
  package mutating func removeFirst(_ count: Int) {
    precondition(count >= 0 && count <= end)
    // Safe: both ranges lie in the initialised part.
    unsafe start.copyMemory(from: start + count, byteCount: end - count)
    end -= count
  }

  /// Makes room for `byteCount` more bytes.
  @inlinable
  package mutating func reserve(_ byteCount: Int) {
    if capacity - end < byteCount { grow(by: byteCount) }
  }

  @usableFromInline
  mutating func grow(by byteCount: Int) {
    let newCapacity = max(capacity * 2, end + byteCount)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: newCapacity, alignment: 64)
    // Safe: the new block is larger than what is copied, and nobody else holds the old one.
    unsafe larger.copyMemory(from: start, byteCount: end)
    unsafe start.deallocate()
    unsafe start = larger
    capacity = newCapacity
  }

  @inlinable
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    // Safe: reserved above.
    unsafe start.storeBytes(of: byte, toByteOffset: end, as: UInt8.self)
    end += 1
  }

  @inlinable
  package mutating func append(_ bytes: RawSpan) {
    let count = bytes.byteCount
    reserve(count)
    // Safe: reserved above; the source is lent for the closure.
    unsafe bytes.withUnsafeBytes { source in
      if let base = source.baseAddress {
        unsafe (start + end).copyMemory(from: base, byteCount: count)
      }
    }
    end += count
  }

  @inlinable
  package mutating func appendZeros(_ count: Int) {
    reserve(count)
    // Safe: reserved above.
    _ = unsafe (start + end).initializeMemory(as: UInt8.self, repeating: 0, count: count)
    end += count
  }

  @inlinable
  package mutating func appendLittleEndian<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
    let size = MemoryLayout<T>.size
    reserve(size)
    // Safe: reserved above; no alignment is asked for.
    unsafe start.storeBytes(of: value.littleEndian, toByteOffset: end, as: T.self)
    end += size
  }

  /// Overwrites bytes that were appended before.
  @inlinable
  package mutating func overwrite<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, with value: T
  ) {
    precondition(offset >= 0 && offset + MemoryLayout<T>.size <= end)
    // Safe: in range by the line above.
    unsafe start.storeBytes(of: value.littleEndian, toByteOffset: offset, as: T.self)
  }

  /// Moves the bytes from `offset` on by `distance`, making a gap of undefined bytes.
  package mutating func openGap(at offset: Int, of distance: Int) {
    precondition(offset >= 0 && offset <= end)
    reserve(distance)
    // Safe: reserved above; copyMemory allows overlap.
    unsafe (start + offset + distance).copyMemory(from: start + offset, byteCount: end - offset)
    end += distance
  }
}

extension ByteBuffer {
  /// Writes a header; `bodySize` may be overwritten later with `endFrame`.
  @inlinable
  package mutating func append(_ header: FrameHeader) {
    reserve(FrameHeader.byteCount)
    // In three stores; the table is above ``FrameHeader``.
    let first =
      UInt64(header.bodySize) | UInt64(FrameHeader.version) << 32
      | UInt64(header.kind.rawValue) << 40 | UInt64(header.method) << 48
    let second = UInt64(header.callID) | UInt64(header.micros) << 32
    let third = UInt32(header.metadataSize) | UInt32(header.status) << 16
    // Safe: reserved above; no alignment is asked for.
    unsafe start.storeBytes(of: first.littleEndian, toByteOffset: end, as: UInt64.self)
    unsafe start.storeBytes(of: second.littleEndian, toByteOffset: end + 8, as: UInt64.self)
    unsafe start.storeBytes(of: third.littleEndian, toByteOffset: end + 16, as: UInt32.self)
    end += FrameHeader.byteCount
  }

  /// Sets the body size of the frame that begins at `offset` and ends here.
  @inlinable
  package mutating func endFrame(at offset: Int) {
    overwrite(at: offset, with: UInt32(truncatingIfNeeded: end - offset - FrameHeader.byteCount))
  }
}
