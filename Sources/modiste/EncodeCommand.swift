import ArgumentParser
import Bytes
import Dialogue
import Platform
import Snapshots
import Text
import Training

/// What benchmarks/encoder/run measures beside a peer: not for daily use, hence not shown in the help.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode-sentences",
    abstract: "Encodes sentences with a BERT-family model, and prints the seconds it took.",
    discussion: """
      modiste encode-sentences all-MiniLM-L6-v2 --precision int8 < commands

      A command is a line, and is answered by a line on standard error, which is not buffered:
        file IN OUT     encodes each line of IN and writes OUT, a safetensors file with vectors (F32) and, \
      one sentence after the other, ids (I32) and how many of each (I32, counts): seconds
        tokens IN OUT   the same without vectors: seconds
        ids REPEATS N…  encodes the tokens N… so often, one after the other: seconds
      """,
    shouldDisplay: false)

  @Argument(help: "The directory of the model.")
  var directory: String
  @Option(help: "float32 or int8.")
  var precision = "float32"
  @Option(help: "Tokens of a sentence that count.")
  var tokens = 256

  func validate() throws {
    try check(tokens, in: 2...65_536, "--tokens")
    guard ["float32", "int8"].contains(precision) else {
      throw ValidationError("--precision is '\(precision)'; float32 and int8 are accepted")
    }
  }

  func run() throws {
    let folder = try FileSystem.makeTemporaryDirectory("modiste-encode")
    defer { try? FileSystem.removeTree(folder) }
    var writer = TensorWriter()
    try EncoderFiles.read(directory: directory)
      .pack(into: &writer, precision: precision == "int8" ? .int8 : .float32)
    // Mapped, as it is when it is served.
    try writer.write(to: "\(folder)/encoder.safetensors")
    let file = try TensorFile(path: "\(folder)/encoder.safetensors")
    let began = MonotonicTime.now
    let encoder = try SentenceEncoder(opening: file)
    writeToStandardError("ready \(MonotonicTime.now.seconds(since: began))")

    var scratch = EncoderScratch(for: encoder, tokensMax: tokens)
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      if words.count == 3, ["file", "tokens"].contains(words[0]) {
        let seconds = try encode(
          encoder, fileAt: words[1], to: words[2], isWhole: words[0] == "file", &scratch)
        writeToStandardError("\(seconds)")
      } else if words.count > 2, words[0] == "ids", let repeats = Int(words[1]) {
        let ids = words.dropFirst(2).compactMap { Int32($0) }
        var vector = [Float](repeating: 0, count: encoder.width)
        let began = MonotonicTime.now
        for _ in 0..<repeats {
          var span = vector.mutableSpan
          encoder.encode(ids: ids.span, into: &span, &scratch)
        }
        writeToStandardError("\(MonotonicTime.now.seconds(since: began))")
      } else {
        throw ValidationError(
          "'\(line)' is no command; accepted: file IN OUT, tokens IN OUT, ids REPEATS N…")
      }
    }
    // What the columns point at.
    guard !file.isDamaged else { throw ValidationError("a file was cut short while it was read") }
  }

  private func encode(
    _ encoder: SentenceEncoder, fileAt path: String, to result: String, isWhole: Bool,
    _ scratch: inout EncoderScratch
  ) throws -> Double {
    let lines = try FileSystem.read(path).split(separator: UInt8(ascii: "\n")).map { Array($0) }
    var vectors: [Float] = []
    if isWhole { vectors.reserveCapacity(lines.count * encoder.width) }
    var vector = [Float](repeating: 0, count: encoder.width)
    var ids: [Int32] = []
    var own: [Int32] = []
    var words = WordPiece.Scratch()
    var counts: [Int32] = []
    let began = MonotonicTime.now
    for line in lines {
      if isWhole {
        var span = vector.mutableSpan
        encoder.encode(line.rawSpan, into: &span, &scratch)
        vectors += vector
        ids += scratch.tokens
        counts.append(Int32(scratch.tokens.count))
      } else {
        encoder.tokenizer.encode(line.rawSpan, limit: tokens, into: &own, &words)
        ids += own
        counts.append(Int32(own.count))
      }
    }
    let seconds = MonotonicTime.now.seconds(since: began)
    var writer = TensorWriter()
    if isWhole { writer.add("vectors", vectors, shape: [lines.count, encoder.width]) }
    writer.add("ids", ids)
    writer.add("counts", counts)
    try writer.write(to: result)
    return seconds
  }
}
