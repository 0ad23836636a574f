import Snapshots

/// Which documents have a term, and how much that says: BM25, summed over a question's terms.
///
///     weight(t, d) = idf(t) · f·(k + 1) / (f + k·(1 − b + b·length(d)/mean length))
///     idf(t) = ln(1 + (N − n(t) + ½) / (n(t) + ½))
///
/// where f is how often d has t, n(t) of N documents have t. Robertson and Zaragoza, *The Probabilistic
/// Relevance Framework: BM25 and Beyond*, 2009, equations 3.15 and 3.3, the 1 keeping it above 0; f is
/// summed over fields before it is saturated, as theirs of BM25F.
///
/// In a file, for T terms:
///
///     NAME.terms       U64, see ``HashTable``
///     NAME.idf         F32, T
///     NAME.postings    see ``SparseMatrix``, T × documents; within a row by document
struct TermIndex: Sendable {
  private let terms: HashTable
  let inverseFrequencies: Column<Float>
  let postings: SparseMatrix

  func index(of term: UInt64) -> Int? { terms.index(of: term) }

  /// - Throws: when a tensor is missing or misshapen, a value is not finite, or an index points outside.
  init(
    opening file: borrowing TensorFile, _ name: String, documents: Int
  ) throws(SnapshotError) {
    inverseFrequencies = try file.column("\(name).idf")
    try file.checkFinite(inverseFrequencies, "\(name).idf")
    terms = try file.hashTable("\(name).terms", count: inverseFrequencies.count)
    postings = try file.sparse(
      "\(name).postings", rows: inverseFrequencies.count, columns: documents)
  }
}
