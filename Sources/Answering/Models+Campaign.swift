package import Bytes
import Expressions
package import Profiling
import Snapshots

extension Models {
  /// What a past campaign brought about.
  ///
  /// - Throws: `unavailable` when the snapshot has no profiles, `notFound` with the nearest names of one that it
  ///   does not know.
  package func campaign(_ id: ByteView) throws(AnswerError) -> CampaignFigures {
    guard (1...AnswerLimits.idBytesMax).contains(id.count) else {
      throw .invalidArgument(
        "campaign_id is \(id.count) bytes; 1 to \(AnswerLimits.idBytesMax) are accepted")
    }
    guard let profiles else {
      throw .unavailable(
        "this snapshot has no profiles; train with profiles to ask for campaigns")
    }
    if let found = profiles.campaigns.figures(of: id) { return found }
    guard let names = profiles.campaigns.names, names.count > 0 else {
      throw .notFound(
        "campaign '\(id.string)' is not in this snapshot, nor is any; train with a campaigns.csv")
    }
    let known = (0..<names.count).map { names[$0].string }
    throw .notFound(
      "campaign '\(id.string)' is not in this snapshot; "
        + NearestNames.suggestion(for: id.string, among: known))
  }
}
