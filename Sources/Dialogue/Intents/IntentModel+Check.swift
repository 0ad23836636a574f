package import Snapshots

extension IntentModel {
  package static func isPresent(in file: borrowing TensorFile) -> Bool {
    file.contains("intents.grams")
  }

  /// - Throws: when a tensor is missing or misshapen, or a value cannot be. O(bytes of the tensors).
  package init(opening file: borrowing TensorFile) throws(SnapshotError) {
    labels = try file.identifiers("intents.labels")
    let columns = (labels.count + 15) / 16 * 16
    guard labels.count > 0 else {
      throw file.error("intents.labels.offsets", "names no intent; at least 1 is accepted")
    }
    idf = try file.column("intents.idf")
    let count = idf.count
    try file.checkFinite(idf, "intents.idf")
    grams = try file.hashTable("intents.grams", count: count)
    families = try file.column("intents.families", count: count)
    for row in 0..<count where families[row] > 1 {
      throw file.error(
        "intents.families", "contains \(families[row]) at \(row); 0 and 1 are accepted")
    }
    weights = try file.matrix("intents.weights", rows: count, columns: columns)
    scales = try file.column("intents.scales", count: count)
    try file.checkFinite(scales, "intents.scales")
    intercepts = try file.column("intents.intercepts", count: columns)
    try file.checkFinite(intercepts, "intents.intercepts")
    if file.contains("intents.dense") {
      let matrix = try file.matrix("intents.dense", as: Float.self, columns: columns)
      try file.checkFinite(matrix.elements, "intents.dense")
      dense = matrix
    } else {
      dense = nil
    }
    inScope = try file.column("intents.in_scope", count: labels.count)
    reader = GramReader(shape: try file.gramShape("intents.shape"))
    let numbers = try file.column("intents.numbers", as: Float.self, count: 3)
    try file.checkFinite(numbers, "intents.numbers")
    shares = [numbers[0], numbers[1]]
    factor = numbers[2]
    guard factor > 0 else {
      throw file.error("intents.numbers", "has factor \(factor); above 0 is accepted")
    }
    let gate = try file.column("intents.gate", as: Float.self, count: 1 + labels.count)
    try file.checkFinite(gate, "intents.gate")
    let trust = (0..<labels.count).map { gate[1 + $0] }
    if let index = trust.firstIndex(where: { abs($0) > ScopeGate.trustMax }) {
      throw file.error(
        "intents.gate",
        "trusts intent \(index) by \(trust[index]); -\(ScopeGate.trustMax)...\(ScopeGate.trustMax) is accepted"
      )
    }
    self.gate = ScopeGate(threshold: gate[0], trust: trust.allSatisfy { $0 == 0 } ? [] : trust)
  }
}

extension TensorFile {
  func checkFinite(_ values: Column<Float>, _ name: String) throws(SnapshotError) {
    for position in 0..<values.count where !values[position].isFinite {
      throw error(
        name, "contains \(values[position]) at \(position); finite values are accepted")
    }
  }

  fileprivate func gramShape(_ name: String) throws(SnapshotError) -> GramReader.Shape {
    let lengths = try column(name, as: Int64.self, count: 4)
    var shape = GramReader.Shape()
    for first in [0, 2] where lengths[first] < 1 || lengths[first] > lengths[first + 1] {
      throw error(name, "has lengths \(lengths[first])...\(lengths[first + 1]); 1... is accepted")
    }
    guard lengths[1] <= 3, lengths[3] <= 8 else {
      throw error(
        name, "has n-grams of \(lengths[1]) words or \(lengths[3]) characters; 3 and 8 are accepted"
      )
    }
    shape.wordLengths = Int(lengths[0])...Int(lengths[1])
    shape.characterLengths = Int(lengths[2])...Int(lengths[3])
    return shape
  }
}
