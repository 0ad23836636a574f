import RealModule
import Snapshots

/// What each term says of each document, before it is packed: see ``TermIndex``.
struct FittedTerms: Sendable {
  /// How soon a term that is repeated stops counting, and how much long documents are held back: the
  /// middle of what Robertson and Zaragoza report as good for many collections (section 3.4.2).
  static let saturation: Float = 1.2
  static let lengthShare: Float = 0.75

  /// A term and how often a document has it, fields weighed.
  typealias Document = [UInt64: Float]

  private(set) var hashes: [UInt64] = []
  private(set) var inverseFrequencies: [Float] = []
  private(set) var indptr: [Int64] = [0]
  private(set) var documents: [UInt32] = []
  private(set) var weights: [Float] = []

  /// - Parameter groups: of each document, the collection that it is one of: frequencies and lengths are
  ///   compared within. Documents of two groups have no term in common.
  init(_ texts: [Document], groups: [Int]) {
    let lengths = texts.map { $0.values.reduce(0, +) }
    var counts: [Int: (documents: Float, length: Float)] = [:]
    for (document, group) in groups.enumerated() {
      counts[group, default: (0, 0)].documents += 1
      counts[group, default: (0, 0)].length += lengths[document]
    }
    var postings: [UInt64: [(document: Int, frequency: Float)]] = [:]
    for (document, text) in texts.enumerated() {
      for (term, frequency) in text { postings[term, default: []].append((document, frequency)) }
    }
    for (term, entries) in postings.sorted(by: { $0.key < $1.key }) {
      let (total, length) = counts[groups[entries[0].document]] ?? (1, 1)
      let inverse = Self.inverseFrequency(of: Float(entries.count), among: total)
      let mean = max(length / total, 1)
      hashes.append(term)
      inverseFrequencies.append(inverse)
      for (document, frequency) in entries {
        let long = 1 - Self.lengthShare + Self.lengthShare * lengths[document] / mean
        documents.append(UInt32(document))
        weights.append(
          inverse * frequency * (Self.saturation + 1) / (frequency + Self.saturation * long))
      }
      indptr.append(Int64(documents.count))
    }
  }

  /// ln(1 + (N − n + ½) / (n + ½)): above 0 even for a term that all have.
  static func inverseFrequency(of count: Float, among total: Float) -> Float {
    Float.log(onePlus: (total - count + 0.5) / (count + 0.5))
  }

  func pack(_ name: String, into writer: inout TensorWriter) {
    writer.add("\(name).terms", HashTable.entries(hashes))
    writer.add("\(name).idf", inverseFrequencies)
    writer.add("\(name).postings", sparse: (indptr, documents, weights))
  }
}
