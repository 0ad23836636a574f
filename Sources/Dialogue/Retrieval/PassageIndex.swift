package import Bytes
import Kernels
import Snapshots
package import Text

/// The passages that answers may quote, and which of them a question is about.
///
///     let index = try PassageIndex(opening: file)
///     index.search(text, language: nil, encoding: Span(), limit: 5, scratch: &scratch)
///     for hit in scratch.hits { … index.text(hit.passage) … }
///
/// Words are weighed as ``TermIndex`` says, in title and text, each language for itself. Where passages have
/// vectors and the question has one, the ranks by words and by the inner product are fused:
///
///     score(p) = Σ over both rankings of 1 / (60 + rank of p)
///
/// Cormack, Clarke and Büttcher, *Reciprocal rank fusion outperforms Condorcet and individual rank learning
/// methods*, SIGIR 2009, with their constant.
///
/// In a file, for N passages with S sentences in all:
///
///     passages.ids                 identifiers, N
///     passages.titles, .texts, .sources    strings, N each
///     passages.languages           U8, N: 0 English, 1 Chinese
///     passages.terms, .idf, .postings      see ``TermIndex``: documents are passages
///     passages.sentences.terms, .idf, .postings    the same: documents are sentences
///     passages.sentences.offsets   I64, N + 1: which sentences are whose
///     passages.sentences.bytes     U32, S × 2: where each begins and ends in its text
///     passages.vectors             F32, N × D, rows of length 1, or of zeros where the encoder does not know
///                                  the language; none without an encoder
package struct PassageIndex: Sendable {
  let ids: IdentifierTable
  let titles: StringColumn
  let texts: StringColumn
  let sources: StringColumn
  let languages: Column<UInt8>
  let terms: TermIndex
  let sentenceTerms: TermIndex
  let sentenceOffsets: Column<Int64>
  let sentenceBytes: Matrix<UInt32>
  let vectors: Matrix<Float>?
  /// How many passages each language has.
  let counts: [2 of Int]

  package var count: Int { ids.count }
  /// Of the encoder that made the vectors; 0 for none.
  package var dimensions: Int { vectors?.columns ?? 0 }

  package func id(_ passage: Int) -> ByteView { ids[passage] }
  package func title(_ passage: Int) -> ByteView { titles[passage] }
  package func text(_ passage: Int) -> ByteView { texts[passage] }
  package func source(_ passage: Int) -> ByteView { sources[passage] }
  package func language(_ passage: Int) -> Language {
    Language(rawValue: languages[passage]) ?? .english
  }
  package func passage(_ id: RawSpan) -> Int? { ids.index(of: id) }

  package func sentenceCount(of passage: Int) -> Int { sentences(of: passage).count }

  /// Bytes of the passage's text.
  ///
  /// - Precondition: `sentence` is in `0..<sentenceCount(of: passage)`.
  package func sentence(_ sentence: Int, of passage: Int) -> Range<Int> {
    let range = sentences(of: passage)
    precondition(sentence >= 0 && sentence < range.count, "sentence \(sentence) of \(range.count)")
    let row = sentenceBytes.row(range.lowerBound + sentence)
    // A damaged offset can run backwards, or over the end; a range must not.
    let upper = min(Int(row[1]), texts[passage].count)
    return min(Int(row[0]), upper)..<upper
  }

  /// Numbers of the passage's sentences among all.
  func sentences(of passage: Int) -> Range<Int> {
    let lower = Int(sentenceOffsets[passage])
    return lower..<max(lower, Int(sentenceOffsets[passage + 1]))
  }

  /// Terms of two languages never meet: English words of a Chinese passage are the passage's.
  static func seed(of language: Language) -> UInt64 {
    0x8CB9_2BA7_2F3D_8DD7 ^ UInt64(language.rawValue)
  }

  /// How far down each ranking is looked at where two are fused.
  private static let depth = 50
  private static let fusion: Float = 60

  /// Leaves the best passages in `scratch.hits`, best first; those without a term of the question, and
  /// without a vector, are no hits. Allocates nothing after the first questions.
  ///
  /// O(passages with a term of the question), and O(passages · dimensions) with vectors.
  ///
  /// - Parameters:
  ///   - language: in which to answer; `nil`: as the text is written, or any. Passages of other languages
  ///     are looked at only where there is none of this one.
  ///   - encoding: of the question, of length 1; empty for none, and not looked at where there are no vectors
  /// - Precondition: `encoding` is empty or has `dimensions` values if there are any; `limit` is at least 0.
  package func search(
    _ text: borrowing TokenizedText, language: Language?, encoding: Span<Float>, limit: Int,
    scratch: inout PassageScratch
  ) {
    scratch.clear()
    guard count > 0, limit > 0 else { return }
    precondition(
      vectors == nil || encoding.isEmpty || encoding.count == dimensions,
      "\(encoding.count) of \(dimensions) values")
    let wanted = (language ?? text.language).flatMap { counts[Int($0.rawValue)] > 0 ? $0 : nil }
    for candidate in Language.allCases where wanted == nil || wanted == candidate {
      collect(text, candidate, &scratch)
    }
    let isFused = !encoding.isEmpty && vectors != nil
    rank(limit: isFused ? max(limit, Self.depth) : limit, &scratch)
    if isFused { fuse(encoding, wanted, limit: limit, &scratch) }
    for position in scratch.hits.indices {
      scratch.hits[position].coverage = coverage(of: scratch.hits[position].passage, scratch)
    }
  }

  /// The question's terms, each once, but for words that say nothing of themselves.
  private func collect(
    _ text: borrowing TokenizedText, _ language: Language, _ scratch: inout PassageScratch
  ) {
    let scalars = text.scalars.span
    let tokens = text.tokens.span
    TermReader.read(text, 0..<text.tokens.count, seed: Self.seed(of: language)) { hash, token in
      guard scratch.terms.count < PassageScratch.termCountMax,
        !FunctionWords.shared.contains(scalars, tokens[token]),
        !scratch.terms.contains(where: { $0.hash == hash })
      else { return }
      let index = terms.index(of: hash)
      let weight =
        index.map { terms.inverseFrequencies[$0] }
        ?? FittedTerms.inverseFrequency(of: 0, among: Float(counts[Int(language.rawValue)]))
      scratch.terms.append(
        PassageScratch.Term(
          hash: hash, index: index, sentenceIndex: sentenceTerms.index(of: hash),
          weight: weight))
    }
  }

  private func rank(limit: Int, _ scratch: inout PassageScratch) {
    scratch.sums.prepare(count: count)
    for term in scratch.terms {
      guard let index = term.index else { continue }
      let row = terms.postings.row(index)
      scratch.sums.add(row.indices.span, row.values.span, times: 1)
    }
    scratch.best.reset(k: min(limit, count))
    scratch.sums.moveBest(to: &scratch.best) { _ in true }
    scratch.best.sort()
    for position in 0..<scratch.best.count {
      let (score, index) = scratch.best[position]
      scratch.hits.append(PassageHit(passage: Int(index), score: score))
    }
  }

  private func fuse(
    _ encoding: Span<Float>, _ wanted: Language?, limit: Int, _ scratch: inout PassageScratch
  ) {
    guard let vectors else { return }
    scratch.best.reset(k: min(max(limit, Self.depth), count))
    for passage in 0..<count {
      if let wanted, languages[passage] != wanted.rawValue { continue }
      let score = dot(vectors.row(passage).span, encoding)
      let index = Int32(truncatingIfNeeded: passage)
      if score > 0, scratch.best.accepts(score, index) { scratch.best.insert(score, index) }
    }
    scratch.best.sort()
    for rank in scratch.hits.indices {
      scratch.hits[rank].score = 1 / (Self.fusion + Float(rank + 1))
    }
    for rank in 0..<scratch.best.count {
      let passage = Int(scratch.best[rank].index)
      let share = 1 / (Self.fusion + Float(rank + 1))
      if let place = scratch.hits.firstIndex(where: { $0.passage == passage }) {
        scratch.hits[place].score += share
      } else {
        scratch.hits.append(PassageHit(passage: passage, score: share))
      }
    }
    scratch.hits.sort { ($1.score, $0.passage) < ($0.score, $1.passage) }
    if scratch.hits.count > limit { scratch.hits.removeSubrange(limit...) }
  }

  private func coverage(of passage: Int, _ scratch: borrowing PassageScratch) -> Float {
    var (all, found): (Float, Float) = (0, 0)
    for term in scratch.terms {
      all += term.weight
      guard let index = term.index else { continue }
      let documents = terms.postings.row(index).indices
      let place = documents.lowerBound(of: UInt32(truncatingIfNeeded: passage))
      if place < documents.count, documents[place] == passage { found += term.weight }
    }
    return all > 0 ? found / all : 0
  }

  /// Leaves in `scratch.sentences` the sentences of a passage that say most of what the last search asked
  /// for, by the same weights with sentences for passages: at most `limit`, in the order of the text. Where
  /// none has a term of the question, the first.
  package func bestSentences(of passage: Int, limit: Int, scratch: inout PassageScratch) {
    scratch.sentences.removeAll(keepingCapacity: true)
    let range = sentences(of: passage)
    scratch.best.reset(k: min(max(limit, 0), range.count))
    for sentence in range {
      var score: Float = 0
      for term in scratch.terms {
        guard let index = term.sentenceIndex else { continue }
        let row = sentenceTerms.postings.row(index)
        let place = row.indices.lowerBound(of: UInt32(truncatingIfNeeded: sentence))
        if place < row.indices.count, row.indices[place] == sentence { score += row.values[place] }
      }
      let number = Int32(truncatingIfNeeded: sentence - range.lowerBound)
      if score > 0, scratch.best.accepts(score, number) { scratch.best.insert(score, number) }
    }
    for position in 0..<scratch.best.count {
      scratch.sentences.append(Int(scratch.best[position].index))
    }
    if scratch.sentences.isEmpty, limit > 0, !range.isEmpty { scratch.sentences.append(0) }
    scratch.sentences.sort()
  }
}

extension Column<UInt32> {
  /// The first position whose element is not below `value`; `count` when there is none.
  ///
  /// - Precondition: the elements are ascending.
  func lowerBound(of value: UInt32) -> Int {
    var lower = 0
    var upper = count
    while lower < upper {
      let middle = (lower + upper) / 2
      if self[middle] < value { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
