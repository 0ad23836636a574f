import Datasets
import Profiling

enum MadeUpProfiles {
  /// Made-up profiles of the simulated shop: `row` is the user's number, `parity` whether it is even,
  /// and every fourth is drawn to dresses.
  static func fitted() throws -> FittedProfiles {
    let count = try TrainedShop.get().dataset.users.count
    var fitted = FittedProfiles(userCount: count, asOf: 1_700_000_000)
    fitted.add(
      TagDefinition(
        name: "row", evidence: .record, unit: "days", source: "test", method: "Made up."),
      .numbers((0..<count).map { $0 == 7 ? .nan : Float($0) }))
    fitted.add(
      TagDefinition(name: "parity", evidence: .record, source: "test", method: "Made up."),
      .categories((0..<count).map { UInt8($0 % 2) }, values: ["even", "odd"]))
    fitted.add(
      TagDefinition(name: "uplift.spring", evidence: .record, source: "test", method: "Made up."),
      .numbers((0..<count).map { Float(($0 * 7) % 10) / 10 }))
    fitted.affinities = [
      FittedAffinities(
        attribute: "category", values: ["dress", "shoe"],
        rows: (0..<count).map { $0 % 4 == 0 ? [(0, 0.75)] : [] })
    ]
    return fitted
  }
}
