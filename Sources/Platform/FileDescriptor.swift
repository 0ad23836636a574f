import Glibc

/// An open file, socket or counter, closed when its owner goes away.
package struct FileDescriptor: ~Copyable, Sendable {
  package let number: CInt

  /// Takes over a descriptor that nobody else closes.
  package init(owning number: CInt) {
    self.number = number
  }

  deinit {
    close(number)
  }
}

/// What a system call on a socket came to.
@usableFromInline package enum Transfer: Equatable {
  /// So many bytes were moved, at least one.
  case bytes(Int)
  /// Nothing can be moved now.
  case wouldBlock
  /// The peer will send nothing more.
  case end
  /// The connection is gone.
  case broken
}

extension Transfer {
  /// Of the return value of `recv` or `send`.
  @inlinable
  init(result: Int) {
    if result > 0 {
      self = .bytes(result)
    } else if result == 0 {
      self = .end
    } else {
      self = isTemporary(errorNumber()) ? .wouldBlock : .broken
    }
  }
}

@usableFromInline
func errorNumber() -> CInt { errno }

@usableFromInline
func isTemporary(_ number: CInt) -> Bool {
  number == EAGAIN || number == EWOULDBLOCK || number == EINTR
}
