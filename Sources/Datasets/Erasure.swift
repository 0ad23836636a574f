import Bytes
import Platform

/// What was removed of a shopper from a dataset directory.
package struct Erasure: Equatable, Sendable {
  package struct File: Equatable, Sendable {
    package let name: String
    package let rowsRemoved: Int
    package let rowsKept: Int

    package init(name: String, rowsRemoved: Int, rowsKept: Int) {
      self.name = name
      self.rowsRemoved = rowsRemoved
      self.rowsKept = rowsKept
    }
  }

  /// The files that have a column of shoppers, in the order of ``DatasetFile``.
  package private(set) var files: [File] = []
  /// Tables and directories that nobody reads, and that may still hold the shopper.
  package let unread: [String]

  package var rowsRemoved: Int { files.reduce(0) { $0 + $1.rowsRemoved } }

  /// Removes a shopper's rows from all files that have a `user_id`: events, users, impressions, campaigns.
  ///
  /// Each file is replaced at once, and only when it held the shopper; its other rows stay byte by byte
  /// (empty lines and a byte order mark do not). Killed in between, it leaves files of which each is whole:
  /// run it again. O(bytes of the files), read twice.
  ///
  /// - Throws: `DatasetError` when a file cannot be read or written. A row that is bad is kept unless it
  ///   names the shopper in any of its fields.
  package init(of user: String, from directory: String) throws(DatasetError) {
    let files = try DatasetFiles(in: directory)
    let settings = try DatasetSettings(in: directory)
    unread = try files.unknown + Self.directories(in: directory)
    try Self.sweep(directory)
    for file in DatasetFile.allCases {
      guard let path = files.path(of: file) else { continue }
      let column = settings.columns[file]?["user_id"] ?? "user_id"
      guard let counts = try Self.scan(path, column, user, into: nil) else { continue }
      if counts.removed > 0 { try Self.rewrite(path, column, user) }
      self.files.append(
        File(
          name: files.present[file] ?? file.name, rowsRemoved: counts.removed,
          rowsKept: counts.kept))
    }
  }

  /// All but that of the items' photos.
  private static func directories(in directory: String) throws(DatasetError) -> [String] {
    try attempt(directory) { () throws(SystemError) in
      var found: [String] = []
      for name in try FileSystem.names(in: directory) where name != "images" {
        if try FileSystem.kind(of: "\(directory)/\(name)") == .directory {
          found.append("\(name)/")
        }
      }
      return found
    }
  }

  private static let temporaryMark = ".tmp-erase-"

  /// Removes what a killed erasure left.
  private static func sweep(_ directory: String) throws(DatasetError) {
    try attempt(directory) { () throws(SystemError) in
      for name in try FileSystem.names(in: directory) where name.contains(temporaryMark) {
        try FileSystem.remove("\(directory)/\(name)")
      }
    }
  }

  /// - Parameter sink: is given the header and the rows that stay; `nil`: they are counted
  /// - Returns: `nil` for a file without such a column.
  private static func scan(
    _ path: String, _ columnName: String, _ user: String, into sink: ByteSink?
  ) throws(DatasetError) -> (removed: Int, kept: Int)? {
    var reader = try CSVReader(path: path, keepsRawRows: true)
    guard let column = reader.optionalColumn(columnName) else { return nil }
    let id = Array(user.utf8)
    try sink?.append(reader.rawRow)
    var counts = (removed: 0, kept: 0)
    while true {
      var isNamed: Bool
      do throws(DatasetError) {
        guard try reader.next() else { return counts }
        isNamed = reader[column].bytes.hasSameBytes(as: id.rawSpan)
      } catch {
        guard error.isOneRow else { throw error }
        // Which of its fields is which cannot be known.
        isNamed = false
        for index in 0..<reader.count where reader[index].bytes.hasSameBytes(as: id.rawSpan) {
          isNamed = true
        }
      }
      if isNamed {
        counts.removed += 1
      } else {
        counts.kept += 1
        try sink?.append(reader.rawRow)
      }
    }
  }

  private static func rewrite(
    _ path: String, _ column: String, _ user: String
  ) throws(DatasetError) {
    let sibling = "\(path)\(temporaryMark)\(processID())"
    let sink = try ByteSink(path: sibling, isCompressed: path.hasSuffix(".gz"))
    _ = try scan(path, column, user, into: sink)
    try sink.close()
    try attempt(path) { () throws(SystemError) in
      try FileSystem.setMode(of: sibling, to: try FileSystem.mode(of: path))
      try FileSystem.synchronize(sibling)
      try FileSystem.rename(sibling, to: path)
      try FileSystem.synchronize(FileSystem.parent(of: path))
    }
  }
}

func attempt<R>(
  _ path: String, _ calls: () throws(SystemError) -> R
) throws(DatasetError) -> R {
  do { return try calls() } catch {
    throw DatasetError(
      file: fileName(of: path), problem: "cannot be changed, \(error)",
      accepted: "a directory that may be written to is needed")
  }
}
