import Glibc

/// A system call that failed: which call, on what, and the kernel's reason.
package struct SystemError: Error, Equatable, CustomStringConvertible {
  package let call: String
  package let subject: String
  package let errno: CInt

  /// Reads the calling thread's `errno`; create it before making another call.
  package init(_ call: String, on subject: String) {
    self.call = call
    self.subject = subject
    self.errno = Glibc.errno
  }

  package var description: String {
    let reason = unsafe String(cString: strerror(errno))
    return "\(call) '\(subject)': \(reason) (errno \(errno))"
  }
}
