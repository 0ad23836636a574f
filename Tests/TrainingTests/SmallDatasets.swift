import Bytes
import Datasets
import Platform

/// A dataset written and read again.
func dataset(_ files: [String: String], maxBadRows: Int = 0) throws -> Dataset {
  let directory = try FileSystem.makeTemporaryDirectory("modiste-dataset")
  defer { try? FileSystem.removeTree(directory) }
  for (name, text) in files {
    try FileSystem.createFile(at: "\(directory)/\(name)", with: Array(text.utf8).rawSpan)
  }
  return try Dataset(reading: directory, maxBadRows: maxBadRows)
}

/// A small simulated shop. Its utterances, which are as many as a large one's, are tested by themselves.
func demoShop() throws -> Dataset {
  let directory = try FileSystem.makeTemporaryDirectory("modiste-demo")
  defer { try? FileSystem.removeTree(directory) }
  try DemoShop(users: 60, items: 50, days: 90, seed: 3).write(to: directory)
  var dataset = try Dataset(reading: directory)
  dataset.utterances = nil
  return dataset
}
