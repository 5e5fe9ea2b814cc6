import HTTPWire
import Synchronization

/// Watches for the cancelling of the task that runs a scope of the connection, once for all of its requests. A handler for each would cost
/// more than a tenth of a small request.
struct CancelScope: ~Copyable {
  // Not private: the compiler (6.3.1) would not find it in the file that stores a scope.
  struct State {
    /// What tells the task that runs the scope from others.
    var task: Int?
    /// Whether the task's own exchange is under way. Those of other tasks end by their own handlers.
    var isWaiting = false
  }

  private let state = Mutex(State())

  /// Begins the scope of the current task.
  func begin() {
    let task = Self.currentTask
    state.withLock { $0.task = task }
  }

  /// Ends the scope.
  func end() { state.withLock { $0.task = nil } }

  /// Begins an exchange if the current task is the scope's. Cancelling the task ends it.
  func enter() -> Bool {
    let task = Self.currentTask
    return state.withLock { (state) in
      state.isWaiting = state.task != nil && state.task == task
      return state.isWaiting
    }
  }

  /// Ends the exchange.
  func leave() { state.withLock { $0.isWaiting = false } }

  /// Cancels the exchange of the task, which was cancelled.
  func cancel(_ canceller: Canceller) { state.withLock { if $0.isWaiting { canceller.cancel() } } }

  /// What tells the current task from others that live now. Unsafe: a task is a reference, whose bits are only compared, and its size is
  /// looked at because the system's library may change it. Its hash value costs several times as much.
  private static var currentTask: Int? {
    unsafe withUnsafeCurrentTask { (task) in
      guard let task = unsafe task else { return nil }
      return unsafe MemoryLayout<UnsafeCurrentTask>.size == MemoryLayout<Int>.size ? unsafeBitCast(task, to: Int.self) : task.hashValue
    }
  }
}

extension AsyncHTTPConnection {
  /// Sends a request and blocks for its response, if nothing of that needs to leave the caller, who runs on the connection already, in the
  /// task of its scope. Returns nil if not.
  nonisolated func exchangeAtOnce(_ call: RequestCall, from isolation: (any Actor)?) throws(HTTPException) -> AsyncHTTPResponse? {
    guard isolation === self else { return nil }
    // Unsafe: the caller is isolated to this connection. It is what assumeIsolated does, without its allocations.
    return try unsafe unsafeBitCast(IsolatedExchange(run: exchangeInScope), to: AssumedExchange.self).run(self, call)
  }
}

/// A function that needs its connection's isolation, and the same called by whoever has it already. Functions alone would be
/// wrapped for the cast.
private struct IsolatedExchange {
  let run: @Sendable (isolated AsyncHTTPConnection, RequestCall) throws(HTTPException) -> AsyncHTTPResponse?
}

private struct AssumedExchange {
  let run: @Sendable (AsyncHTTPConnection, RequestCall) throws(HTTPException) -> AsyncHTTPResponse?
}

private func exchangeInScope(
  _ connection: isolated AsyncHTTPConnection, _ call: RequestCall
) throws(HTTPException) -> AsyncHTTPResponse? {
  try connection.scopedExchange(call)
}
