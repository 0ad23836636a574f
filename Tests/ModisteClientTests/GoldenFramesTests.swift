import Bytes
import Foundation
import Testing
import Wire

/// The frames on which the server and every client agree: they decode to what the index says, and
/// that encodes to the same bytes, by our writers as by protobuf-c.
struct GoldenFramesTests {
  struct Golden: Decodable, CustomTestStringConvertible {
    let name: String
    let file: String
    let header: [String: UInt32]
    let metadata: DynamicValue?
    let message_type: String?
    let message: DynamicValue?
    let body_hex: String?
    var testDescription: String { name }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden")

  static let all: [Golden] = {
    guard let data = try? Data(contentsOf: folder.appending(path: "index.json")),
      let all = try? JSONDecoder().decode([Golden].self, from: data)
    else { return [] }
    return all
  }()

  @Test func `there are golden frames`() {
    #expect(Self.all.count >= 30)
  }

  @Test(arguments: all) func `a frame decodes and encodes to the same bytes`(
    _ golden: Golden
  ) throws {
    let file = [UInt8](try Data(contentsOf: Self.folder.appending(path: golden.file)))
    let header = try FrameHeader(decoding: file.rawSpan, bodySizeMax: 4 << 20)
    #expect(UInt32(header.kind.rawValue) == golden.header["kind"])
    #expect(UInt32(header.method) == golden.header["method"])
    #expect(header.callID == golden.header["call_id"])
    #expect(header.micros == golden.header["micros"])
    #expect(UInt32(header.metadataSize) == golden.header["metadata_size"])
    #expect(UInt32(header.status) == golden.header["status"])
    #expect(Int(header.bodySize) == file.count - FrameHeader.byteCount)

    var buffer = ByteBuffer()
    buffer.append(header)
    let metadataType = try #require(MessageDescription.named("modiste.v1.Metadata"))
    if let metadata = golden.metadata {
      try DynamicMessage.encode(metadata, as: metadataType, into: &buffer)
    }
    let bodyStart = FrameHeader.byteCount + Int(header.metadataSize)
    if let name = golden.message_type, let message = golden.message {
      let type = try #require(MessageDescription.named(name))
      try DynamicMessage.encode(message, as: type, into: &buffer)

      let body = Array(file[bodyStart...])
      #expect(DynamicMessage.repacked(body, as: type) == body)
      var again = ByteBuffer()
      try DynamicMessage.encode(
        DynamicMessage.decode(body.rawSpan, as: type), as: type, into: &again)
      let comesBack = again.span.hasSameBytes(as: body.rawSpan)
      #expect(comesBack)
    } else {
      for byte in hex(golden.body_hex ?? "") { buffer.append(byte) }
    }
    let isSame = buffer.span.hasSameBytes(as: file.rawSpan)
    #expect(isSame)
  }

  private func hex(_ text: String) -> [UInt8] {
    let digits = Array(text)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }
}
