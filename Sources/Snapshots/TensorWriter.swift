import Bytes
package import Platform

/// Packs tensors into a safetensors file; the same tensors give the same bytes, whatever the
/// order in which they were added.
///
///     var writer = TensorWriter(metadata: ["model": "popularity"])
///     writer.add("popularity.scores", scores)
///     try writer.write(to: "recommend.safetensors")
package struct TensorWriter {
  /// Every tensor starts on a cache line, so that scans begin on one and vector loads do not
  /// straddle two.
  package static let alignment = 64

  private var metadata: [String: String]
  private var tensors: [String: (dtype: String, shape: [Int], bytes: [UInt8])] = [:]

  package init(metadata: [String: String] = [:]) {
    self.metadata = metadata
  }

  /// - Parameter shape: row-major; `nil` is one dimension.
  /// - Precondition: The name is new and not reserved; the shape holds the elements.
  package mutating func add<Element: TensorElement>(
    _ name: String, _ elements: [Element], shape: [Int]? = nil
  ) {
    let shape = shape ?? [elements.count]
    precondition(shape.reduce(1, *) == elements.count, "'\(name)' is not of shape \(shape)")
    precondition(
      name != TensorHeader.metadataKey && !name.hasPrefix(TensorHeader.paddingPrefix),
      "'\(name)' is reserved")
    // Safe: integers and floats have no padding; on every machine we run on they lie
    // little-endian, as the format wants them.
    let bytes = unsafe elements.withUnsafeBytes { unsafe [UInt8]($0) }
    let previous = tensors.updateValue((Element.dtype, shape, bytes), forKey: name)
    precondition(previous == nil, "'\(name)' is added twice")
  }

  /// Compressed sparse rows; see ``SparseMatrix``.
  package mutating func add(
    _ name: String, sparse: (indptr: [Int64], indices: [UInt32], values: [Float])
  ) {
    add("\(name).indptr", sparse.indptr)
    add("\(name).indices", sparse.indices)
    add("\(name).values", sparse.values)
  }

  /// See ``StringColumn``.
  package mutating func add(_ name: String, strings: [String]) {
    var bytes: [UInt8] = []
    var offsets: [Int64] = [0]
    offsets.reserveCapacity(strings.count + 1)
    for string in strings {
      bytes += string.utf8
      offsets.append(Int64(bytes.count))
    }
    add("\(name).bytes", bytes)
    add("\(name).offsets", offsets)
  }

  /// See ``IdentifierTable``.
  ///
  /// - Precondition: The identifiers are distinct.
  package mutating func add(_ name: String, identifiers: [String]) {
    add(name, strings: identifiers)
    add("\(name).slots", IdentifierTable.slots(for: identifiers))
  }

  /// The whole file.
  package func encoded() -> [UInt8] {
    let layout = layout()
    var file = prefix(layout.header)
    file.reserveCapacity(file.count + layout.dataSize)
    for part in layout.parts { file += bytes(of: part) }
    return file
  }

  /// Replaces the file at `path` at once: whoever has the old one mapped keeps it whole.
  package func write(to path: String) throws(SystemError) {
    let layout = layout()
    try FileSystem.replaceFile(at: path) { (file) throws(SystemError) in
      try file.append(prefix(layout.header).rawSpan)
      // One tensor after the other: a file may be as large as half of the memory.
      for part in layout.parts { try file.append(bytes(of: part).rawSpan) }
    }
  }

  /// The header's size and the header.
  private func prefix(_ header: String) -> [UInt8] {
    var header = Array(header.utf8)
    // The format lets a header end in spaces; they put the first tensor on its alignment.
    while !(8 + header.count).isMultiple(of: Self.alignment) { header.append(UInt8(ascii: " ")) }
    var prefix: [UInt8] = []
    prefix.appendLittleEndian(UInt64(header.count))
    return prefix + header
  }

  private func bytes(of part: Part) -> [UInt8] {
    switch part {
    case .tensor(let name): tensors[name]?.bytes ?? []
    case .padding(let count): [UInt8](repeating: 0, count: count)
    }
  }

  private enum Part {
    case tensor(String)
    case padding(Int)
  }

  private func layout() -> (header: String, parts: [Part], dataSize: Int) {
    var entries: [JSON.Member] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { isBefore($0.key, $1.key) }
      entries.append(
        JSON.Member(
          TensorHeader.metadataKey,
          .object(pairs.map { JSON.Member($0.key, .string($0.value)) })))
    }
    var parts: [Part] = []
    var offset = 0
    for (name, tensor) in tensors.sorted(by: { isBefore($0.key, $1.key) }) {
      // A hole would be refused, so the space between tensors is a tensor.
      let padding = (Self.alignment - offset % Self.alignment) % Self.alignment
      if padding > 0 {
        let paddingName = "\(TensorHeader.paddingPrefix)\(parts.count)"
        entries.append(
          entry(paddingName, dtype: UInt8.dtype, shape: [padding], offset..<offset + padding))
        parts.append(.padding(padding))
        offset += padding
      }
      let end = offset + tensor.bytes.count
      entries.append(entry(name, dtype: tensor.dtype, shape: tensor.shape, offset..<end))
      parts.append(.tensor(name))
      offset = end
    }
    return (JSON.object(entries).compact, parts, offset)
  }

  private func entry(
    _ name: String, dtype: String, shape: [Int], _ range: Range<Int>
  ) -> JSON.Member {
    JSON.Member(
      name,
      [
        "dtype": .string(dtype), "shape": .array(shape.map(JSON.integer)),
        "data_offsets": [.integer(range.lowerBound), .integer(range.upperBound)],
      ])
  }
}

/// By bytes: the order of strings as Swift compares them may change with Unicode.
private func isBefore(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
