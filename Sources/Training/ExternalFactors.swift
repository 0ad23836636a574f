import Bytes
package import Datasets
import Recommendation
package import Snapshots

/// Factors of users and items that another program fitted: scikit-learn, PyTorch, TensorFlow, Keras, …
///
/// A safetensors file (examples/factors shows how to write one) with
///
///     users  or factors.users    users × factors      F32, F64 or F16
///     items  or factors.items    items × factors      likewise, of the same width
///     user_ids, item_ids         optional: the ids of the rows, in either of two forms
///         user_ids               U8, users × bytes: each id in UTF-8, filled up with zero bytes
///         user_ids.bytes, user_ids.offsets    see ``StringColumn``
///
/// Without ids there is a row for each user and item of the dataset, in its order: that of users.csv and
/// items.csv, then of first appearance in events.csv. With ids, rows of ids that the dataset does not
/// have are left out, and who has no row gets zeros: such a user is folded in when asked about.
package struct ExternalFactors: Sendable {
  package let factorCount: Int
  /// Shape: users of the dataset × factors.
  package let users: [Float]
  /// Shape: items of the dataset × factors.
  package let items: [Float]

  package static let widths = 1...1_024

  /// - Throws: when the file cannot be read, a tensor is absent, misshapen or not finite, widths differ, or
  ///   rows cannot be brought into correspondence with the dataset.
  package init(reading path: String, for dataset: Dataset) throws(SnapshotError) {
    let file = try TensorFile(path: path)
    let users = try ExternalTable(
      of: "user", named: ["users", "factors.users"], widths: Self.widths, in: file,
      expected: dataset.users.ids)
    let items = try ExternalTable(
      of: "item", named: ["items", "factors.items"], widths: Self.widths, in: file,
      expected: dataset.items.ids)
    guard users.width == items.width else {
      throw file.error(
        items.name,
        "is \(items.width) wide, '\(users.name)' \(users.width); equal widths are accepted")
    }
    factorCount = users.width
    self.users = users.rows
    self.items = items.rows
    guard !file.isDamaged else {
      throw file.error(nil, "was cut short while it was read; a file that stays is accepted")
    }
  }

  /// The settings with which these factors are served.
  func settings(_ settings: FactorSettings) -> FactorSettings {
    var settings = settings
    settings.factorCount = factorCount
    return settings
  }

  func fitted(_ settings: FactorSettings, threads: Int) -> FittedFactors {
    FittedFactors(users: users, items: items, settings: settings, threads: threads)
  }
}
