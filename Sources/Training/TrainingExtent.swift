import Bytes
package import Datasets
import Platform
package import Snapshots

/// Which events a generation was trained on, as its manifest records it: how many, from when to when,
/// and a digest. It lets an evaluation refuse models that have seen the answers.
package struct TrainingExtent: Sendable, Equatable {
  package let eventCount: Int
  /// Timestamps of the oldest and the newest event; `nil` without events.
  package let first: Int64?
  package let last: Int64?
  package let time: DatasetSettings.Time
  /// Of the events' users, items, kinds and times in their order: 64 hexadecimal digits. Equal for
  /// equal events only.
  package let sha256: String

  /// - Parameter isTraining: one flag per event; `nil`: all.
  package init(of dataset: Dataset, isTraining: [Bool]? = nil) {
    let events = dataset.events
    var bytes: [UInt8] = []
    var count = 0
    var (first, last): (Int64?, Int64?) = (nil, nil)
    // Ids, not numbers: the same events are the same also beside an items.csv in another order.
    let users = dataset.users.ids.map { Array($0.utf8) }
    let items = dataset.items.ids.map { Array($0.utf8) }
    for event in 0..<events.count where isTraining?[event] ?? true {
      count += 1
      let time = events.timestamps[event]
      first = min(first ?? time, time)
      last = max(last ?? time, time)
      bytes += users[Int(events.users[event])]
      bytes.append(0)
      let item = events.items[event]
      if item != EventTable.noItem { bytes += items[Int(item)] }
      bytes += [0, events.kinds[event].rawValue]
      bytes += (0..<8).map { UInt8(truncatingIfNeeded: time >> (8 * Int64($0))) }
    }
    eventCount = count
    self.first = first
    self.last = last
    time = dataset.settings.time
    sha256 = SHA256(of: bytes.rawSpan).hexadecimal
  }

  package var json: JSON {
    [
      "events": .integer(eventCount),
      "time": .string(time.rawValue),
      "first": first.map { .integer(Int($0)) } ?? .null,
      "last": last.map { .integer(Int($0)) } ?? .null,
      "sha256": .string(sha256),
    ]
  }

  /// What a manifest says; `nil` when it says nothing that can be read.
  package init?(_ json: JSON?) {
    guard let json, let count = json["events"]?.integer, let digest = json["sha256"]?.string,
      let time = json["time"]?.string.flatMap(DatasetSettings.Time.init(rawValue:))
    else { return nil }
    eventCount = count
    first = json["first"]?.integer.map(Int64.init)
    last = json["last"]?.integer.map(Int64.init)
    self.time = time
    sha256 = digest
  }
}

extension TrainingExtent {
  /// Whether models of this extent have seen nothing of what a split holds out: they learned from
  /// exactly what the split leaves, or everything they learned from is older than all that is held
  /// out. Where time only orders each user's events, nothing but the former can be known.
  func isBefore(_ dataset: Dataset, isTraining: [Bool]) -> Bool {
    if sha256 == TrainingExtent(of: dataset, isTraining: isTraining).sha256 { return true }
    guard time == .timestamp, dataset.settings.time == .timestamp else { return false }
    guard let last else { return true }
    guard let heldOut = dataset.firstHeldOut(isTraining) else { return true }
    return last < heldOut
  }

  /// A timestamp of the events as people read it.
  func text(_ timestamp: Int64?) -> String {
    guard let timestamp else { return "no time" }
    return time == .order
      ? "number \(timestamp)" : UTCTime(secondsSince1970: Int(timestamp)).extended
  }
}

extension Dataset {
  func firstHeldOut(_ isTraining: [Bool]) -> Int64? {
    (0..<events.count).lazy.filter { !isTraining[$0] }.map { events.timestamps[$0] }.min()
  }
}
