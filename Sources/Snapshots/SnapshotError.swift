/// Why a file or a store cannot be served or written. Found when it is opened, never while a call
/// is answered.
///
/// Whoever meets it logs it and keeps what it has, so it says where and why rather than what kind.
package struct SnapshotError: Error, Equatable {
  /// The file or directory at fault, as the caller named it.
  package let file: String
  /// The tensor at fault, when it is one.
  package let tensor: String?
  /// What was found; what would be accepted.
  package let reason: String

  package init(file: String, tensor: String? = nil, _ reason: String) {
    self.file = file
    self.tensor = tensor
    self.reason = reason
  }
}

extension SnapshotError: CustomStringConvertible {
  package var description: String {
    guard let tensor else { return "\(file): \(reason)" }
    return "\(file): tensor '\(tensor)' \(reason)"
  }
}
