import Text

/// A word as it is compared: English without its plural and its possessive, anything else as it is.
///
/// The S-stemmer (Harman, *How effective is suffixing?*, JASIS 1991, 42(1), table 2), and besides it what
/// names clothes: `dresses`, `watches`, `scarves`, `capris`, `women's`. It makes no words: `tenni` is compared
/// with `tenni`. It cuts no `-ing` and no `-ed`: those change
/// what is meant (`running` shoes), and in texts as short as questions gain nothing.
struct WordStem: Equatable, Sendable {
  /// Positions in ``TokenizedText/scalars``.
  let kept: Range<Int>
  /// A scalar in place of what was cut; 0 for none.
  let ending: UInt32

  init(_ scalars: Span<UInt32>, _ word: Range<Int>) {
    let start = word.lowerBound
    var end = word.upperBound
    var ending: UInt32 = 0
    func has(_ letter: Unicode.Scalar, _ back: Int) -> Bool {
      end - back >= start && scalars[end - back] == letter.value
    }
    // Typographic apostrophes are folded.
    if end - start > 2, has("'", 2), has("s", 1) { end -= 2 }
    if end - start > 3, has("s", 1), !has("s", 2) {
      if !has("e", 2) {
        end -= 1
      } else if has("i", 3), end - start > 4 {
        (end, ending) = (end - 3, Self.y)
      } else if has("v", 3), has("r", 4) || has("l", 4) {
        (end, ending) = (end - 3, Self.f)
      } else if has("x", 3) || has("z", 3) || has("s", 3) && has("s", 4)
        || has("h", 3) && (has("c", 4) || has("s", 4))
      {
        end -= 2
      } else {
        end -= 1
      }
    }
    let count = end - start
    if ending == 0, has("n", 1), has("a", 2) || has("e", 2), has("m", 3),
      count == 3 || count == 5 && has("o", 4) && has("w", 5)
    {
      // `man`, `men`, `mens`, `woman`, `women`: the vowel is left out of all.
      (end, ending) = (end - 2, Self.n)
    } else if count == 8, has("n", 1), has("e", 2), has("r", 3), has("d", 4), has("l", 5) {
      // `children`.
      end -= 3
    }
    kept = start..<end
    self.ending = ending
  }

  private static let f: UInt32 = 0x66
  private static let n: UInt32 = 0x6E
  private static let y: UInt32 = 0x79

  /// Mixes what is left into a hash.
  @inline(__always)
  func mix(_ hash: UInt64, _ scalars: Span<UInt32>) -> UInt64 {
    var hash = hash
    for at in kept { hash = GramReader.mix(hash, scalars[at]) }
    return ending == 0 ? hash : GramReader.mix(hash, ending)
  }
}
