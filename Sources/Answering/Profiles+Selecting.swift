import Bytes
import Profiling
import Snapshots

// Which tags a question is about, and what becomes of each.

extension Profiles {
  private static let affinity = Array("affinity".utf8)
  /// Of tags named in an error.
  private static let namedMax = 60

  func treatments(by masking: Masking) -> (tags: [Treatment], tables: [Treatment]) {
    (
      entries.map { masking.treatment(of: $0.name.array) },
      affinities.indices.map {
        masking.treatment(of: Self.affinity + [UInt8(ascii: ".")] + affinityNames[$0].array)
      }
    )
  }

  /// Marks what is asked for, and not dropped.
  ///
  /// A name selects the tag of that name and those whose name begins with it and a dot; `affinity` all
  /// affinities, `affinity.ATTRIBUTE` those to an attribute. O(names · tags).
  ///
  /// - Throws: `invalidArgument` with the name that selects nothing. A tag that is dropped is as one
  ///   that there is not.
  func select(
    _ names: [ByteView], _ treatments: MaskingMemory.Treatments,
    into scratch: inout ProfileScratch
  ) throws(AnswerError) {
    scratch.wantsTag.removeAll(keepingCapacity: true)
    scratch.wantsTable.removeAll(keepingCapacity: true)
    let isAll = names.isEmpty
    for treatment in treatments.tags { scratch.wantsTag.append(isAll && treatment != .drop) }
    for treatment in treatments.tables { scratch.wantsTable.append(isAll && treatment != .drop) }
    for (position, name) in names.enumerated() {
      var isFound = false
      for index in entries.indices
      where treatments.tags[index] != .drop && entries[index].name.isSelected(by: name) {
        scratch.wantsTag[index] = true
        isFound = true
      }
      for index in affinities.indices
      where treatments.tables[index] != .drop
        && affinityNames[index].isAffinity(selectedBy: name)
      {
        scratch.wantsTable[index] = true
        isFound = true
      }
      guard isFound else { throw unknown(name, at: position, treatments) }
    }
  }

  private func unknown(
    _ name: ByteView, at position: Int, _ treatments: MaskingMemory.Treatments
  ) -> AnswerError {
    var there = entries.indices.filter { treatments.tags[$0] != .drop }
      .map { entries[$0].name.string }
    there += affinities.indices.filter { treatments.tables[$0] != .drop }
      .map { "affinity.\(affinityNames[$0].string)" }
    let more = there.count > Self.namedMax ? ", …" : ""
    return .invalidArgument(
      "unknown tag '\(name.string)' at tags[\(position)]; there are: "
        + there.prefix(Self.namedMax).joined(separator: ", ") + more)
  }
}

extension ByteView {
  var array: [UInt8] {
    var array: [UInt8] = []
    array.append(bytes)
    return array
  }

  fileprivate func isSelected(by name: ByteView) -> Bool {
    guard count > name.count else { return self == name }
    return bytes.loadLittleEndian(at: name.count, as: UInt8.self) == UInt8(ascii: ".")
      && prefix(name.count) == name
  }

  /// Of an attribute's name.
  fileprivate func isAffinity(selectedBy name: ByteView) -> Bool {
    let word: StaticString = "affinity."
    // Safe: a static string of that many bytes, which lives as long as the process.
    let full = unsafe ByteView(start: word.utf8Start, count: word.utf8CodeUnitCount)
    if name == full.prefix(full.count - 1) { return true }
    return name.count > full.count && name.prefix(full.count) == full
      && name.dropFirst(full.count) == self
  }
}
