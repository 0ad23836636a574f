import Bytes
import Platform

/// A safetensors file: its header is checked as a whole when it is opened, and its tensors are
/// read in place.
///
/// Rule: keep it for as long as the columns taken from it are used. What it lends are plain
/// pointers, so that a call counts no references.
///
///     let file = try TensorFile(path: "recommend.safetensors")
///     let norms = try file.column("itemNeighbours.norms", as: Float.self, count: items)
@safe package struct TensorFile: ~Copyable, Sendable {
  /// For messages: the path, or the name given with the bytes.
  package let name: String
  package let byteCount: Int
  private let header: TensorHeader

  // One of them owns the bytes. (An enum of the two makes importers fail to compile: Swift 6.3.1.)
  private let mapping: MappedFile?
  private let memory: AlignedBytes?
  // Readable for `byteCount` bytes, at least 8, as long as the owner lives. Never written through.
  private nonisolated(unsafe) let start: UnsafeRawPointer

  /// - Throws: `SnapshotError` when the file cannot be mapped, or anything in its header is wrong.
  package init(path: String) throws(SnapshotError) {
    let file = try Self.map(path)
    header = try Self.header(of: file, path)
    name = path
    byteCount = file.byteCount
    // Safe: a mapping stays where it is while its owner is moved.
    unsafe start = address(of: file)
    mapping = .some(consume file)
    memory = nil
  }

  /// The same from memory; the bytes are copied to where tensors can be aligned.
  package init(bytes: [UInt8], name: String) throws(SnapshotError) {
    let copy = AlignedBytes(copying: bytes)
    header = try TensorHeader(of: bytes.rawSpan, file: name)
    self.name = name
    byteCount = bytes.count
    unsafe start = UnsafeRawPointer(copy.start)
    mapping = nil
    memory = copy
  }

  private static func map(_ path: String) throws(SnapshotError) -> MappedFile {
    do { return try MappedFile(path: path) } catch {
      throw SnapshotError(file: path, "cannot be mapped: \(error); a non-empty file is accepted")
    }
  }

  private static func header(
    of file: borrowing MappedFile, _ path: String
  ) throws(SnapshotError) -> TensorHeader {
    try TensorHeader(of: file.bytes, file: path)
  }

  /// Whether the file was cut short while it was mapped, and read there.
  package var isDamaged: Bool {
    switch mapping {
    case .some(let file): file.isDamaged
    case .none: false
    }
  }

  /// What the writer said about the file as a whole.
  package var metadata: [String: String] { header.metadata }

  package func contains(_ tensor: String) -> Bool { header.tensors[tensor] != nil }

  /// All of the file.
  package var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: readable for `byteCount` bytes while `self` lives.
      let span = unsafe RawSpan(_unsafeStart: start, byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// A tensor of one dimension.
  ///
  /// - Throws: when it is absent, of another dtype, rank or count, or unaligned for its elements.
  package func column<Element: TensorElement>(
    _ tensor: String, as type: Element.Type = Element.self, count: Int? = nil
  ) throws(SnapshotError) -> Column<Element> {
    let entry = try entry(tensor, of: type, rank: 1)
    guard count == nil || count == entry.shape[0] else {
      throw error(tensor, "has \(entry.shape[0]) elements; \(count ?? 0) are accepted")
    }
    return try elements(tensor, entry)
  }

  /// A tensor of two dimensions, row-major.
  ///
  /// - Throws: when it is absent, of another dtype, rank or shape, or unaligned for its elements.
  package func matrix<Element: TensorElement>(
    _ tensor: String, as type: Element.Type = Element.self, rows: Int? = nil, columns: Int? = nil
  ) throws(SnapshotError) -> Matrix<Element> {
    let entry = try entry(tensor, of: type, rank: 2)
    let (foundRows, foundColumns) = (entry.shape[0], entry.shape[1])
    guard rows == nil || rows == foundRows, columns == nil || columns == foundColumns else {
      let accepted = "\(rows.map(String.init) ?? "any") × \(columns.map(String.init) ?? "any")"
      throw error(tensor, "is \(foundRows) × \(foundColumns); \(accepted) is accepted")
    }
    return Matrix(
      elements: try elements(tensor, entry), rows: foundRows, columns: foundColumns)
  }

  /// An error about a tensor of this file, or about the file when `tensor` is `nil`.
  package func error(_ tensor: String?, _ reason: String) -> SnapshotError {
    SnapshotError(file: name, tensor: tensor, reason)
  }

  private func entry<Element: TensorElement>(
    _ tensor: String, of type: Element.Type, rank: Int
  ) throws(SnapshotError) -> TensorHeader.Tensor {
    guard let entry = header.tensors[tensor] else {
      throw error(tensor, "is missing; train again with a version that writes it")
    }
    guard entry.dtype == type.dtype else {
      throw error(tensor, "has dtype \(entry.dtype); \(type.dtype) is accepted")
    }
    guard entry.shape.count == rank else {
      throw error(tensor, "has shape \(entry.shape); \(rank) dimensions are accepted")
    }
    return entry
  }

  private func elements<Element: TensorElement>(
    _ tensor: String, _ entry: TensorHeader.Tensor
  ) throws(SnapshotError) -> Column<Element> {
    let (size, alignment) = (MemoryLayout<Element>.size, MemoryLayout<Element>.alignment)
    let offset = entry.range.lowerBound
    // An empty tensor may lie at the end of the file; its column needs a readable element.
    guard !entry.range.isEmpty else { return unsafe Column(start: pointer(at: 0), count: 0) }
    guard offset.isMultiple(of: alignment) else {
      throw error(
        tensor, "begins at byte \(offset) of the file; a multiple of \(alignment) is accepted")
    }
    // Safe: the header's ranges lie in the file, and both ends of the start are aligned.
    return unsafe Column(start: pointer(at: offset), count: entry.range.count / size)
  }

  private func pointer<Element>(at offset: Int) -> UnsafePointer<Element> {
    unsafe (start + offset).assumingMemoryBound(to: Element.self)
  }
}

extension TensorFile {
  /// What `modiste inspect` shows of a tensor.
  package struct TensorSummary: Equatable, Sendable {
    package let name: String
    package let dtype: String
    package let shape: [Int]
    package let byteCount: Int
    /// Bytes, from the start of the file.
    package let offset: Int

    package var json: JSON {
      [
        "name": .string(name), "dtype": .string(dtype), "shape": .array(shape.map(JSON.integer)),
        "byteCount": .integer(byteCount), "offset": .integer(offset),
      ]
    }
  }

  /// Every tensor but the padding, in the order of the file.
  package var summary: [TensorSummary] {
    header.tensors
      .filter { !$0.key.hasPrefix(TensorHeader.paddingPrefix) }
      .map { name, tensor in
        TensorSummary(
          name: name, dtype: tensor.dtype, shape: tensor.shape, byteCount: tensor.range.count,
          offset: tensor.range.lowerBound)
      }
      .sorted { ($0.offset, $0.name) < ($1.offset, $1.name) }
  }
}

/// Memory that begins on a cache line, freed when its owner goes away.
@safe private final class AlignedBytes: Sendable {
  // Written only before anybody else can see it.
  nonisolated(unsafe) let start: UnsafeMutableRawPointer

  init(copying bytes: [UInt8]) {
    unsafe start = .allocate(byteCount: max(bytes.count, 64), alignment: 64)
    // Safe: at least as large as the array, and new.
    unsafe bytes.withUnsafeBytes {
      unsafe start.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(start), byteCount: $0.count)
    }
  }

  deinit { unsafe start.deallocate() }
}

@unsafe private func address(of file: borrowing MappedFile) -> UnsafeRawPointer {
  unsafe file.bytes.withUnsafeBytes { bytes in
    guard let start = bytes.baseAddress else { preconditionFailure("a mapping has an address") }
    return unsafe start
  }
}
