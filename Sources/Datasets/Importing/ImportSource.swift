import Platform

/// The path of a source's file: `source` itself when it is a file, otherwise the one in it that
/// `isWanted` picks.
///
/// - Throws: `DatasetError` when none or several are wanted; it lists what is there.
func sourceFile(
  of source: String, _ wanted: String, where isWanted: (String) -> Bool
) throws(DatasetError) -> String {
  let names: [String]
  do {
    // The dot follows a link, and a file has nothing below it.
    guard try FileSystem.kind(of: source + "/.") == .directory else { return source }
    names = try FileSystem.names(in: source)
  } catch {
    throw DatasetError(
      file: source, problem: "cannot be read, \(error)", accepted: "a readable source is needed")
  }
  let found = names.filter(isWanted)
  guard found.count == 1 else {
    let there = names.isEmpty ? "nothing" : names.joined(separator: ", ")
    throw DatasetError(
      file: source, problem: "the directory holds \(there)", accepted: "one \(wanted) is needed")
  }
  return "\(source)/\(found[0])"
}

/// `name` of a source, plain or compressed.
func sourceFile(_ name: String, of source: String) throws(DatasetError) -> String {
  try sourceFile(of: source, "\(name) or \(name).gz") { $0 == name || $0 == name + ".gz" }
}
