package import HTTPWire

/// What waits for a connection: a thread of its own, or an event loop.
package protocol ConnectionDriver: AnyObject, Sendable {
  /// Where the connection's code runs.
  var executor: any SerialExecutor { get }
  /// Whether that code must never block, so that operations are repeated instead.
  var mustNotBlock: Bool { get }
  /// Whether what was sent before must be accepted before a request can be sent.
  var isBacklogged: Bool { get }

  /// Takes a place for the connection before it is opened. Throws `cancelled` and `deadlineExceeded`.
  nonisolated(nonsending) func takePlace(until deadline: ExchangeDeadline?, _ canceller: Canceller) async throws(HTTPException)

  /// Gives the place back.
  func givePlaceBack()

  /// Waits on the executor until the connection has what it needs, or until ``wake()``. Returns false if the time is over.
  nonisolated(nonsending) func wait(for needs: PollingNeeds) async throws(HTTPException) -> Bool

  /// Ends the wait, or the next one.
  func wake()

  /// Makes a driver for the stream that the connection gives away, with its place. The connection goes on without it.
  func detached() -> any ConnectionDriver

  /// Runs what blocks. Throws `cancelled` and `deadlineExceeded` if it must wait too long for a place.
  nonisolated(nonsending) func block(
    until deadline: ExchangeDeadline?, _ canceller: Canceller, _ body: @Sendable () throws(HTTPException) -> Void
  ) async throws(HTTPException)
}

/// A thread of the connection's own, taken from a pool while there is work.
package final class ThreadDriver: ConnectionDriver {
  private let thread: ThreadExecutor
  private let pool: ThreadPool

  /// Creates a driver that takes threads from a pool.
  package init(_ pool: ThreadPool = .shared) {
    self.pool = pool
    thread = ThreadExecutor(pool)
  }

  package var executor: any SerialExecutor { thread }
  package var mustNotBlock: Bool { false }
  package var isBacklogged: Bool { false }

  package nonisolated(nonsending) func takePlace(until deadline: ExchangeDeadline?, _ canceller: Canceller) async throws(HTTPException) {
    try await pool.takePlace(until: deadline?.instant, canceller)
  }

  package func givePlaceBack() { pool.givePlaceBack() }

  package nonisolated(nonsending) func wait(for needs: PollingNeeds) async throws(HTTPException) -> Bool {
    var needs = needs
    // What has no descriptor is looked at again and again.
    let isBlind = needs.descriptor == nil && (needs.reads || needs.sends)
    if isBlind { needs.time = min(needs.time ?? Self.blindTime, Self.blindTime) }
    let isReady = try thread.wait(for: needs) || isBlind
    // Others may have something to do on this thread before the next try: another task that writes, or one that closes.
    if thread.hasJobs { await Task.yield() }
    return isReady
  }

  /// How long to wait for a stream that can't say when it is ready.
  private static let blindTime = Duration.milliseconds(5)

  package func wake() { thread.wake() }

  package func detached() -> any ConnectionDriver { ThreadDriver(pool) }

  package nonisolated(nonsending) func block(
    until deadline: ExchangeDeadline?, _ canceller: Canceller, _ body: @Sendable () throws(HTTPException) -> Void
  ) async throws(HTTPException) {
    try body()
  }
}
