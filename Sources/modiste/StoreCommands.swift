import Answering
import ArgumentParser
import Platform
import Profiling
import Snapshots

struct StoreArguments: ParsableArguments {
  @Option(help: "The directory of generations.")
  var store: String
  @Argument(help: "A generation, such as 20261123T101500Z-4f1c.")
  var generation: String?

  func id() throws -> GenerationID? {
    guard let generation else { return nil }
    guard let id = GenerationID(generation) else {
      throw ValidationError(
        "generation is '\(generation)'; accepted: an id such as 20261123T101500Z-4f1c")
    }
    return id
  }

  func writer() throws -> StoreWriter { try StoreWriter(to: Store(opening: store)) }
}

struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Makes a stored generation current, the newest by default.",
    discussion: "modiste publish --store store 20261123T101500Z-4f1c")
  @OptionGroup var arguments: StoreArguments

  func run() throws {
    let writer = try arguments.writer()
    guard let id = try arguments.id() ?? writer.store.generations().last else {
      throw SnapshotError(file: arguments.store, "holds no generation; train one first")
    }
    try writer.makeCurrent(id)
    print("\(id) is current")
  }
}

struct RollbackCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback", abstract: "Makes the parent of the current generation current again.",
    discussion: "modiste rollback --store store")
  @OptionGroup var arguments: StoreArguments

  func run() throws {
    let writer = try arguments.writer()
    if let id = try arguments.id() {
      try writer.makeCurrent(id)
      print("\(id) is current")
    } else {
      print("\(try writer.rollback()) is current")
    }
  }
}

struct PinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pin",
    abstract: "Keeps a generation current, the current one by default, until it is unpinned.",
    discussion: "modiste pin --store store")
  @OptionGroup var arguments: StoreArguments

  func run() throws {
    print("pinned to \(try arguments.writer().pin(try arguments.id()))")
  }
}

struct UnpinCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unpin", abstract: "Lets the current generation move again.",
    discussion: "modiste unpin --store store")
  @Option(help: "The directory of generations.")
  var store: String

  func run() throws {
    try StoreWriter(to: Store(opening: store)).unpin()
    print("not pinned")
  }
}

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Shows what a generation or a tensor file holds.",
    discussion: "modiste inspect store/current")
  @Argument(help: "A generation's directory, or a .safetensors file.")
  var path: String
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    var documents: [JSON.Member] = []
    var files: [String] = [path]
    if case .directory = try FileSystem.kind(of: path + "/.") {
      let directory = try GenerationDirectory(opening: path)
      documents.append(JSON.Member("manifest", directory.manifest.json))
      files = directory.manifest.files.map { directory.path(of: $0.name) }
        .filter { $0.hasSuffix(".safetensors") }
      if !json { print(directory.manifest.json.pretty) }
    }
    for name in files {
      let file = try TensorFile(path: name)
      let tensors = file.summary
      documents.append(
        JSON.Member(
          name,
          .array(
            tensors.map { tensor in
              [
                "name": .string(tensor.name), "dtype": .string(tensor.dtype),
                "shape": .array(tensor.shape.map { .integer($0) }),
                "byteCount": .integer(tensor.byteCount), "offset": .integer(tensor.offset),
              ]
            })))
      guard !json else { continue }
      print("\n\(name), \(file.byteCount) bytes")
      for tensor in tensors {
        let shape = tensor.shape.map(String.init).joined(separator: " × ")
        print("  \(tensor.name)  \(tensor.dtype) [\(shape)]  \(tensor.byteCount) bytes")
      }
      if Profiles.arePresent(in: file) {
        print("\nTags")
        for tag in try Profiles.definitions(in: file) { print("  \(tag.text)") }
        for tree in try Profiles.trees(in: file) { print("\n\(tree)") }
      }
    }
    if json { print(JSON.object(documents).pretty) }
  }
}

extension TagDefinition {
  /// One line: what it is called, what it is made of, and how.
  fileprivate var text: String {
    let unit = unit.isEmpty ? "" : " (\(unit))"
    return "\(name)\(unit), \(source): \(method)"
  }
}

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Checks a generation as the server does before it serves it, or a tensor file.",
    discussion: "modiste verify store/current")
  @Argument(help: "A generation's directory, or a .safetensors file.")
  var path: String
  @Flag(help: "Print one JSON document.")
  var json = false
  @OptionGroup var keyFile: KeyFileArguments

  func run() throws {
    let keys = try keyFile.keys(outside: path)
    var faults: [String] = []
    if case .directory = try FileSystem.kind(of: path + "/.") {
      let directory = try GenerationDirectory(opening: path)
      faults = try directory.faults(threads: coreCount()).map { "\($0)" }
      if faults.isEmpty {
        do { _ = try Models(opening: path, keys: keys) } catch { faults = ["\(error)"] }
      }
    } else {
      do { _ = try TensorFile(path: path) } catch { faults = ["\(error)"] }
    }
    if json {
      print(
        (["ok": .bool(faults.isEmpty), "faults": .array(faults.map { .string($0) })] as JSON).pretty
      )
    } else {
      print(faults.isEmpty ? "\(path) can be served" : faults.joined(separator: "\n"))
    }
    if !faults.isEmpty { throw ExitCode(1) }
  }
}
