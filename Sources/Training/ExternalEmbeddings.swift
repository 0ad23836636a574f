package import Datasets
package import Recommendation
package import Snapshots

/// Vectors of items that another program made: of photos, of titles, of anything. Items whose vectors
/// point the same way are alike.
///
/// A safetensors file with
///
///     embeddings      items × width, F32, F64 or F16; or `items`
///     item_ids        optional: the ids of the rows, as in ``ExternalFactors``
package struct ExternalEmbeddings: Sendable {
  package let vectors: ItemVectors

  package static let widths = 1...4_096

  /// - Throws: when the file cannot be read, the tensor is absent, of a wrong width or not finite, or
  ///   rows cannot be brought into correspondence with the dataset.
  package init(reading path: String, for dataset: Dataset) throws(SnapshotError) {
    let file = try TensorFile(path: path)
    let table = try ExternalTable(
      of: "item", named: ["embeddings", "items"], widths: Self.widths, in: file,
      expected: dataset.items.ids)
    vectors = ItemVectors(rows: table.rows, width: table.width)
    guard !file.isDamaged else {
      throw file.error(nil, "was cut short while it was read; a file that stays is accepted")
    }
  }
}
