public import Bytes

/// The fixed prefix of every frame in either direction. Integers are little-endian.
///
///     offset  size  field
///          0     4  bodySize      bytes after the header
///          4     1  version       1
///          5     1  kind          see ``FrameKind``
///          6     2  method        service in the high byte, method in the low
///          8     4  callID        chosen by the client, unique among its calls in flight
///         12     4  micros        request: how long the caller will still wait, 0 = the default;
///                                 response refused for load: how long to wait before a retry
///         16     2  metadataSize  bytes of Metadata at the front of the body
///         18     1  status        response: a ``StatusCode``; other kinds: 0
///         19     1  reserved      0
@usableFromInline package struct FrameHeader: Equatable, Sendable {
  @inlinable package static var byteCount: Int { 20 }
  @inlinable package static var version: UInt8 { 1 }

  @usableFromInline package var bodySize: UInt32
  @usableFromInline package var kind: FrameKind
  @usableFromInline package var method: UInt16
  @usableFromInline package var callID: UInt32
  @usableFromInline package var micros: UInt32
  @usableFromInline package var metadataSize: UInt16
  @usableFromInline package var status: UInt8

  @inlinable
  package init(
    bodySize: UInt32 = 0, kind: FrameKind, method: UInt16 = 0, callID: UInt32 = 0,
    micros: UInt32 = 0, metadataSize: UInt16 = 0, status: UInt8 = 0
  ) {
    self.bodySize = bodySize
    self.kind = kind
    self.method = method
    self.callID = callID
    self.micros = micros
    self.metadataSize = metadataSize
    self.status = status
  }
}

/// What a frame is. The numbers are part of the protocol.
@usableFromInline package enum FrameKind: UInt8, CaseIterable, Sendable {
  case request = 1
  case response = 2
  /// One message of a streamed answer.
  case part = 3
  case cancel = 4
  case ping = 5
  case pong = 6
  case goAway = 7
}

/// Why a stream of bytes is not a stream of frames. The connection cannot be resynchronised after
/// any of these; it is told so with a goAway, and closed.
@usableFromInline package enum FrameError: Error, Equatable, Sendable {
  case version(UInt8)
  case kind(UInt8)
  case reserved(UInt8)
  case bodyTooLarge(UInt32, limit: UInt32)
  case metadataBeyondBody(UInt16, bodySize: UInt32)
  case statusOutsideResponse(UInt8, FrameKind)
}

extension FrameError: CustomStringConvertible {
  @usableFromInline package var description: String {
    switch self {
    case .version(let version):
      "frame version is \(version); this side speaks \(FrameHeader.version)"
    case .kind(let kind):
      "frame kind is \(kind); accepted: 1...7"
    case .reserved(let byte):
      "reserved byte of a frame is \(byte); it must be 0"
    case .bodyTooLarge(let size, let limit):
      "frame body is \(size) bytes; the limit is \(limit)"
    case .metadataBeyondBody(let size, let bodySize):
      "frame metadata is \(size) bytes, its body only \(bodySize)"
    case .statusOutsideResponse(let status, let kind):
      "status of a \(kind) frame is \(status); only responses have one"
    }
  }
}

extension FrameHeader {
  /// - Precondition: `bytes` holds at least `byteCount` bytes.
  @inlinable
  package init(decoding bytes: RawSpan, bodySizeMax: UInt32) throws(FrameError) {
    let version = bytes.loadLittleEndian(at: 4, as: UInt8.self)
    guard version == Self.version else { throw .version(version) }

    let kindByte = bytes.loadLittleEndian(at: 5, as: UInt8.self)
    guard let kind = FrameKind(rawValue: kindByte) else { throw .kind(kindByte) }

    let reserved = bytes.loadLittleEndian(at: 19, as: UInt8.self)
    guard reserved == 0 else { throw .reserved(reserved) }

    let bodySize = bytes.loadLittleEndian(at: 0, as: UInt32.self)
    guard bodySize <= bodySizeMax else { throw .bodyTooLarge(bodySize, limit: bodySizeMax) }

    let metadataSize = bytes.loadLittleEndian(at: 16, as: UInt16.self)
    guard metadataSize <= bodySize else {
      throw .metadataBeyondBody(metadataSize, bodySize: bodySize)
    }

    let status = bytes.loadLittleEndian(at: 18, as: UInt8.self)
    guard status == 0 || kind == .response else { throw .statusOutsideResponse(status, kind) }

    self.init(
      bodySize: bodySize, kind: kind,
      method: bytes.loadLittleEndian(at: 6),
      callID: bytes.loadLittleEndian(at: 8),
      micros: bytes.loadLittleEndian(at: 12),
      metadataSize: metadataSize, status: status)
  }
}
