import Bytes

/// The table of contents of a safetensors file, checked as a whole.
///
///     offset    size        field
///          0       8        headerSize   little-endian; at most 100 MB
///          8  headerSize    a JSON object, padded with spaces:
///                           { "__metadata__": { string: string, … },
///                             name: { "dtype": …, "shape": [ … ], "data_offsets": [begin, end] }, … }
///     8 + headerSize        the tensors, row-major; data_offsets count from here
///
/// The tensors cover the rest of the file without holes, overlaps or a tail, so that no byte of
/// the file escapes its reader. Source: <https://github.com/huggingface/safetensors>, "Format".
struct TensorHeader: Sendable {
  /// Larger than any header; small enough that a hostile size cannot exhaust memory.
  static let byteCountMax = 100_000_000
  static let metadataKey = "__metadata__"
  /// Names that begin so fill the space between aligned tensors, and mean nothing.
  static let paddingPrefix = "__pad_"

  struct Tensor: Sendable {
    let dtype: String
    let shape: [Int]
    /// Bytes, from the start of the file.
    let range: Range<Int>
  }

  let metadata: [String: String]
  let tensors: [String: Tensor]

  init(of bytes: RawSpan, file: String) throws(SnapshotError) {
    guard bytes.byteCount >= 8 else {
      throw SnapshotError(
        file: file,
        "is \(bytes.byteCount) bytes; a tensor file begins with the 8 of its header size")
    }
    let size = bytes.loadLittleEndian(at: 0, as: UInt64.self)
    guard size <= Self.byteCountMax else {
      throw SnapshotError(
        file: file, "header is \(size) bytes; at most \(Self.byteCountMax) are accepted")
    }
    let start = 8 + Int(size)
    guard start <= bytes.byteCount else {
      throw SnapshotError(
        file: file,
        "is \(bytes.byteCount) bytes, its header alone is \(start); was the copy interrupted?")
    }

    let text = bytes.extracting(8..<start)
    guard size > 0, text.loadLittleEndian(at: 0, as: UInt8.self) == UInt8(ascii: "{") else {
      throw SnapshotError(file: file, "header does not begin with '{'; is it a safetensors file?")
    }
    let members = try Self.members(of: text, file: file)
    metadata = try Self.metadata(in: members, file: file)

    var tensors: [String: Tensor] = [:]
    for member in members where member.key != Self.metadataKey {
      let reader = EntryReader(
        file: file, name: member.key, dataStart: start, fileSize: bytes.byteCount)
      let tensor = try reader.tensor(from: member.value)
      guard tensors.updateValue(tensor, forKey: member.key) == nil else {
        throw SnapshotError(file: file, tensor: member.key, "appears twice in the header")
      }
    }
    self.tensors = tensors
    try Self.checkCover(of: start..<bytes.byteCount, by: tensors, file: file)
  }

  private static func members(
    of text: RawSpan, file: String
  ) throws(SnapshotError) -> [JSON.Member] {
    let header: JSON
    do { header = try JSON(parsing: text) } catch {
      throw SnapshotError(file: file, "header is not JSON, \(error)")
    }
    // It begins with '{', so it is an object.
    return header.object ?? []
  }

  private static func metadata(
    in members: [JSON.Member], file: String
  ) throws(SnapshotError) -> [String: String] {
    guard let member = members.first(where: { $0.key == metadataKey }) else { return [:] }
    var metadata: [String: String] = [:]
    for pair in member.value.object ?? [JSON.Member("", .null)] {
      guard let value = pair.value.string else {
        throw SnapshotError(
          file: file,
          "\(metadataKey) is not an object of strings; a string for each key is accepted")
      }
      metadata[pair.key] = value
    }
    return metadata
  }

  private static func checkCover(
    of data: Range<Int>, by tensors: [String: Tensor], file: String
  ) throws(SnapshotError) {
    // Empty tensors sort before the one that begins where they lie.
    let ordered = tensors.sorted {
      ($0.value.range.lowerBound, $0.value.range.upperBound, $0.key)
        < ($1.value.range.lowerBound, $1.value.range.upperBound, $1.key)
    }
    var end = data.lowerBound
    for (name, tensor) in ordered {
      guard tensor.range.lowerBound == end else {
        let begin = tensor.range.lowerBound - data.lowerBound
        let fault = tensor.range.lowerBound < end ? "overlaps" : "leaves a hole behind"
        throw SnapshotError(
          file: file, tensor: name,
          "begins at \(begin) and \(fault) the tensor before it; \(end - data.lowerBound) is accepted"
        )
      }
      end = tensor.range.upperBound
    }
    guard end == data.upperBound else {
      throw SnapshotError(
        file: file, "has \(data.upperBound - end) bytes after its last tensor; none are accepted")
    }
  }
}

/// Reads one tensor's entry.
private struct EntryReader {
  let file: String
  let name: String
  let dataStart: Int
  let fileSize: Int

  func tensor(from value: JSON) throws(SnapshotError) -> TensorHeader.Tensor {
    guard let members = value.object,
      Set(members.map(\.key)) == ["dtype", "shape", "data_offsets"],
      let dtype = value["dtype"]?.string, let shape = wholeNumbers(value["shape"]),
      let offsets = wholeNumbers(value["data_offsets"]), offsets.count == 2
    else {
      throw error(
        "has a malformed entry; {dtype: string, shape: [n…], data_offsets: [begin, end]} is accepted"
      )
    }
    let (begin, end) = (offsets[0], offsets[1])
    let dataSize = fileSize - dataStart
    guard begin <= end, end <= dataSize else {
      throw error(
        "lies at \(begin)..<\(end), the file holds \(dataSize) bytes of tensors; was the copy interrupted?"
      )
    }
    let expected = try byteCount(dtype: dtype, shape: shape)
    guard end - begin == expected else {
      throw error("has \(end - begin) bytes; \(dtype) of shape \(shape) takes \(expected)")
    }
    return TensorHeader.Tensor(
      dtype: dtype, shape: shape, range: dataStart + begin..<dataStart + end)
  }

  private func byteCount(dtype: String, shape: [Int]) throws(SnapshotError) -> Int {
    guard let bits = bitCounts[dtype] else {
      throw error(
        "has dtype '\(dtype)'; \(bitCounts.keys.sorted().joined(separator: ", ")) are accepted")
    }
    var total = bits
    for dimension in shape {
      let (product, overflows) = total.multipliedReportingOverflow(by: dimension)
      guard !overflows else { throw error("has shape \(shape), whose size overflows") }
      total = product
    }
    guard total.isMultiple(of: 8) else {
      throw error("of dtype \(dtype) and shape \(shape) does not end on a byte")
    }
    return total / 8
  }

  private func wholeNumbers(_ value: JSON?) -> [Int]? {
    guard let elements = value?.array else { return nil }
    let numbers = elements.compactMap(\.integer).filter { $0 >= 0 }
    return numbers.count == elements.count ? numbers : nil
  }

  private func error(_ reason: String) -> SnapshotError {
    SnapshotError(file: file, tensor: name, reason)
  }
}

/// Bits of an element, for every dtype that the format knows.
private let bitCounts = [
  "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
  "BOOL": 8, "U8": 8, "I8": 8,
  "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
  "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
  "I32": 32, "U32": 32, "F32": 32,
  "I64": 64, "U64": 64, "F64": 64, "C64": 64,
]
