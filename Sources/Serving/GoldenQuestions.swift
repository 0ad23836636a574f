import Bytes
import Platform
import Snapshots
package import Wire

/// Questions whose answers are known, packed into a generation when it was trained and asked
/// before it is served: golden.bin.
///
/// The file is a sequence of frames as they travel: a request, then the response expected of this
/// generation, and so on. So every method that will ever be can be asked, and what is compared is
/// what a client would see. Numbers may differ by rounding between kinds of CPU; nothing else may.
package enum GoldenQuestions {
  package static let fileName = "golden.bin"
  /// Relative; far above what the order of a float sum changes, far below what a reader would see.
  static let tolerance = 1e-3

  /// Answers `requests` (method and message) from an opened generation.
  ///
  /// - Returns: the bytes of golden.bin.
  /// - Throws: `RPCError` when a question has no answer: then it is no golden question.
  package static func record(
    _ requests: [(method: UInt16, body: [UInt8])], of generation: Generation,
    methods: MethodTable
  ) throws(RPCError) -> [UInt8] {
    let context = CallContext()
    var file = ByteBuffer()
    for (number, request) in requests.enumerated() {
      file.appendFrame(.request, request.method, UInt32(number), request.body.rawSpan)
      var answer = ByteBuffer()
      try methods.answer(
        request.method, request.body, from: generation, context: context, into: &answer)
      file.appendFrame(.response, request.method, UInt32(number), answer.span)
    }
    var bytes: [UInt8] = []
    bytes.append(file.span)
    return bytes
  }

  /// Asks every question of golden.bin.
  ///
  /// - Throws: `SnapshotError` naming the first whose answer differs.
  static func ask(
    fileAt path: String, of generation: Generation, methods: MethodTable
  ) throws -> Int {
    let context = CallContext()
    let pairs = try pairs(ofFileAt: path)
    for (number, pair) in pairs.enumerated() {
      var answer = ByteBuffer()
      do {
        try methods.answer(
          pair.method, pair.request, from: generation, context: context, into: &answer)
      } catch {
        throw SnapshotError(file: path, "question \(number) is answered by an error: \(error)")
      }
      guard isExpected(answer.span, pair.response.rawSpan, pair.method) else {
        throw SnapshotError(
          file: path, "question \(number) has another answer than the one it was packed with")
      }
    }
    return pairs.count
  }

  private static func isExpected(
    _ answer: RawSpan, _ expected: RawSpan, _ method: UInt16
  ) -> Bool {
    guard let response = MethodDescription.all.first(where: { $0.number == method })?.response,
      let schema = MessageSchema.named(response)
    else { return answer.hasSameBytes(as: expected) }
    return schema.isSame(answer, expected, tolerance: tolerance)
  }

  /// What is asked of a generation, to record it anew of another.
  package static func requests(
    ofFileAt path: String
  ) throws -> [(method: UInt16, body: [UInt8])] {
    try pairs(ofFileAt: path).map { ($0.method, $0.request) }
  }

  private static func pairs(
    ofFileAt path: String
  ) throws -> [(method: UInt16, request: [UInt8], response: [UInt8])] {
    let bytes = try FileSystem.read(path)
    var pairs: [(method: UInt16, request: [UInt8], response: [UInt8])] = []
    var offset = 0
    while offset < bytes.count {
      let request = try frame(.request, in: bytes, at: &offset, path)
      let response = try frame(.response, in: bytes, at: &offset, path)
      pairs.append((request.method, request.body, response.body))
    }
    return pairs
  }

  private static func frame(
    _ kind: FrameKind, in bytes: [UInt8], at offset: inout Int, _ path: String
  ) throws -> (method: UInt16, body: [UInt8]) {
    guard bytes.count - offset >= FrameHeader.byteCount else {
      throw SnapshotError(file: path, "ends inside a frame; was the copy interrupted?")
    }
    let header: FrameHeader
    do {
      header = try FrameHeader(
        decoding: bytes.rawSpan.extracting(offset..<bytes.count), bodySizeMax: 64 << 20)
    } catch {
      throw SnapshotError(file: path, "\(error)")
    }
    let begin = offset + FrameHeader.byteCount
    guard header.kind == kind, bytes.count - begin >= Int(header.bodySize) else {
      throw SnapshotError(file: path, "has no whole \(kind) frame at byte \(offset)")
    }
    offset = begin + Int(header.bodySize)
    return (header.method, Array(bytes[begin..<offset]))
  }
}

extension MethodTable {
  /// Answers one message outside of a server.
  package func answer(
    _ number: UInt16, _ body: [UInt8], from generation: Generation?, context: CallContext,
    into output: inout ByteBuffer
  ) throws(RPCError) {
    guard let index = index(of: number) else { throw .unknownMethod(number) }
    // Safe: the array outlives the closure, and no view of it is kept.
    let error = unsafe body.withUnsafeBufferPointer { bytes -> RPCError? in
      var view = ByteView()
      if let start = bytes.baseAddress { view = unsafe ByteView(start: start, count: bytes.count) }
      do throws(RPCError) {
        try methods[index].answer(view, generation, context, &output)
        return nil
      } catch {
        return error
      }
    }
    if let error { throw error }
  }
}

extension ByteBuffer {
  fileprivate mutating func appendFrame(
    _ kind: FrameKind, _ method: UInt16, _ callID: UInt32, _ body: RawSpan
  ) {
    let frame = count
    append(FrameHeader(kind: kind, method: method, callID: callID))
    append(body)
    endFrame(at: frame)
  }
}
