package import Datasets
import Dialogue
import Recommendation

extension Trainer {
  /// Fits what messages mean to utterances.csv; `nil` where there is none.
  ///
  /// - Throws: `DatasetError` for utterances that nothing can be learned from, `SnapshotError` when the encoder
  ///   cannot be read.
  package func trainChat(of dataset: Dataset) throws -> TrainedChat? {
    guard let data = try ChatData(of: dataset) else { return nil }
    progress(FitProgress(model: "chat", done: 0, total: 1))
    let encoder = try options.encoderDirectory.map { try ChatEncoder(reading: $0) }
    var trained = try TrainedChat(
      of: data, encoder: encoder, threads: options.threads, seed: options.seed)
    trained.clerk = try TrainedClerk(
      of: data, labels: trained.intents.labels, knowledge: dataset.knowledge,
      items: dataset.catalogueItems, terms: dataset.terms, encoder: encoder,
      threads: options.threads)
    progress(FitProgress(model: "chat", done: 1, total: 1))
    return trained
  }
}
