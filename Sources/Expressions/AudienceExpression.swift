/// What an audience expression says, with names and values resolved. At most
/// `LogicLimits.depthMax` levels of parentheses deep, so recursion over it is safe.
package indirect enum AudienceExpression: Sendable, Equatable {
  case test(AudienceTest)
  case not(AudienceExpression)
  /// Of none: everybody.
  case all([AudienceExpression])
  /// Of none: nobody.
  case any([AudienceExpression])

  package static let everybody = AudienceExpression.all([])
  package static let nobody = AudienceExpression.any([])

  /// Calls `body` with every condition, in the order in which they are written.
  package func forEachTest(_ body: (AudienceTest) -> Void) {
    switch self {
    case .test(let test): body(test)
    case .not(let part): part.forEachTest(body)
    case .all(let parts), .any(let parts): for part in parts { part.forEachTest(body) }
    }
  }
}

/// One question about every shopper. Tags, affinities and values are indices into the source.
package enum AudienceTest: Sendable, Equatable {
  /// Both ends included; what is not known (NaN) lies in no range.
  case number(tag: Int, FloatRange)
  /// One of the codes; ascending, distinct, at least one.
  case category(tag: Int, codes: [UInt8])
  /// Whether the tag is known of the shopper.
  case isKnown(tag: Int)
  /// Both ends included; 0 for a shopper who never chose the value.
  case affinity(table: Int, value: Int, FloatRange)
}

/// Numbers from `lower` through `upper`.
package struct FloatRange: Sendable, Equatable {
  package let lower: Float
  package let upper: Float

  package init(lower: Float, upper: Float) {
    self.lower = lower
    self.upper = upper
  }

  package func contains(_ number: Float) -> Bool { lower <= number && number <= upper }

  /// What `comparison` with `number` accepts. `notEqual` is for the caller to negate.
  init(_ comparison: FilterComparison, _ number: Float) {
    switch comparison {
    case .equal, .notEqual: self.init(lower: number, upper: number)
    case .less: self.init(lower: -.infinity, upper: number.nextDown)
    case .lessOrEqual: self.init(lower: -.infinity, upper: number)
    case .greater: self.init(lower: number.nextUp, upper: .infinity)
    case .greaterOrEqual: self.init(lower: number, upper: .infinity)
    }
  }
}

/// What shoppers are ordered by, largest first.
package enum AudienceScore: Sendable, Equatable {
  case number(tag: Int)
  /// `nil` for a value that nobody chose: 0 for everybody.
  case affinity(table: Int, value: Int?)
}
