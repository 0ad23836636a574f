/// Why a packed series cannot be read.
package enum PackedSeriesError: Error, Equatable, CustomStringConvertible {
  case tooShort(count: Int)
  case unknown(field: String, value: Float)
  case left(count: Int)

  package var description: String {
    switch self {
    case .tooShort(let count): "series is packed in \(count) values, its kind needs more"
    case .unknown(let field, let value): "\(field) is \(value), which no series has"
    case .left(let count): "\(count) values are left after a packed series"
    }
  }
}

/// Reads a run of floats from front to back.
struct FlatReader {
  let values: [Float]
  private(set) var index = 0

  init(_ values: [Float]) { self.values = values }

  var left: Int { values.count - index }

  mutating func number() throws(PackedSeriesError) -> Double {
    guard index < values.count else { throw .tooShort(count: values.count) }
    index += 1
    return Double(values[index - 1])
  }

  mutating func numbers(_ count: Int) throws(PackedSeriesError) -> [Double] {
    guard count <= left else { throw .tooShort(count: values.count) }
    index += count
    return values[index - count..<index].map(Double.init)
  }

  /// A whole number in the range.
  mutating func integer(_ range: ClosedRange<Int>, _ field: String) throws(PackedSeriesError) -> Int
  {
    let value = try number()
    guard let whole = Int(exactly: value), range.contains(whole) else {
      throw .unknown(field: field, value: Float(value))
    }
    return whole
  }
}

extension [Float] {
  mutating func put(_ value: Double) { append(Float(value)) }
  mutating func put(_ value: Int) { append(Float(value)) }
  mutating func put(_ values: [Double]) { for value in values { append(Float(value)) } }
}
