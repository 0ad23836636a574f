import Bytes
import TestSupport
import Testing
import Wire

/// The table of proto/PROTOCOL.md, section 1.
@Suite struct FrameHeaderTests {
  private let everyFieldSet: [UInt8] = [
    0x44, 0x33, 0x22, 0x01, 1, 2, 0x02, 0x01, 0xDD, 0xCC, 0xBB, 0xAA, 0x78, 0x56, 0x34, 0x12,
    0xCD, 0xAB, 14, 0,
  ]

  private func decode(
    _ bytes: [UInt8], bodySizeMax: UInt32 = .max
  ) -> Result<FrameHeader, FrameError> {
    do throws(FrameError) {
      return .success(try FrameHeader(decoding: bytes.rawSpan, bodySizeMax: bodySizeMax))
    } catch {
      return .failure(error)
    }
  }

  @Test func `every field lies where the table says`() throws {
    let header = try decode(everyFieldSet).get()
    #expect(header.bodySize == 0x0122_3344)
    #expect(header.kind == .response)
    #expect(header.method == 0x0102)
    #expect(header.callID == 0xAABB_CCDD)
    #expect(header.micros == 0x1234_5678)
    #expect(header.metadataSize == 0xABCD)
    #expect(header.status == 14)
  }

  @Test func `what is decoded is encoded to the same bytes`() throws {
    let header = try decode(everyFieldSet).get()
    #expect(encoded { $0.append(header) } == everyFieldSet)
    #expect(everyFieldSet.count == FrameHeader.byteCount)
  }

  @Test(arguments: FrameKind.allCases)
  func `every kind survives the way there and back`(kind: FrameKind) throws {
    let header = FrameHeader(
      bodySize: 7, kind: kind, method: 0xFF01, callID: .max, micros: .max, metadataSize: 7,
      status: kind == .response ? 255 : 0)
    #expect(try decode(encoded { $0.append(header) }).get() == header)
  }

  /// Each byte in each of its values: refused for its own reason, or another value of a field.
  @Test func `no byte can be changed without being noticed`() throws {
    let whole = try decode(everyFieldSet).get()
    for position in everyFieldSet.indices {
      for value in UInt8.min...UInt8.max where value != everyFieldSet[position] {
        var bytes = everyFieldSet
        bytes[position] = value
        switch decode(bytes) {
        case .success(let header):
          let again = encoded { $0.append(header) }
          guard header != whole, again == bytes else {
            Issue.record("byte \(position) as \(value) is not noticed")
            return
          }
        case .failure(let error):
          let bodySize = bytes.rawSpan.loadLittleEndian(at: 0, as: UInt32.self)
          let expected: FrameError? =
            switch position {
            case 0...3: .metadataBeyondBody(0xABCD, bodySize: bodySize)
            case 4: .version(value)
            case 5:
              FrameKind(rawValue: value).map { .statusOutsideResponse(14, $0) } ?? .kind(value)
            case 19: .reserved(value)
            default: nil
            }
          #expect(error == expected, "byte \(position) as \(value)")
        }
      }
    }
  }

  @Test func `a body at the limit is taken, one byte more is not`() {
    let header = FrameHeader(bodySize: 100, kind: .request)
    let bytes = encoded { $0.append(header) }
    #expect(decode(bytes, bodySizeMax: 100) == .success(header))
    #expect(decode(bytes, bodySizeMax: 99) == .failure(.bodyTooLarge(100, limit: 99)))
  }

  @Test func `metadata may fill the body and not exceed it`() {
    let full = FrameHeader(bodySize: 9, kind: .request, metadataSize: 9)
    #expect(decode(encoded { $0.append(full) }) == .success(full))
    let beyond = FrameHeader(bodySize: 9, kind: .request, metadataSize: 10)
    #expect(
      decode(encoded { $0.append(beyond) }) == .failure(.metadataBeyondBody(10, bodySize: 9)))
  }

  /// Of another version nothing but its byte may be assumed.
  @Test func `the version is judged before everything else`() {
    var bytes = [UInt8](repeating: 0xFF, count: FrameHeader.byteCount)
    bytes[4] = 2
    #expect(decode(bytes, bodySizeMax: 1) == .failure(.version(2)))
  }

  @Test func `errors say what was found and what would be accepted`() {
    #expect("\(FrameError.version(2))" == "frame version is 2; this side speaks 1")
    #expect("\(FrameError.kind(9))" == "frame kind is 9; accepted: 1...7")
    #expect("\(FrameError.reserved(3))" == "reserved byte of a frame is 3; it must be 0")
    #expect(
      "\(FrameError.bodyTooLarge(5, limit: 4))" == "frame body is 5 bytes; the limit is 4")
    #expect(
      "\(FrameError.metadataBeyondBody(5, bodySize: 4))"
        == "frame metadata is 5 bytes, its body only 4")
    #expect(
      "\(FrameError.statusOutsideResponse(5, .ping))"
        == "status of a ping frame is 5; only responses have one")
  }

  @Test func `a frame's size is set when it ends`() throws {
    let bytes = encoded { buffer in
      buffer.append([1, 2, 3].rawSpan)
      let frame = buffer.count
      buffer.append(FrameHeader(kind: .pong))
      buffer.appendZeros(300)
      buffer.endFrame(at: frame)
    }
    #expect(try decode(Array(bytes[3...])).get().bodySize == 300)
  }
}
