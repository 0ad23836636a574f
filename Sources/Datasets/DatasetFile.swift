import Platform

/// The files a dataset may have, each plain or compressed as `NAME.gz`. All but events are
/// optional.
package enum DatasetFile: String, CaseIterable, Sendable {
  case events, items, users, impressions, campaigns, sales, calendar, outfits, knowledge, utterances
  case terms, conversations

  package var name: String { "\(rawValue).csv" }
}

/// Which of the known files a directory has, and which of its files nobody will read.
package struct DatasetFiles: Sendable, Equatable {
  package let directory: String
  /// The name on disk of each file that is there: `events.csv` or `events.csv.gz`.
  package private(set) var present: [DatasetFile: String] = [:]
  /// Names that end as a table does but are not known: a misspelt `event.csv` is found here.
  package private(set) var unknown: [String] = []

  package static let settingsName = "dataset.toml"

  /// - Throws: `DatasetError` when the directory cannot be listed or has a file twice.
  package init(in directory: String) throws(DatasetError) {
    self.directory = directory
    let names: [String]
    do { names = try FileSystem.names(in: directory) } catch {
      throw DatasetError(
        file: directory, problem: "the directory cannot be read, \(error)",
        accepted: "a directory with events.csv is needed")
    }
    for name in names {
      let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
      if let file = DatasetFile.allCases.first(where: { $0.name == plain }) {
        guard present[file] == nil else {
          throw DatasetError(
            file: name, problem: "the file is there twice",
            accepted: "\(file.name) or \(file.name).gz is accepted, not both")
        }
        present[file] = name
      } else if plain.hasSuffix(".csv") {
        unknown.append(name)
      }
    }
  }

  package func path(of file: DatasetFile) -> String? {
    present[file].map { "\(directory)/\($0)" }
  }
}
