/// What waits its turn: the first in is the first out, and is let go of then.
///
/// An `ArraySlice` would do but for that: what `popFirst` takes stays alive in its buffer until that is
/// replaced, and with a call the generation that it borrowed.
package struct FIFO<Element> {
  // Those before `head` were taken, and are nil.
  private var elements: [Element?] = []
  private var head = 0

  package init() {}

  package var count: Int { elements.count - head }
  package var isEmpty: Bool { head == elements.count }

  /// O(1) amortised.
  package mutating func append(_ element: Element) {
    // Half are empty: moving the others pays for itself.
    if head > 32, head > elements.count / 2 {
      elements.removeFirst(head)
      head = 0
    }
    elements.append(element)
  }

  package mutating func popFirst() -> Element? {
    guard head < elements.count else { return nil }
    defer {
      head += 1
      if head == elements.count { removeAll() }
    }
    return elements[head].take()
  }

  /// Keeps the memory.
  package mutating func removeAll() {
    elements.removeAll(keepingCapacity: true)
    head = 0
  }
}
