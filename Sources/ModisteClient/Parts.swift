/// A streamed answer: its parts, in order, as they come.
///
/// The call is made when the loop over it begins, and once for each loop. The loop ends after the
/// last part, or throws what the stream ended with; the parts before were good. Leaving it early
/// ends the call.
public struct Parts<Part: Sendable>: AsyncSequence, Sendable {
  public typealias Element = Part
  public typealias Failure = ModisteError

  let decode: @Sendable (RawResponse) throws(ModisteError) -> Part
  let begin: @Sendable () throws(ModisteError) -> StreamCall

  public func makeAsyncIterator() -> Iterator { Iterator(parts: self) }

  public struct Iterator: AsyncIteratorProtocol {
    let parts: Parts
    private var call: StreamCall?
    private var hasEnded = false

    init(parts: Parts) { self.parts = parts }

    public mutating func next() async throws(ModisteError) -> Part? {
      try await next(isolation: nil)
    }

    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(ModisteError) -> Part? {
      guard !hasEnded else { return nil }
      do throws(ModisteError) {
        let call: StreamCall
        if let begun = self.call { call = begun } else { call = try parts.begin() }
        self.call = call
        if let raw = try await call.next() { return try parts.decode(raw) }
      } catch {
        end()
        throw error
      }
      end()
      return nil
    }

    private mutating func end() {
      hasEnded = true
      call = nil
    }
  }
}

/// A streamed call in flight, on a connection of its own; letting go of it ends both.
final class StreamCall: Sendable {
  private let call: PendingCall
  private let parts: PartQueue
  private let dispatcher: Dispatcher
  private let didEnd: @Sendable () -> Void

  init(
    _ call: PendingCall, _ parts: PartQueue, on dispatcher: Dispatcher,
    didEnd: @escaping @Sendable () -> Void
  ) {
    self.call = call
    self.parts = parts
    self.dispatcher = dispatcher
    self.didEnd = didEnd
  }

  deinit {
    dispatcher.cancel(call)
    dispatcher.close()
    didEnd()
  }

  func next() async throws(ModisteError) -> RawResponse? {
    let next = await withTaskCancellationHandler {
      await parts.next()
    } onCancel: {
      dispatcher.cancel(call)
    }
    return try next.get()
  }
}
