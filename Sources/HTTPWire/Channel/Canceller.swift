import Synchronization

/// Cancels what a connection is doing, from any thread (``HTTPConnection/canceller``), or requests of an `HTTPSession`.
///
/// ```swift
/// let canceller = connection.canceller
/// Task {
///   try await Task.sleep(for: .seconds(5))
///   canceller.cancel()
/// }
/// do {
///   try connection.request("GET", "/events")
///   print(try connection.getResponse().read().count)
/// } catch {
///   print(error)   // the operation was cancelled
/// }
/// ```
public final class Canceller: Sendable {
  /// What ends the waits of the moment, by the object that waits: an opening, or a channel.
  private let interrupters = Mutex<[ObjectIdentifier: any StreamInterrupter]>([:])
  /// How often `cancel()` was called. An exchange is cancelled if that has changed since it began. With a mere flag, the beginning of the
  /// next exchange would make a response forget that it was cancelled, and take the end of its stream for the peer's.
  private let cancels = Atomic<Int>(0)
  /// The number of cancels when the last exchange began.
  private let begun = Atomic<Int>(0)
  /// Whether a cancel also holds for exchanges that begin after it.
  private let isFinal: Bool
  /// The number of cancels that the next exchange counts from, if it is not the number when it begins; -1 otherwise.
  private let mark = Atomic<Int>(-1)

  /// Creates a canceller for requests of an `HTTPSession`. Once it is cancelled, it stays so: it ends all requests that have it, with their
  /// redirections and the waits between their attempts, and each that is sent later. A connection makes its own.
  public init() { isFinal = true }

  /// Creates the canceller of a connection.
  init(ofConnection: Void) { isFinal = false }

  /// Ends the exchange that is under way. The call that waits throws `cancelled`, or else the next one that has something to send or to
  /// receive, and the connection is closed. Its next request opens it anew. Between two exchanges, the kept connection is closed and
  /// nothing throws. A response that the connection has given its stream to is cancelled, too.
  ///
  /// A call that waits for a stream of yours ends with that wait, unless the stream has an ``ByteStream/interrupter``.
  public func cancel() {
    interrupters.withLock {
      cancels.add(1, ordering: .releasing)
      for interrupter in $0.values { interrupter.interrupt() }
    }
  }

  /// Whether the exchange that began last was cancelled.
  public var isCancelled: Bool { hasCancelled(since: begun.load(ordering: .relaxed)) }

  /// Whether `cancel()` was called since there were `count` cancels.
  func hasCancelled(since count: Int) -> Bool { cancels.load(ordering: .acquiring) != count }

  /// Begins an exchange, and returns the number of cancels until now.
  func begin() -> Int {
    let marked = mark.load(ordering: .relaxed)
    let count = isFinal ? 0 : marked >= 0 ? marked : cancels.load(ordering: .acquiring)
    begun.store(count, ordering: .relaxed)
    return count
  }

  /// Makes each cancel from now on hold for the exchange that begins next, too: it was asked for already.
  package func markBeginning() { mark.store(cancels.load(ordering: .acquiring), ordering: .relaxed) }

  /// Whether there was a cancel since the mark.
  package var hasCancelledSinceMark: Bool { hasCancelled(since: mark.load(ordering: .relaxed)) }

  /// Makes `cancel()` end a wait before the exchange has begun, from the mark on.
  package func watchBeginning(_ interrupter: some StreamInterrupter & AnyObject) {
    watch(interrupter, for: interrupter, since: mark.load(ordering: .relaxed))
  }

  /// Makes `cancel()` end the waits of `owner` by an interrupter. If there were cancels since there were `count`, they end at once.
  func watch(_ interrupter: (any StreamInterrupter)?, for owner: AnyObject, since count: Int) {
    guard let interrupter else { return forget(owner) }
    interrupters.withLock {
      $0[ObjectIdentifier(owner)] = interrupter
      if hasCancelled(since: count) { interrupter.interrupt() }
    }
  }

  /// Makes `cancel()` end a wait while the exchange that began last is opened.
  func watchOpening(_ interrupter: some StreamInterrupter & AnyObject) { watchOpening(interrupter, for: interrupter) }

  /// Makes `cancel()` end the waits of a stream while the exchange that began last is opened.
  func watchOpening(_ interrupter: (any StreamInterrupter)?, for owner: AnyObject) {
    watch(interrupter, for: owner, since: begun.load(ordering: .relaxed))
  }

  /// Makes `cancel()` leave `owner` alone.
  package func forget(_ owner: AnyObject) {
    interrupters.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(owner)) }
  }
}

extension Canceller: Hashable {
  /// Whether both are the same object.
  public static func == (a: Canceller, b: Canceller) -> Bool { a === b }

  /// Feeds the object's identity to a hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
