package import Answering
import Bytes
import Platform
import Synchronization
package import Wire

/// The models being served, and the name they are served under.
///
/// Owned by every loop that caches it and every pooled call that borrows it. The last of them to
/// let go hands the models to the loader thread, which unmaps them, so that no serving thread ever
/// does.
@safe package final class Generation: Sendable {
  package let id: String
  // Counted by hand, and handed on in `deinit`: a counted property would be let go after `deinit`,
  // when the loader may have let go of it already, and the thread that ends here would unmap.
  private let owned: Unmanaged<Models>
  let loadedAt = MonotonicTime.now
  /// What its manifest says of how good it is.
  let evaluation: [ServerStatus.Figure]
  /// The metadata of every response, encoded once.
  let metadata: EncodedMetadata
  private let retired: RetiredModels
  private let erasures: Erasures
  /// What `erasures` counted when it began to be served; -1 before.
  private let servedSince = Atomic(-1)

  package init(
    id: String, models: Models, retired: RetiredModels, erasures: Erasures = Erasures(),
    evaluation: [ServerStatus.Figure] = []
  ) {
    self.erasures = erasures
    self.evaluation = evaluation
    self.id = id
    unsafe owned = .passRetained(models)
    self.retired = retired
    retired.willMap()
    metadata = EncodedMetadata(generation: id)
  }

  deinit {
    unsafe retired.add(owned)
  }

  package var models: Models {
    // Safe: owned until `deinit`.
    unsafe owned.takeUnretainedValue()
  }

  /// Called by the loader thread, right before calls are given it.
  func willServe() { servedSince.store(erasures.count, ordering: .relaxed) }

  /// Whether shoppers were erased since it began to be served: some that it knows may be told no more.
  var isBehindErasures: Bool {
    let since = servedSince.load(ordering: .relaxed)
    return since >= 0 && since != erasures.count
  }
}

/// How often a server began to serve under other tombstones. Calls that go on longer than a reload, and tell
/// of shoppers whom the request does not name, look whether that was since their generation began.
package final class Erasures: Sendable {
  private let counted = Atomic(0)

  package init() {}

  var count: Int { counted.load(ordering: .relaxed) }

  func add() { counted.add(1, ordering: .relaxed) }
}

/// Encoded metadata at an address that does not change, so that copying it into a response counts
/// no references.
@safe package struct EncodedMetadata: ~Copyable, Sendable {
  // Never written after `init`; freed by the one owner.
  private nonisolated(unsafe) let start: UnsafeMutablePointer<UInt8>
  private let count: Int

  init(generation: String) {
    var buffer = ByteBuffer()
    buffer.appendMetadata(generation: generation)
    count = buffer.count
    unsafe start = UnsafeMutablePointer<UInt8>.allocate(capacity: max(count, 1))
    let bytes = buffer.span
    for offset in 0..<count {
      // Safe: allocated above for `count` bytes.
      unsafe start[offset] = bytes.loadLittleEndian(at: offset)
    }
  }

  deinit {
    unsafe start.deallocate()
  }

  /// Valid as long as the generation that owns it.
  var view: ByteView { unsafe ByteView(start: UnsafePointer(start), count: count) }
}

/// Where models wait for the loader thread to unmap them.
@safe package final class RetiredModels: Sendable {
  private let models = Mutex<[Retired]>([])
  private let mappedCount = Atomic(0)
  private let onArrival: Mutex<(@Sendable () -> Void)?> = Mutex(nil)

  package init() {}

  /// Generations that are mapped: the current one, those that calls borrow, those that wait here.
  var mapped: Int { mappedCount.load(ordering: .relaxed) }

  func willMap() { mappedCount.add(1, ordering: .relaxed) }

  /// Takes over the reference.
  @unsafe func add(_ retired: Unmanaged<Models>) {
    models.withLock { $0.append(unsafe Retired(models: retired)) }
    onArrival.withLock { $0 }?()
  }

  /// Called by the loader thread before the first generation is loaded.
  package func notify(_ body: @escaping @Sendable () -> Void) {
    onArrival.withLock { $0 = body }
  }

  /// Unmaps all that wait.
  package func unmapAll() {
    let taken = models.withLock { models in
      defer { models = [] }
      return models
    }
    for one in taken { one.letGo() }
    mappedCount.subtract(taken.count, ordering: .relaxed)
  }

  deinit {
    unmapAll()
  }

  @safe private struct Retired: Sendable {
    // One reference, which is let go of once: whoever takes it off the list does.
    let models: Unmanaged<Models>

    func letGo() { unsafe models.release() }
  }
}
