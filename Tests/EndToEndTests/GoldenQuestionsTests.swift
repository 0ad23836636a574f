import Bytes
import Platform
import Serving
import Snapshots
import TestSupport
import Testing
import Training
import Wire

/// golden.bin: what the trainer recorded is what the opened generation answers.
@Suite struct GoldenQuestionsTests {
  @Test func `a generation that is opened again answers every question as recorded`() throws {
    let shop = try TrainedShop.get()
    let directory = try FileSystem.makeTemporaryDirectory("modiste-golden")
    defer { try? FileSystem.removeTree(directory) }
    let store = try Store.create(at: "\(directory)/store")
    let id = try shop.first.publish(to: store)
    let path = store.path(of: id)
    let recorded = try FileSystem.read("\(path)/\(GoldenQuestions.fileName)")
    let answered = try GoldenQuestions.record(
      shop.first.goldenRequests, of: generation(in: path, named: "any"),
      methods: MethodTable(Method.standard))
    #expect(recorded == answered)
  }

  @Test func `a server answers them over the wire as recorded`() throws {
    let served = try ServedShop()
    let current = try #require(try served.store.currentGeneration())
    var rest = try FileSystem.read(
      "\(served.store.path(of: current))/\(GoldenQuestions.fileName)")[...]
    let peer = try served.peer()
    var count = 0
    while !rest.isEmpty {
      let question = try takeFrame(from: &rest)
      let expected = try takeFrame(from: &rest)
      let answer = try peer.call(
        question.header.method, callID: question.header.callID, body: question.body)
      #expect(answer?.status == .ok)
      // A server has a clock, by which the ages of a profile go on.
      if question.header.method != 0x0201 { #expect(answer?.body == expected.body) }
      count += 1
    }
    #expect(count == served.shop.first.goldenRequests.count)
  }

  @Test func `a question without an answer cannot be recorded`() throws {
    let shop = try TrainedShop.get()
    let directory = try FileSystem.makeTemporaryDirectory("modiste-golden")
    defer { try? FileSystem.removeTree(directory) }
    try shop.first.write(to: directory)
    let body = encoded { $0.appendRecommendRequest(user: "", limit: 0) }
    #expect(throws: RPCError(.invalidArgument, "limit must be in 1...500, got 0")) {
      _ = try GoldenQuestions.record(
        [(recommendMethod, body)], of: generation(in: directory, named: "any"),
        methods: MethodTable(Method.standard))
    }
  }

  private func takeFrame(
    from rest: inout ArraySlice<UInt8>
  ) throws -> (header: FrameHeader, body: [UInt8]) {
    let header = try FrameHeader(decoding: Array(rest).rawSpan, bodySizeMax: .max)
    let size = FrameHeader.byteCount + Int(header.bodySize)
    defer { rest = rest.dropFirst(size) }
    return (header, Array(rest.prefix(size).dropFirst(FrameHeader.byteCount)))
  }
}
