/// A type that a tensor can hold, and its name in safetensors.
@usableFromInline package protocol TensorElement: BitwiseCopyable, Sendable {
  static var dtype: String { get }
}

extension UInt8: TensorElement { @usableFromInline package static var dtype: String { "U8" } }
extension Int8: TensorElement { @usableFromInline package static var dtype: String { "I8" } }
extension UInt16: TensorElement { @usableFromInline package static var dtype: String { "U16" } }
extension Int16: TensorElement { @usableFromInline package static var dtype: String { "I16" } }
extension Int32: TensorElement { @usableFromInline package static var dtype: String { "I32" } }
extension UInt32: TensorElement { @usableFromInline package static var dtype: String { "U32" } }
extension UInt64: TensorElement { @usableFromInline package static var dtype: String { "U64" } }
extension Int64: TensorElement { @usableFromInline package static var dtype: String { "I64" } }
extension Float16: TensorElement { @usableFromInline package static var dtype: String { "F16" } }
extension Float: TensorElement { @usableFromInline package static var dtype: String { "F32" } }
extension Double: TensorElement { @usableFromInline package static var dtype: String { "F64" } }

/// The elements of a tensor, read in place from a mapped file.
///
/// It is a pointer and a count: copying it costs nothing, so models are made of columns and a
/// call counts no references. Rule: whoever opens a `TensorFile` keeps it for as long as the
/// columns taken from it; a generation holds both, and nothing else keeps either.
@safe @usableFromInline package struct Column<Element: TensorElement>: Sendable {
  // Readable for `count` elements as long as the rule above is kept; at least one element is
  // readable even when `count` is 0. Never written through.
  @usableFromInline nonisolated(unsafe) let start: UnsafePointer<Element>
  @usableFromInline package let count: Int

  @inlinable
  @unsafe package init(start: UnsafePointer<Element>, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// The element at `index`, or another when there is none at `index`: an index that was read
  /// from a file damaged after it was checked gives a wrong answer, never a wild read.
  @inlinable
  package subscript(index: Int) -> Element {
    let clamped = min(UInt(bitPattern: index), UInt(bitPattern: max(count, 1) &- 1))
    // Safe: in range by the line above.
    return unsafe start[Int(bitPattern: clamped)]
  }

  @inlinable
  package var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      // Safe: readable for `count` elements by the type's rule.
      let span = unsafe Span(_unsafeStart: start, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The elements of `range`, cut to those that exist.
  @inlinable
  package func extracting(_ range: Range<Int>) -> Column {
    let lower = min(max(range.lowerBound, 0), count)
    let upper = min(max(range.upperBound, lower), count)
    // Safe: 0 ≤ lower ≤ upper ≤ count; an empty column stays where an element is readable.
    return unsafe Column(start: lower < upper ? start + lower : start, count: upper - lower)
  }
}
