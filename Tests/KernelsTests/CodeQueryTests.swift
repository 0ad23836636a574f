import CKernels
import Kernels
import Testing

/// Codes say what the vectors say, as far as 4 bits can, and the vector kernel computes what its
/// definition says.
@Suite struct CodeQueryTests {
  static let dimensions = [1, 2, 3, 4, 5, 31, 32, 33, 63, 64, 65, 66, 127, 128, 129, 200, 256]

  /// Vectors, their blocks, and what the blocks say they are.
  struct Sample {
    let dimensions: Int
    let vectors: [[Float]]
    var codes: [UInt8] = []
    var scales: [Float] = []
    /// scale · (code − 7.5), read from the layout that CKernels.h describes.
    var decoded: [[Float]] = []

    init(count: Int, dimensions: Int, seed: UInt64) {
      self.dimensions = dimensions
      var random = Numbers(state: seed)
      vectors = (0..<count).map { _ in (0..<dimensions).map { _ in random.next() } }
      let size = CodeBlocks.byteCount(dimensions: dimensions)
      for start in stride(from: 0, to: count, by: 32) {
        var block = [UInt8](repeating: 0, count: size)
        for position in 0..<32 {
          guard start + position < count else {
            scales.append(0)
            continue
          }
          let vector = vectors[start + position]
          var span = block.mutableSpan
          scales.append(
            CodeBlocks.encode(vector.span, at: position, of: &span))
        }
        codes += block
      }
      decoded = (0..<count).map { item in
        (0..<dimensions).map { dimension in
          let byte = codes[
            item / 32 * size + dimension / 4 * 64 + item % 32 * 2 + dimension % 2]
          let code = dimension % 4 < 2 ? byte & 15 : byte >> 4
          return scales[item] * (Float(code) - 7.5)
        }
      }
    }
  }

  /// Everything that is not below `least`, by position.
  func scan(_ query: CodeQuery, _ sample: Sample, least: Float) -> [(position: Int, score: Float)] {
    let blockCount = sample.scales.count / 32
    let size = CodeBlocks.byteCount(dimensions: sample.dimensions)
    var found: [(position: Int, score: Float)] = []
    var hits = CodeQuery.Hits()
    var block = 0
    while block < blockCount {
      let scanned = query.scan(
        sample.codes.span.extracting(block * size..<blockCount * size),
        sample.scales.span.extracting(block * 32..<blockCount * 32), least: least, into: &hits)
      for index in 0..<hits.count {
        found.append((block * 32 + hits[index].position, hits[index].score * query.step))
      }
      guard scanned > 0 else { break }
      block += scanned
    }
    return found
  }

  @Test(arguments: dimensions)
  func `a code of 4 bits loses less than a quarter of a vector`(dimensions: Int) {
    let sample = Sample(count: 100, dimensions: dimensions, seed: 1)
    for (vector, decoded) in zip(sample.vectors, sample.decoded) {
      let square = vector.reduce(0) { $0 + $1 * $1 }
      let loss = zip(vector, decoded).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      #expect(loss <= square / 16)
    }
  }

  @Test(arguments: dimensions, [1, 31, 32, 33, 300, 1_000])
  func `scores are the products of the decoded vectors, up to the rounding of the query`(
    dimensions: Int, count: Int
  ) {
    let sample = Sample(count: count, dimensions: dimensions, seed: UInt64(count))
    var random = Numbers(state: 7)
    var query = CodeQuery()
    let x = (0..<dimensions).map { _ in random.next() }
    query.prepare(x.span)
    let found = scan(query, sample, least: -.infinity)
    // Those left over in the last block have a scale of 0.
    #expect(found.map(\.position) == Array(0..<(count + 31) / 32 * 32))
    for (position, score) in found.prefix(count) {
      let decoded = sample.decoded[position]
      let product = zip(x, decoded).reduce(0) { $0 + $1.0 * $1.1 }
      let bound = decoded.reduce(sample.scales[position]) { $0 + $1.magnitude } * query.step / 2
      #expect(abs(score - product) <= bound * 1.001 + 1e-5)
    }
  }

  @Test func `only what is not below the threshold is found, and all of it`() {
    let sample = Sample(count: 1_000, dimensions: 64, seed: 3)
    var query = CodeQuery()
    let x = sample.vectors[17]
    query.prepare(x.span)
    let all = scan(query, sample, least: -.infinity)
    for rank in [0, 1, 40, 500, 999] {
      let least = all.map(\.score).sorted(by: >)[rank]
      let found = scan(query, sample, least: least / query.step)
      #expect(found.map(\.position) == all.filter { $0.score >= least }.map(\.position))
    }
    #expect(scan(query, sample, least: .infinity).isEmpty)
  }

  @Test func `large and one-sided queries do not overflow`() {
    for dimensions in [64, 128, 250] {
      let sample = Sample(count: 64, dimensions: dimensions, seed: 9)
      for value: Float in [1, -1, 1e20, 1e-20] {
        var query = CodeQuery()
        let x = [Float](repeating: value, count: dimensions)
        query.prepare(x.span)
        for (position, score) in scan(query, sample, least: -.infinity) {
          let sum = sample.decoded[position].reduce(0, +)
          let bound = sample.decoded[position].reduce(0) { $0 + $1.magnitude }
          // The rounding of a query whose elements are alike is alike too.
          #expect(abs(score / value - sum) <= 0.02 * bound)
        }
      }
    }
  }

  @Test func `a query of zeros scores 0`() {
    let sample = Sample(count: 32, dimensions: 8, seed: 9)
    var query = CodeQuery()
    let x = [Float](repeating: 0, count: 8)
    query.prepare(x.span)
    #expect(scan(query, sample, least: -.infinity).allSatisfy { $0.score == 0 })
  }

  @Test(arguments: [1, 2, 15, 16, 17, 32, 33, 64])
  func `the kernel of this CPU equals its definition exactly`(quadCount: Int) {
    var random = SystemRandomNumberGenerator()
    let blockCount = 9
    let codes = (0..<blockCount * quadCount * 64).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    let scales = (0..<blockCount * 32).map { _ in Float.random(in: 0...1, using: &random) }
    // 15 · 64 · 34 < 2¹⁵: the largest sums that the kernel promises to hold.
    var query: [Int8] = []
    for _ in 0..<2 * quadCount {
      let pair = [Int8.random(in: -34...34, using: &random), Bool.random() ? 34 : -34]
      for _ in 0..<16 { query += pair }
    }
    for (least, capacity) in [(-Float.infinity, 288), (-.infinity, 100), (0, 288), (50, 64)] {
      var results: [Outcome] = []
      for isPortable in [false, true] {
        var result = Outcome(capacity: capacity)
        // Safe: the arrays have the sizes that CKernels.h asks for.
        result.scanned =
          isPortable
          ? unsafe kernels_scan_codes_portable(
            codes, scales, blockCount, query, quadCount, -77, least, &result.positions,
            &result.scores, capacity, &result.count)
          : unsafe kernels_scan_codes(
            codes, scales, blockCount, query, quadCount, -77, least, &result.positions,
            &result.scores, capacity, &result.count)
        results.append(result)
      }
      #expect(results[0].count == results[1].count)
      #expect(results[0].scanned == results[1].scanned)
      let count = results[0].count
      #expect(results[0].positions.prefix(count) == results[1].positions.prefix(count))
      #expect(results[0].scores.prefix(count) == results[1].scores.prefix(count))
    }
  }

  struct Outcome {
    var positions: [UInt32]
    var scores: [Float]
    var count = 0
    var scanned = 0

    init(capacity: Int) {
      positions = [UInt32](repeating: 0, count: capacity)
      scores = [Float](repeating: 0, count: capacity)
    }
  }
}

/// Irregular numbers around 0, the same each time.
struct Numbers {
  var state: UInt64

  mutating func next() -> Float {
    var sum: Float = -2
    for _ in 0..<4 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      sum += Float(state >> 40) * 0x1p-24
    }
    return sum
  }
}
