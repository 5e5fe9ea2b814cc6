import Synchronization

/// Cancels what a connection is doing, from any thread (``HTTPConnection/canceller``).
///
/// ```swift
/// let canceller = connection.canceller
/// onInterrupt { canceller.cancel() }
/// do {
///   try connection.request("GET", "/events")
///   print(try connection.getResponse().read().count)
/// } catch .cancelled {
///   print("stopped")
/// }
/// ```
public final class Canceller: Sendable {
  /// What ends the wait of the moment.
  private let interrupter = Mutex<(any StreamInterrupter)?>(nil)
  private let flag = Atomic<Bool>(false)

  init() {}

  /// Ends the exchange that is under way. The call that waits throws `cancelled`, or else the next one that has something to send or to
  /// receive, and the connection is closed. Its next request opens it anew. Between two exchanges, the kept connection is closed and
  /// nothing throws.
  ///
  /// A call that waits for a stream of yours ends with that wait, unless the stream has an ``ByteStream/interrupter``.
  public func cancel() {
    interrupter.withLock {
      flag.store(true, ordering: .releasing)
      $0?.interrupt()
    }
  }

  /// Whether the exchange was cancelled. The next exchange starts with false again.
  public var isCancelled: Bool { flag.load(ordering: .acquiring) }

  /// Starts an exchange. Returns true if it was cancelled before: the connection's stream is unusable then.
  func begin() -> Bool {
    interrupter.withLock { _ in flag.exchange(false, ordering: .acquiringAndReleasing) }
  }

  /// Makes `cancel()` end the waits of a stream, or of nothing. If the exchange is cancelled already, they end at once.
  func watch(_ new: (any StreamInterrupter)?) {
    interrupter.withLock {
      $0 = new
      if isCancelled { new?.interrupt() }
    }
  }
}

extension Canceller: Hashable {
  /// Whether both are the same object.
  public static func == (a: Canceller, b: Canceller) -> Bool { a === b }

  /// Feeds the object's identity to a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
