import Snapshots

// Per side, with `ratings.user_neighbours` or `ratings.item_neighbours` in the place of `name`:
//
//     tensor                       shape                     meaning
//     name.indptr indices values   sparse, subjects²         similarities, the largest magnitude first
//     name.common                  U32, entries              ratings in common
//     name.means                   F32, subjects             the mean of a subject's ratings
//     name.centre                  U8, 1                     a number of RatingCentre
//     name.limit                   U32, 1                    neighbours a rating is made of
//     name.damping                 F32, 1
//     name.power                   U8, 1

extension FittedRatingNeighbours {
  func pack(into writer: inout TensorWriter) {
    let name = RatingNeighbours.tensor(side)
    writer.add(name, sparse: (indptr, indices, values))
    writer.add("\(name).common", common)
    writer.add("\(name).means", means)
    writer.add("\(name).centre", [settings.centre.rawValue])
    writer.add("\(name).limit", [UInt32(settings.limit)])
    writer.add("\(name).damping", [settings.damping])
    writer.add("\(name).power", [UInt8(settings.power)])
  }
}

extension RatingNeighbours {
  /// More would cost time, and say nothing that the nearest have not said.
  package static let limitMax = 1_000

  static func tensor(_ side: RatingSide) -> String { "ratings.\(side.rawValue)_neighbours" }

  /// - Parameter subjects: how many users or items there are, as the side says
  init(
    opening file: borrowing TensorFile, side: RatingSide, subjects: Int
  ) throws(SnapshotError) {
    let name = Self.tensor(side)
    self.side = side
    similarities = try file.sparse(name, rows: subjects, columns: subjects)
    common = try file.column("\(name).common", count: similarities.entryCount)
    means = try file.finite("\(name).means", count: subjects)
    let values = similarities.values
    for entry in 0..<values.count where values[entry].magnitude > 1 {
      throw file.error("\(name).values", "has \(values[entry]) at \(entry); -1...1 is accepted")
    }
    for entry in 0..<common.count where common[entry] == 0 {
      throw file.error("\(name).common", "is 0 at \(entry); at least 1 is accepted")
    }
    for subject in 0..<subjects {
      let others = similarities.row(subject).indices
      for position in 0..<others.count where others[position] == subject {
        throw file.error(
          "\(name).indices", "has \(subject) among its own neighbours; others are accepted")
      }
    }
    let number = try file.column("\(name).centre", as: UInt8.self, count: 1)[0]
    guard let centre = RatingCentre(rawValue: number) else {
      throw file.error("\(name).centre", "is \(number); 0 (mean) and 1 (baseline) are accepted")
    }
    self.centre = centre
    limit = Int(try file.column("\(name).limit", as: UInt32.self, count: 1)[0])
    guard (1...Self.limitMax).contains(limit) else {
      throw file.error("\(name).limit", "is \(limit); 1...\(Self.limitMax) is accepted")
    }
    damping = try file.column("\(name).damping", as: Float.self, count: 1)[0]
    guard damping >= 0, damping.isFinite else {
      throw file.error("\(name).damping", "is \(damping); a number from 0 on is accepted")
    }
    power = Int(try file.column("\(name).power", as: UInt8.self, count: 1)[0])
    guard (1...2).contains(power) else {
      throw file.error("\(name).power", "is \(power); 1 and 2 are accepted")
    }
  }
}
