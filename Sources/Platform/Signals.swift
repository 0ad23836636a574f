import CPlatform
import Glibc

/// The signals a daemon is spoken to with.
package enum Signal: CInt, Sendable {
  case hangUp = 1
  case interrupt = 2
  case terminate = 15
}

/// Signals, received one at a time by a thread that asks for them.
///
/// Create it before any other thread, since threads inherit what is blocked.
package struct SignalReceiver: Sendable {
  private let signals: [Signal]

  package init(_ signals: [Signal]) {
    self.signals = signals
    var set = Self.set(of: signals)
    unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for the next signal.
  package func next() -> Signal {
    var set = Self.set(of: signals)
    while true {
      var number: CInt = 0
      if unsafe sigwait(&set, &number) == 0, let signal = Signal(rawValue: number) { return signal }
    }
  }

  private static func set(of signals: [Signal]) -> sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for signal in signals { unsafe sigaddset(&set, signal.rawValue) }
    return set
  }
}

/// Sends a signal to a process of one's own.
package func send(_ signal: Signal, to process: Int32) {
  kill(process, signal.rawValue)
}

/// The number of cores this process may run on, at least 1.
package func coreCount() -> Int {
  max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}

/// This process.
package func processID() -> Int32 { getpid() }

/// Ends the process at once.
package func exitProcess(_ code: Int32) -> Never { exit(code) }

/// Writes a line to standard error in one call, so that lines of several threads never mix.
package func writeToStandardError(_ line: String) {
  var bytes = Array(line.utf8)
  bytes.append(UInt8(ascii: "\n"))
  // A log that cannot be written is no reason to stop serving.
  _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
}

/// Writes text to standard error without ending the line.
package func writeToStandardErrorInPlace(_ text: String) {
  let bytes = Array(text.utf8)
  _ = unsafe bytes.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
}

package func standardErrorIsTerminal() -> Bool { isatty(2) == 1 }
