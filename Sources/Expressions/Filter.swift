package import Bytes
import Snapshots

/// Which rows may be answered: a filter text, compiled over the columns of one snapshot.
///
///     let filter = try Filter(parsing: request.filter, over: catalogue)
///     if filter.accepts(item) { … }
///
/// It is a decision graph in an array: every step asks one `FilterTest` and names the step to go
/// to when it holds and when it does not, so `and` and `or` cut short and `not` costs nothing.
/// Steps only lead to earlier ones, so every evaluation ends. Parsing allocates, asking does not.
///
/// A filter reads the columns it was compiled over, so it lives no longer than their generation.
@usableFromInline package struct Filter: Sendable {
  /// Accepts every row, for the price of one comparison.
  package static let all = Filter(steps: [], sets: FilterSets(), entry: accept)

  private let steps: [FilterStep]
  private let sets: FilterSets
  /// Where evaluation begins: a step, `accept`, `reject` or `lookUp`.
  @usableFromInline let entry: Int32
  /// One bit per row, for `lookUp`.
  @usableFromInline let bits: [UInt64]

  private init(steps: [FilterStep], sets: FilterSets, entry: Int32) {
    self.steps = steps
    self.sets = sets
    self.entry = entry
    bits = []
  }

  private init(bits: [UInt64]) {
    steps = []
    sets = FilterSets()
    entry = Filter.lookUp
    self.bits = bits
  }

  /// The same filter with every answer looked up: worth its O(rows) when it is asked again and again.
  package func tabulated(rows: Int) -> Filter {
    guard entry >= 0 else { return self }
    var bits = [UInt64](repeating: 0, count: (rows + 63) / 64)
    for row in 0..<rows where evaluate(row) { bits[row / 64] |= 1 << UInt64(row % 64) }
    return Filter(bits: bits)
  }

  /// Compiles the language that `FilterParser` describes; an empty text accepts every row.
  ///
  /// Memory and time are proportional to the length of the text. Limiting it is the caller's.
  package init(parsing text: ByteView, over source: some AttributeSource) throws(FilterError) {
    var parser = try FilterParser(text.checkedUTF8(), over: source)
    guard let expression = try parser.parse() else {
      self = .all
      return
    }
    var compiler = FilterCompiler()
    entry = compiler.compile(expression, whenTrue: Filter.accept, whenFalse: Filter.reject)
    steps = compiler.steps
    sets = compiler.sets
    bits = []
  }

  /// Accepts the rows of which a value is among `texts`, and those that have no value. Of a number
  /// column, texts that are no numbers are among no row's.
  package init(missingOrAmong texts: [ByteView], in column: AttributeColumn) {
    let (among, present): (FilterExpression, FilterTest)
    switch column {
    case .text(let codes, let values):
      among = .textAmong(codes, texts.compactMap { values.index(of: $0.bytes) }.map(UInt32.init))
      present = .text(codes, in: .present)
    case .list(let indptr, let codes, let values):
      among = .listAmong(
        indptr, codes, texts.compactMap { values.index(of: $0.bytes) }.map(UInt32.init))
      present = .list(indptr, codes, in: .present)
    case .number(let numbers):
      among = .numberAmong(numbers, texts.compactMap { Double(filterNumber: $0.string) })
      present = .number(numbers, lower: -.infinity, upper: .infinity)
    }
    var compiler = FilterCompiler()
    entry = compiler.compile(
      .any([among, .not(.test(present))]), whenTrue: Filter.accept, whenFalse: Filter.reject)
    steps = compiler.steps
    sets = compiler.sets
    bits = []
  }

  /// Whether every row is accepted without being looked at.
  @inlinable
  package var isAll: Bool { entry == Filter.accept }

  /// O(conditions), some nanoseconds each; a list costs its length.
  @inlinable
  package func accepts(_ row: Int) -> Bool {
    if entry == Filter.lookUp { return bits[row / 64] & (1 << UInt64(row % 64)) != 0 }
    return entry >= 0 ? evaluate(row) : entry == Filter.accept
  }

  @usableFromInline
  func evaluate(_ row: Int) -> Bool {
    let steps = steps.span
    var next = entry
    while next >= 0 {
      let step = steps[Int(next)]
      next = sets.holds(step.test, row) ? step.whenTrue : step.whenFalse
    }
    return next == Filter.accept
  }

  @usableFromInline static let accept: Int32 = -1
  static let reject: Int32 = -2
  @usableFromInline static let lookUp: Int32 = -3
}
