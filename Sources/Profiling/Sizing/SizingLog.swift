/// How a piece sat on whoever wore it; the numbers are classes, and the order is that of files.
package enum SizeOutcome: UInt8, CaseIterable, Sendable {
  case fit = 0
  /// The piece was too small.
  case small = 1
  case large = 2
}

/// Pieces that were bought or rented and kept, with their size, and how they sat where that is known.
package struct SizingLog: Sendable {
  package struct Line: Sendable {
    package let user: UInt32
    package let item: UInt32
    /// Seconds since 1970.
    package let time: Int64
    /// An index of `sizeNames`.
    package let size: UInt32
    /// `nil`: kept, and nothing said.
    package let outcome: SizeOutcome?

    package init(user: UInt32, item: UInt32, time: Int64, size: UInt32, outcome: SizeOutcome?) {
      self.user = user
      self.item = item
      self.time = time
      self.size = size
      self.outcome = outcome
    }
  }

  package let sizeNames: [String]
  /// One per item: an index of `categoryNames`.
  package let categories: [Int]
  package let categoryNames: [String]
  package let body: BodyMeasures
  /// By time; all of sizes that are on a scale.
  package private(set) var lines: [Line]

  package init(
    sizeNames: [String], categories: [Int], categoryNames: [String], body: BodyMeasures,
    lines: [Line]
  ) {
    let isOnScale = sizeNames.map { SizeName($0) != nil }
    self.sizeNames = sizeNames
    self.categories = categories
    self.categoryNames = categoryNames
    self.body = body
    self.lines = lines.filter { isOnScale[Int($0.size)] }
    precondition(
      zip(self.lines, self.lines.dropFirst()).allSatisfy { $0.time <= $1.time },
      "lines are not in order of time")
  }

  package var userCount: Int { body.userCount }
  package var itemCount: Int { categories.count }

  package func until(_ time: Int64) -> SizingLog {
    var log = self
    log.lines = lines.filter { $0.time <= time }
    return log
  }
}

/// What users.csv says of shoppers that has to do with sizes, or might have: numbers, and texts of few
/// values.
package struct BodyMeasures: Sendable {
  package struct Column: Sendable {
    package enum Values: Sendable {
      /// One per user; NaN where it is not known.
      case numbers([Double])
      /// One per user; "" where it is not known.
      case texts([String])
    }

    package let name: String
    package let values: Values

    package init(name: String, values: Values) {
      self.name = name
      self.values = values
    }
  }

  package let userCount: Int
  package let columns: [Column]

  package init(userCount: Int, columns: [Column]) {
    self.userCount = userCount
    self.columns = columns
  }
}
