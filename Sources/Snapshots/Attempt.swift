import Platform

/// Runs system calls of which the file at fault is a snapshot's.
func attempt<R>(
  _ file: String, _ calls: () throws(SystemError) -> R
) throws(SnapshotError) -> R {
  do { return try calls() } catch { throw SnapshotError(file: file, "\(error)") }
}
