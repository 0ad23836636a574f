package import Bytes
package import Snapshots

/// What a tag was made of; its count and its age are ``Profiles/evidence(_:of:)``.
package enum EvidenceKind: UInt8, CaseIterable, Sendable {
  /// Views, carts, purchases, ratings.
  case choices = 0
  case purchases = 1
  /// What users.csv says.
  case record = 2
}

/// What is said of a tag, whoever it is of. Written by the fit, shown by `modiste inspect` and with
/// every answer.
package struct TagDefinition: Sendable, Equatable {
  /// For example `rfm.recency`. Lower-case letters, digits, `_` and `.`; behind `uplift.` the id of a campaign as
  /// it is.
  package var name: String
  package var evidence: EvidenceKind
  /// Of a number: `days`, `purchases`, the currency, or "".
  package var unit: String
  /// The model, for example `BG/NBD`.
  package var source: String
  /// How it was computed, as a sentence.
  package var method: String
  /// Choices or purchases at which a tag is half as sure as it can be: confidence is n / (n + k).
  package var halfConfidence: Float

  package init(
    name: String, evidence: EvidenceKind, unit: String = "", source: String, method: String,
    halfConfidence: Float = 5
  ) {
    self.name = name
    self.evidence = evidence
    self.unit = unit
    self.source = source
    self.method = method
    self.halfConfidence = halfConfidence
  }
}

/// One tag of all shoppers, as it lies in a snapshot.
package struct Tag: Sendable {
  package enum Values: Sendable {
    /// One per user; NaN where it is not known.
    case numbers(Column<Float>)
    case categories(Categories)
  }

  /// One of at most 255 values per user, and who has each.
  package struct Categories: Sendable {
    package static let missing = UInt8.max

    /// One per user, below `values.count` or `missing`.
    package let codes: Column<UInt8>
    package let values: IdentifierTable
    /// Shape: values × words: bit u % 64 of word u / 64 says whether user u has the value. Bits
    /// beyond the last user are 0.
    package let bitmaps: Matrix<UInt64>
  }

  package let definition: TagDefinition
  package let values: Values
}

/// A tag as an answer reads it: nothing in it is counted, so that copying it costs nothing. It lives as
/// long as the file that it was read from.
package struct TagEntry: Sendable {
  package let name: ByteView
  package let unit: ByteView
  package let source: ByteView
  package let method: ByteView
  package let evidence: EvidenceKind
  package let halfConfidence: Float
  /// Of somebody nobody knows: a number, or the code of a category; NaN for none.
  package let prior: Float
  package let values: Tag.Values
}
