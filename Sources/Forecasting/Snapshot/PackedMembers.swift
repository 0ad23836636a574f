import Bytes
import Snapshots

/// Which models each series' forecast is combined from, so that telling it needs no unpacking.
///
///     forecast.members.names                     strings: of models, each once
///     forecast.members.indptr                    I64, N + 1
///     forecast.members.codes, .weights, .means   U16, F32, F32: a name, its weight, and what it expects of a
///                                                period on average over the panel's horizon
struct PackedMembers: Sendable {
  private let names: [String]
  private let starts: Column<Int64>
  private let codes: Column<UInt16>
  private let weights: Column<Float>
  private let means: Column<Float>

  init(opening file: borrowing TensorFile, count: Int) throws(SnapshotError) {
    let strings = try file.strings("forecast.members.names")
    names = (0..<strings.count).map { strings[$0].string }
    starts = try file.column("forecast.members.indptr", count: count + 1)
    codes = try file.column("forecast.members.codes")
    weights = try file.column("forecast.members.weights", count: codes.count)
    means = try file.column("forecast.members.means", count: codes.count)
    try file.checkStarts(starts, "forecast.members.indptr", end: codes.count)
    for place in 0..<codes.count {
      guard Int(codes[place]) < names.count else {
        throw file.error(
          "forecast.members.codes",
          "contains \(codes[place]) at \(place); 0..<\(names.count) are accepted")
      }
      guard weights[place].isFinite, means[place].isFinite else {
        throw file.error("forecast.members.weights", "or .means contains no number at \(place)")
      }
    }
  }

  /// Largest weight first.
  func forEach(of index: Int, _ body: (String, _ weight: Double, _ mean: Double) -> Void) {
    let begin = Int(starts[index])
    for place in begin..<max(begin, Int(starts[index + 1])) {
      let code = Int(codes[place])
      guard code < names.count else { continue }
      body(names[code], Double(weights[place]), Double(means[place]))
    }
  }
}

/// The tables of ``PackedMembers``, being filled.
struct MemberTables {
  private var names: [String] = []
  private var codeOfName: [String: UInt16] = [:]
  private var starts: [Int64] = [0]
  private var codes: [UInt16] = []
  private var weights: [Float] = []
  private var means: [Float] = []

  /// - Parameter factor: what a season multiplies the means with, on average
  mutating func add(_ members: [(name: String, weight: Double, mean: Double)], factor: Double) {
    for member in members {
      let next = UInt16(names.count)
      let code = codeOfName[member.name] ?? next
      if code == next {
        codeOfName[member.name] = next
        names.append(member.name)
      }
      codes.append(code)
      weights.append(Float(member.weight))
      means.append(Float(factor * member.mean))
    }
    starts.append(Int64(codes.count))
  }

  func pack(into writer: inout TensorWriter) {
    writer.add("forecast.members.names", strings: names)
    writer.add("forecast.members.indptr", starts)
    writer.add("forecast.members.codes", codes)
    writer.add("forecast.members.weights", weights)
    writer.add("forecast.members.means", means)
  }
}
