import Bytes
import Expressions
import Snapshots

/// Rows whose attribute `parity` is 0 for even rows and 1 for odd ones.
final class Parity: AttributeSource, Sendable {
  let attributeNames = ["parity"]
  /// Keeps the column readable.
  private let file: TensorFile
  private let column: Column<Double>

  init(count: Int) throws {
    var writer = TensorWriter()
    writer.add("parity", (0..<count).map { Double($0 % 2) })
    let file = try TensorFile(bytes: writer.encoded(), name: "parity")
    column = try file.column("parity")
    self.file = file
  }

  func attribute(named name: ByteView) -> AttributeColumn? {
    name.string == "parity" ? .number(column) : nil
  }

  /// Accepts the odd rows, for as long as `self` lives.
  func odd() throws -> Filter {
    let text = Array("parity = 1".utf8)
    // Safe: the view is used only inside the call that lends it.
    return try unsafe text.withUnsafeBufferPointer { buffer throws in
      guard let start = buffer.baseAddress else { return .all }
      return try Filter(parsing: unsafe ByteView(start: start, count: buffer.count), over: self)
    }
  }
}
