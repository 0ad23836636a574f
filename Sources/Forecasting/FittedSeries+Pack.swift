/// Layout, all of it floats: class, marks, scale, range, last value, share of the median, number of
/// members; of each member its weight and what Member+Pack.swift lays out.
extension FittedSeries {
  package func pack(into output: inout [Float]) {
    output.put(Int(kind.rawValue))
    output.put(Int(marks.rawValue))
    output.put([scale, range.lowerBound, range.upperBound, last, medianShare])
    output.put(members.count)
    for (member, weight) in zip(members, weights) {
      output.put(weight)
      member.pack(into: &output)
    }
  }

  /// - Throws: when the floats are not what `pack` lays out for this panel.
  package init(packed: [Float], in panel: PanelModel) throws(PackedSeriesError) {
    var reader = FlatReader(packed)
    let kind = try reader.integer(0...2, "class")
    self.kind = SeriesClass(rawValue: UInt8(kind)) ?? .short
    marks = SeriesMarks(rawValue: UInt8(try reader.integer(0...63, "marks")))
    let p = try reader.numbers(5)
    for value in p where !value.isFinite { throw .unknown(field: "number", value: Float(value)) }
    guard p[1] <= p[2] else { throw .unknown(field: "range", value: Float(p[1])) }
    scale = p[0]
    range = p[1]...p[2]
    last = p[3]
    medianShare = p[4]
    let count = try reader.integer(0...MemberKind.allCases.count, "number of members")
    members = []
    weights = []
    for _ in 0..<count {
      weights.append(try reader.number())
      members.append(try Member(from: &reader, panel: panel))
    }
    guard reader.left == 0 else { throw .left(count: reader.left) }
  }
}
