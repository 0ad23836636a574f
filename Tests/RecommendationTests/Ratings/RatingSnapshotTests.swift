import Recommendation
import Snapshots
import Testing

/// Defends opening: what was fitted opens; anything else is refused, and the tensor named.
@Suite struct RatingSnapshotTests {
  /// The message that ``worked()``'s models are refused with when `change` replaces the tensors it adds.
  func refusal(without missing: String? = nil, _ change: (inout TensorWriter) -> Void = { _ in })
    throws -> String?
  {
    var fitted = TensorWriter()
    RatingFit.fit(worked(), settings: plainSettings(), threads: 1).pack(into: &fitted)
    let original = try TensorFile(bytes: fitted.encoded(), name: "fitted")
    var changed = TensorWriter()
    change(&changed)
    let other = try TensorFile(bytes: changed.encoded(), name: "changed")
    let replaced = Set(other.summary.map(\.name))
    for tensor in original.summary where !replaced.contains(tensor.name) && tensor.name != missing {
      try changed.copy(tensor, from: original)
    }
    let file = try TensorFile(bytes: changed.encoded(), name: "recommend.safetensors")
    do {
      _ = try RatingModels(opening: file, users: 4, items: 5)
      return nil
    } catch {
      return "\(error)"
    }
  }

  private func expectRefusal(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout TensorWriter) -> Void
  ) throws {
    let found = try refusal(change)
    #expect(
      found == "recommend.safetensors: tensor '\(text)", sourceLocation: sourceLocation)
  }

  @Test func `what was fitted is accepted`() throws {
    #expect(try refusal() == nil)
  }

  @Test func `every tensor is needed`() throws {
    var fitted = TensorWriter()
    RatingFit.fit(worked(), settings: plainSettings(), threads: 1).pack(into: &fitted)
    let names = try TensorFile(bytes: fitted.encoded(), name: "fitted").summary.map(\.name)
    #expect(names.count == 32)
    for name in names {
      #expect(try refusal(without: name)?.contains("'\(name)' is missing") == true)
    }
  }

  @Test func `models of other users or items are refused`() throws {
    var fitted = TensorWriter()
    RatingFit.fit(worked(), settings: plainSettings(), threads: 1).pack(into: &fitted)
    let file = try TensorFile(bytes: fitted.encoded(), name: "fitted")
    #expect(throws: SnapshotError.self) { try RatingModels(opening: file, users: 5, items: 5) }
    #expect(throws: SnapshotError.self) { try RatingModels(opening: file, users: 4, items: 4) }
  }

  @Test func `a range that runs backwards, or is none, is refused`() throws {
    try expectRefusal(
      "ratings.range' is 5.0, 1.0; the smallest rating, then the largest is accepted"
    ) { $0.add("ratings.range", [5, 1] as [Float]) }
    try expectRefusal("ratings.range' has nan at 1; finite values are accepted") {
      $0.add("ratings.range", [1, .nan] as [Float])
    }
  }

  @Test func `a rating out of range, or out of order, is refused`() throws {
    try expectRefusal(
      "ratings.by_user.values' has 1.0 in row 0; 2.0...5.0, as ratings.range says, is accepted"
    ) { $0.add("ratings.range", [2, 5] as [Float]) }
    try expectRefusal(
      "ratings.by_user.indices' has 0 after 1 in row 0; indices that rise are accepted"
    ) {
      $0.add("ratings.by_user.indices", [1, 0, 2, 0, 1, 2, 0, 1, 3, 0, 1, 3, 4] as [UInt32])
    }
  }

  @Test func `an unknown usual model is refused`() throws {
    for number in [0, 4, 255] as [UInt8] {
      try expectRefusal("ratings.usual' is \(number); 1, 2, 3 are accepted") {
        $0.add("ratings.usual", [number])
      }
    }
  }

  @Test func `a manner of asking that cannot be is refused`() throws {
    for side in ["user", "item"] {
      let name = "ratings.\(side)_neighbours"
      try expectRefusal("\(name).centre' is 2; 0 (mean) and 1 (baseline) are accepted") {
        $0.add("\(name).centre", [2] as [UInt8])
      }
      for limit in [0, 1_001] as [UInt32] {
        try expectRefusal("\(name).limit' is \(limit); 1...1000 is accepted") {
          $0.add("\(name).limit", [limit])
        }
      }
      for damping in [-1, Float.infinity, .nan] {
        try expectRefusal("\(name).damping' is \(damping); a number from 0 on is accepted") {
          $0.add("\(name).damping", [damping])
        }
      }
      try expectRefusal("\(name).power' is 3; 1 and 2 are accepted") {
        $0.add("\(name).power", [3] as [UInt8])
      }
    }
  }

  @Test func `a similarity above 1, a neighbour of itself, nothing in common are refused`() throws {
    func row(_ index: UInt32, _ value: Float, _ common: UInt32) -> (inout TensorWriter) -> Void {
      {
        $0.add(
          "ratings.user_neighbours", sparse: ([0, 1, 1, 1, 1], [index], [value]))
        $0.add("ratings.user_neighbours.common", [common])
      }
    }
    #expect(try refusal(row(1, 1, 2)) == nil)
    try expectRefusal(
      "ratings.user_neighbours.values' has -1.5 at 0; -1...1 is accepted", row(1, -1.5, 2))
    try expectRefusal(
      "ratings.user_neighbours.indices' has 0 among its own neighbours; others are accepted",
      row(0, 1, 2))
    try expectRefusal(
      "ratings.user_neighbours.common' is 0 at 0; at least 1 is accepted", row(1, 1, 0))
  }

  @Test func `factors without a factor, of unequal width or not finite are refused`() throws {
    try expectRefusal(
      "ratings.factors.users' has 1 columns; a bias and at least one factor are accepted"
    ) { $0.add("ratings.factors.users", [0, 0, 0, 0] as [Float], shape: [4, 1]) }
    try expectRefusal("ratings.factors.items' is 5 × 2; 5 × 4 is accepted") {
      $0.add("ratings.factors.items", [Float](repeating: 0, count: 10), shape: [5, 2])
    }
    try expectRefusal(
      "ratings.factors.items' contains a value that is not finite; finite values are accepted"
    ) { $0.add("ratings.factors.items", [Float](repeating: .nan, count: 20), shape: [5, 4]) }
    try expectRefusal("ratings.user_biases' has inf at 2; finite values are accepted") {
      $0.add("ratings.user_biases", [0, 0, .infinity, 0] as [Float])
    }
  }
}

extension TensorWriter {
  fileprivate mutating func copy(
    _ tensor: TensorFile.TensorSummary, from file: borrowing TensorFile
  ) throws {
    switch tensor.dtype {
    case "U8": try copy(tensor, from: file, as: UInt8.self)
    case "U32": try copy(tensor, from: file, as: UInt32.self)
    case "I64": try copy(tensor, from: file, as: Int64.self)
    default: try copy(tensor, from: file, as: Float.self)
    }
  }

  private mutating func copy<Element: TensorElement>(
    _ tensor: TensorFile.TensorSummary, from file: borrowing TensorFile, as type: Element.Type
  ) throws {
    let column =
      tensor.shape.count == 2
      ? try file.matrix(tensor.name, as: type).elements : try file.column(tensor.name, as: type)
    add(tensor.name, (0..<column.count).map { column[$0] }, shape: tensor.shape)
  }
}
