/// One step of a compiled filter: a question, and where each answer leads.
struct FilterStep: Sendable {
  let test: FilterTest
  let whenTrue: Int32
  let whenFalse: Int32
}

/// Lays an expression out as steps, the last question first: each then leads to steps that exist
/// already, and nothing is patched afterwards.
struct FilterCompiler {
  private(set) var steps: [FilterStep] = []
  private(set) var sets = FilterSets()

  /// - Returns: where evaluating `expression` begins, in order to end up at `whenTrue` or
  ///   `whenFalse`.
  mutating func compile(
    _ expression: FilterExpression, whenTrue: Int32, whenFalse: Int32
  ) -> Int32 {
    switch expression {
    case .never:
      return whenFalse
    case .test(let test):
      return step(test, whenTrue, whenFalse)
    case .textAmong(let codes, let values):
      guard let set = sets.add(values) else { return whenFalse }
      return step(.textAmong(codes, set: set), whenTrue, whenFalse)
    case .listAmong(let indptr, let codes, let values):
      guard let set = sets.add(values) else { return whenFalse }
      return step(.listAmong(indptr, codes, set: set), whenTrue, whenFalse)
    case .numberAmong(let column, let values):
      guard let set = sets.add(values) else { return whenFalse }
      return step(.numberAmong(column, set: set), whenTrue, whenFalse)
    case .not(let part):
      return compile(part, whenTrue: whenFalse, whenFalse: whenTrue)
    case .all(let parts):
      return parts.reversed().reduce(whenTrue) { next, part in
        compile(part, whenTrue: next, whenFalse: whenFalse)
      }
    case .any(let parts):
      return parts.reversed().reduce(whenFalse) { next, part in
        compile(part, whenTrue: whenTrue, whenFalse: next)
      }
    }
  }

  private mutating func step(_ test: FilterTest, _ whenTrue: Int32, _ whenFalse: Int32) -> Int32 {
    steps.append(FilterStep(test: test, whenTrue: whenTrue, whenFalse: whenFalse))
    return Int32(steps.count - 1)
  }
}
