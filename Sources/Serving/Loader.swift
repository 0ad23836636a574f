import Bytes
import Platform
import Synchronization
import Wire

/// What a reload came to.
package struct ReloadOutcome: Sendable {
  package var generation: String
  /// False: the store's current generation was already being served.
  package var isFlipped: Bool
  package var milliseconds: Double
}

/// The one thread that loads generations and unmaps them, so that no serving thread does either.
///
/// Requests that arrive while it loads are answered by one more load that begins afterwards: two
/// loads never run at once, and the last request wins.
final class Loader: Sendable {
  private struct Inbox {
    var isReloadWanted = false
    var jobs: [Job] = []
    var hasRetired = false
    var isStopping = false
  }

  private let inbox = Monitor(Inbox())
  private let thread = Mutex<JoinHandle?>(nil)

  func start(for server: Server) throws(SystemError) {
    server.retired.notify { [weak self] in
      self?.inbox.signal { $0.hasRetired = true }
    }
    let handle = try JoinHandle(name: "loader") { [weak server] in
      self.work(server)
    }
    thread.withLock { $0 = handle }
  }

  /// Loads the store's current generation soon.
  func request() {
    inbox.signal { $0.isReloadWanted = true }
  }

  func admit(_ job: Job) {
    inbox.signal { $0.jobs.append(job) }
  }

  func stop() {
    inbox.signal { $0.isStopping = true }
    thread.withLock { $0 }?.join()
  }

  private func work(_ server: Server?) {
    // Digests, checks and golden questions are milliseconds of computing. A loop on the same core
    // would have to wait for the end of this thread's turn, and its calls with it.
    Thread.setShare(.background)
    while true {
      let (jobs, isReloadWanted, isStopping) = inbox.wait { inbox -> ([Job], Bool, Bool)? in
        guard
          inbox.isReloadWanted || !inbox.jobs.isEmpty || inbox.hasRetired || inbox.isStopping
        else { return nil }
        defer { inbox = Inbox(isStopping: inbox.isStopping) }
        return (inbox.jobs, inbox.isReloadWanted, inbox.isStopping)
      }
      server?.retired.unmapAll()
      if isStopping {
        for job in jobs where job.start() {
          job.loop.post(
            .finished(
              JobOutcome(job: job, result: .failure(RPCError(.unavailable, "the server stops")))))
        }
        return
      }
      guard let server, isReloadWanted || !jobs.isEmpty else { continue }
      let result = server.reload()
      for job in jobs where job.start() {
        job.loop.post(.finished(JobOutcome(job: job, result: encoded(result))))
      }
    }
  }

  private func encoded(_ result: Result<ReloadOutcome, RPCError>) -> Result<[UInt8], RPCError> {
    result.map { outcome in
      var buffer = ByteBuffer()
      buffer.appendReloadResponse(
        generation: outcome.generation, isFlipped: outcome.isFlipped,
        milliseconds: outcome.milliseconds)
      var message: [UInt8] = []
      message.append(buffer.span)
      return message
    }
  }
}
