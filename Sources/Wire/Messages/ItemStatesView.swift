package import Bytes
import CMessages

/// The states of items in a request.
@safe package struct ItemStatesView {
  package let count: Int
  private let states: UnsafeMutablePointer<UnsafeMutablePointer<Modiste__V1__ItemState>?>?

  /// Safe when protobuf-c filled `count` pointers, and for as long as the message is there.
  @unsafe init(
    count: Int, _ states: UnsafeMutablePointer<UnsafeMutablePointer<Modiste__V1__ItemState>?>?
  ) {
    self.count = count
    unsafe self.states = states
  }

  /// - Precondition: `index < count`.
  package subscript(index: Int) -> (itemID: ByteView, isSoldOut: Bool, sizeCount: Int) {
    precondition(index >= 0 && index < count)
    // Safe: in range, and protobuf-c fills every element of a repeated field.
    guard let state = unsafe states?[index] else { return (ByteView(), false, 0) }
    return (
      unsafe ByteView(cString: state.pointee.item_id), unsafe state.pointee.sold_out != 0,
      unsafe state.pointee.n_sizes
    )
  }

  /// - Precondition: `size` is below the `sizeCount` of the state at `index`.
  package func size(_ size: Int, of index: Int) -> ByteView {
    precondition(index >= 0 && index < count)
    // Safe: as above, and in range by the line below.
    guard let state = unsafe states?[index] else { return ByteView() }
    precondition(unsafe size >= 0 && size < state.pointee.n_sizes)
    return unsafe ByteView(cString: state.pointee.sizes[size])
  }
}

extension ByteBuffer {
  /// A state that says whether an item is sold out.
  mutating func appendItemState(item: String, isSoldOut: Bool, field: Int) {
    let begin = beginMessage(field: field)
    append(item, field: 1)
    append(isSoldOut, field: 2)
    endMessage(begin)
  }
}
